/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/question_range.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* All of s as a number; -1 where it is not digits alone, from min to max of them. */
static int read_digits(str s, size_t min, size_t max)
{
    int number = 0;
    if (s.len < min || s.len > max)
        return -1;
    for (size_t i = 0; i < s.len; i++) {
        if (!is_digit(s.ptr[i]))
            return -1;
        number = number * 10 + (s.ptr[i] - '0');
    }
    return number;
}

/* The ISO week that holds 4 January is the first of its year. */
static int32_t first_week(int year)
{
    return period_of_day(PERIOD_WEEK, date_to_day((struct date){year, 1, 4}));
}

static enum question_point_verdict read_quarter(int year, int of_year, struct question_point *out)
{
    *out = (struct question_point){.period = PERIOD_QUARTER, .index = year * 4 + of_year - 1};
    return year >= 1 && of_year >= 1 && of_year <= 4 ? POINT_READ : POINT_NOT_REAL;
}

static enum question_point_verdict read_week(int year, int of_year, struct question_point *out)
{
    *out = (struct question_point){.period = PERIOD_WEEK, .index = first_week(year) + of_year - 1};
    bool is_real = year >= 1 && of_year >= 1 && out->index < first_week(year + 1);
    return is_real ? POINT_READ : POINT_NOT_REAL;
}

/* 2026-Q1, 2026-W9 */
static enum question_point_verdict read_word(str s, struct question_point *out)
{
    str rest = {NULL, 0}, year_text = str_cut(s, '-', &rest);
    int year = read_digits(year_text, 4, 4);
    if (year < 0 || rest.len == 0)
        return POINT_NONE;
    str number = str_slice(rest, 1, rest.len);
    bool is_quarter = str_has(S("Qq"), rest.ptr[0]), is_week = str_has(S("Ww"), rest.ptr[0]);
    int of_year = read_digits(number, 1, is_quarter ? 1 : 2);
    if (of_year < 0 || (!is_quarter && !is_week))
        return POINT_NONE;
    return is_quarter ? read_quarter(year, of_year, out) : read_week(year, of_year, out);
}

enum question_point_verdict question_point_of_token(const struct token *t,
                                                    struct question_point *out)
{
    struct question_point point = {.period = PERIOD_YEAR};
    enum question_point_verdict verdict = POINT_NONE;
    if (t->kind == TOKEN_NUMBER) {
        point.index = read_digits(t->text, 4, 4);
        verdict = point.index > 0 ? POINT_READ : point.index == 0 ? POINT_NOT_REAL : POINT_NONE;
    } else if (t->kind == TOKEN_DATE) {
        point.period = t->is_month ? PERIOD_MONTH : PERIOD_DAY;
        point.index = period_of_day(point.period, t->days.first);
        verdict = POINT_READ;
    } else if (t->kind == TOKEN_WORD) {
        verdict = read_word(t->text, &point);
    }
    point.position = t->position;
    if (verdict == POINT_READ)
        *out = point;
    return verdict;
}

struct date_span question_point_days(const struct question_point *point)
{
    return (struct date_span){period_start(point->period, point->index),
                              period_start(point->period, point->index + 1) - 1};
}

/* The days of the periods from index `from` to index `to`. */
static struct question_days days_of_periods(enum period p, int32_t from, int32_t to)
{
    /* Counted back further than there is a calendar: from its beginning. */
    int32_t earliest = period_of_day(p, date_to_day((struct date){1, 1, 1}));
    return (struct question_days){.has_first = true,
                                  .has_last = true,
                                  .first = period_start(p, from < earliest ? earliest : from),
                                  .last = period_start(p, to + 1) - 1,
                                  .period = p};
}

struct question_days question_range_days(const struct question_range *range, int32_t today)
{
    struct question_days days = {.has_first = false};
    int32_t running = period_of_day(range->period, today);
    switch (range->kind) {
    case RANGE_DAYS:
        days.has_first = range->has_from;
        days.has_last = range->has_to;
        days.first = range->has_from ? question_point_days(&range->from).first : 0;
        days.last = range->has_to ? question_point_days(&range->to).last : 0;
        break;
    case RANGE_IN:
        days = days_of_periods(range->from.period, range->from.index, range->from.index);
        break;
    case RANGE_LAST:
        days = days_of_periods(range->period, running - range->count, running - 1);
        days.running = RUNNING_LEFT_OUT;
        break;
    case RANGE_THIS:
        days = days_of_periods(range->period, running, running);
        days.running = RUNNING_ASKED;
        break;
    case RANGE_ALL:
    case RANGE_KIND_COUNT:
        break;
    }
    return days;
}

static str point_to_str(struct arena *a, const struct question_point *point)
{
    return period_label(a, point->period, point->index);
}

static str days_to_str(struct arena *a, const struct question_range *range)
{
    str from = range->has_from ? point_to_str(a, &range->from) : S("");
    str to = range->has_to ? point_to_str(a, &range->to) : S("");
    if (range->has_from && range->has_to)
        return str_format(a, "between %.*s and %.*s", STR(from), STR(to));
    if (range->has_from)
        return str_format(a, "since %.*s", STR(from));
    return str_format(a, "until %.*s", STR(to));
}

static str last_to_str(struct arena *a, const struct question_range *range)
{
    str name = period_name(range->period);
    if (range->count > 1)
        return str_format(a, "last %d %.*ss", (int)range->count, STR(name));
    return range->period == PERIOD_DAY ? S("yesterday") : str_format(a, "last %.*s", STR(name));
}

str question_range_to_str(struct arena *a, const struct question_range *range)
{
    str text = S("");
    switch (range->kind) {
    case RANGE_DAYS:
        return days_to_str(a, range);
    case RANGE_IN:
        text = point_to_str(a, &range->from);
        return str_format(a, "in %.*s", STR(text));
    case RANGE_LAST:
        return last_to_str(a, range);
    case RANGE_THIS:
        text = period_name(range->period);
        return range->period == PERIOD_DAY ? S("today") : str_format(a, "this %.*s", STR(text));
    case RANGE_ALL:
    case RANGE_KIND_COUNT:
        break;
    }
    return text;
}

static bool point_equal(const struct question_point *a, const struct question_point *b)
{
    return a->period == b->period && a->index == b->index;
}

bool question_range_equal(const struct question_range *a, const struct question_range *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case RANGE_DAYS:
        return a->has_from == b->has_from && a->has_to == b->has_to &&
               (!a->has_from || point_equal(&a->from, &b->from)) &&
               (!a->has_to || point_equal(&a->to, &b->to));
    case RANGE_IN:
        return point_equal(&a->from, &b->from);
    case RANGE_LAST:
        return a->period == b->period && a->count == b->count;
    case RANGE_THIS:
        return a->period == b->period;
    case RANGE_ALL:
    case RANGE_KIND_COUNT:
        break;
    }
    return true;
}
