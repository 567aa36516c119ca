/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>

#include "base/test.h"
#include "stats/chart.h"

enum { MOST = 40 };

static struct chart_point share_point(double x, double n)
{
    return (struct chart_point){.value = x / n, .variance = x / n * (1 - x / n), .n = n};
}

static struct chart_point net_point(double positive, double negative, double n)
{
    double net = (positive - negative) / n;
    return (struct chart_point){
        .value = net, .variance = (positive + negative) / n - net * net, .n = n};
}

static const struct chart_options shares = {.bounds = {0, 1}};
static const struct chart_options nets = {.widening = CHART_ADJUSTED, .bounds = {-1, 1}};

/* 04_pchart_orangejuice.csv: R qcc 2.7 */
TEST(the_p_chart_matches_qcc)
{
    struct test_table table = test_reference(t, "04_pchart_orangejuice.csv");
    struct chart_point points[MOST];
    struct chart_limit limits[MOST];
    CHECK_INT((int64_t)table.rows_len, 30);
    for (size_t row = 0; row < table.rows_len; row++)
        points[row] = share_point(test_number(&table, row, "D"), test_number(&table, row, "size"));
    chart_limits(points, table.rows_len, &shares, limits);
    for (size_t row = 0; row < table.rows_len; row++) {
        CHECK(limits[row].defined);
        CHECK_NEAR(limits[row].centre, test_number(&table, row, "center"), 1e-14);
        CHECK_NEAR(limits[row].lo, test_number(&table, row, "lcl"), 1e-14);
        CHECK_NEAR(limits[row].hi, test_number(&table, row, "ucl"), 1e-14);
        CHECK(limits[row].out == str_equal(test_cell(&table, row, "out"), S("TRUE")));
    }
}

/* 04_pchart_variable_n.csv: R qcc 2.7; Laney's p′ by its formula */
TEST(limits_follow_n_and_laney_widens_them)
{
    struct test_table table = test_reference(t, "04_pchart_variable_n.csv");
    struct chart_options laney = {.widening = CHART_LANEY, .bounds = BOUNDS_SHARE};
    struct chart_point points[MOST];
    struct chart_limit plain[MOST], wide[MOST];
    double sigma_z;
    for (size_t row = 0; row < table.rows_len; row++)
        points[row] = share_point(test_number(&table, row, "x"), test_number(&table, row, "n"));
    chart_limits(points, table.rows_len, &shares, plain);
    chart_limits(points, table.rows_len, &laney, wide);
    CHECK(chart_sigma_z(points, table.rows_len, 0, &sigma_z));
    for (size_t row = 0; row < table.rows_len; row++) {
        CHECK_NEAR(plain[row].centre, test_number(&table, row, "center"), 1e-14);
        CHECK_NEAR(plain[row].lo, test_number(&table, row, "lcl"), 1e-14);
        CHECK_NEAR(plain[row].hi, test_number(&table, row, "ucl"), 1e-14);
        CHECK_NEAR(sigma_z, test_number(&table, row, "sigma_z"), 1e-13);
        CHECK_NEAR(wide[row].lo, test_number(&table, row, "laney_lcl"), 1e-13);
        CHECK_NEAR(wide[row].hi, test_number(&table, row, "laney_ucl"), 1e-13);
    }
    CHECK(plain[9].out && !wide[9].out); /* z 3.35, σ_z 1.37 */
}

/* 04_nps_chart.csv */
TEST(the_chart_of_net_shares_matches_the_reference)
{
    struct test_table table = test_reference(t, "04_nps_chart.csv");
    struct chart_point points[MOST];
    struct chart_limit limits[MOST];
    for (size_t row = 0; row < table.rows_len; row++)
        points[row] = net_point(test_number(&table, row, "P"), test_number(&table, row, "D"),
                                test_number(&table, row, "n"));
    chart_limits(points, table.rows_len, &nets, limits);
    for (size_t row = 0; row < table.rows_len; row++) {
        CHECK_NEAR(100 * limits[row].centre, test_number(&table, row, "center"), 1e-13);
        CHECK_NEAR(100 * limits[row].lo, test_number(&table, row, "lcl"), 1e-13);
        CHECK_NEAR(100 * limits[row].hi, test_number(&table, row, "ucl"), 1e-13);
        CHECK(limits[row].out == str_equal(test_cell(&table, row, "out"), S("TRUE")));
        CHECK(!limits[row].run);
    }
}

/* Pooled 40 positive, 0 negative of 40: no variance but for the three added. */
TEST(small_periods_take_the_adjusted_variance)
{
    (void)t;
    struct chart_point points[] = {{1, 0, 19}, {1, 0, 21}};
    struct chart_limit limits[2];
    chart_limits(points, 2, &nets, limits);
    double p = 40.75 / 43, d = 0.75 / 43, v = p + d - (p - d) * (p - d);
    CHECK_NEAR(limits[0].lo, 1 - 3 * sqrt(v / 19), 1e-14);
    CHECK(limits[0].hi == 1 && limits[0].centre == 1 && !limits[0].out);
    points[0].n = 20;
    chart_limits(points, 2, &nets, limits);
    CHECK(limits[0].lo == 1); /* no period below 20: as it is */
}

TEST(the_pooled_variance_is_that_of_all_answers_together)
{
    (void)t;
    /* 3 answers 1, 2, 3 and 2 answers 6, 6: mean 3.6, Σ(x−3.6)² = 21.2 */
    struct chart_point points[] = {{2, 2.0 / 3, 3}, {6, 0, 2}};
    struct chart_options options = {.bounds = BOUNDS_NONE};
    struct chart_limit limits[2];
    chart_limits(points, 2, &options, limits);
    CHECK_NEAR(limits[0].centre, 3.6, 1e-15);
    CHECK_NEAR(limits[0].hi, 3.6 + 3 * sqrt(21.2 / 5 / 3), 1e-15);
    CHECK_NEAR(limits[1].lo, 3.6 - 3 * sqrt(21.2 / 5 / 2), 1e-15);
}

TEST(a_period_without_answers_is_a_gap)
{
    (void)t;
    struct chart_point points[] = {share_point(5, 10), {.n = 0}, share_point(7, 10), {.n = 0}};
    struct chart_limit limits[4];
    chart_limits(points, 4, &shares, limits);
    CHECK(limits[0].defined && !limits[1].defined && limits[2].defined && !limits[3].defined);
    CHECK_NEAR(limits[0].centre, 0.6, 1e-15);
    struct chart_point nothing[] = {{.n = 0}, {.n = 0}};
    chart_limits(nothing, 2, &shares, limits);
    CHECK(!limits[0].defined && !limits[1].defined);
    double sigma_z;
    CHECK(!chart_sigma_z(nothing, 2, 0, &sigma_z));
    CHECK(!chart_sigma_z(points, 1, 0, &sigma_z));
}

TEST(eight_in_a_row_on_one_side_are_a_run)
{
    (void)t;
    struct chart_point points[20];
    struct chart_limit limits[20];
    for (size_t i = 0; i < 20; i++) /* ten a little below, ten a little above, one gap */
        points[i] = share_point(i < 10 ? 49 : 51, 100);
    points[4] = (struct chart_point){0};
    chart_limits(points, 20, &(struct chart_options){.bounds = BOUNDS_SHARE}, limits);
    for (size_t i = 0; i < 20; i++)
        CHECK(limits[i].run == (i == 8 || i == 9 || i >= 17)); /* the gap does not count */
    CHECK(!limits[19].out);
}

TEST(values_on_the_centre_are_no_run)
{
    (void)t;
    struct chart_point points[12];
    struct chart_limit limits[12];
    for (size_t i = 0; i < 12; i++)
        points[i] = share_point(50, 100);
    chart_limits(points, 12, &shares, limits);
    for (size_t i = 0; i < 12; i++)
        CHECK(!limits[i].run && !limits[i].out);
}

TEST(the_last_digit_of_a_centre_is_neither_run_nor_alarm)
{
    (void)t;
    struct chart_point points[12];
    struct chart_limit limits[12];
    for (size_t i = 0; i < 12; i++) {
        double n = 3 * (double)(i * i + 1);
        points[i] = (struct chart_point){.value = 1.0 / 3, .variance = 0, .n = n};
    }
    chart_limits(points, 12, &shares, limits);
    for (size_t i = 0; i < 12; i++)
        CHECK(!limits[i].run && !limits[i].out);
}

TEST(a_baseline_fixes_the_limits)
{
    (void)t;
    struct chart_point points[] = {share_point(50, 100), share_point(54, 100),
                                   share_point(90, 100)};
    struct chart_options options = {.bounds = BOUNDS_SHARE, .baseline = 2};
    struct chart_limit limits[3];
    chart_limits(points, 3, &options, limits);
    CHECK_NEAR(limits[2].centre, 0.52, 1e-15);
    CHECK_NEAR(limits[2].hi, 0.52 + 3 * sqrt(0.52 * 0.48 / 100), 1e-14);
    CHECK(limits[2].out && !limits[0].out);
}
