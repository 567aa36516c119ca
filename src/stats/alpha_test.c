/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>

#include "base/test.h"
#include "stats/alpha.h"
#include "stats/xoshiro.h"

enum { ITEMS_MOST = 7 };

struct scale {
    struct alpha_item items[ITEMS_MOST];
    struct alpha_item total;
    double n;
};

static void add(struct alpha_item *item, double x)
{
    item->sum += x;
    item->sum_sq += x * x;
}

static void add_answers(struct scale *scale, const double *x, size_t items)
{
    double total = 0;
    for (size_t i = 0; i < items; i++) {
        add(&scale->items[i], x[i]);
        total += x[i];
    }
    add(&scale->total, total);
    scale->n++;
}

static bool alpha_of_scale(const struct scale *scale, size_t items, double *alpha)
{
    struct alpha_sums sums = {
        .n = scale->n, .items = scale->items, .items_len = items, .total = scale->total};
    return alpha_of_sums(&sums, alpha);
}

static double alpha_of_columns(struct test *t, const char *const *columns, size_t items)
{
    struct test_table table = test_reference(t, "02_mobi.csv");
    struct scale scale = {0};
    double alpha = -1;
    for (size_t row = 0; row < table.rows_len; row++) {
        double x[ITEMS_MOST];
        for (size_t i = 0; i < items; i++)
            x[i] = test_number(&table, row, columns[i]);
        add_answers(&scale, x, items);
    }
    CHECK(scale.n == 250);
    CHECK(alpha_of_scale(&scale, items, &alpha));
    return alpha;
}

/* 01_reliability.json: R psych 2.2.9 alpha() on 02_mobi.csv */
TEST(alpha_matches_psych)
{
    static const char *const quality[] = {"PERQ1", "PERQ2", "PERQ3", "PERQ4",
                                          "PERQ5", "PERQ6", "PERQ7"};
    static const char *const satisfaction[] = {"CUSA1", "CUSA2", "CUSA3"};
    CHECK_NEAR(alpha_of_columns(t, quality, 7), 0.872406371429888, 1e-13);
    CHECK_NEAR(alpha_of_columns(t, quality + 1, 6), 0.849120980311818, 1e-13); /* PERQ1 dropped */
    CHECK_NEAR(alpha_of_columns(t, satisfaction, 3), 0.770113108282275, 1e-13);
}

TEST(items_that_agree_perfectly_have_alpha_one)
{
    (void)t;
    struct scale scale = {0};
    double alpha = -1;
    for (int i = 0; i < 40; i++) {
        double x = i % 5 + 1, answers[] = {x, x, x};
        add_answers(&scale, answers, 3);
    }
    CHECK(alpha_of_scale(&scale, 3, &alpha));
    CHECK_NEAR(alpha, 1, 1e-15);
}

TEST(unrelated_items_have_alpha_near_zero_and_contrary_ones_below)
{
    (void)t;
    struct xoshiro numbers = xoshiro_of_seed(14);
    struct scale unrelated = {0}, contrary = {0};
    double alpha = -1;
    for (int i = 0; i < 20000; i++) {
        double x[3], against[2];
        for (int k = 0; k < 3; k++)
            x[k] = 1 + (double)xoshiro_below(&numbers, 5);
        against[0] = x[0];
        against[1] = x[1] > 2 ? 6 - x[0] : x[2];
        add_answers(&unrelated, x, 3);
        add_answers(&contrary, against, 2);
    }
    CHECK(alpha_of_scale(&unrelated, 3, &alpha) && fabs(alpha) < 0.05);
    CHECK(alpha_of_scale(&contrary, 2, &alpha) && alpha < 0);
}

TEST(alpha_needs_two_items_thirty_people_and_some_variance)
{
    (void)t;
    struct scale scale = {0}, flat = {0}, cancelling = {0};
    double alpha = -1;
    for (int i = 0; i < 30; i++) {
        double x[] = {i % 5, i % 3 + 1}, same[] = {3.1, 4.7}, against[] = {i % 5, 5 - i % 5};
        if (i == 29)
            CHECK(!alpha_of_scale(&scale, 2, &alpha)); /* 29 people */
        add_answers(&scale, x, 2);
        add_answers(&flat, same, 2);
        add_answers(&cancelling, against, 2);
    }
    CHECK(alpha_of_scale(&scale, 2, &alpha));
    CHECK(!alpha_of_scale(&scale, 1, &alpha));
    CHECK(!alpha_of_scale(&flat, 2, &alpha));
    CHECK(!alpha_of_scale(&cancelling, 2, &alpha)); /* every sum is 5 */
}
