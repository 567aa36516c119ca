/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * coverage — see coverage.h.
 */
#include <assert.h>

#include "stats/coverage.h"
#include "stats/trial.h"

const size_t coverage_sizes[COVERAGE_SIZES] = {10, 30, 100, 1000};

/* Net shares. */
static const struct world net_typical = {3, {-1, 0, 1}, {0.2, 0.3, 0.5}};
static const struct world net_better = {3, {-1, 0, 1}, {0.15, 0.3, 0.55}};
static const struct world net_split = {2, {-1, 1}, {0.5, 0.5}};
static const struct world net_loved = {3, {-1, 0, 1}, {0.05, 0.1, 0.85}};
static const struct world net_calm = {3, {-1, 0, 1}, {0.1, 0.8, 0.1}};
/* Shares. */
static const struct world share_half = {2, {0, 1}, {0.5, 0.5}};
static const struct world share_most = {2, {0, 1}, {0.2, 0.8}};
static const struct world share_rare = {2, {0, 1}, {0.95, 0.05}};
/* Scores. */
static const struct world score_five = {5, {1, 2, 3, 4, 5}, {0.05, 0.1, 0.2, 0.4, 0.25}};
static const struct world score_seven = {
    7, {1, 2, 3, 4, 5, 6, 7}, {0.1, 0.1, 0.15, 0.3, 0.15, 0.1, 0.1}};
static const struct world score_skewed = {5, {1, 2, 3, 4, 5}, {0.03, 0.02, 0.05, 0.2, 0.7}};

/* Why a band is not 95 ± 1.5 %. */
#define DISCRETE "few results are possible: coverage jumps with n and p (Brown et al. 2001)"
#define CALM "most answers are neither: the three added answers make it wider than need be"
#define LINKED "weight and answer hang together; n_eff takes them for unrelated"
#define SKEWED "skewed answers: t and normal need more of them"
#define UNEQUAL "unequal weights leave fewer degrees of freedom than n − 1"
#define PERSONS "few persons of unequal size: their errors are seen too small"
#define STILL "most differences are 0: t needs more of the others"

struct claim {
    const char *interval, *world;
    trial_run *run;
    const struct world *a, *b;
    double times;
    struct coverage_band bands[COVERAGE_SIZES];
};

/* clang-format off */
#define NOMINAL {0.935, 0.965, NULL}
#define NO_CLAIM {0, 0, NULL}
#define BAND(low, high, why) {low, high, why}
#define ALL_NOMINAL {NOMINAL, NOMINAL, NOMINAL, NOMINAL}
/* clang-format on */

/* a/b/c are the shares of positive, neutral and negative answers in per cent. */
/* clang-format off */
static const struct claim claims[] = {
    {.interval = "adjusted_wald", .world = "50/30/20",
     .run = net_trial, .a = &net_typical,
     .bands = {BAND(0.945, 0.98, DISCRETE), NOMINAL, NOMINAL, NOMINAL}},
    {.interval = "adjusted_wald", .world = "50/0/50",
     .run = net_trial, .a = &net_split,
     .bands = {BAND(0.875, 0.905, DISCRETE), NOMINAL, NOMINAL, NOMINAL}},
    {.interval = "adjusted_wald", .world = "85/10/5",
     .run = net_trial, .a = &net_loved,
     .bands = {NOMINAL, BAND(0.945, 0.98, DISCRETE), NOMINAL, NOMINAL}},
    {.interval = "adjusted_wald", .world = "10/80/10",
     .run = net_trial, .a = &net_calm,
     .bands = {BAND(0.985, 1, CALM), BAND(0.955, 0.98, CALM), BAND(0.945, 0.97, CALM), NOMINAL}},
    {.interval = "adjusted_wald_n_eff", .world = "55/30/15, all weights",
     .run = weighted_net_trial, .a = &net_better, .b = &net_better,
     .bands = ALL_NOMINAL},
    {.interval = "adjusted_wald_n_eff", .world = "85/10/5, heavy 50/30/20",
     .run = weighted_net_trial, .a = &net_loved, .b = &net_typical,
     .bands = {BAND(0.94, 0.975, LINKED), BAND(0.93, 0.96, LINKED),
               BAND(0.925, 0.96, LINKED), BAND(0.925, 0.96, LINKED)}},
    {.interval = "linearised", .world = "50/30/20, heavy 55/30/15",
     .run = linear_net_trial, .a = &net_typical, .b = &net_better,
     .bands = {NO_CLAIM, NO_CLAIM, BAND(0.925, 0.96, SKEWED), NOMINAL}},
    {.interval = "linearised", .world = "85/10/5, heavy 50/30/20",
     .run = linear_net_trial, .a = &net_loved, .b = &net_typical,
     .bands = {NO_CLAIM, NO_CLAIM, BAND(0.92, 0.955, SKEWED), NOMINAL}},
    {.interval = "wilson", .world = "50 %",
     .run = share_trial, .a = &share_half,
     .bands = {BAND(0.965, 0.99, DISCRETE), NOMINAL, NOMINAL, NOMINAL}},
    {.interval = "wilson", .world = "80 %",
     .run = share_trial, .a = &share_most,
     .bands = {BAND(0.955, 0.98, DISCRETE), BAND(0.95, 0.98, DISCRETE), NOMINAL, NOMINAL}},
    {.interval = "wilson", .world = "5 %",
     .run = share_trial, .a = &share_rare,
     .bands = {BAND(0.9, 0.93, DISCRETE), BAND(0.925, 0.955, DISCRETE),
               BAND(0.95, 0.98, DISCRETE), NOMINAL}},
    {.interval = "wilson_n_eff", .world = "50 %, all weights",
     .run = weighted_share_trial, .a = &share_half, .b = &share_half,
     .bands = {BAND(0.92, 0.965, DISCRETE), NOMINAL, NOMINAL, NOMINAL}},
    {.interval = "wilson_n_eff", .world = "50 %, heavy 80 %",
     .run = weighted_share_trial, .a = &share_half, .b = &share_most,
     .bands = {BAND(0.945, 0.98, LINKED), BAND(0.945, 0.98, LINKED),
               BAND(0.945, 0.98, LINKED), BAND(0.945, 0.98, LINKED)}},
    {.interval = "wilson_n_eff", .world = "5 %, all weights",
     .run = weighted_share_trial, .a = &share_rare, .b = &share_rare,
     .bands = {BAND(0.92, 0.955, DISCRETE), NOMINAL, BAND(0.945, 0.975, DISCRETE), NOMINAL}},
    {.interval = "t", .world = "1–5",
     .run = mean_trial, .a = &score_five,
     .bands = {BAND(0.915, 0.95, SKEWED), NOMINAL, NOMINAL, NOMINAL}},
    {.interval = "t", .world = "1–7",
     .run = mean_trial, .a = &score_seven,
     .bands = ALL_NOMINAL},
    {.interval = "t", .world = "1–5, 70 % fives",
     .run = mean_trial, .a = &score_skewed,
     .bands = {BAND(0.87, 0.91, SKEWED), BAND(0.885, 0.925, SKEWED),
               BAND(0.92, 0.955, SKEWED), NOMINAL}},
    {.interval = "linearised_t", .world = "1–7, all weights",
     .run = weighted_mean_trial, .a = &score_seven, .b = &score_seven,
     .bands = {BAND(0.91, 0.945, UNEQUAL), BAND(0.92, 0.955, UNEQUAL), NOMINAL, NOMINAL}},
    {.interval = "linearised_t", .world = "1–5, heavy 70 % fives",
     .run = weighted_mean_trial, .a = &score_five, .b = &score_skewed,
     .bands = {BAND(0.87, 0.91, SKEWED), BAND(0.895, 0.935, SKEWED),
               BAND(0.92, 0.955, SKEWED), NOMINAL}},
    {.interval = "clustered", .world = "50/30/20, often 55/30/15",
     .run = clustered_trial, .a = &net_typical, .b = &net_better,
     .bands = {BAND(0.9, 0.94, PERSONS), BAND(0.92, 0.955, PERSONS), NOMINAL, NOMINAL}},
    {.interval = "clustered", .world = "50 %, often 80 %",
     .run = clustered_trial, .a = &share_half, .b = &share_most,
     .bands = {BAND(0.885, 0.925, PERSONS), BAND(0.92, 0.955, PERSONS), NOMINAL, NOMINAL}},
    {.interval = "clustered", .world = "1–7",
     .run = clustered_trial, .a = &score_seven, .b = &score_seven,
     .bands = {BAND(0.92, 0.955, PERSONS), BAND(0.925, 0.96, PERSONS), NOMINAL, NOMINAL}},
    {.interval = "adjusted_wald, N = 2n", .world = "50/30/20",
     .run = finite_net_trial, .a = &net_typical, .times = 2,
     .bands = ALL_NOMINAL},
    {.interval = "adjusted_wald, N = 1.2n", .world = "50/30/20",
     .run = finite_net_trial, .a = &net_typical, .times = 1.2,
     .bands = {BAND(0.97, 1, DISCRETE), BAND(0.94, 0.975, DISCRETE),
               BAND(0.945, 0.975, DISCRETE), NOMINAL}},
    {.interval = "wilson, N = 2n", .world = "80 %",
     .run = finite_share_trial, .a = &share_most, .times = 2,
     .bands = {BAND(0.9, 0.93, DISCRETE), BAND(0.965, 0.99, DISCRETE), NOMINAL, NOMINAL}},
    {.interval = "wilson, N = 1.2n", .world = "80 %",
     .run = finite_share_trial, .a = &share_most, .times = 1.2,
     .bands = {BAND(0.97, 1, DISCRETE), BAND(0.91, 0.94, DISCRETE),
               BAND(0.955, 0.985, DISCRETE), BAND(0.945, 0.975, DISCRETE)}},
    {.interval = "t, N = 2n", .world = "1–7",
     .run = finite_mean_trial, .a = &score_seven, .times = 2,
     .bands = ALL_NOMINAL},
    {.interval = "t, N = 1.2n", .world = "1–7",
     .run = finite_mean_trial, .a = &score_seven, .times = 1.2,
     .bands = {BAND(0.955, 0.985, DISCRETE), NOMINAL, NOMINAL, NOMINAL}},
    {.interval = "linearised_t, N = 2n", .world = "1–7, all weights",
     .run = finite_weighted_mean_trial, .a = &score_seven, .b = &score_seven, .times = 2,
     .bands = {BAND(0.91, 0.955, UNEQUAL), NOMINAL, NOMINAL, NOMINAL}},
    {.interval = "clustered, N = 2n", .world = "1–7, often 1–5",
     .run = finite_clustered_trial, .a = &score_seven, .b = &score_five, .times = 2,
     .bands = ALL_NOMINAL},
    {.interval = "adjusted_wald, a − b", .world = "50/30/20 − 55/30/15",
     .run = net_difference_trial, .a = &net_typical, .b = &net_better, .times = 1,
     .bands = {BAND(0.95, 0.98, DISCRETE), NOMINAL, NOMINAL, NOMINAL}},
    {.interval = "adjusted_wald, a − b", .world = "85/10/5 − 10/80/10, 3n",
     .run = net_difference_trial, .a = &net_loved, .b = &net_calm, .times = 3,
     .bands = ALL_NOMINAL},
    {.interval = "wilson, a − b", .world = "80 % − 50 %",
     .run = share_difference_trial, .a = &share_most, .b = &share_half, .times = 1,
     .bands = ALL_NOMINAL},
    {.interval = "wilson, a − b", .world = "5 % − 5 %, 3n",
     .run = share_difference_trial, .a = &share_rare, .b = &share_rare, .times = 3,
     .bands = {BAND(0.965, 0.995, DISCRETE), BAND(0.955, 0.985, DISCRETE),
               BAND(0.945, 0.975, DISCRETE), NOMINAL}},
    {.interval = "t, a − b", .world = "1–7 − 1–7",
     .run = mean_difference_trial, .a = &score_seven, .b = &score_seven, .times = 1,
     .bands = ALL_NOMINAL},
    {.interval = "t, a − b", .world = "1–5 − 70 % fives, 3n",
     .run = mean_difference_trial, .a = &score_five, .b = &score_skewed, .times = 3,
     .bands = {BAND(0.925, 0.96, SKEWED), NOMINAL, NOMINAL, NOMINAL}},
    {.interval = "linearised − adjusted_wald", .world = "50/30/20, heavy 55/30/15 − 55/30/15",
     .run = mixed_difference_trial, .a = &net_typical, .b = &net_better, .times = 1,
     .bands = {NO_CLAIM, NO_CLAIM, NOMINAL, NOMINAL}},
    {.interval = "clustered, a − b", .world = "1–7, everybody in both",
     .run = paired_trial, .a = &score_seven, .b = &score_seven, .times = 1,
     .bands = {BAND(0.97, 1, STILL), NOMINAL, NOMINAL, NOMINAL}},
    {.interval = "clustered, a − b", .world = "50/30/20 − 55/30/15, everybody in both",
     .run = paired_trial, .a = &net_typical, .b = &net_better, .times = 1,
     .bands = {BAND(0.905, 0.945, STILL), NOMINAL, NOMINAL, NOMINAL}},
    {.interval = "clustered, a − b", .world = "1–7, half in both",
     .run = paired_trial, .a = &score_seven, .b = &score_seven, .times = 0.5,
     .bands = {BAND(0.95, 0.985, STILL), NOMINAL, NOMINAL, NOMINAL}},
    {.interval = "clustered, a − b", .world = "1–7, a tenth in both",
     .run = paired_trial, .a = &score_seven, .b = &score_seven, .times = 0.1,
     .bands = ALL_NOMINAL},
};
/* clang-format on */

size_t coverage_claims(void)
{
    return sizeof claims / sizeof *claims;
}

struct coverage_claim coverage_claim(size_t claim)
{
    assert(claim < coverage_claims());
    return (struct coverage_claim){.interval = claims[claim].interval,
                                   .world = claims[claim].world};
}

struct coverage_band coverage_band(size_t claim, size_t size)
{
    assert(claim < coverage_claims() && size < COVERAGE_SIZES);
    return claims[claim].bands[size];
}

struct coverage_result coverage_run(size_t claim, size_t size, size_t draws, uint64_t seed)
{
    struct coverage_band band = coverage_band(claim, size);
    struct xoshiro numbers = xoshiro_of_seed(seed + 1000003 * claim + size);
    struct trial trial = {.a = claims[claim].a,
                          .b = claims[claim].b,
                          .n = coverage_sizes[size],
                          .times = claims[claim].times,
                          .numbers = &numbers};
    size_t held = 0, below = 0, made = 0;
    for (size_t draw = 0; draw < draws; draw++) {
        struct outcome outcome;
        if (!claims[claim].run(&trial, &outcome))
            continue;
        made++;
        /* A limit that is the truth but for its last digit holds it. */
        double slack = 1e-12;
        if (outcome.interval.hi < outcome.truth - slack)
            below++;
        else if (outcome.interval.lo <= outcome.truth + slack)
            held++;
    }
    double all = made > 0 ? (double)made : 1;
    return (struct coverage_result){
        .share = (double)held / all, .below = (double)below / all, .draws = made, .band = band};
}
