/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>

#include "base/test.h"
#include "stats/answers.h"
#include "stats/linear.h"
#include "stats/mean.h"
#include "stats/net.h"

/* 01_nps_weighted_data.csv, 01_nps_weighted.json: R survey 4.1.1 svymean() */
TEST(a_weighted_net_share_matches_survey)
{
    struct test_table table = test_reference(t, "01_nps_weighted_data.csv");
    struct answers answers = answers_of_table(t, &table, "c", "w");
    struct average average = average_of_answers(answers);
    struct spread spread = linear_spread(&average, BOUNDS_NET);
    struct interval interval;
    CHECK(average.size.n == 60);
    CHECK_NEAR(average.sum_w, 70, 1e-14);
    CHECK_NEAR(100 * spread.value, 33.7142857142857, 1e-14);
    CHECK_NEAR(100 * spread.se, 11.232700019208, 1e-13);
    CHECK(spread_interval(&spread, 0.95, &interval));
    CHECK_NEAR(100 * interval.lo, 11.6985982274958, 1e-13);
    CHECK_NEAR(100 * interval.hi, 55.7299732010757, 1e-13);
    CHECK_NEAR(average_deff(&average), 1.1730612244898, 1e-13);
    CHECK_NEAR(average.size.n_eff, 51.1482254697286, 1e-13);
    struct net_shares shares = net_of_tallies(answers.points, answers.len);
    CHECK_NEAR(shares.positive - shares.negative, spread.value, 1e-15);
    shares.size = average.size;
    CHECK_NEAR(100 * net_wald(&shares).se, 11.2412200363234, 1e-13); /* se_kish_approx */
    struct average plain = average_of_answers(answers_of_table(t, &table, "c", NULL));
    CHECK_NEAR(100 * plain.value, 26.6666666666667, 1e-14);
}

/* by_segment of the same file.  svyby() keeps the 60/59 of the whole design;
 * a group of ours is a sample of its own with 20/19. */
TEST(weighted_groups_match_survey_but_for_their_own_n)
{
    const struct {
        str segment;
        double value, se;
    } should[] = {{S("A"), 40, 21.4586713538184},
                  {S("B"), 25.5555555555556, 20.2026038709143},
                  {S("C"), 33.3333333333333, 16.2202184695814}};
    struct test_table table = test_reference(t, "01_nps_weighted_data.csv");
    for (size_t i = 0; i < 3; i++) {
        struct tally_point points[60];
        size_t len = 0;
        for (size_t row = 0; row < table.rows_len; row++)
            if (str_equal(test_cell(&table, row, "seg"), should[i].segment))
                points[len++] =
                    answer_of(test_number(&table, row, "c"), test_number(&table, row, "w"));
        struct average average = average_of_tallies(points, len);
        struct spread spread = linear_spread(&average, BOUNDS_NET);
        CHECK_INT((int64_t)len, 20);
        CHECK_NEAR(100 * spread.value, should[i].value, 1e-14);
        CHECK_NEAR(100 * spread.se * sqrt(60.0 / 59 * 19 / 20), should[i].se, 1e-13);
    }
}

/* 01_weighting_expected.csv, 01_weighting.json: R survey 4.1.1, apisrs */
static void check_weights(struct test *t, const char *weights, double value, double deff)
{
    struct test_table data = test_reference(t, "01_weighting_apisrs.csv");
    struct test_table cells = test_reference(t, "01_weighting_expected.csv");
    struct answers answers = answers_of_table(t, &data, "api00", NULL);
    for (size_t row = 0; row < data.rows_len; row++)
        for (size_t cell = 0; cell < cells.rows_len; cell++)
            if (str_equal(test_cell(&data, row, "stype"), test_cell(&cells, cell, "stype")) &&
                str_equal(test_cell(&data, row, "schwide"), test_cell(&cells, cell, "schwide")))
                answers.points[row] =
                    answer_of(answers.points[row].x, test_number(&cells, cell, weights));
    struct average average = average_of_answers(answers);
    CHECK_NEAR(average.value, value, 1e-12);
    CHECK_NEAR(average_deff(&average), deff, 1e-12);
}

TEST(weighted_means_and_their_design_effect_match_survey)
{
    check_weights(t, "w_ps", 656.781580952531, 1.0000996716399);
    check_weights(t, "w_rake", 657.791546332111, 1.00094659751747);
    struct test_table data = test_reference(t, "01_weighting_apisrs.csv");
    struct average base = average_of_answers(answers_of_table(t, &data, "api00", "w0"));
    CHECK_NEAR(base.value, 656.585, 1e-13);
    CHECK_NEAR(mean_spread(&base).se, 9.40277217088064, 1e-12);
}

TEST(equal_weights_give_the_textbook_error)
{
    struct answers answers = answers_of_text(t, S("1 2 2 5 7 3 3"));
    for (size_t i = 0; i < answers.len; i++)
        answers.points[i] = answer_of(answers.points[i].x, 0.3);
    struct average average = average_of_answers(answers);
    double sd;
    CHECK(mean_sd(&average, &sd));
    CHECK_NEAR(linear_spread(&average, BOUNDS_NONE).se, sd / sqrt(7), 1e-15);
}

TEST(one_weighted_answer_has_no_error_and_equal_ones_none_to_see)
{
    (void)t;
    struct tally_point one = answer_of(1, 3);
    struct average average = average_of_tallies(&one, 1);
    struct interval interval;
    struct spread spread = linear_spread(&average, BOUNDS_NET);
    CHECK(spread.defined && !spread.has_se && !spread_interval(&spread, 0.95, &interval));
    struct tally_point all = {.x = 1, .n = 40, .sum_w = 33.3, .sum_w2 = 41};
    average = average_of_tallies(&all, 1);
    spread = linear_spread(&average, BOUNDS_NET);
    CHECK(spread.has_se && spread.se == 0);
    average = average_of_tallies(&all, 0);
    spread = linear_spread(&average, BOUNDS_NET);
    CHECK(!spread.defined && !spread.has_se);
}

TEST(a_linearised_interval_stays_within_its_bounds)
{
    struct xoshiro numbers = xoshiro_of_seed(4);
    for (size_t len = 2; len < 40; len++) {
        struct average average = average_of_answers(random_answers(t, &numbers, len, -1, 1));
        struct spread spread = linear_spread(&average, BOUNDS_NET);
        struct interval interval;
        CHECK(spread_interval(&spread, 0.99, &interval));
        CHECK(interval.lo >= -1 && interval.hi <= 1);
        CHECK(interval.lo <= spread.value && spread.value <= interval.hi);
    }
}
