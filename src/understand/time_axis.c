/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/time_axis.h"

/* In which order the column's dates stand: as more of its cells say that leave no
 * choice; months first where none does, or as many.  An import decides alike. */
static enum date_order order_of(struct arena *a, const struct column *column, bool *guessed)
{
    const struct dictionary *d = column_dictionary(column);
    const uint64_t *counts = column_counts(a, column);
    uint64_t found[DATE_EVIDENCE_COUNT] = {0};
    for (uint32_t code = 0; code < dictionary_size(d); code++)
        found[date_evidence_of(dictionary_text(d, code))] += counts[code];
    *guessed = found[DATE_SAYS_NOTHING] > 0 && found[DATE_SAYS_DAY] == found[DATE_SAYS_MONTH];
    return found[DATE_SAYS_DAY] > found[DATE_SAYS_MONTH] ? DATE_DAY_FIRST : DATE_MONTH_FIRST;
}

static void read_days(struct time_axis *t, const struct dictionary *d, int32_t *days, bool *refused)
{
    for (uint32_t code = 0; code < dictionary_size(d); code++) {
        refused[code] = !date_of_str(dictionary_text(d, code), t->order, &days[code]);
        if (refused[code])
            continue;
        if (!t->has_days || days[code] < t->first_day)
            t->first_day = days[code];
        if (!t->has_days || days[code] > t->last_day)
            t->last_day = days[code];
        t->has_days = true;
    }
}

/* days[code] of each code that is not refused, to periods. */
static void make_points(struct arena *a, struct time_axis *t, const struct column *column,
                        const int32_t *days, int32_t today)
{
    uint32_t size = column_codes(column);
    uint32_t *points = ARENA_ARRAY(a, uint32_t, size);
    uint32_t *left_out = ARENA_ARRAY(a, uint32_t, size);
    int32_t running = period_of_day(t->period, today), last = running - 1;
    t->first = period_of_day(t->period, t->first_day);
    if (t->has_days && period_of_day(t->period, t->last_day) < last)
        last = period_of_day(t->period, t->last_day);
    for (uint32_t code = 0; code < size; code++) {
        int32_t index = t->refused[code] ? t->first : period_of_day(t->period, days[code]);
        left_out[code] = index >= running && !t->refused[code] ? 0 : AXIS_SKIP;
        t->leaves_out = t->leaves_out || left_out[code] == 0;
        points[code] = (uint32_t)(index - t->first);
        if (t->refused[code])
            points[code] = AXIS_NONE;
        else if (left_out[code] == 0)
            points[code] = AXIS_SKIP;
    }
    uint32_t len = t->has_days && last >= t->first ? (uint32_t)(last - t->first) + 1 : 0;
    t->axis = (struct axis){.column = column, .points = points, .points_len = len};
    t->left_out = (struct axis){.column = column, .points = left_out, .points_len = 1};
}

struct time_axis time_axis_of_column(struct arena *a, const struct column *column,
                                     enum period period, int32_t today)
{
    const struct dictionary *d = column_dictionary(column);
    uint32_t size = dictionary_size(d);
    struct time_axis t = {.period = period};
    bool *refused = ARENA_ARRAY(a, bool, size);
    int32_t *days = ARENA_ARRAY(a, int32_t, size);
    t.order = order_of(a, column, &t.order_guessed);
    t.refused = refused;
    read_days(&t, d, days, refused);
    make_points(a, &t, column, days, today);
    return t;
}

struct time_axis time_axis_of_days(struct arena *a, const struct column *column, int32_t first_day,
                                   enum period period, int32_t today)
{
    uint32_t size = column_codes(column);
    struct time_axis t = {.period = period,
                          .refused = ARENA_ARRAY(a, bool, size),
                          .has_days = size > 0,
                          .first_day = first_day,
                          .last_day = first_day + (int32_t)size - 1};
    int32_t *days = ARENA_ARRAY(a, int32_t, size);
    for (uint32_t code = 0; code < size; code++)
        days[code] = first_day + (int32_t)code;
    make_points(a, &t, column, days, today);
    return t;
}
