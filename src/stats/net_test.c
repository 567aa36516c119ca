/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>

#include "base/test.h"
#include "stats/answers.h"
#include "stats/difference.h"
#include "stats/distribution.h"
#include "stats/net.h"

static struct net_shares net_of_counts(double positive, double neutral, double negative)
{
    double n = positive + neutral + negative;
    if (!(n > 0))
        return (struct net_shares){.size = {.n = 0}};
    return (struct net_shares){
        .positive = positive / n, .negative = negative / n, .size = {.n = n, .n_eff = n}};
}

static struct interval adjusted_interval(struct net_shares shares, double conf)
{
    struct spread spread = net_adjusted(&shares);
    struct interval interval = {NAN, NAN};
    CHECK(spread_interval(&spread, conf, &interval));
    return interval;
}

static void check_row(const struct test_table *table, size_t row)
{
    struct net_shares shares =
        net_of_counts(test_number(table, row, "promoters"), test_number(table, row, "passives"),
                      test_number(table, row, "detractors"));
    double conf = test_number(table, row, "conf");
    struct spread wald = net_wald(&shares), adjusted = net_adjusted(&shares);
    struct interval interval;
    if (!(shares.size.n > 0)) {
        CHECK(!wald.defined && !adjusted.defined);
        CHECK(!spread_interval(&adjusted, conf, &interval));
        return;
    }
    CHECK_NEAR(100 * wald.value, test_number(table, row, "nps"), 1e-12);
    CHECK_NEAR(100 * wald.se, test_number(table, row, "se"), 1e-12);
    CHECK(spread_interval(&wald, conf, &interval));
    CHECK_NEAR(100 * interval.lo, test_number(table, row, "wald_lo"), 1e-12);
    CHECK_NEAR(100 * interval.hi, test_number(table, row, "wald_hi"), 1e-12);
    CHECK_NEAR(100 * adjusted.value, test_number(table, row, "nps"), 1e-12);
    CHECK_NEAR(100 * adjusted.centre, test_number(table, row, "adj_nps"), 1e-12);
    CHECK_NEAR(100 * adjusted.se, test_number(table, row, "adj_se"), 1e-12);
    CHECK_NEAR(shares.size.n + adjusted.added, test_number(table, row, "adj_n"), 0);
    CHECK(spread_interval(&adjusted, conf, &interval));
    CHECK_NEAR(100 * interval.lo, test_number(table, row, "adjwald_lo"), 1e-12);
    CHECK_NEAR(100 * interval.hi, test_number(table, row, "adjwald_hi"), 1e-12);
    double p = test_number(table, row, "p_vs_0_wald");
    if (!isnan(p))
        CHECK_NEAR(normal_two_sided_p(wald.value / wald.se) / p, 1, 1e-9);
}

/* 01_nps_one_sample.csv: R 4.2.2, package NPS 1.1 */
TEST(net_shares_of_one_sample_match_the_reference)
{
    struct test_table table = test_reference(t, "01_nps_one_sample.csv");
    CHECK_INT((int64_t)table.rows_len, 14);
    for (size_t row = 0; row < table.rows_len; row++)
        check_row(&table, row);
}

/* methodology.md §1.1; the same numbers as in the file, where that is absent */
TEST(fifty_thirty_twenty_is_fourteen_to_forty_four)
{
    (void)t;
    struct interval interval = adjusted_interval(net_of_counts(50, 30, 20), 0.95);
    CHECK_NEAR(100 * interval.lo, 14.0511301787616, 1e-12);
    CHECK_NEAR(100 * interval.hi, 44.2012970057044, 1e-12);
}

TEST(ten_positive_answers_are_not_certain)
{
    (void)t;
    struct interval interval = adjusted_interval(net_of_counts(10, 0, 0), 0.95);
    CHECK_NEAR(100 * interval.lo, 47.5035515447902, 1e-12);
    CHECK(interval.hi == 1);
}

TEST(the_adjusted_interval_of_one_answer_leaves_it_out)
{
    (void)t;
    struct interval interval = adjusted_interval(net_of_counts(1, 0, 0), 0.95);
    CHECK_NEAR(100 * interval.hi, 98.498649420252, 1e-12);
}

/* 01_sentiment.json */
TEST(net_sentiment_has_the_same_algebra)
{
    (void)t;
    struct net_shares shares = net_of_counts(120, 50, 30);
    struct spread wald = net_wald(&shares);
    CHECK_NEAR(100 * wald.value, 45, 1e-13);
    CHECK_NEAR(100 * wald.se, 5.23211238411409, 1e-12);
}

TEST(shares_come_from_tallies)
{
    (void)t;
    struct tally_point points[] = {{-1, 2, 3, 5}, {0, 1, 4, 16}, {1, 5, 5, 5}, {1, 0, 0, 0}};
    struct net_shares shares = net_of_tallies(points, 4);
    CHECK_NEAR(shares.positive, 5.0 / 12, 1e-15);
    CHECK_NEAR(shares.negative, 3.0 / 12, 1e-15);
    CHECK(shares.size.n == 8);
    CHECK_NEAR(shares.size.n_eff, 144.0 / 26, 1e-15);
    CHECK(net_of_tallies(points, 0).size.n == 0);
}

/* 01_nps_two_sample.csv */
TEST(net_shares_of_two_samples_match_the_reference)
{
    struct test_table table = test_reference(t, "01_nps_two_sample.csv");
    CHECK_INT((int64_t)table.rows_len, 6);
    for (size_t row = 0; row < table.rows_len; row++) {
        struct net_shares a =
            net_of_counts(test_number(&table, row, "a_pro"), test_number(&table, row, "a_pas"),
                          test_number(&table, row, "a_det"));
        struct net_shares b =
            net_of_counts(test_number(&table, row, "b_pro"), test_number(&table, row, "b_pas"),
                          test_number(&table, row, "b_det"));
        struct spread of_a = net_adjusted(&a), of_b = net_adjusted(&b);
        struct difference d = difference_of_spreads(&of_a, &of_b, 0.95);
        CHECK(d.defined && d.has_interval && d.has_p);
        CHECK_NEAR(100 * d.diff, test_number(&table, row, "diff"), 1e-12);
        CHECK_NEAR(100 * (of_a.centre - of_b.centre), test_number(&table, row, "diff_adj"), 1e-12);
        CHECK_NEAR(100 * hypot(of_a.se, of_b.se), test_number(&table, row, "se_adj"), 1e-12);
        CHECK_NEAR(100 * d.lo, test_number(&table, row, "lo_adj"), 1e-12);
        CHECK_NEAR(100 * d.hi, test_number(&table, row, "hi_adj"), 1e-12);
        CHECK_NEAR(d.p / test_number(&table, row, "p_adj"), 1, 1e-9);
        struct spread wald_a = net_wald(&a), wald_b = net_wald(&b);
        d = difference_of_spreads(&wald_a, &wald_b, 0.95);
        CHECK_NEAR(100 * d.lo, test_number(&table, row, "lo_wald"), 1e-12);
        CHECK_NEAR(100 * d.hi, test_number(&table, row, "hi_wald"), 1e-12);
        CHECK_NEAR(d.p / test_number(&table, row, "p_wald"), 1, 1e-9);
    }
}

TEST(swapping_positive_and_negative_mirrors_the_interval)
{
    (void)t;
    for (double positive = 0; positive <= 12; positive++)
        for (double negative = 0; positive + negative <= 12; negative++) {
            double neutral = 12 - positive - negative;
            struct interval one =
                adjusted_interval(net_of_counts(positive, neutral, negative), 0.9);
            struct interval two =
                adjusted_interval(net_of_counts(negative, neutral, positive), 0.9);
            CHECK_NEAR(one.lo, -two.hi, 1e-15);
            CHECK_NEAR(one.hi, -two.lo, 1e-15);
            CHECK(one.lo >= -1 && one.hi <= 1 && one.lo < one.hi);
        }
}

TEST(one_more_positive_answer_moves_both_limits_up)
{
    (void)t;
    for (double positive = 0; positive < 50; positive++) {
        struct interval less = adjusted_interval(net_of_counts(positive, 50 - positive, 5), 0.95);
        struct interval more =
            adjusted_interval(net_of_counts(positive + 1, 49 - positive, 5), 0.95);
        CHECK(more.lo > less.lo && more.hi >= less.hi);
    }
}

TEST(a_neutral_answer_never_moves_a_net_share_away_from_zero)
{
    (void)t;
    for (double positive = 0; positive <= 9; positive++)
        for (double negative = 0; negative <= 9; negative++) {
            struct net_shares without = net_of_counts(positive, 1, negative);
            struct net_shares with = net_of_counts(positive, 2, negative);
            CHECK(fabs(net_wald(&with).value) <= fabs(net_wald(&without).value));
        }
}

TEST(more_confidence_is_a_wider_interval)
{
    (void)t;
    struct net_shares shares = net_of_counts(20, 30, 25);
    struct interval inner = adjusted_interval(shares, 0.9), outer = adjusted_interval(shares, 0.99);
    CHECK(outer.lo < inner.lo && inner.hi < outer.hi);
}
