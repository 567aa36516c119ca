/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/question_parser.h"

#include "ask/mistake.h"
#include "ask/parser_mistake.h"
#include "ask/question_mistake.h"
#include "ask/question_range_parser.h"
#include "base/limits.h"

/* A question in the making. */
struct reader {
    struct parser *p;
    struct question_text q;
    enum question_place place; /* of the token in hand */
};

/* ---- measure ( names ) ---- */

static struct err *read_name(struct parser *p, bool is_dimension, struct question_name *out)
{
    const struct token *t = &p->now;
    bool is_word = t->kind == TOKEN_WORD && !parser_is_reserved(t->text) &&
                   !(is_dimension && question_parser_is_clause(t->text));
    if (!is_word && t->kind != TOKEN_NAME)
        return question_mistake_name(p, is_dimension ? "The name of a field, or a period such as "
                                                       "month,"
                                                     : "The name of a field");
    *out = (struct question_name){t->text, t->position};
    return parser_step(p);
}

static struct err *twice(struct parser *p, const struct token *name, const char *place)
{
    str shown = parser_mistake_shown(p->arena, name);
    return MISTAKE(p->arena, name->position, WHY_USAGE,
                   "%.*s stands %s twice; write it there once.", STR(shown), place);
}

static struct err *add_field(struct reader *r, struct question_name *fields)
{
    struct parser *p = r->p;
    struct token name = p->now;
    size_t len = r->q.fields_len;
    if (len == LIMIT_FIELDS)
        return MISTAKE(p->arena, name.position, WHY_LIMIT,
                       "At most %zu fields can be asked at once.", LIMIT_FIELDS);
    TRY(read_name(p, false, &fields[len]));
    for (size_t i = 0; i < len; i++)
        if (str_equal(fields[i].text, fields[len].text))
            return twice(p, &name, "in the parentheses");
    r->q.fields_len++;
    return NULL;
}

static struct err *read_head(struct reader *r)
{
    struct parser *p = r->p;
    const struct token *t = &p->now;
    if (t->kind != TOKEN_WORD || parser_is_reserved(t->text))
        return question_mistake_measure(p);
    r->q.measure = (struct question_name){t->text, t->position};
    TRY(parser_step(p));
    struct token open = p->now;
    if (open.kind != TOKEN_OPEN)
        return question_mistake_measure(p);
    struct question_name *fields = ARENA_ARRAY(p->arena, struct question_name, LIMIT_FIELDS);
    do {
        TRY(parser_step(p)); /* over ( or , */
        TRY(add_field(r, fields));
    } while (p->now.kind == TOKEN_COMMA);
    r->q.fields = fields;
    return p->now.kind == TOKEN_CLOSE ? parser_step(p) : question_mistake_fields(p, &open);
}

/* ---- clauses: the token in hand is their first word ---- */

static struct err *read_box(struct reader *r)
{
    TRY(parser_step(r->p));
    return parser_values(r->p, &r->q.box, &r->q.box_len);
}

static struct err *read_weighted(struct reader *r)
{
    return parser_step(r->p);
}

static struct err *read_latest(struct reader *r)
{
    bool taken = false;
    TRY(parser_step(r->p));
    TRY(parser_take_word(r->p, S("per"), &taken));
    if (taken)
        TRY(parser_take_word(r->p, S("person"), &taken));
    return taken ? NULL : parser_mistake_expected(r->p, "\"latest per person\" as a whole");
}

static struct err *second_time_dimension(struct parser *p, const struct token *name,
                                         const struct question_by *first)
{
    str shown = parser_mistake_shown(p->arena, name);
    return MISTAKE(p->arena, name->position, WHY_USAGE,
                   "A question has one period behind \"by\", and \"%.*s\" stands there already; "
                   "if %.*s is a field, it stands in backquotes: `%.*s`.",
                   STR(first->key), STR(shown), STR(name->text));
}

/* Both would be the same key in the answer. */
static struct err *period_and_field(struct parser *p, const struct token *name)
{
    return MISTAKE(p->arena, name->position, WHY_USAGE,
                   "A period and a field behind \"by\" are both called %.*s; write the period in "
                   "other letters (%c%.*s), and that is its name.",
                   STR(name->text), name->text.ptr[0] ^ 0x20,
                   STR(str_slice(name->text, 1, name->text.len)));
}

static struct err *add_dimension(struct reader *r)
{
    struct parser *p = r->p;
    struct question_text *q = &r->q;
    struct token name = p->now;
    struct question_name read = {.position = 0};
    struct question_by by = {.is_time = false};
    if (q->by_len == LIMIT_DIMENSIONS)
        return MISTAKE(p->arena, name.position, WHY_LIMIT,
                       "At most %zu names can stand behind \"by\".", LIMIT_DIMENSIONS);
    TRY(read_name(p, true, &read));
    by.is_time =
        name.kind == TOKEN_WORD && question_range_parser_is_unit(name.text, false, &by.period);
    by.key = read.text;
    by.position = read.position;
    for (size_t i = 0; i < q->by_len; i++) {
        bool is_same = str_equal(q->by[i].key, by.key);
        if (is_same && q->by[i].is_time != by.is_time)
            return period_and_field(p, &name);
        if (is_same)
            return twice(p, &name, "behind \"by\"");
        if (q->by[i].is_time && by.is_time)
            return second_time_dimension(p, &name, &q->by[i]);
    }
    q->by[q->by_len++] = by;
    return NULL;
}

static struct err *read_by(struct reader *r)
{
    do {
        TRY(parser_step(r->p)); /* over by or , */
        TRY(add_dimension(r));
    } while (r->p->now.kind == TOKEN_COMMA);
    r->place = PLACE_BEHIND_NAMES;
    return NULL;
}

static struct err *read_where(struct reader *r)
{
    TRY(parser_step(r->p));
    TRY(question_mistake_where(r->p));
    r->place = PLACE_BEHIND_CONDITION;
    return parser_condition(r->p, &r->q.where);
}

enum question_comparison question_parser_comparison(str word)
{
    static const str words[] = {[COMPARE_WITH_PREVIOUS] = S_INIT("previous"),
                                [COMPARE_WITH_YEAR] = S_INIT("year"),
                                [COMPARE_WITH_REST] = S_INIT("rest")};
    for (unsigned i = COMPARE_WITH_PREVIOUS; i <= COMPARE_WITH_REST; i++)
        if (str_equal_ignoring_case(word, words[i]))
            return (enum question_comparison)i;
    return COMPARE_WITH_CONDITION;
}

/* Whether the word in hand is the name of a comparison that goes on behind it.  What
 * may as well be a range is one. */
static bool is_compared(const struct parser *p)
{
    struct parser further = *p;
    if (p->ahead_err || !parser_mistake_is_comparing(&p->ahead) || parser_step(&further))
        return false;
    if (parser_is_at(&further, S("in")))
        return !further.ahead_err && further.ahead.kind == TOKEN_OPEN;
    return !parser_is_at(&further, S("between"));
}

static struct err *read_compare(struct reader *r)
{
    struct parser *p = r->p;
    TRY(parser_step(p));
    struct token first = p->now;
    enum period unused;
    r->q.compare = COMPARE_WITH_CONDITION;
    if (first.kind == TOKEN_WORD && !is_compared(p))
        r->q.compare = question_parser_comparison(first.text);
    if (r->q.compare != COMPARE_WITH_CONDITION) {
        TRY(parser_step(p));
    } else {
        TRY(question_mistake_compare(p));
        TRY(parser_condition(p, &r->q.other));
        r->place = PLACE_BEHIND_CONDITION;
    }
    if (r->q.compare == COMPARE_WITH_PREVIOUS && p->now.kind == TOKEN_WORD &&
        question_range_parser_is_unit(p->now.text, true, &unused))
        return question_mistake_previous(p);
    const char *end = p->before.written.ptr + p->before.written.len;
    r->q.compare_text = (str){first.written.ptr, (size_t)(end - first.written.ptr)};
    return NULL;
}

static struct err *read_matters(struct reader *r)
{
    struct parser *p = r->p;
    TRY(parser_step(p));
    if (p->now.kind != TOKEN_NUMBER || p->now.number.mantissa <= 0)
        return parser_mistake_expected(p, "A number above 0 such as 5");
    r->q.matters = p->now.number;
    return parser_step(p);
}

static struct err *read_population(struct reader *r)
{
    struct parser *p = r->p;
    int64_t people = 0;
    TRY(parser_step(p));
    if (p->now.kind != TOKEN_NUMBER || !decimal_is_whole(p->now.number) ||
        !decimal_to_units(p->now.number, 0, &people) || people < 1)
        return parser_mistake_expected(p, "A whole number of people, from 1 on,");
    r->q.population = people;
    return parser_step(p);
}

static struct err *read_range(struct reader *r)
{
    return question_range_parser_read(r->p, &r->q.range);
}

/* Ranges begin with words of their own. */
static const struct {
    str word;
    struct err *(*read)(struct reader *r);
} clauses[CLAUSE_COUNT] = {
    [CLAUSE_BOX] = {S_INIT("box"), read_box},
    [CLAUSE_WEIGHTED] = {S_INIT("weighted"), read_weighted},
    [CLAUSE_LATEST] = {S_INIT("latest"), read_latest},
    [CLAUSE_BY] = {S_INIT("by"), read_by},
    [CLAUSE_WHERE] = {S_INIT("where"), read_where},
    [CLAUSE_RANGE] = {S_INIT(""), read_range},
    [CLAUSE_COMPARE] = {S_INIT("compare"), read_compare},
    [CLAUSE_MATTERS] = {S_INIT("matters"), read_matters},
    [CLAUSE_POPULATION] = {S_INIT("population"), read_population},
};

/* CLAUSE_COUNT: none begins with it. */
static enum question_clause clause_of(str word)
{
    if (question_range_parser_is_word(word))
        return CLAUSE_RANGE;
    for (unsigned i = 0; i < CLAUSE_COUNT; i++)
        if (str_equal_ignoring_case(word, clauses[i].word))
            return (enum question_clause)i;
    return CLAUSE_COUNT;
}

bool question_parser_is_clause(str word)
{
    return clause_of(word) != CLAUSE_COUNT;
}

static struct err *read_clause(struct reader *r)
{
    const struct token *t = &r->p->now;
    enum question_clause clause = t->kind == TOKEN_WORD ? clause_of(t->text) : CLAUSE_COUNT;
    if (clause == CLAUSE_COUNT)
        return question_mistake_clause(r->p, r->place);
    size_t *position = &r->q.positions[clause];
    if (*position > 0 && clause != CLAUSE_RANGE)
        return question_mistake_again(r->p, clause);
    *position = *position > 0 ? *position : t->position;
    r->place = PLACE_BEHIND_CLAUSE;
    return clauses[clause].read(r);
}

struct err *question_parser_read(struct parser *p, struct question_text *out)
{
    struct reader r = {.p = p};
    TRY(read_head(&r));
    while (p->now.kind != TOKEN_END)
        TRY(read_clause(&r));
    *out = r.q;
    return NULL;
}
