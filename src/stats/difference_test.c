/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>

#include "base/test.h"
#include "stats/answers.h"
#include "stats/difference.h"
#include "stats/distribution.h"
#include "stats/linear.h"
#include "stats/mean.h"
#include "stats/net.h"

static struct spread spread_of(double value, double se, double df)
{
    return (struct spread){.size = {.n = 50, .n_eff = 50},
                           .value = value,
                           .centre = value,
                           .se = se,
                           .df = df,
                           .bounds = BOUNDS_NONE,
                           .defined = true,
                           .has_se = true};
}

TEST(degrees_of_freedom_lie_between_the_smaller_and_the_sum)
{
    (void)t;
    for (double share = 0; share <= 1; share += 0.05) {
        double df = difference_df((struct difference_side){share, 9},
                                  (struct difference_side){1 - share, 20});
        CHECK(df >= 9 - 1e-12 && df <= 29 + 1e-12);
    }
    CHECK_NEAR(difference_df((struct difference_side){9, 9}, (struct difference_side){20, 20}), 29,
               1e-14);
}

TEST(a_side_without_error_or_limit_does_not_count)
{
    (void)t;
    struct difference_side known = {0, 4}, normal = {2, INFINITY}, small = {2, 10};
    CHECK_NEAR(difference_df(known, small), 10, 1e-14);
    CHECK(isinf(difference_df(normal, known)));
    CHECK(isinf(difference_df(known, known)));
    CHECK_NEAR(difference_df(normal, small), 40, 1e-14); /* (2+2)²/(2²/10) */
}

TEST(two_known_averages_differ_for_certain_or_not_at_all)
{
    (void)t;
    struct spread five = spread_of(5, 0, 9), seven = spread_of(7, 0, INFINITY);
    struct difference d = difference_of_spreads(&seven, &five, 0.95);
    CHECK(d.has_interval && d.lo == 2 && d.hi == 2 && d.lo90 == 2 && d.hi90 == 2);
    CHECK(d.has_p && d.p == 0);
    d = difference_of_spreads(&five, &five, 0.95);
    CHECK(d.lo == 0 && d.hi == 0 && d.p == 1);
}

TEST(one_known_average_is_the_test_of_one_sample)
{
    (void)t;
    struct spread known = spread_of(5, 0, 9), sample = spread_of(6, 0.5, 12);
    struct difference d = difference_of_spreads(&sample, &known, 0.95);
    CHECK_NEAR(d.p, t_two_sided_p(2, 12), 1e-15);
    CHECK_NEAR(d.hi, 1 + 0.5 * t_critical(0.95, 12), 1e-14);
}

TEST(a_difference_needs_two_errors_to_have_an_interval)
{
    (void)t;
    struct spread sample = spread_of(6, 0.5, 12), one = sample, nobody = {.defined = false};
    one.has_se = false;
    struct difference d = difference_of_spreads(&sample, &one, 0.95);
    CHECK(d.defined && d.diff == 0 && !d.has_interval && !d.has_p);
    CHECK(!difference_of_spreads(&nobody, &sample, 0.95).defined);
    CHECK(!difference_of_spreads(&sample, &nobody, 0.95).defined);
}

TEST(the_ninety_per_cent_interval_does_not_follow_the_confidence)
{
    (void)t;
    struct spread a = spread_of(1, 0.2, INFINITY), b = spread_of(0, 0.1, INFINITY);
    struct difference low = difference_of_spreads(&a, &b, 0.5);
    struct difference high = difference_of_spreads(&a, &b, 0.99);
    CHECK(low.lo90 == high.lo90 && low.hi90 == high.hi90);
    CHECK_NEAR(low.hi90 - low.lo90, 2 * 1.6448536269514722 * hypot(0.2, 0.1), 1e-14);
    CHECK(low.hi < low.hi90 && high.hi > high.hi90);
}

TEST(a_difference_of_net_shares_is_clipped_to_two)
{
    (void)t;
    struct net_shares all = {.positive = 1, .size = {.n = 2, .n_eff = 2}};
    struct net_shares none = {.negative = 1, .size = {.n = 2, .n_eff = 2}};
    struct spread a = net_adjusted(&all), b = net_adjusted(&none);
    struct difference d = difference_of_spreads(&a, &b, 0.999);
    CHECK(d.diff == 2 && d.hi == 2 && d.lo > -2);
    d = difference_of_spreads(&b, &a, 0.999);
    CHECK(d.diff == -2 && d.lo == -2 && d.hi < 2);
}

TEST(p_below_five_per_cent_is_an_interval_without_zero)
{
    struct xoshiro numbers = xoshiro_of_seed(11);
    for (int i = 0; i < 400; i++) {
        struct average a = average_of_answers(random_answers(t, &numbers, 40, 1, 5));
        struct average b = average_of_answers(random_answers(t, &numbers, 25, 1, 6));
        struct spread of_a = mean_spread(&a), of_b = mean_spread(&b);
        struct difference d = difference_of_spreads(&of_a, &of_b, 0.95);
        CHECK((d.p < 0.05) == (d.lo > 0 || d.hi < 0));
        struct difference swapped = difference_of_spreads(&of_b, &of_a, 0.95);
        CHECK_NEAR(d.lo, -swapped.hi, 1e-14);
        CHECK_NEAR(d.p, swapped.p, 1e-14);
    }
}

/* A side may be linearised while the other is adjusted. */
TEST(sides_of_different_kinds_can_be_compared)
{
    struct xoshiro numbers = xoshiro_of_seed(12);
    struct average a = average_of_answers(random_answers(t, &numbers, 60, -1, 1));
    struct net_shares b = {.positive = 0.5, .negative = 0.25, .size = {.n = 8, .n_eff = 8}};
    struct spread of_a = linear_spread(&a, BOUNDS_NET), of_b = net_adjusted(&b);
    struct difference d = difference_of_spreads(&of_a, &of_b, 0.95);
    double centre = of_a.value - of_b.centre,
           half = normal_critical(0.95) * hypot(of_a.se, of_b.se);
    CHECK_NEAR(d.diff, of_a.value - 0.25, 1e-15);
    CHECK_NEAR(d.lo, centre - half, 1e-14);
    CHECK_NEAR(d.hi, centre + half, 1e-14);
}
