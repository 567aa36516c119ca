/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cluster — averages of answers where a person may have given several, and
 * differences between groups that share persons.
 *
 * Answers of one person are not independent; persons are.  The linearised
 * errors are therefore summed within the person first.  methodology.md §1.1
 * ("with clusters"), contract.md §4 `clustered`.
 */
#ifndef STATS_CLUSTER_H
#define STATS_CLUSTER_H

#include <stdbool.h>

#include "stats/difference.h"
#include "stats/spread.h"

/* Sums over the persons of one group, of a person's Swx = Σwx and Sw = Σw over
 * his answers.  An answer without a person is a person of its own.  A caller
 * whose x are far from 0 (against their spread) shifts x first, since the
 * squares cancel. */
struct person_sums {
    double persons;
    double sum_w, sum_wx; /* Σ Sw, Σ Swx */
    double wx_wx;         /* Σ Swx² */
    double wx_w;          /* Σ Swx·Sw */
    double w_w;           /* Σ Sw² */
    double population;    /* persons they were drawn from; 0: unlimited or unknown */
};

/* Sums over the persons that have answers in both groups. */
struct person_cross {
    double persons;
    double wx_wx; /* Σ Swx_a·Swx_b */
    double wx_w;  /* Σ Swx_a·Sw_b */
    double w_wx;  /* Σ Sw_a·Swx_b */
    double w_w;   /* Σ Sw_a·Sw_b */
};

struct cluster_options {
    struct interval bounds; /* of the value: BOUNDS_NET, BOUNDS_SHARE, BOUNDS_NONE */
};

/* value θ = ΣSwx/ΣSw, Σe² = (ΣSwx² − 2θΣSwxSw + θ²ΣSw²)/(ΣSw)², m persons,
 * se √(m/(m−1)·Σe²), t with m−1; size.n = m, size.n_eff = (ΣSw)²/ΣSw².  With
 * one answer per person it is linear_spread() but for the t.  No standard error
 * for one person.  se 0 where every person's average is θ. */
struct spread cluster_spread(const struct person_sums *sums, const struct cluster_options *options);

struct cluster_pair {
    struct person_sums a, b;
    struct person_cross both; /* all 0: nobody is in both */
};

/* a − b, both clustered, with the covariance of the shared persons:
 * e_p = αe_a − βe_b, α² = ma/(ma−1), β² = mb/(mb−1), SE² = Σe_p².  Everybody in
 * both groups once is exactly the paired t-test; nobody in both is
 * difference_of_spreads().  df lies between Welch's γ and the pairs' mc − 1:
 * (mc−1) + (γ − mc + 1)·(ma + mb − 2mc)/(ma + mb) (Derrick, Russ, Toher & White
 * 2017, partially overlapping samples). */
struct difference cluster_difference(const struct cluster_pair *pair,
                                     const struct cluster_options *options, double conf);

#endif
