/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/score_ask.h"

#include "ask/catalogue.h"
#include "ask/condition_bind.h"
#include "base/decimal.h"
#include "base/limits.h"
#include "base/text.h"
#include "understand/metric_index.h"

/* An ask in the making. */
struct maker {
    struct arena *a;
    const struct call *call;
    const struct answers_file *file;
    struct score_ask ask;
};

/* The wish for a column in a role; a new one where it was not wished before. */
static size_t wish(struct maker *m, size_t position, enum answers_role role)
{
    struct score_wishes *w = &m->ask.wishes;
    for (size_t i = 0; i < w->len; i++)
        if (w->list[i].position == position && w->list[i].role == role)
            return i;
    if (w->len == w->room)
        w->list = arena_grow_array(m->a, w->list, w->len, &w->room, sizeof *w->list);
    w->list[w->len] = (struct answers_wish){position, role};
    return w->len++;
}

static struct err *unknown_measure(struct maker *m, str name)
{
    struct buf names = buf_make(m->a, 4096);
    for (unsigned i = 0; i < metric_index_len; i++)
        buf_addf(&names, "%s%s",
                 i == 0                     ? ""
                 : i + 1 < metric_index_len ? ", "
                                            : " and ",
                 metric_index[i]->name);
    FAIL(m->a, WHY_USAGE, "--measure: there is no measure %.*s; there are %.*s.",
         STR(text_quote(m->a, name)), STR(buf_str(&names)));
}

static struct err *ask_measure(struct maker *m)
{
    str name = call_value(m->call, "measure");
    if (!name.ptr)
        FAIL(m->a, WHY_USAGE,
             "--measure says what to compute, for example --measure nps; attune help score lists "
             "the measures.");
    m->ask.metric = metric_find(name);
    return m->ask.metric ? NULL : unknown_measure(m, name);
}

/* Columns of an option that takes several.  A header that holds a comma is meant
 * whole; else commas separate names. */
static struct err *each_name(struct maker *m, const char *option,
                             struct err *(*add)(struct maker *m, str name))
{
    size_t len = 0, position = 0;
    str *given = call_values(m->call, option, &len);
    for (size_t i = 0; i < len; i++) {
        str rest = given[i];
        bool whole = !str_has(rest, ',') || !answers_find(m->a, m->file, rest, option, &position);
        while (rest.ptr) {
            str name = whole ? rest : str_cut(rest, ',', &rest);
            TRY(add(m, name));
            if (whole)
                break;
        }
    }
    return NULL;
}

static struct err *add_field(struct maker *m, str name)
{
    size_t position = 0;
    TRY(answers_find(m->a, m->file, name, "--field", &position));
    for (size_t i = 0; i < m->ask.fields_len; i++)
        if (m->ask.fields[i] == position)
            FAIL(m->a, WHY_USAGE, "--field: the column %.*s is given twice.",
                 STR(text_quote(m->a, str_trim(name))));
    if (m->ask.fields_len == LIMIT_FIELDS)
        FAIL(m->a, WHY_LIMIT, "--field: at most %zu columns can be asked at once.", LIMIT_FIELDS);
    m->ask.fields[m->ask.fields_len] = position;
    m->ask.field_wishes[m->ask.fields_len++] = wish(m, position, ANSWERS_CELLS);
    return NULL;
}

static struct err *ask_fields(struct maker *m)
{
    m->ask.fields = ARENA_ARRAY(m->a, size_t, LIMIT_FIELDS);
    m->ask.field_wishes = ARENA_ARRAY(m->a, size_t, LIMIT_FIELDS);
    if (!call_has(m->call, "field"))
        FAIL(m->a, WHY_USAGE,
             "--field names the column to compute it from; this file has %zu columns, the first "
             "is %.*s.",
             m->file->header_len, STR(text_quote(m->a, m->file->header[0])));
    return each_name(m, "field", add_field);
}

static struct err *add_dimension(struct maker *m, str name)
{
    struct score_dimension d = {.key = str_trim(name)};
    TRY(answers_find(m->a, m->file, name, "--by", &d.position));
    for (size_t i = 0; i < m->ask.by_len; i++)
        if (m->ask.by[i].position == d.position)
            FAIL(m->a, WHY_USAGE, "--by: the column %.*s is given twice.",
                 STR(text_quote(m->a, d.key)));
    if (m->ask.by_len == LIMIT_DIMENSIONS - 1)
        FAIL(m->a, WHY_LIMIT, "--by: at most %zu columns can be combined.", LIMIT_DIMENSIONS - 1);
    d.wish = wish(m, d.position, ANSWERS_CELLS);
    m->ask.by[m->ask.by_len++] = d;
    return NULL;
}

static struct err *ask_by(struct maker *m)
{
    return each_name(m, "by", add_dimension);
}

static struct err *ask_column(struct maker *m, const char *option, enum answers_role role,
                              bool *has, size_t *number)
{
    str name = call_value(m->call, option);
    size_t position = 0;
    *has = name.ptr != NULL;
    if (!*has)
        return NULL;
    const char *dashed = str_to_chars(m->a, str_format(m->a, "--%s", option));
    TRY(answers_find(m->a, m->file, name, dashed, &position));
    *number = wish(m, position, role);
    return NULL;
}

static struct err *ask_period(struct maker *m)
{
    str name = call_value(m->call, "per");
    m->ask.has_period = name.ptr && period_of_name(name, &m->ask.period);
    if (m->ask.has_period && !m->ask.has_at)
        FAIL(m->a, WHY_USAGE, "--per %.*s needs --at: the column that says when an answer came.",
             STR(name));
    for (size_t i = 0; i < m->ask.by_len && m->ask.has_period; i++)
        if (str_equal(m->ask.by[i].key, S("period")))
            FAIL(m->a, WHY_USAGE,
                 "--by: with --per, \"period\" is the key of the periods; write the column's name "
                 "in other letters (\"Period\"), and that is its key.");
    return NULL;
}

/* Reads a condition and wishes for its columns. */
static struct err *ask_condition(struct maker *m, str text, struct condition **out)
{
    struct catalogue_field *fields = ARENA_ARRAY(m->a, struct catalogue_field, m->file->header_len);
    for (size_t i = 0; i < m->file->header_len; i++)
        fields[i] =
            (struct catalogue_field){m->file->header[i], str_format(m->a, "column %zu", i + 1)};
    struct catalogue catalogue = {.fields = fields,
                                  .fields_len = m->file->header_len,
                                  .noun = S("column"),
                                  .nouns = S("columns"),
                                  .no_tree = S("a file has none")};
    struct condition *condition = NULL;
    struct condition_fields needed;
    struct err *e = condition_of_str(m->a, text, &condition);
    if (!e)
        e = condition_bind(m->a, condition, &catalogue, &needed);
    if (e) {
        e->source = text;
        return e;
    }
    for (size_t i = 0; i < needed.fields_len; i++)
        m->ask.wish_of_field[needed.fields[i]] = wish(m, needed.fields[i], ANSWERS_CELLS);
    *out = condition;
    return NULL;
}

static struct err *ask_where(struct maker *m)
{
    str text = call_value(m->call, "where");
    m->ask.wish_of_field = ARENA_ARRAY(m->a, size_t, m->file->header_len);
    for (size_t i = 0; i < m->file->header_len; i++)
        m->ask.wish_of_field[i] = SIZE_MAX;
    if (text.ptr)
        WRAP(m->a, ask_condition(m, text, &m->ask.where), "--where");
    return NULL;
}

static struct err *ask_compare(struct maker *m)
{
    static const struct {
        str word;
        enum compare_with with;
    } words[] = {{S_INIT("previous"), COMPARE_PREVIOUS},
                 {S_INIT("year"), COMPARE_YEAR},
                 {S_INIT("rest"), COMPARE_REST}};
    str text = call_value(m->call, "compare");
    if (!text.ptr)
        return NULL;
    m->ask.compare_text = str_trim(text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_equal(m->ask.compare_text, words[i].word)) {
            m->ask.compare = words[i].with;
            return NULL;
        }
    m->ask.compare = COMPARE_OTHER;
    WRAP(m->a, ask_condition(m, text, &m->ask.other), "--compare");
    return NULL;
}

/* A number above 0; *has says whether the option was given. */
static struct err *ask_number(struct maker *m, const char *option, bool *has, double *number)
{
    str text = call_value(m->call, option);
    struct decimal d;
    *has = text.ptr != NULL;
    if (!*has)
        return NULL;
    if (!decimal_of_str(str_trim(text), &d) || d.mantissa <= 0)
        FAIL(m->a, WHY_USAGE, "--%s takes a number above 0, not %.*s.", option,
             STR(text_quote(m->a, text)));
    *number = decimal_to_double(d);
    return NULL;
}

static struct err *check_range(struct maker *m)
{
    const struct scale_range *own = m->ask.metric->scale;
    if (!m->ask.has_range || metric_is_asked_on(m->ask.metric, &m->ask.range))
        return NULL;
    FAIL(m->a, WHY_USAGE, "--scale: %s is asked on %.*s to %.*s; another scale is another measure.",
         m->ask.metric->name, STR(decimal_to_str(m->a, own->lo)),
         STR(decimal_to_str(m->a, own->hi)));
}

static struct err *ask_numbers(struct maker *m)
{
    str range = call_value(m->call, "scale");
    TRY(ask_number(m, "matters", &m->ask.has_matters, &m->ask.matters));
    TRY(ask_number(m, "population", &m->ask.has_population, &m->ask.population));
    if (m->ask.has_population && m->ask.population != (double)(uint64_t)m->ask.population)
        FAIL(m->a, WHY_USAGE, "--population takes a whole number of people.");
    m->ask.has_range = range.ptr != NULL;
    if (range.ptr && !scale_range_of_str(range, &m->ask.range))
        FAIL(m->a, WHY_USAGE,
             "--scale takes the lowest and the highest code, as in 1-5 or 0-10, not %.*s.",
             STR(text_quote(m->a, range)));
    return check_range(m);
}

static void ask_words(struct maker *m)
{
    static const str reached[REACHED_COUNT] = {[REACHED_UNKNOWN] = S_INIT("unknown"),
                                               [REACHED_EVERYBODY] = S_INIT("everybody"),
                                               [REACHED_RANDOM] = S_INIT("random"),
                                               [REACHED_OPEN] = S_INIT("open")};
    str how = call_value(m->call, "reached"), format = call_value(m->call, "format");
    for (unsigned i = 0; i < REACHED_COUNT; i++)
        if (str_equal(how, reached[i]))
            m->ask.reached = (enum reached)i;
    m->ask.format = format.ptr ? format : S("table");
}

struct err *score_ask_of_call(const struct call *c, const struct answers_file *file,
                              struct score_ask *out)
{
    struct maker m = {.a = c->arena, .call = c, .file = file};
    ask_words(&m);
    TRY(ask_measure(&m));
    TRY(ask_numbers(&m));
    TRY(ask_fields(&m));
    TRY(ask_by(&m));
    TRY(ask_column(&m, "weight", ANSWERS_CELLS, &m.ask.has_weight, &m.ask.weight_wish));
    TRY(ask_column(&m, "person", ANSWERS_CELLS, &m.ask.has_person, &m.ask.person_wish));
    TRY(ask_column(&m, "at", ANSWERS_DAYS, &m.ask.has_at, &m.ask.at_wish));
    TRY(ask_period(&m));
    TRY(ask_where(&m));
    TRY(ask_compare(&m));
    *out = m.ask;
    return NULL;
}
