/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * trial — one draw from a world whose truth is known: a sample, the interval
 * made of it, and what it should hold.
 *
 * For coverage.c only.  A world is what x can be and how likely.
 */
#ifndef STATS_TRIAL_H
#define STATS_TRIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/spread.h"
#include "stats/xoshiro.h"

enum { VALUES_MOST = 7 };

struct world {
    size_t len;
    double x[VALUES_MOST], p[VALUES_MOST]; /* x ascends, Σp = 1 */
};

struct trial {
    const struct world *a;
    const struct world *b; /* the other group; of one group the second half (see below) */
    size_t n;              /* answers of group a, or persons */
    double times;          /* see below */
    struct xoshiro *numbers;
};

struct outcome {
    struct interval interval; /* at 95 % */
    double truth;
};

/* Each draws one sample; false where the method gives no interval. */
typedef bool trial_run(const struct trial *trial, struct outcome *outcome);

/* One group, every person once. */
trial_run net_trial, share_trial, mean_trial;

/* Weights ½, 1, 1½, 3, equally likely; who weighs 1 or less thinks like world
 * a, the others like world b. */
trial_run weighted_net_trial, linear_net_trial, weighted_share_trial, weighted_mean_trial;

/* Persons with one to four answers; one or two: world a, three or four: world
 * b.  Three of four later answers repeat the first. */
trial_run clustered_trial;

/* times·n people who think as nearly like the world as whole people can; n of
 * them are drawn without putting back. */
trial_run finite_net_trial, finite_share_trial, finite_mean_trial;
/* The same of people who are weighted, or answer repeatedly, as above. */
trial_run finite_weighted_mean_trial, finite_clustered_trial;

/* a − b; group b has times·n answers. */
trial_run net_difference_trial, share_difference_trial, mean_difference_trial;
/* The same with group a weighted (as above) and linearised, b counted. */
trial_run mixed_difference_trial;

/* Two waves of n persons; the share `times` of them is in both, and 60 % of
 * all answer in the second as in the first. */
trial_run paired_trial;

#endif
