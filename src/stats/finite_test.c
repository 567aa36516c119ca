/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>

#include "base/test.h"
#include "stats/finite.h"
#include "stats/linear.h"
#include "stats/mean.h"
#include "stats/net.h"
#include "stats/share.h"

TEST(an_unlimited_population_changes_nothing)
{
    (void)t;
    struct sample_size size = {.n = 38, .n_eff = 20.5};
    CHECK(finite_worth(&size) == 20.5);
    CHECK(finite_se_factor(&size) == 1);
    CHECK(!finite_is_census(&size));
}

/* contract.md §4: population 40, answers 38 */
TEST(thirty_eight_of_forty_leave_a_fraction_of_the_error)
{
    (void)t;
    struct sample_size size = {.n = 38, .n_eff = 38, .population = 40};
    CHECK_NEAR(finite_se_factor(&size), sqrt(2.0 / 39), 1e-15);
    CHECK_NEAR(finite_worth(&size), 38 * 39.0 / 2, 1e-15);
    size.n_eff = 19;
    CHECK_NEAR(finite_worth(&size), 19 * 39.0 / 2, 1e-15);
}

TEST(the_two_forms_of_the_correction_agree)
{
    (void)t;
    for (double n = 2; n < 40; n++) {
        struct sample_size size = {.n = n, .n_eff = n, .population = 40};
        CHECK_NEAR(n / finite_worth(&size), pow(finite_se_factor(&size), 2), 1e-14);
    }
}

TEST(a_census_has_no_sampling_error)
{
    (void)t;
    struct sample_size size = {.n = 40, .n_eff = 31, .population = 40};
    CHECK(finite_is_census(&size));
    CHECK(isinf(finite_worth(&size)));
    CHECK(finite_se_factor(&size) == 0);
    struct sample_size alone = {.n = 1, .n_eff = 1, .population = 1};
    CHECK(finite_is_census(&alone) && finite_se_factor(&alone) == 0);
}

TEST(the_interval_of_a_census_is_its_value)
{
    (void)t;
    struct sample_size size = {.n = 40, .n_eff = 40, .population = 40};
    struct interval interval;
    struct net_shares net = {.positive = 0.5, .negative = 0.2, .size = size};
    struct spread spread = net_adjusted(&net);
    CHECK(spread_interval(&spread, 0.95, &interval));
    CHECK(interval.lo == spread.value && interval.hi == spread.value);
    struct share share = {.value = 0.3, .size = size};
    CHECK(share_wilson(&share, 0.95, &interval));
    CHECK(interval.lo == 0.3 && interval.hi == 0.3);
    struct tally_point points[] = {{1, 10, 10, 10}, {5, 30, 30, 30}};
    struct average average = average_of_tallies(points, 2);
    average.size.population = 40;
    spread = mean_spread(&average);
    CHECK(spread_interval(&spread, 0.95, &interval));
    CHECK(interval.lo == 4 && interval.hi == 4);
}

TEST(one_of_one_is_a_census_too)
{
    (void)t;
    struct tally_point point = {7, 1, 2, 4};
    struct average average = average_of_tallies(&point, 1);
    struct interval interval;
    struct spread spread = mean_spread(&average);
    CHECK(!spread_interval(&spread, 0.95, &interval));
    average.size.population = 1;
    spread = mean_spread(&average);
    CHECK(spread_interval(&spread, 0.95, &interval));
    CHECK(interval.lo == 7 && interval.hi == 7);
}

TEST(an_interval_narrows_as_the_population_is_used_up)
{
    (void)t;
    double before = 2;
    for (double population = 1e6; population >= 100; population = floor(population / 3) + 1) {
        struct share share = {.value = 0.4,
                              .size = {.n = 99, .n_eff = 99, .population = population}};
        struct interval interval;
        CHECK(share_wilson(&share, 0.95, &interval));
        CHECK(interval.hi - interval.lo < before);
        before = interval.hi - interval.lo;
        if (population < 150)
            break;
    }
    CHECK(before < 0.15);
}

TEST(a_grown_sample_keeps_what_an_answer_is_worth)
{
    (void)t;
    struct sample_size size = {.n = 50, .n_eff = 40, .population = 1000};
    struct sample_size grown = finite_grown(&size, 200);
    CHECK(grown.n == 200 && grown.population == 1000);
    CHECK_NEAR(grown.n_eff, 160, 1e-14);
}
