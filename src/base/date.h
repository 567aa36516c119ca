/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * date — days of the civil calendar and the periods made of them.
 *
 * A day is a count of days since 1970-01-01.  Dates are read as written in the
 * text, without any time zone: the wall's calendar where they were recorded.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

struct date {
    int year, month, day; /* 1..9999, 1..12, 1..31 */
};

enum period { PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH, PERIOD_QUARTER, PERIOD_YEAR, PERIOD_COUNT };

/* In which order a date with two ambiguous numbers stands. */
enum date_order { DATE_MONTH_FIRST, DATE_DAY_FIRST, DATE_ORDER_COUNT };

/* What the numbers of one text say about its order. */
enum date_evidence {
    DATE_NONE,         /* not a date */
    DATE_CLEAR,        /* year first, or a lone year or month: no question of order */
    DATE_SAYS_MONTH,   /* 05/21/2016 */
    DATE_SAYS_DAY,     /* 21.05.2016, or points between the numbers */
    DATE_SAYS_NOTHING, /* 05/09/2016 */
    DATE_EVIDENCE_COUNT
};

int32_t date_to_day(struct date d);
struct date date_of_day(int32_t day);
bool date_is_real(struct date d); /* 2026-02-30 is not */

/* Reads 2026, 2026-03, 2026-03-01, 2026/3/1, 20260301, 3/1/2026, 1.3.2026 and
 * the like, alone or before a time of day ("T09:30:00Z", " 09:30 AM", ", 9:30");
 * and with the month by its name (base/date_words.h).  Two-digit years behind day and month are
 * 1970..2069.  The time is checked for form only.  The first day is taken where month or day are
 * not given. */
bool date_of_str(str s, enum date_order order, int32_t *day);
enum date_evidence date_evidence_of(str s);
/* The text before the time of day: what decides about the day. */
str date_part(str s);

/* Index of the period that holds the day; consecutive periods are consecutive
 * numbers.  Weeks are ISO weeks (Monday first). */
int32_t period_of_day(enum period p, int32_t day);
/* Its first day. */
int32_t period_start(enum period p, int32_t index);
/* contract.md §2: 2026, 2026-Q1, 2026-03, 2026-W09, 2026-03-01 */
str period_label(struct arena *a, enum period p, int32_t index);
/* The same period a year before: same day, ISO week, month … (29 February: 28th;
 * week 53 of a year after one with 52: false). */
bool period_year_before(enum period p, int32_t index, int32_t *before);
bool period_of_name(str name, enum period *p);
str period_name(enum period p); /* "day", "week" … */

#endif
