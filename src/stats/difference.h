/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * difference — how far two independent groups are apart, a − b, and how sure
 * that is.
 *
 * For groups that share persons see cluster.h.  Fractions inside; an interval
 * is clipped to what a difference can be (±2 for net shares, ±1 for shares).
 */
#ifndef STATS_DIFFERENCE_H
#define STATS_DIFFERENCE_H

#include <stdbool.h>

#include "stats/share.h"
#include "stats/spread.h"

struct difference {
    double diff;       /* of the values shown; the interval need not be centred on it */
    double lo, hi;     /* at the confidence asked for */
    double lo90, hi90; /* at 90 %, always */
    double p;          /* two-sided */
    bool defined;      /* false: a side has no answers, and nothing else holds */
    bool has_interval; /* false: a side has no standard error */
    bool has_p;
};

/* Δ = difference of the centres, SE² = the sum of the squared ones, t with
 * Satterthwaite's degrees of freedom (Welch 1947); an infinite df on a side
 * counts as known variance, on both it is the z test.  So two adjusted net
 * shares give the adjusted test of methodology.md §1.1, two means Welch's t,
 * and the sides may be of different kinds (weighted and not, clustered and
 * not) as long as they measure the same thing.  SE 0 on both sides (census, no
 * spread): lo = hi = Δ, p is 1 where Δ is 0, else 0. */
struct difference difference_of_spreads(const struct spread *a, const struct spread *b,
                                        double conf);

/* Newcombe's interval and share_p(). */
struct difference difference_of_shares(const struct share *a, const struct share *b, double conf);

/* The same from the difference as one spread: value the raw difference, centre
 * Δ with its se and df, bounds those of the difference. */
struct difference difference_of_delta(const struct spread *delta, double conf);

/* Degrees of freedom of SE² = va + vb (Satterthwaite 1946), INFINITY where
 * both are; a side with variance 0 does not count. */
struct difference_side {
    double variance, df;
};
double difference_df(struct difference_side a, struct difference_side b);

#endif
