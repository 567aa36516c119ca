/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * finite — how many answers there are, what they are worth, and how many
 * people they were drawn from.
 *
 * Weighting makes n answers worth n_eff = (Σw)²/Σw² of them (Kish 1965;
 * methodology.md §1.8).  Drawing n of N people without putting them back makes
 * them worth more (Cochran 1977, §2.6; contract.md §4).
 */
#ifndef STATS_FINITE_H
#define STATS_FINITE_H

#include <stdbool.h>

struct sample_size {
    double n;          /* answers (persons, where one person may have several) */
    double n_eff;      /* (Σw)²/Σw²; n where nothing is weighted; 0 < n_eff <= n */
    double population; /* N >= n people they were drawn from; 0: unlimited or unknown */
};

/* Everybody answered: n = N.  Then an estimate has no sampling error. */
bool finite_is_census(const struct sample_size *size);

/* n_eff·(N−1)/(N−n): takes the place of n in the formula of an interval; n_eff
 * where the population is unlimited, INFINITY for a census. */
double finite_worth(const struct sample_size *size);

/* √((N−n)/(N−1)): multiplies a standard error; 1 where the population is
 * unlimited, 0 for a census. */
double finite_se_factor(const struct sample_size *size);

/* The same sample had it n answers: n_eff grows in proportion. */
struct sample_size finite_grown(const struct sample_size *size, double n);

#endif
