/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * average — the weighted average of a value x over answers, from tallies.
 *
 * Every estimate of this room is an average: x in {−1, 0, 1} makes a net share,
 * {0, 1} a share, any other number a mean.  A tally says for one x how many
 * answers have it, and the sums of their weights and squared weights; that is
 * all an average and its standard error need.
 */
#ifndef STATS_AVERAGE_H
#define STATS_AVERAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/finite.h"

/* One value of x.  Unweighted: sum_w = sum_w2 = n.  Weights are positive and
 * finite.  A point with n = 0 counts for nothing; an x may come twice. */
struct tally_point {
    double x;
    double n;
    double sum_w;  /* Σw */
    double sum_w2; /* Σw² */
};

struct average {
    struct sample_size size; /* population is 0: the caller sets it where it is known */
    double sum_w;
    double value;    /* θ = Σwx/Σw; exactly x where every answer is x */
    double variance; /* Σw(x−θ)²/Σw: of one answer about θ, no n−1 */
    double error2;   /* Σ(w(x−θ))²/(Σw)²: what the linearised standard error is made of */
    bool defined;    /* false: no answers, and every number is 0 */
};

/* Two passes in the order of the points, with long double sums. */
struct average average_of_tallies(const struct tally_point *points, size_t len);

/* Kish's design effect n·Σw²/(Σw)² = n/n_eff >= 1 of a defined average.
 * methodology.md §1.8; equals 1 + cv²(w) in the population form. */
double average_deff(const struct average *average);

#endif
