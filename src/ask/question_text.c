/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/question_text.h"

#include "ask/mistake.h"
#include "ask/question_parser.h"
#include "ask/question_range_parser.h"
#include "base/buf.h"
#include "base/text.h"

struct err *question_text_of_str(struct arena *a, str text, struct question_text *out)
{
    struct parser p;
    TRY(parser_init(&p, a, text));
    return question_parser_read(&p, out);
}

bool question_text_has(const struct question_text *q, enum question_clause clause)
{
    return q->positions[clause] > 0;
}

/* ---- the measure ---- */

static str names_of(struct arena *a, const str *names, size_t len)
{
    struct buf all = buf_make(a, LIMIT_OUTPUT_BYTES);
    for (size_t i = 0; i < len; i++) {
        if (i > 0)
            buf_add(&all, i + 1 == len ? S(" and ") : S(", "));
        buf_add(&all, names[i]);
    }
    return buf_str(&all);
}

struct err *question_text_measure(struct arena *a, const struct question_text *q, const str *names,
                                  size_t names_len, size_t *measure)
{
    str name = q->measure.text;
    for (size_t i = 0; i < names_len; i++)
        if (str_equal_ignoring_case(name, names[i])) {
            *measure = i;
            return NULL;
        }
    str quoted = text_quote(a, name), nearest = text_suggest(a, name, names, names_len);
    if (nearest.len > 0)
        return MISTAKE(a, q->measure.position, WHY_USAGE,
                       "There is no measure %.*s; did you mean %.*s?", STR(quoted), STR(nearest));
    str all = names_of(a, names, names_len);
    return MISTAKE(a, q->measure.position, WHY_USAGE,
                   "There is no measure %.*s; the measures are %.*s.", STR(quoted), STR(all));
}

/* ---- to text ---- */

/* A field, in backquotes where it would be read as something else. */
static void add_field(struct buf *out, str name, bool is_dimension)
{
    enum period unused;
    bool is_plain = !question_parser_is_clause(name) &&
                    !(is_dimension && question_range_parser_is_unit(name, false, &unused));
    str text = condition_name_to_text(out->arena, name);
    if (is_plain || text.ptr[0] == '`')
        buf_add(out, text);
    else
        buf_addf(out, "`%.*s`", STR(text));
}

str question_text_of_field(struct arena *a, str name)
{
    struct buf out = buf_make(a, LIMIT_OUTPUT_BYTES);
    add_field(&out, name, true);
    return buf_str(&out);
}

static void add_head(struct buf *out, const struct question_text *q)
{
    buf_add(out, q->measure.text);
    for (size_t i = 0; i < q->fields_len; i++) {
        buf_add(out, i == 0 ? S("(") : S(", "));
        add_field(out, q->fields[i].text, false);
    }
    buf_add_char(out, ')');
}

static void add_box(struct buf *out, const struct question_text *q)
{
    for (size_t i = 0; i < q->box_len; i++) {
        buf_add(out, i == 0 ? S(" box (") : S(", "));
        buf_add(out, condition_value_to_text(out->arena, &q->box[i]));
    }
    buf_add_char(out, ')');
}

static void add_by(struct buf *out, const struct question_text *q)
{
    for (size_t i = 0; i < q->by_len; i++) {
        buf_add(out, i == 0 ? S(" by ") : S(", "));
        if (q->by[i].is_time)
            buf_add(out, q->by[i].key);
        else
            add_field(out, q->by[i].key, true);
    }
}

/* Of the comparison with which a condition's text begins. */
static const struct condition *first_leaf(const struct condition *c)
{
    while (c->kind != CONDITION_LEAF)
        c = c->parts[0];
    return c;
}

/* "compare year between 1 and 5" would be the year before, and a range. */
static void add_other(struct buf *out, const struct condition *other)
{
    const struct condition *leaf = first_leaf(other);
    str text = condition_to_text(out->arena, other);
    bool is_word = question_parser_comparison(leaf->name) != COMPARE_WITH_CONDITION &&
                   leaf->comparison == COMPARISON_BETWEEN && !leaf->is_negated &&
                   str_starts_with(text, leaf->name);
    if (is_word)
        buf_addf(out, "`%.*s`", STR(leaf->name));
    buf_add(out, str_slice(text, is_word ? leaf->name.len : 0, text.len));
}

static void add_compare(struct buf *out, const struct question_text *q)
{
    buf_add(out, S(" compare "));
    switch (q->compare) {
    case COMPARE_WITH_PREVIOUS:
        buf_add(out, S("previous"));
        return;
    case COMPARE_WITH_YEAR:
        buf_add(out, S("year"));
        return;
    case COMPARE_WITH_REST:
        buf_add(out, S("rest"));
        return;
    case COMPARE_WITH_CONDITION:
    case COMPARE_WITH_NOTHING:
    case COMPARE_WITH_COUNT:
        break;
    }
    add_other(out, q->other);
}

static void add_clause(struct buf *out, const struct question_text *q, enum question_clause clause)
{
    struct arena *a = out->arena;
    switch (clause) {
    case CLAUSE_BOX:
        add_box(out, q);
        return;
    case CLAUSE_WEIGHTED:
        buf_add(out, S(" weighted"));
        return;
    case CLAUSE_LATEST:
        buf_add(out, S(" latest per person"));
        return;
    case CLAUSE_BY:
        add_by(out, q);
        return;
    case CLAUSE_WHERE:
        buf_add(out, S(" where "));
        buf_add(out, condition_to_text(a, q->where));
        return;
    case CLAUSE_RANGE:
        buf_add_char(out, ' ');
        buf_add(out, question_range_to_str(a, &q->range));
        return;
    case CLAUSE_COMPARE:
        add_compare(out, q);
        return;
    case CLAUSE_MATTERS:
        buf_add(out, S(" matters "));
        buf_add(out, decimal_to_str(a, q->matters));
        return;
    case CLAUSE_POPULATION:
        buf_addf(out, " population %lld", (long long)q->population);
        return;
    case CLAUSE_COUNT:
        break;
    }
}

str question_text_to_str(struct arena *a, const struct question_text *q)
{
    struct buf out = buf_make(a, LIMIT_OUTPUT_BYTES);
    add_head(&out, q);
    for (unsigned clause = 0; clause < CLAUSE_COUNT; clause++)
        if (question_text_has(q, (enum question_clause)clause))
            add_clause(&out, q, (enum question_clause)clause);
    return buf_str(&out);
}

/* ---- the same question ---- */

static bool heads_equal(const struct question_text *a, const struct question_text *b)
{
    if (!str_equal(a->measure.text, b->measure.text) || a->fields_len != b->fields_len)
        return false;
    for (size_t i = 0; i < a->fields_len; i++)
        if (!str_equal(a->fields[i].text, b->fields[i].text))
            return false;
    return true;
}

static bool boxes_equal(const struct question_text *a, const struct question_text *b)
{
    if (a->box_len != b->box_len)
        return false;
    for (size_t i = 0; i < a->box_len; i++)
        if (!condition_value_equal(&a->box[i], &b->box[i]))
            return false;
    return true;
}

static bool dimensions_equal(const struct question_text *a, const struct question_text *b)
{
    if (a->by_len != b->by_len)
        return false;
    for (size_t i = 0; i < a->by_len; i++)
        if (!str_equal(a->by[i].key, b->by[i].key) || a->by[i].is_time != b->by[i].is_time)
            return false;
    return true;
}

static bool conditions_equal(const struct condition *a, const struct condition *b)
{
    return a && b ? condition_equal(a, b) : a == b;
}

bool question_text_equal(const struct question_text *a, const struct question_text *b)
{
    for (unsigned i = 0; i < CLAUSE_COUNT; i++)
        if (question_text_has(a, (enum question_clause)i) !=
            question_text_has(b, (enum question_clause)i))
            return false;
    return heads_equal(a, b) && boxes_equal(a, b) && dimensions_equal(a, b) &&
           conditions_equal(a->where, b->where) && question_range_equal(&a->range, &b->range) &&
           a->compare == b->compare && conditions_equal(a->other, b->other) &&
           decimal_equal(a->matters, b->matters) && a->population == b->population;
}
