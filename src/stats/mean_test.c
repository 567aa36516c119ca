/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>

#include "base/test.h"
#include "stats/answers.h"
#include "stats/difference.h"
#include "stats/distribution.h"
#include "stats/mean.h"
#include "stats/share.h"

/* Share of answers x >= least. */
static struct share share_from(struct answers answers, double least)
{
    double chosen = 0;
    for (size_t i = 0; i < answers.len; i++)
        chosen += answers.points[i].x >= least ? 1 : 0;
    double n = (double)answers.len;
    return (struct share){.value = chosen / n, .size = {.n = n, .n_eff = n}};
}

/* 01_ces.json: R 4.2.2 t.test, prop.test; inputs are ours */
TEST(the_mean_of_an_effort_score_has_the_t_interval)
{
    struct answers answers =
        answers_of_text(t, S("7 6 6 5 7 4 3 7 6 5 2 7 6 6 1 5 7 6 4 7 5 6 7 3 6"));
    struct average average = average_of_answers(answers);
    struct spread spread = mean_spread(&average);
    struct interval interval;
    double sd;
    CHECK(mean_sd(&average, &sd));
    CHECK_NEAR(sd, 1.68027775481714, 1e-14);
    CHECK_NEAR(spread.value, 5.36, 1e-15);
    CHECK_NEAR(spread.se, 0.336055550963428, 1e-14);
    CHECK(spread.df == 24);
    CHECK(spread_interval(&spread, 0.95, &interval));
    CHECK_NEAR(interval.lo, 4.66641543173947, 1e-12);
    CHECK_NEAR(interval.hi, 6.05358456826053, 1e-12);
    struct share top3 = share_from(answers, 5);
    CHECK(share_wilson(&top3, 0.95, &interval));
    CHECK_NEAR(100 * interval.lo, 56.5703166445709, 1e-13);
    CHECK_NEAR(100 * interval.hi, 88.5036863065986, 1e-13);
}

/* 01_ces_cases.csv */
TEST(effort_cases_match_the_reference)
{
    struct test_table table = test_reference(t, "01_ces_cases.csv");
    CHECK_INT((int64_t)table.rows_len, 5);
    for (size_t row = 0; row < table.rows_len; row++) {
        struct answers answers = answers_of_text(t, test_cell(&table, row, "scores"));
        struct average average = average_of_answers(answers);
        struct spread spread = mean_spread(&average);
        struct interval interval;
        double sd, lo = test_number(&table, row, "t_lo");
        CHECK_NEAR(average.value, test_number(&table, row, "mean"), 1e-14);
        CHECK(mean_sd(&average, &sd) == !isnan(test_number(&table, row, "sd")));
        if (answers.len > 1)
            CHECK_NEAR(sd, test_number(&table, row, "sd"), 1e-14);
        if (!isnan(lo)) {
            CHECK(spread_interval(&spread, 0.95, &interval));
            CHECK_NEAR(interval.lo, lo, 1e-12);
            CHECK_NEAR(interval.hi, test_number(&table, row, "t_hi"), 1e-12);
        }
        struct share top3 = share_from(answers, 5);
        CHECK(share_wilson(&top3, 0.95, &interval));
        CHECK_NEAR(100 * interval.lo, test_number(&table, row, "wilson_lo"), 1e-12);
        CHECK_NEAR(100 * interval.hi, test_number(&table, row, "wilson_hi"), 1e-12);
    }
}

/* contract.md §4: lo = hi = value, status degenerate; one answer: no interval */
TEST(equal_answers_have_an_interval_without_width_and_one_answer_none)
{
    struct average equal = average_of_answers(answers_of_text(t, S("7 7 7 7")));
    struct average one = average_of_answers(answers_of_text(t, S("7")));
    struct spread of_equal = mean_spread(&equal), of_one = mean_spread(&one);
    struct interval interval;
    CHECK(spread_interval(&of_equal, 0.95, &interval));
    CHECK(interval.lo == 7 && interval.hi == 7);
    CHECK(of_one.defined && !spread_interval(&of_one, 0.95, &interval));
}

static void check_welch(struct test *t, const struct test_table *table, size_t row)
{
    struct average a = average_of_answers(answers_of_text(t, test_cell(table, row, "a")));
    struct average b = average_of_answers(answers_of_text(t, test_cell(table, row, "b")));
    struct spread of_a = mean_spread(&a), of_b = mean_spread(&b);
    struct difference d = difference_of_spreads(&of_a, &of_b, 0.95);
    struct difference_side side_a = {of_a.se * of_a.se, of_a.df};
    struct difference_side side_b = {of_b.se * of_b.se, of_b.df};
    CHECK(d.defined && d.has_interval && d.has_p);
    CHECK_NEAR(d.diff / hypot(of_a.se, of_b.se), test_number(table, row, "t"), 1e-13);
    CHECK_NEAR(difference_df(side_a, side_b), test_number(table, row, "df"), 1e-13);
    CHECK_NEAR(d.p / test_number(table, row, "p"), 1, 1e-11);
    CHECK_NEAR(d.lo, test_number(table, row, "lo"), 1e-12);
    CHECK_NEAR(d.hi, test_number(table, row, "hi"), 1e-12);
    double g;
    CHECK(mean_hedges_g(&a, &b, &g));
    CHECK_NEAR(g, test_number(table, row, "hedges_g"), 1e-13);
}

/* 01_mean_two_sample_cases.csv, 01_mean_two_sample.json: R 4.2.2 t.test (Welch) */
TEST(two_means_match_the_reference)
{
    struct test_table table = test_reference(t, "01_mean_two_sample_cases.csv");
    CHECK_INT((int64_t)table.rows_len, 3);
    for (size_t row = 0; row < table.rows_len; row++)
        check_welch(t, &table, row);
}

/* The first row of that file again: inputs are ours */
TEST(welch_keeps_the_variances_apart)
{
    struct average a = average_of_answers(answers_of_text(t, S("7 6 5 7 6 4 7 5 6 7")));
    struct average b = average_of_answers(answers_of_text(t, S("5 4 6 3 5 4 6 2 5 4 5 3")));
    struct spread of_a = mean_spread(&a), of_b = mean_spread(&b);
    struct difference d = difference_of_spreads(&of_a, &of_b, 0.95);
    double g;
    CHECK_NEAR(d.p, 0.0027119063119816, 1e-13);
    CHECK_NEAR(d.lo, 0.650277981694461, 1e-13);
    CHECK_NEAR(d.hi, 2.68305535163887, 1e-13);
    CHECK(mean_hedges_g(&a, &b, &g));
    CHECK_NEAR(g, 1.38856393855733, 1e-13);
}

TEST(a_mean_follows_its_scale)
{
    struct xoshiro numbers = xoshiro_of_seed(5);
    struct answers answers = random_answers(t, &numbers, 80, 1, 7);
    struct average before = average_of_answers(answers);
    for (size_t i = 0; i < answers.len; i++)
        answers.points[i].x = 100 * (answers.points[i].x - 1) / 6; /* POMP */
    struct average after = average_of_answers(answers);
    struct interval one, two;
    struct spread of_before = mean_spread(&before), of_after = mean_spread(&after);
    CHECK(spread_interval(&of_before, 0.95, &one) && spread_interval(&of_after, 0.95, &two));
    CHECK_NEAR(two.lo, 100 * (one.lo - 1) / 6, 1e-13);
    CHECK_NEAR(two.hi, 100 * (one.hi - 1) / 6, 1e-13);
}

TEST(hedges_g_needs_two_answers_a_side_and_some_spread)
{
    struct average one = average_of_answers(answers_of_text(t, S("5")));
    struct average equal = average_of_answers(answers_of_text(t, S("5 5 5")));
    struct average some = average_of_answers(answers_of_text(t, S("5 6")));
    double g;
    CHECK(!mean_hedges_g(&one, &some, &g));
    CHECK(!mean_hedges_g(&equal, &equal, &g));
    CHECK(mean_hedges_g(&equal, &some, &g) && g < 0);
}
