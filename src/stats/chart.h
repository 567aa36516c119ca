/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * chart — control limits of a series of averages: what moves within chance and
 * what does not.
 *
 * One formula: the pooled centre c and the pooled variance v of one answer,
 * c ± 3√(v/n) for a point of n answers.  For shares that is the p chart, for
 * net shares the chart of methodology.md §4.1, for means the X̄ chart with the
 * variance of all answers.
 */
#ifndef STATS_CHART_H
#define STATS_CHART_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/spread.h"

/* One period.  n need not be whole (n_eff); n = 0 is a gap. */
struct chart_point {
    double value;
    double variance; /* of one answer: p(1−p), p + d − (p−d)², average.variance */
    double n;
};

enum chart_widening {
    CHART_PLAIN,
    CHART_LANEY,    /* p′: limits × σ_z, for large n and shares that vary by themselves */
    CHART_ADJUSTED, /* net shares: the pooled variance with (3, ¾, ¾) where an n is below 20 */
};

struct chart_options {
    enum chart_widening widening;
    struct interval bounds; /* limits are clipped to it */
    size_t baseline;        /* centre and variance from the first so many points; 0: all */
};

struct chart_limit {
    double centre, lo, hi;
    bool defined; /* false: a gap, or no answers in the baseline */
    bool out;     /* beyond the limits */
    bool run;     /* the eighth or a later of 8 or more in a row on one side of the centre */
};

enum { CHART_RUN = 8, CHART_SMALL_N = 20 };

/* limits[i] of points[i].  A value beyond the unclipped limits is out.  A gap
 * neither breaks a run nor counts in it; a value on the centre breaks it. */
void chart_limits(const struct chart_point *points, size_t len, const struct chart_options *options,
                  struct chart_limit *limits);

/* Laney's σ_z: the mean of |z_i − z_{i−1}| over 1.128, z_i = (value_i − c)/√(v/n_i),
 * gaps passed over; false below two points or without variance.  Laney 2002,
 * Quality Engineering 14(4). */
bool chart_sigma_z(const struct chart_point *points, size_t len, size_t baseline, double *sigma_z);

#endif
