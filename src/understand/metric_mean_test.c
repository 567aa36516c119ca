/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/rows.h"

/* Shifted and stretched answers shift and stretch value and interval. */
TEST(mean_goes_with_its_scale)
{
    struct xoshiro numbers = xoshiro_of_seed(6);
    for (int round = 0; round < 40; round++) {
        struct column *c = empty_column(t, "x"), *moved = empty_column(t, "x");
        struct column *p = empty_column(t, "p"), *w = empty_column(t, "w");
        for (int i = 0; i < 5 + round; i++) {
            double x = (double)xoshiro_below(&numbers, 41) / 4;
            column_add_number(t, c, x);
            column_add_number(t, moved, 3 * x - 100);
            column_add_number(t, p, (double)xoshiro_below(&numbers, 20));
            column_add_number(t, w, 1 + (double)xoshiro_below(&numbers, 8) / 8);
        }
        struct rows rows = {.metric = "mean",
                            .fields = {c},
                            .person = round % 2 ? p : NULL,
                            .weight = round % 3 ? w : NULL};
        struct estimate one = estimate_of(t, &rows);
        rows.fields[0] = moved;
        struct estimate other = estimate_of(t, &rows);
        CHECK_NEAR(other.value, 3 * one.value - 100, 1e-13);
        CHECK_NEAR(other.lo, 3 * one.lo - 100, 1e-12);
        CHECK_NEAR(other.hi, 3 * one.hi - 100, 1e-12);
        CHECK_STR(str_of_chars(one.method), str_of_chars(other.method));
    }
}

TEST(mean_takes_numbers_that_are_not_whole)
{
    struct rows rows = {.metric = "mean", .fields = {column_of(t, "x", S("1.5 2.25 -0.75 1e1"))}};
    struct estimate e = estimate_of(t, &rows);
    CHECK_INT(e.n, 4);
    CHECK(e.value == 3.25);
}

/* Numbers of many places, rounded where persons are summed exactly. */
TEST(mean_of_tiny_numbers_keeps_its_spread)
{
    struct rows rows = {.metric = "mean",
                        .fields = {column_of(t, "x", S("1e-9 2e-9 3e-9 4e-9 2e-9 5e-9 1e-9 2e-9"))},
                        .person = column_of(t, "p", S("a a b b c c d d"))};
    struct estimate e = estimate_of(t, &rows);
    CHECK_STR(str_of_chars(e.method), S("clustered"));
    CHECK(e.status == STATUS_TOO_FEW && e.hi > e.lo);
}
