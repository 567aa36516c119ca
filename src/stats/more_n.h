/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * more_n — how many more answers group a needs, group b as it is, until the
 * interval of a − b is narrow enough.
 *
 * contract.md §5: the smallest whole n' at which half the width of the interval
 * is at most the margin, the variance as it is now; less n.  The formula is the
 * one the difference itself uses; answers keep what they are worth (n_eff/n,
 * answers per person), and n' ends at the population.
 */
#ifndef STATS_MORE_N_H
#define STATS_MORE_N_H

#include <stdbool.h>

#include "stats/share.h"
#include "stats/spread.h"

#define MORE_N_MOST 1e9 /* more answers than that are none */

struct more_ask {
    double margin; /* half-width wanted, > 0, as a fraction or in the scale's units */
    double conf;   /* 0.95 */
};

/* The width of the interval before it is clipped.  *more gets n' − n >= 0 in
 * units of a.size.n (persons where clustered); false: none suffices, or a side
 * has no standard error. */
bool more_n_of_spreads(const struct spread *a, const struct spread *b, const struct more_ask *ask,
                       double *more);

/* Newcombe's interval. */
bool more_n_of_shares(const struct share *a, const struct share *b, const struct more_ask *ask,
                      double *more);

#endif
