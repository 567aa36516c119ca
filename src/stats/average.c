/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * average — see average.h.  Pass one makes the average, pass two the squares
 * about it, so that nothing cancels however far x lies from 0.
 */
#include <assert.h>

#include "stats/average.h"

/* Are all answers the same x?  Then no rounding may make a spread of it. */
static bool all_equal(const struct tally_point *points, size_t len, double *x)
{
    const struct tally_point *first = NULL;
    for (size_t i = 0; i < len; i++) {
        if (!(points[i].n > 0))
            continue;
        if (first && points[i].x != first->x)
            return false;
        first = first ? first : &points[i];
    }
    *x = first ? first->x : *x;
    return first;
}

struct average average_of_tallies(const struct tally_point *points, size_t len)
{
    long double n = 0, sum_w = 0, sum_w2 = 0, sum_wx = 0;
    for (size_t i = 0; i < len; i++) {
        const struct tally_point *point = &points[i];
        if (!(point->n > 0))
            continue;
        n += point->n;
        sum_w += point->sum_w;
        sum_w2 += point->sum_w2;
        sum_wx += (long double)point->sum_w * point->x;
    }
    if (!(n > 0))
        return (struct average){.defined = false};
    assert(sum_w > 0 && sum_w2 > 0);
    struct average result = {
        .size = {.n = (double)n, .n_eff = (double)(sum_w * sum_w / sum_w2)},
        .sum_w = (double)sum_w,
        .value = (double)(sum_wx / sum_w),
        .defined = true,
    };
    if (result.size.n_eff > result.size.n) /* by rounding: equal weights */
        result.size.n_eff = result.size.n;
    if (all_equal(points, len, &result.value))
        return result;
    long double squares = 0, errors = 0, centre = sum_wx / sum_w;
    for (size_t i = 0; i < len; i++) {
        if (!(points[i].n > 0))
            continue;
        long double from_centre = points[i].x - centre;
        squares += points[i].sum_w * from_centre * from_centre;
        errors += points[i].sum_w2 * from_centre * from_centre;
    }
    result.variance = (double)(squares / sum_w);
    result.error2 = (double)(errors / (sum_w * sum_w));
    return result;
}

double average_deff(const struct average *average)
{
    assert(average->defined);
    return average->size.n / average->size.n_eff;
}
