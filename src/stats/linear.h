/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * linear — the standard error of a weighted average by Taylor linearisation.
 *
 * SE = √(n/(n−1)·Σ(w(x−θ))²)/Σw, times √((N−n)/(N−1)) in a finite population.
 * As R's survey::svymean with independent answers; with equal weights it is
 * sd/√n with n−1.  methodology.md §1.1 (weighted), contract.md §4.
 */
#ifndef STATS_LINEAR_H
#define STATS_LINEAR_H

#include "stats/average.h"
#include "stats/spread.h"

/* Normal, centred on the value, clipped to bounds.  No standard error for one
 * answer, unless that is the whole population.  se 0 where all x are equal:
 * there the caller takes another interval (contract.md §4). */
struct spread linear_spread(const struct average *average, struct interval bounds);

#endif
