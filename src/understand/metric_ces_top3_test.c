/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/rows.h"

/* 01_ces_cases.csv: top3_pct, wilson_lo, wilson_hi */
TEST(ces_top3_is_the_share_of_the_three_highest_codes)
{
    static const struct scale_range one_to_seven = {{1, 0}, {7, 0}};
    struct test_table table = test_reference(t, "01_ces_cases.csv");
    for (size_t row = 0; row < table.rows_len; row++) {
        struct rows rows = {.metric = "ces_top3",
                            .fields = {column_of(t, "effort", test_cell(&table, row, "scores"))},
                            .scale = &one_to_seven};
        struct estimate e = estimate_of(t, &rows);
        CHECK_NEAR(e.value, test_number(&table, row, "top3_pct"), 1e-14);
        CHECK_NEAR(e.lo, test_number(&table, row, "wilson_lo"), 1e-13);
        CHECK_NEAR(e.hi, test_number(&table, row, "wilson_hi"), 1e-13);
    }
}
