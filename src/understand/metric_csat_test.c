/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/rows.h"

TEST(csat_is_the_share_of_the_two_highest_codes)
{
    struct rows rows = {.metric = "csat", .fields = {column_of(t, "s", S("1 2 3 4 5 5 4 3"))}};
    CHECK(estimate_of(t, &rows).value == 50);
    rows.box = "5";
    CHECK(estimate_of(t, &rows).value == 25);
    rows.box = "4 5";
    CHECK(estimate_of(t, &rows).value == 50);
}

/* Of the scale, not of what happens to occur. */
TEST(csat_takes_the_two_highest_of_the_scale)
{
    static const struct scale_range one_to_five = {{1, 0}, {5, 0}}, one_to_ten = {{1, 0}, {10, 0}};
    struct rows rows = {
        .metric = "csat", .fields = {column_of(t, "s", S("1 2 3 3"))}, .scale = &one_to_five};
    CHECK(estimate_of(t, &rows).value == 0);
    rows.fields[0] = column_of(t, "s", S("5 9 10 8"));
    rows.scale = &one_to_ten;
    CHECK(estimate_of(t, &rows).value == 50);
}

/* 01_proportion_ci.csv: 85 of 100 */
TEST(csat_of_eighty_five_in_a_hundred)
{
    struct column *c = empty_column(t, "s");
    add_cells(c, S("5"), 40);
    add_cells(c, S("4"), 45);
    add_cells(c, S("1"), 15);
    struct rows rows = {.metric = "csat", .fields = {c}};
    struct estimate e = estimate_of(t, &rows);
    CHECK_NEAR(e.value, 85, 1e-15);
    CHECK_NEAR(e.lo, 76.7164404091676, 1e-14);
    CHECK_NEAR(e.hi, 90.6940147163434, 1e-14);
}
