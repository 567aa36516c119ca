/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>

#include "understand/rows.h"

/* Three items that move together: α from the definition. */
TEST(index_carries_the_alpha_of_its_items)
{
    struct rows rows = {.metric = "index"};
    struct column *items[3] = {empty_column(t, "a"), empty_column(t, "b"), empty_column(t, "c")};
    struct xoshiro numbers = xoshiro_of_seed(9);
    double sum[4] = {0}, squares[4] = {0};
    for (int row = 0; row < 200; row++) {
        double common = (double)xoshiro_below(&numbers, 6), total = 0;
        for (size_t i = 0; i < 3; i++) {
            double x = 1 + common + (double)xoshiro_below(&numbers, 3);
            column_add_number(t, items[i], x);
            sum[i] += x;
            squares[i] += x * x;
            total += x;
        }
        sum[3] += total;
        squares[3] += total * total;
    }
    double variance[4], of_items = 0;
    for (size_t i = 0; i < 4; i++) {
        variance[i] = (squares[i] - sum[i] * sum[i] / 200) / 199;
        of_items += i < 3 ? variance[i] : 0;
    }
    for (size_t i = 0; i < 3; i++)
        rows.fields[i] = items[i];
    struct estimate e = estimate_of(t, &rows);
    CHECK(e.n == 200 && e.has_alpha);
    CHECK_NEAR(e.alpha, 1.5 * (1 - of_items / variance[3]), 1e-13);
}

TEST(index_lies_between_nothing_and_a_hundred)
{
    struct rows rows = {
        .metric = "index",
        .fields = {column_of(t, "a", S("1 1 5 5")), column_of(t, "b", S("1 1 5 5"))}};
    struct question q = question_of(t, &rows);
    ask_by(t, &q, column_of(t, "g", S("low low high high")));
    struct answer answer = answer_to(t, &q);
    CHECK(row_of(&answer, "low", NULL)->estimate.value == 0);
    CHECK(row_of(&answer, "high", NULL)->estimate.value == 100);
}
