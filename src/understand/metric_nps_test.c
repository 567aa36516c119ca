/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/rows.h"

TEST(nps_counts_promoters_less_detractors)
{
    static const double counts[] = {-100, -100, -100, -100, -100, -100, -100, 0, 0, 100, 100};
    for (int code = 0; code <= 10; code++) {
        struct column *c = empty_column(t, "recommend");
        column_add_number(t, c, code);
        struct rows rows = {.metric = "nps", .fields = {c}};
        CHECK(estimate_of(t, &rows).value == counts[code]);
    }
}

/* methodology.md §1.1 */
TEST(nps_of_fifteen_nine_and_eight)
{
    struct column *c = empty_column(t, "recommend");
    add_cells(c, S("9"), 15);
    add_cells(c, S("8"), 9);
    add_cells(c, S("6"), 8);
    struct rows rows = {.metric = "nps", .fields = {c}};
    struct estimate e = estimate_of(t, &rows);
    CHECK_NEAR(e.value, 21.875, 1e-15);
    CHECK_NEAR(e.lo, -6.91448267414044, 1e-13);
    CHECK_NEAR(e.hi, 46.9144826741404, 1e-13);
}

/* 11 beside 0 to 10 is no answer, 12 and 7.5 are refused, 9.0 is 9. */
TEST(nps_has_its_scale)
{
    struct rows rows = {.metric = "nps",
                        .fields = {column_of(t, "s", S("10 9.0 11 12 7.5 often - 0"))}};
    struct estimate e = estimate_of(t, &rows);
    CHECK_INT(e.n, 3);
    CHECK_NEAR(e.value, 100.0 / 3, 1e-15);
    const struct measure *m = measure_of(t, &rows);
    CHECK(m->has_scale && !m->guessed && m->range.lo.mantissa == 0 && m->range.hi.mantissa == 10);
}

/* 01_sentiment_cases.csv: the same algebra */
TEST(nps_is_symmetric)
{
    struct xoshiro numbers = xoshiro_of_seed(5);
    for (int round = 0; round < 50; round++) {
        struct column *c = empty_column(t, "s"), *mirrored = empty_column(t, "s");
        for (size_t i = 0; i < 1 + (size_t)round; i++) {
            static const str codes[] = {S_INIT("6"), S_INIT("7"), S_INIT("10")};
            uint64_t x = xoshiro_below(&numbers, 3);
            column_add_text(c, codes[x]);
            column_add_text(mirrored, codes[2 - x]);
        }
        struct rows rows = {.metric = "nps", .fields = {c}};
        struct estimate one = estimate_of(t, &rows);
        rows.fields[0] = mirrored;
        struct estimate other = estimate_of(t, &rows);
        CHECK(one.value == -other.value);
        CHECK_NEAR(one.lo, -other.hi, 1e-14);
        CHECK_NEAR(one.hi, -other.lo, 1e-14);
        CHECK(one.lo >= -100 && one.hi <= 100 && one.lo < one.hi);
    }
}
