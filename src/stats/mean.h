/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * mean — the mean of a number, in the units of the scale.
 *
 * methodology.md §1.4.  A difference of two means is difference_of_spreads():
 * Welch's t where both sides come from here.
 */
#ifndef STATS_MEAN_H
#define STATS_MEAN_H

#include <stdbool.h>

#include "stats/average.h"
#include "stats/spread.h"

/* The linearised standard error (sd/√n where nothing is weighted) with t on
 * n−1 degrees of freedom; no standard error for one answer.  se 0 where all
 * answers are equal. */
struct spread mean_spread(const struct average *average);

/* Standard deviation of one answer, √(n/(n−1)·Σw(x−θ)²/Σw): the usual one with
 * n−1 where nothing is weighted.  False below two answers. */
bool mean_sd(const struct average *average, double *sd);

/* Hedges' g of a − b: the difference in pooled standard deviations, times
 * 1 − 3/(4(na+nb−2) − 1).  False where a side has fewer than two answers or
 * both have no spread. */
bool mean_hedges_g(const struct average *a, const struct average *b, double *g);

#endif
