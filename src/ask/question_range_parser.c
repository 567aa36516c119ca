/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/question_range_parser.h"

#include "ask/mistake.h"
#include "ask/parser_mistake.h"
#include "ask/question_mistake.h"
#include "base/limits.h"

bool question_range_parser_is_word(str word)
{
    static const str words[] = {S_INIT("since"), S_INIT("until"),    S_INIT("between"),
                                S_INIT("in"),    S_INIT("last"),     S_INIT("this"),
                                S_INIT("today"), S_INIT("yesterday")};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_equal_ignoring_case(word, words[i]))
            return true;
    return false;
}

bool question_range_parser_is_unit(str word, bool takes_plural, enum period *out)
{
    for (unsigned i = 0; i < PERIOD_COUNT; i++) {
        str name = period_name((enum period)i);
        bool has_s = word.len == name.len + 1 && (word.ptr[name.len] | 0x20) == 's';
        if (!str_equal_ignoring_case(str_slice(word, 0, name.len), name) ||
            (word.len != name.len && !(takes_plural && has_s)))
            continue;
        *out = (enum period)i;
        return true;
    }
    return false;
}

static struct err *read_point(struct parser *p, struct question_point *out)
{
    switch (question_point_of_token(&p->now, out)) {
    case POINT_NONE:
        return question_mistake_point(p);
    case POINT_NOT_REAL:
        return question_mistake_unreal(p);
    case POINT_READ:
        break;
    }
    return parser_step(p);
}

/* The days of the points in the order in which they stand. */
static bool is_in_order(const struct question_range *r)
{
    return question_point_days(&r->from).first <= question_point_days(&r->to).last;
}

static str label(const struct parser *p, const struct question_point *point)
{
    return period_label(p->arena, point->period, point->index);
}

/* since, until: one end, which may join the other. */
static struct err *read_end(struct parser *p, struct question_range *range, bool is_from)
{
    struct question_range r = *range;
    if (r.kind != RANGE_ALL && (r.kind != RANGE_DAYS || (is_from ? r.has_from : r.has_to)))
        return question_mistake_again(p, CLAUSE_RANGE);
    r.kind = RANGE_DAYS;
    TRY(parser_step(p));
    TRY(read_point(p, is_from ? &r.from : &r.to));
    r.has_from = r.has_from || is_from;
    r.has_to = r.has_to || !is_from;
    if (r.has_from && r.has_to && !is_in_order(&r)) {
        str from = label(p, &r.from), to = label(p, &r.to);
        return MISTAKE(p->arena, is_from ? r.from.position : r.to.position, WHY_USAGE,
                       "No day is both since %.*s and until %.*s; the earlier one stands behind "
                       "since.",
                       STR(from), STR(to));
    }
    *range = r;
    return NULL;
}

static struct err *read_between(struct parser *p, struct question_range *r)
{
    bool taken = false;
    TRY(read_point(p, &r->from));
    TRY(parser_take_word(p, S("and"), &taken));
    if (!taken)
        return parser_mistake_expected(
            p, "The word \"and\", as in between 2026-01-01 and 2026-03-31,");
    TRY(read_point(p, &r->to));
    if (!is_in_order(r)) {
        str from = label(p, &r->from), to = label(p, &r->to);
        return MISTAKE(p->arena, r->from.position, WHY_USAGE,
                       "\"between\" takes the earlier one first: between %.*s and %.*s.", STR(to),
                       STR(from));
    }
    r->kind = RANGE_DAYS;
    r->has_from = r->has_to = true;
    return NULL;
}

static struct err *read_count(struct parser *p, int32_t *count)
{
    const struct token *t = &p->now;
    int64_t number = 0;
    if (!decimal_is_whole(t->number) || !decimal_to_units(t->number, 0, &number) || number < 1)
        return MISTAKE(p->arena, t->position, WHY_USAGE,
                       "\"last\" takes a whole number of periods from 1 on, not %.*s.",
                       STR(t->written));
    if (number > LIMIT_LAST_PERIODS)
        return MISTAKE(p->arena, t->position, WHY_LIMIT,
                       "\"last\" counts at most %d periods, not %.*s.", LIMIT_LAST_PERIODS,
                       STR(t->written));
    *count = (int32_t)number;
    return parser_step(p);
}

static struct err *read_last(struct parser *p, struct question_range *r)
{
    bool has_count = p->now.kind == TOKEN_NUMBER;
    r->kind = RANGE_LAST;
    r->count = 1;
    if (has_count)
        TRY(read_count(p, &r->count));
    if (p->now.kind != TOKEN_WORD || !question_range_parser_is_unit(p->now.text, true, &r->period))
        return question_mistake_unit(p, !has_count);
    return parser_step(p);
}

static struct err *read_this(struct parser *p, struct question_range *r)
{
    r->kind = RANGE_THIS;
    if (p->now.kind != TOKEN_WORD || !question_range_parser_is_unit(p->now.text, false, &r->period))
        return question_mistake_unit(p, false);
    return parser_step(p);
}

static struct err *read_in(struct parser *p, struct question_range *r)
{
    r->kind = RANGE_IN;
    return read_point(p, &r->from);
}

static void set_day(struct question_range *r, enum question_range_kind kind)
{
    *r = (struct question_range){.kind = kind, .period = PERIOD_DAY, .count = 1};
}

struct err *question_range_parser_read(struct parser *p, struct question_range *range)
{
    struct question_range r = {.kind = RANGE_ALL};
    struct token word = p->now;
    if (parser_is_at(p, S("since")) || parser_is_at(p, S("until")))
        return read_end(p, range, parser_is_at(p, S("since")));
    if (range->kind != RANGE_ALL)
        return question_mistake_again(p, CLAUSE_RANGE);
    TRY(parser_step(p));
    if (str_equal_ignoring_case(word.text, S("between")))
        TRY(read_between(p, &r));
    else if (str_equal_ignoring_case(word.text, S("in")))
        TRY(read_in(p, &r));
    else if (str_equal_ignoring_case(word.text, S("last")))
        TRY(read_last(p, &r));
    else if (str_equal_ignoring_case(word.text, S("this")))
        TRY(read_this(p, &r));
    else
        set_day(&r, str_equal_ignoring_case(word.text, S("today")) ? RANGE_THIS : RANGE_LAST);
    *range = r;
    return NULL;
}
