/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * spread — an estimate, where its interval is centred, and how far chance may
 * move it: everything that an interval and a later difference need.
 *
 * net.c, linear.c, mean.c and cluster.c make spreads; here they become
 * intervals centre ± t·se.  Wilson's interval of a share is not of this form
 * and stands in share.c.
 */
#ifndef STATS_SPREAD_H
#define STATS_SPREAD_H

#include <math.h>
#include <stdbool.h>

#include "stats/finite.h"

struct interval {
    double lo, hi;
};

/* What the value itself cannot leave; an interval is clipped to it. */
#define BOUNDS_NET ((struct interval){-1, 1})
#define BOUNDS_SHARE ((struct interval){0, 1})
#define BOUNDS_NONE ((struct interval){-INFINITY, INFINITY})

struct spread {
    struct sample_size size;
    double value;  /* what is shown */
    double centre; /* what the interval is centred on: the value, or the adjusted one */
    double se;     /* standard error of the centre, finite population included */
    double df;     /* degrees of freedom of t; INFINITY: normal */
    double added;  /* answers the method adds: 3 in adjusted Wald, else 0 */
    struct interval bounds;
    bool defined; /* false: no answers, and nothing else holds */
    bool has_se;  /* false: one answer, whose spread nobody knows */
};

/* centre ± t(conf, df)·se, clipped to the bounds; false where there is no
 * standard error.  0 < conf < 1.  An adjusted interval may exclude the value. */
bool spread_interval(const struct spread *spread, double conf, struct interval *interval);

#endif
