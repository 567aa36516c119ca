/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/reach.h"

#include "base/date.h"
#include "base/decimal.h"
#include "base/text.h"

/* More people than there are. */
#define PEOPLE_MOST INT64_C(10000000000)

static bool is_unknown(str text)
{
    return text.len == 0 || text_equal_ignoring_case(text, S("unknown"));
}

static struct err *at(struct err *e, str what)
{
    e->at = what;
    return e;
}

#define WRONG(a, what, ...)                                                                        \
    return at(err_make((a), WHY_USAGE, __FILE__, __LINE__, __VA_ARGS__), (what))

static struct err *read_reached(struct arena *a, str text, str *out)
{
    static const str words[] = {S_INIT("everybody"), S_INIT("random"), S_INIT("open")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_equal_ignoring_case(text, words[i])) {
            *out = words[i];
            return NULL;
        }
    if (!is_unknown(text))
        WRONG(a, S("reached"), "reached: %.*s is none of everybody, random, open, unknown.",
              STR(text_quote(a, text)));
    *out = S("unknown");
    return NULL;
}

static struct err *read_people(struct arena *a, str what, str text, int64_t *out)
{
    struct decimal number;
    if (is_unknown(text)) {
        *out = 0;
        return NULL;
    }
    if (!decimal_of_str(text, &number) || !decimal_is_whole(number) || number.mantissa < 1 ||
        number.mantissa > PEOPLE_MOST)
        WRONG(a, what, "%.*s: %.*s is no whole number of people.", STR(what),
              STR(text_quote(a, text)));
    *out = number.mantissa;
    return NULL;
}

static struct err *read_day(struct arena *a, str what, str text, bool *has, int32_t *day)
{
    *has = !is_unknown(text);
    if (*has && (date_evidence_of(text) != DATE_CLEAR || text.len != S("2026-03-01").len ||
                 !date_of_str(text, DATE_MONTH_FIRST, day)))
        WRONG(a, what, "%.*s: %.*s is no day such as 2026-03-01.", STR(what),
              STR(text_quote(a, text)));
    return NULL;
}

static struct err *check(struct arena *a, const struct reach *r)
{
    if (r->invited && r->population && r->invited > r->population)
        WRONG(a, S("invited"), "invited: %lld people cannot be invited of a population of %lld.",
              (long long)r->invited, (long long)r->population);
    if (r->has_first && r->has_last && r->first_day > r->last_day)
        WRONG(a, S("to"), "to: the wave cannot end on %.*s, before it begins on %.*s.",
              STR(period_label(a, PERIOD_DAY, r->last_day)),
              STR(period_label(a, PERIOD_DAY, r->first_day)));
    return NULL;
}

bool reach_change_is_empty(const struct reach_change *c)
{
    return !c->reached.ptr && !c->invited.ptr && !c->population.ptr && !c->from.ptr && !c->to.ptr;
}

struct err *reach_apply(struct arena *a, const struct reach_change *c, struct reach *reach)
{
    struct reach r = *reach;
    if (c->reached.ptr)
        TRY(read_reached(a, str_trim(c->reached), &r.reached));
    if (c->invited.ptr)
        TRY(read_people(a, S("invited"), str_trim(c->invited), &r.invited));
    if (c->population.ptr)
        TRY(read_people(a, S("population"), str_trim(c->population), &r.population));
    if (c->from.ptr)
        TRY(read_day(a, S("from"), str_trim(c->from), &r.has_first, &r.first_day));
    if (c->to.ptr)
        TRY(read_day(a, S("to"), str_trim(c->to), &r.has_last, &r.last_day));
    TRY(check(a, &r));
    *reach = r;
    return NULL;
}

bool reach_response_rate(const struct reach *reach, uint64_t answers, double *percent)
{
    if (reach->invited == 0 || answers > (uint64_t)reach->invited)
        return false;
    *percent = 100.0 * (double)answers / (double)reach->invited;
    return true;
}
