/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/rows.h"

/* 01_ces.json: R t.test */
TEST(ces_is_the_mean_of_an_effort_question)
{
    struct rows rows = {
        .metric = "ces",
        .fields = {column_of(t, "effort", S("7 6 6 5 7 4 3 7 6 5 2 7 6 6 1 5 7 6 4 7 5 6 7 3 6"))}};
    struct estimate e = estimate_of(t, &rows);
    CHECK_INT(e.n, 25);
    CHECK(e.status == STATUS_LOW_BASE);
    CHECK_NEAR(e.value, 5.36, 1e-15);
    CHECK_NEAR(e.lo, 4.66641543173947, 1e-13);
    CHECK_NEAR(e.hi, 6.05358456826053, 1e-13);
}
