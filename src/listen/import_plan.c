/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Puts a plan together; its parts are import_plan_kind.c, import_plan_roles.c and
 * import_plan_fields.c.
 */
#include "listen/import_plan.h"

#include <assert.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "engine/dictionary.h"
#include "listen/export_form.h"
#include "listen/import_plan_private.h"

enum { CHANGED_FROM_PCT = 5 }; /* of the cells refused: the scale is another */

#define SHARED(name, its_kind, lo, hi, measures, better)                                           \
    {                                                                                              \
        .key = S_INIT(name), .scale = {{(lo), 0}, {(hi), 0}}, .kind = (its_kind),                  \
        .has_scale = (lo) < (hi), .is_shared = true, .meaning.of = {                               \
            [ASPECT_MEASURES] = S_INIT(measures),                                                  \
            [ASPECT_BETTER] = S_INIT(better)                                                       \
        }                                                                                          \
    }
const struct import_known_field import_canonical_fields[IMPORT_CANONICAL_FIELDS] = {
    SHARED("recommend", IMPORT_SCORE, 0, 10, "recommendation", "high"),
    SHARED("satisfaction", IMPORT_SCORE, 1, 5, "satisfaction", "high"),
    SHARED("effort", IMPORT_SCORE, 1, 7, "effort", "high"),
    SHARED("comment", IMPORT_COMMENT, 0, 0, "", ""),
};

struct err *import_plan_at_line(const struct planning *p, size_t line, struct err *e)
{
    e->at = str_format(p->a, "line %zu", line);
    return e;
}

str import_plan_quote(const struct planning *p, size_t column)
{
    str name = p->ask->header[column];
    return name.len ? text_quote(p->a, name) : str_format(p->a, "Column %zu", column + 1);
}

void import_plan_ask_line(struct planning *p, const char *code, str line, str text)
{
    struct import_plan *plan = &p->plan;
    if (plan->questions_len == p->questions_room)
        p->questions = arena_grow_array(p->a, p->questions, plan->questions_len, &p->questions_room,
                                        sizeof *p->questions);
    p->questions[plan->questions_len++] =
        (struct import_question){.code = code, .text = text, .map = line};
}

void import_plan_part(struct planning *p, const char *name, str text)
{
    struct import_question *q = &p->questions[p->plan.questions_len - 1];
    assert(q->parts_len < QUESTION_PARTS);
    q->parts[q->parts_len++] = (struct import_question_part){name, text};
}

void import_plan_part_column(struct planning *p, const char *name, size_t column)
{
    str text = p->ask->header[column];
    import_plan_part(p, name, text.len ? text : str_format(p->a, "#%zu", column + 1));
}

void import_plan_part_count(struct planning *p, const char *name, uint64_t n)
{
    import_plan_part(p, name, str_format(p->a, "%llu", (unsigned long long)n));
}

/* Not by a format: a name may hold a NUL. */
static str join(struct arena *a, str first, str second, str third, str fourth)
{
    struct buf b = buf_make(a, first.len + second.len + third.len + fourth.len);
    buf_add(&b, first);
    buf_add(&b, second);
    buf_add(&b, third);
    buf_add(&b, fourth);
    return buf_str(&b);
}

void import_plan_ask_column(struct planning *p, const char *code, size_t column, str entry,
                            str text)
{
    str name = import_map_section(p->a, p->ask->header[column], column, p->facts[column].is_shared);
    import_plan_ask_line(p, code, join(p->a, S("["), name, S("] "), entry), text);
    import_plan_part_column(p, "column", column);
}

void import_plan_ask_role(struct planning *p, const char *code, enum import_role role,
                          size_t column, str text)
{
    str name =
        import_map_column_name(p->a, p->ask->header[column], column, p->facts[column].is_shared);
    import_plan_ask_line(p, code, join(p->a, import_role_name(role), S(": "), name, S("")), text);
    import_plan_part_column(p, "column", column);
}

/* ---- before anything is chosen ---- */

/* Names that several columns have, and those of no letters. */
static void find_shared_names(struct planning *p)
{
    size_t len = p->ask->header_len;
    struct dictionary *names = dictionary_make(p->a);
    size_t *first = ARENA_ARRAY(p->a, size_t, len);
    for (size_t i = 0; i < len; i++) {
        uint32_t before = dictionary_size(names);
        uint32_t code = dictionary_add(names, p->ask->header[i]);
        if (code == before)
            first[code] = i;
        p->facts[i].is_shared = code < before || p->ask->header[i].len == 0;
        p->facts[first[code]].is_shared = p->facts[first[code]].is_shared || code < before;
    }
}

static void find_sections(struct planning *p)
{
    const struct import_map *m = p->ask->map;
    for (size_t i = 0; m && i < m->columns_len; i++)
        p->facts[m->columns[i].name.position].section = &m->columns[i];
}

/* Columns of a second table are not of the file's layout. */
static bool has_layout(const struct planning *p, size_t column)
{
    return p->ask->layout && column < p->ask->layout->columns_len;
}

enum layout_what import_plan_what(const struct planning *p, size_t column)
{
    return has_layout(p, column) ? p->ask->layout->columns[column].what : LAYOUT_FIELD;
}

/* What the layout says, else what the cells do. */
static enum import_kind kind_of(const struct planning *p, size_t i)
{
    enum import_kind kind = layout_kind(import_plan_what(p, i));
    return kind == IMPORT_KIND_COUNT ? import_plan_kind(&p->facts[i]) : kind;
}

/* What the map calls a column, or says that only such a column has. */
static enum import_kind kind_by_map(const struct import_map_column *m, enum import_kind else_kind)
{
    if (m->has_kind)
        return m->kind;
    if (m->has_personal && m->is_personal)
        return IMPORT_COMMENT;
    if (m->has_date_order)
        return IMPORT_DATE;
    if (m->has_scale)
        return IMPORT_SCORE;
    return meaning_word(&m->meaning, ASPECT_CURRENCY).len ? IMPORT_NUMBER : else_kind;
}

/* What the map says of the column, and what is known of it where it is silent. */
static struct import_plan_column first_idea(const struct planning *p, size_t i)
{
    const struct plan_facts *f = &p->facts[i];
    const struct import_map_column *m = f->section;
    bool has_labels = !p->ask->has_no_labels && !p->plan.is_export;
    struct import_plan_column c = {.column = p->ask->header[i],
                                   .label = has_labels ? p->ask->header[i] : S(""),
                                   .key_name = p->ask->header[i],
                                   .known = IMPORT_NONE,
                                   .kind = kind_of(p, i),
                                   .decimal_comma =
                                       import_profile_decimal_comma(p->ask->profile, i),
                                   .proposes = true};
    if (!f->is_shared)
        c.alias = c.column;
    if (has_layout(p, i)) {
        if (has_labels)
            c.label = p->ask->layout->columns[i].label;
        c.key_name = p->ask->layout->columns[i].key_name;
    }
    if (!m)
        return c;
    c.label = m->label.len ? m->label : c.label;
    c.proposes = m->proposes;
    c.aliases = m->aliases;
    c.aliases_len = m->aliases_len;
    if (m->has_decimal)
        c.decimal_comma = m->decimal_comma;
    c.missing_given = m->missing;
    c.missing_given_len = m->missing_len;
    c.codes = m->codes;
    c.codes_len = m->codes_len;
    c.has_scale = m->has_scale;
    c.scale = m->scale;
    c.has_date_order = m->has_date_order;
    c.date_order = m->date_order;
    c.kind = kind_by_map(m, c.kind);
    return c;
}

/* ---- when fields are chosen ---- */

static struct scale_options options_of(const struct import_plan_column *c)
{
    return (struct scale_options){.given = c->has_scale ? &c->scale : NULL,
                                  .missing = c->missing_given,
                                  .missing_len = c->missing_given_len,
                                  .proposes = c->proposes,
                                  .decimal_comma = c->decimal_comma};
}

static bool is_of_numbers(const struct planning *p, size_t i)
{
    const struct import_plan_column *c = &p->columns[i];
    bool counts = c->kind == IMPORT_SCORE || c->kind == IMPORT_NUMBER || c->kind == IMPORT_CHOICE;
    return c->has_scale || (counts && p->facts[i].profile.numbers > 0);
}

/* Another scale than the field's. */
static void ask_whether_scale_changed(struct planning *p, size_t i, const struct scale *s)
{
    const struct import_profile_column *c = &p->facts[i].profile;
    uint64_t refused = 0;
    for (size_t t = 0; t < c->texts_len; t++)
        refused += s->codes[t].meaning == SCALE_REFUSED ? c->texts[t].count : 0;
    if (p->columns[i].known == IMPORT_NONE || refused * 100 <= c->cells * CHANGED_FROM_PCT)
        return;
    str lo = decimal_to_str(p->a, s->range.lo), hi = decimal_to_str(p->a, s->range.hi);
    import_plan_ask_column(
        p, "scale_changed", i, str_format(p->a, "field: %.*s_2", STR(p->columns[i].field)),
        str_format(
            p->a,
            "%llu of the %llu answers of %.*s lie outside %.*s to %.*s, the scale of %.*s on "
            "record, and are refused; where the scale is another, it needs a field of its "
            "own.",
            (unsigned long long)refused, (unsigned long long)c->cells, STR(import_plan_quote(p, i)),
            STR(lo), STR(hi), STR(text_quote(p->a, p->columns[i].field))));
    import_plan_part_count(p, "refused", refused);
    import_plan_part_count(p, "answers", c->cells);
    import_plan_part(p, "lo", lo);
    import_plan_part(p, "hi", hi);
    import_plan_part(p, "field", p->columns[i].field);
}

/* A quantity may well be 88: the rule that takes such codes away (contract.md §3) was made for
 * scales. */
static void ask_far_codes(struct planning *p, size_t i)
{
    const struct import_plan_column *c = &p->columns[i];
    const struct import_profile_column *profile = &p->facts[i].profile;
    struct buf codes = buf_make(p->a, KIB);
    uint64_t n = 0;
    for (size_t k = 0; k < c->missing_len; k++) {
        buf_addf(&codes, "%s%.*s", k ? ", " : "", STR(c->missing[k]));
        for (size_t t = 0; t < profile->texts_len; t++)
            n += str_equal(profile->texts[t].text, c->missing[k]) ? profile->texts[t].count : 0;
    }
    import_plan_ask_column(
        p, "far_codes", i, S("missing: none"),
        str_format(p->a,
                   "%.*s is %.*s in %llu of its cells, as codes for no answer are, and these count "
                   "as none; the line takes them as the numbers that they are.",
                   STR(import_plan_quote(p, i)), STR(buf_str(&codes)), (unsigned long long)n));
    import_plan_part(p, "codes", buf_str(&codes));
    import_plan_part_count(p, "n", n);
}

/* Called a score by the map or the record; by its cells it never would be. */
static void ask_without_numbers(struct planning *p, size_t i)
{
    const struct import_profile_column *c = &p->facts[i].profile;
    if (p->columns[i].kind != IMPORT_SCORE || c->cells == 0 || c->numbers > 0 || c->more)
        return;
    import_plan_ask_column(p, "no_numbers", i, S("kind: choice"),
                           str_format(p->a,
                                      "%.*s is called a score, and none of its cells is a number, "
                                      "as in %.*s: none of them counts.",
                                      STR(import_plan_quote(p, i)),
                                      STR(text_quote(p->a, c->texts[0].text))));
    import_plan_part(p, "text", c->texts[0].text);
}

/* Texts of the column that are taken as missing. */
static void find_missing(struct planning *p, size_t i)
{
    struct import_plan_column *c = &p->columns[i];
    const struct import_profile_column *profile = &p->facts[i].profile;
    if (c->kind == IMPORT_SKIP || (!is_of_numbers(p, i) && c->missing_given_len == 0))
        return;
    struct scale_options options = options_of(c);
    /* Which codes stand far off is clear only where all of them are known; and of what
     * is no number nothing is proposed. */
    options.proposes = c->proposes && is_of_numbers(p, i) && (c->has_scale || !profile->more);
    struct scale s = scale_of_texts(p->a, profile->texts, profile->texts_len, &options);
    c->missing = s.missing;
    c->missing_len = s.missing_len;
    import_plan_ask_missing(p, i);
    if (c->kind == IMPORT_NUMBER && c->missing_len > c->missing_given_len)
        ask_far_codes(p, i);
    if (c->has_scale)
        ask_whether_scale_changed(p, i, &s);
}

static bool is_measure(const struct layout_reading *l, size_t column)
{
    return l->measures.name != LAYOUT_NONE && column < l->columns_len &&
           column >= l->columns_len - l->measures.names_len;
}

/* All its cells are numbers, and nobody has said what they are. */
static bool is_open_number(const struct plan_facts *f)
{
    bool is_said = f->section && f->section->has_kind;
    return !is_said && f->profile.cells > 0 && f->profile.numbers == f->profile.cells;
}

/* Few codes occur in a measure that few answered.  Where the column that holds the values of
 * all is one of numbers, that makes no choice of it; nor a score, where its name says that
 * it counts. */
static void take_measures_alike(struct planning *p)
{
    const struct layout_reading *l = p->ask->layout;
    if (!l || l->measures.name == LAYOUT_NONE || l->measures.values_len == 0)
        return;
    size_t values = l->measures.values[0];
    if (import_plan_kind(&p->facts[values]) != IMPORT_NUMBER)
        return;
    bool counts = p->facts[values].says & SAYS_COUNT;
    for (size_t i = 0; i < p->ask->header_len; i++) {
        enum import_kind *kind = &p->columns[i].kind;
        bool is_taken_amiss = *kind == IMPORT_CHOICE || (*kind == IMPORT_SCORE && counts);
        if (is_taken_amiss && is_measure(l, i) && is_open_number(&p->facts[i]))
            *kind = IMPORT_NUMBER;
    }
}

static struct planning start(struct arena *a, const struct import_plan_ask *ask)
{
    struct planning p = {.a = a, .ask = ask, .asked_time = IMPORT_NONE};
    p.plan.is_export = export_form_is(ask->header, ask->header_len);
    p.facts = ARENA_ARRAY(a, struct plan_facts, ask->header_len);
    p.columns = ARENA_ARRAY(a, struct import_plan_column, ask->header_len);
    for (size_t i = 0; i < ask->header_len; i++)
        p.facts[i] = import_plan_facts(a, ask, i);
    find_shared_names(&p);
    find_sections(&p);
    for (size_t i = 0; i < ask->header_len; i++)
        p.columns[i] = first_idea(&p, i);
    take_measures_alike(&p);
    for (size_t i = 0; i < ask->header_len; i++) {
        import_plan_hear_words(&p, i, p.columns[i].codes, p.columns[i].codes_len);
        import_plan_read_labels(&p, i);
    }
    return p;
}

/* Others that hold something too, where nobody said which. */
static void ask_sheet(struct planning *p)
{
    const struct table_workbook *w = p->ask->workbook;
    if (!w || w->others_len == 0)
        return;
    struct buf b = buf_make(p->a, LIMIT_MAP_BYTES);
    for (size_t i = 0; i < w->others_len; i++)
        buf_addf(&b, "%s%.*s", i ? ", " : "", STR(text_quote(p->a, w->others[i])));
    import_plan_ask_line(p, "sheet", import_map_sheet(p->a, w->others[0]),
                         str_format(p->a,
                                    "The sheet %.*s was read, and the workbook has others with "
                                    "something in them: %.*s. Which are the answers?",
                                    STR(text_quote(p->a, w->sheet)), STR(buf_str(&b))));
    import_plan_part(p, "sheet", w->sheet);
    import_plan_part(p, "others", buf_str(&b));
}

/* Where the names were not taken from the first line. */
static void ask_header(struct planning *p)
{
    unsigned long long line = p->ask->names_line;
    if (p->ask->title.len == 0)
        return;
    import_plan_ask_line(p, "header", S("header: 1"),
                         str_format(p->a,
                                    "The names of the columns were read from line %llu; what "
                                    "stands above it (%.*s) was left out.",
                                    line, STR(text_quote(p->a, p->ask->title))));
    import_plan_part(p, "line", str_format(p->a, "%llu", line));
    import_plan_part(p, "title", p->ask->title);
}

struct err *import_plan_make(struct arena *a, const struct import_plan_ask *ask,
                             struct import_plan *out)
{
    assert(import_profile_columns(ask->profile) == ask->header_len);
    if (ask->map)
        TRY(import_map_bind(a, ask->map, ask->header, ask->header_len));
    struct planning p = start(a, ask);
    ask_sheet(&p);
    ask_header(&p);
    import_plan_say_layout(&p);
    import_plan_ask_wave(&p);
    import_plan_ask_join(&p);
    for (size_t i = 0; i < ask->header_len; i++)
        import_plan_refuse_cards(&p, i);
    TRY(import_plan_choose_roles(&p));
    TRY(import_plan_choose_fields(&p));
    import_plan_ask_degrees(&p);
    import_plan_ask_codes(&p);
    for (size_t i = 0; i < ask->header_len; i++)
        TRY(import_plan_take_meaning(&p, i));
    for (size_t i = 0; i < ask->header_len; i++) {
        import_plan_ask_personal(&p, i);
        find_missing(&p, i);
        ask_without_numbers(&p, i);
        import_plan_ask_leave_out(&p, i);
        import_plan_ask_date_order(&p, i);
    }
    if (ask->map)
        p.plan.source = ask->map->source;
    p.plan.columns = p.columns;
    p.plan.columns_len = ask->header_len;
    p.plan.questions = p.questions;
    *out = p.plan;
    return NULL;
}

/* ---- single cells ---- */

static bool is_listed(const struct import_plan_column *c, str cell)
{
    for (size_t i = 0; i < c->missing_len; i++)
        if (str_equal(c->missing[i], cell))
            return true;
    return false;
}

str import_plan_refusal(struct arena *a, const struct import_plan_column *column, str cell)
{
    if (!column->has_scale || scale_has(&column->scale, column->decimal_comma, cell) ||
        is_listed(column, cell))
        return S("");
    struct scale_options options = options_of(column);
    return scale_refusal_of(a, &options, cell);
}
