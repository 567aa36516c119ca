/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * question_range — which days a question is about: from a date to a date, one
 * period, or periods counted back from today.
 *
 * Pure: knows the calendar and is told the day.  In which zone a day begins is the
 * caller's business.
 */
#ifndef ASK_QUESTION_RANGE_H
#define ASK_QUESTION_RANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ask/lexer.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/str.h"

/* A day, ISO week, month, quarter or year of the calendar. */
struct question_point {
    enum period period;
    int32_t index; /* base/date.h */
    size_t position;
};

enum question_point_verdict {
    POINT_NONE,     /* not of that form */
    POINT_NOT_REAL, /* of that form, and the calendar has no such: 2025-W53, 2026-Q5 */
    POINT_READ
};

/* Reads 2026, 2026-Q1, 2026-03, 2026-W09 and 2026-03-01; Q and W in any case, one
 * digit or two behind W.  In a condition 2026-Q1 and 2026-W09 stay words. */
enum question_point_verdict question_point_of_token(const struct token *t,
                                                    struct question_point *out);
/* Its first and its last day. */
struct date_span question_point_days(const struct question_point *point);

enum question_range_kind {
    RANGE_ALL,  /* no range: all days */
    RANGE_DAYS, /* since, until, between: from the first day of from to the last of to */
    RANGE_IN,   /* the days of from */
    RANGE_LAST, /* the count periods before the running one; last 1 day is yesterday */
    RANGE_THIS, /* the running period; this day is today */
    RANGE_KIND_COUNT
};

struct question_range {
    enum question_range_kind kind;
    bool has_from, has_to; /* RANGE_DAYS: at least one of them */
    struct question_point from, to;
    enum period period; /* RANGE_LAST, RANGE_THIS */
    int32_t count;      /* RANGE_LAST: 1..LIMIT_LAST_PERIODS */
};

/* What a range says of the running period. */
enum question_running {
    RUNNING_UNSAID,   /* nothing: a time dimension leaves its own running period out */
    RUNNING_LEFT_OUT, /* whole periods before it are meant */
    RUNNING_ASKED     /* it is asked for on purpose, and shown also by time */
};

struct question_days {
    bool has_first, has_last; /* an end that is not there is open */
    int32_t first, last;      /* both are in; first <= last where both are there */
    enum question_running running;
    enum period period; /* RUNNING_LEFT_OUT, RUNNING_ASKED: the period of which it is one */
};

/* today: the day that is not over. */
struct question_days question_range_days(const struct question_range *range, int32_t today);

/* The canonical text, which is read as the same range: "between 2026-01 and 2026-03",
 * "last 12 weeks", "yesterday"; empty for RANGE_ALL. */
str question_range_to_str(struct arena *a, const struct question_range *range);
/* The same range, whatever the positions. */
bool question_range_equal(const struct question_range *a, const struct question_range *b);

#endif
