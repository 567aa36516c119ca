/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * share — a share of answers: Wilson's interval, Newcombe's interval of a
 * difference, and the tests of two shares.
 *
 * The n of the formulas is the worth of the sample (finite_worth): n, n_eff or
 * n*, not necessarily whole.  Fractions 0..1; methodology.md §1.2.
 */
#ifndef STATS_SHARE_H
#define STATS_SHARE_H

#include <stdbool.h>

#include "stats/average.h"
#include "stats/spread.h"

/* size.n = 0: no answers. */
struct share {
    double value; /* 0..1 */
    struct sample_size size;
};

/* Of an average whose x are 0 and 1; takes its population over. */
struct share share_of_average(const struct average *average);

/* Wilson 1927, no continuity correction; false without answers.  lo is exactly
 * 0 where the share is 0, hi exactly 1 where it is 1.  A census: lo = hi = the
 * share. */
bool share_wilson(const struct share *share, double conf, struct interval *interval);

/* a − b: Newcombe 1998, method 10 (square and add of the two Wilson intervals),
 * −1..1; false where a side has no answers. */
bool share_newcombe(const struct share *a, const struct share *b, double conf,
                    struct interval *interval);

/* Two-sided p that the two shares are equal.  Pooled z times √((N−1)/N), N the
 * two worths together ("N−1 χ²", Campbell 2007); Fisher's exact test where an
 * expected count is below 1.  A census on one side is a known share; on both
 * p is 1 where they are equal and 0 where not.  False where a side has no
 * answers. */
bool share_p(const struct share *a, const struct share *b, double *p);

/* Counts of a table of two samples: x of n were chosen, 0 <= x <= n. */
struct share_table {
    double xa, na, xb, nb;
};

/* Pooled z, and its p with (N−1)/N; false where the pooled share is 0 or 1 or
 * a sample is empty.  Counts need not be whole. */
bool share_z(const struct share_table *table, double *z);
bool share_z_p(const struct share_table *table, double *p);

/* Fisher's exact test, two-sided: the probability of every table with these
 * margins that is no likelier than this one (to 1e-7 of it, as R's
 * fisher.test).  Counts that are not whole are rounded to the nearest, n first
 * [our judgement].  1 where a margin is 0. */
double share_fisher_p(const struct share_table *table);

#endif
