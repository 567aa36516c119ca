/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * time_axis — a column of dates seen as days, weeks, months, quarters or years.
 */
#ifndef UNDERSTAND_TIME_AXIS_H
#define UNDERSTAND_TIME_AXIS_H

#include "base/date.h"
#include "engine/axis.h"

struct time_axis {
    struct axis axis; /* points are periods from `first` on; the running one and later: AXIS_SKIP */
    enum period period;
    int32_t first;       /* index of point 0 (base/date.h) */
    const bool *refused; /* [code]: the cell is no date */
    bool has_days;
    int32_t first_day, last_day; /* of all dates read */
    bool order_guessed;          /* nothing in the column says whether days or months stand first */
    enum date_order order;
    bool leaves_out;      /* there are dates in the running period or later */
    struct axis left_out; /* point 0: those; all others AXIS_SKIP */
};

/* The same of a column whose codes are days, first_day being code 0; nothing is refused.
 * Rows without a day are a group of their own, or are to be filtered out. */
struct time_axis time_axis_of_days(struct arena *a, const struct column *column, int32_t first_day,
                                   enum period period, int32_t today);

/* today: the running period is the one that holds it. */
struct time_axis time_axis_of_column(struct arena *a, const struct column *column,
                                     enum period period, int32_t today);

#endif
