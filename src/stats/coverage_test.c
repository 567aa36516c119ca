/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>

#include "base/test.h"
#include "stats/coverage.h"
#include "stats/net.h"
#include "stats/share.h"

/* The thin slice of proofs/coverage.c: all claims at n = 10 and 30, the same
 * draws as there. */
static void check_size(size_t size)
{
    for (size_t claim = 0; claim < coverage_claims(); claim++) {
        struct coverage_result result = coverage_run(claim, size, COVERAGE_DRAWS, COVERAGE_SEED);
        struct coverage_claim name = coverage_claim(claim);
        if (result.band.high > 0)
            CHECK_THAT(result.share >= result.band.low && result.share <= result.band.high,
                       "%s of %s at n = %zu covers %.4f", name.interval, name.world,
                       coverage_sizes[size], result.share);
    }
}

TEST(intervals_of_ten_answers_hold_the_truth_as_often_as_claimed)
{
    (void)t;
    check_size(0);
}

TEST(intervals_of_thirty_answers_hold_the_truth_as_often_as_claimed)
{
    (void)t;
    check_size(1);
}

static double log_choose(double n, double k)
{
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
}

/* Exact: the probability of all x whose interval holds p. */
static double exact_wilson(double n, double p)
{
    double covered = 0;
    for (double x = 0; x <= n; x++) {
        struct share share = {.value = x / n, .size = {.n = n, .n_eff = n}};
        struct interval interval;
        CHECK(share_wilson(&share, 0.95, &interval));
        if (interval.lo <= p && p <= interval.hi)
            covered += exp(log_choose(n, x) + x * log(p) + (n - x) * log1p(-p));
    }
    return covered;
}

static double exact_adjusted(double n, double positive, double negative)
{
    double covered = 0, neutral = 1 - positive - negative;
    for (double x = 0; x <= n; x++)
        for (double y = 0; x + y <= n; y++) {
            struct net_shares shares = {
                .positive = x / n, .negative = y / n, .size = {.n = n, .n_eff = n}};
            struct spread spread = net_adjusted(&shares);
            struct interval interval;
            double truth = positive - negative, rest = n - x - y;
            CHECK(spread_interval(&spread, 0.95, &interval));
            if (interval.lo > truth + 1e-12 || interval.hi < truth - 1e-12)
                continue;
            covered += exp(log_choose(n, x) + log_choose(n - x, y) + x * log(positive) +
                           y * log(negative) + rest * log(fmax(neutral, 1e-300)));
        }
    return covered;
}

/* What the simulation should find, by summing over every possible result. */
TEST(simulated_coverage_is_the_exact_one_where_that_can_be_summed)
{
    (void)t;
    for (size_t claim = 0; claim < coverage_claims(); claim++)
        for (size_t size = 0; size < 3; size++) {
            str interval = str_of_chars(coverage_claim(claim).interval);
            str world = str_of_chars(coverage_claim(claim).world);
            double n = (double)coverage_sizes[size], exact = -1;
            if (str_equal(interval, S("wilson")))
                exact = exact_wilson(n, strtod(coverage_claim(claim).world, NULL) / 100);
            else if (str_equal(interval, S("adjusted_wald")) && str_equal(world, S("50/30/20")))
                exact = exact_adjusted(n, 0.5, 0.2);
            else if (str_equal(interval, S("adjusted_wald")) && str_equal(world, S("10/80/10")))
                exact = exact_adjusted(n, 0.1, 0.1);
            else if (str_equal(interval, S("adjusted_wald")) && str_equal(world, S("85/10/5")))
                exact = exact_adjusted(n, 0.85, 0.05);
            if (exact < 0)
                continue;
            struct coverage_result run = coverage_run(claim, size, COVERAGE_DRAWS, COVERAGE_SEED);
            double error = sqrt(exact * (1 - exact) / COVERAGE_DRAWS);
            CHECK_THAT(fabs(run.share - exact) <= 4 * error + 1e-9,
                       "%s of %s at n = %g: simulated %.4f, exact %.4f",
                       coverage_claim(claim).interval, coverage_claim(claim).world, n, run.share,
                       exact);
            CHECK(exact >= run.band.low && exact <= run.band.high);
        }
}

TEST(a_simulation_repeats_by_its_seed)
{
    (void)t;
    struct coverage_result one = coverage_run(0, 1, 500, 9), two = coverage_run(0, 1, 500, 9);
    CHECK(one.share == two.share && one.below == two.below && one.draws == 500);
}
