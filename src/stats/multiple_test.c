/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>

#include "base/test.h"
#include "stats/multiple.h"
#include "stats/xoshiro.h"

/* The 15 p-values of Benjamini & Hochberg 1995, table 1, and R's p.adjust(). */
static const double published[15] = {0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                                     0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1};

TEST(benjamini_and_hochberg_reject_four_of_their_fifteen)
{
    struct multiple_test tests[15];
    for (size_t i = 0; i < 15; i++)
        tests[i] = (struct multiple_test){.p = published[14 - i], .has_p = true};
    CHECK_INT((int64_t)multiple_bh(t->arena, tests, 15), 15);
    int rejected = 0;
    for (size_t i = 0; i < 15; i++)
        rejected += tests[i].q <= 0.05;
    CHECK_INT(rejected, 4);
    CHECK_NEAR(tests[14].q, 0.0015, 1e-15);
    CHECK_NEAR(tests[11].q, 0.035625, 1e-15);
    CHECK_NEAR(tests[9].q, 0.0638571428571429, 1e-15);
}

static void check_file(struct test *t, const char *name, size_t with_p)
{
    struct test_table table = test_reference(t, name);
    struct multiple_test *tests = ARENA_ARRAY(t->arena, struct multiple_test, table.rows_len);
    for (size_t row = 0; row < table.rows_len; row++) {
        double p = test_number(&table, row, "p");
        tests[row] = (struct multiple_test){.p = p, .has_p = !isnan(p)};
    }
    CHECK_INT((int64_t)multiple_bh(t->arena, tests, table.rows_len), (int64_t)with_p);
    for (size_t row = 0; row < table.rows_len; row++)
        if (tests[row].has_p)
            CHECK_NEAR(tests[row].q, test_number(&table, row, "bh"), 1e-14);
}

/* 04_bh1995.csv, 04_bh_ties_na.csv */
TEST(corrected_p_match_the_reference)
{
    check_file(t, "04_bh1995.csv", 15);
}

TEST(ties_share_a_q_and_undefined_p_do_not_count)
{
    check_file(t, "04_bh_ties_na.csv", 6);
}

TEST(q_ascends_with_p_and_is_never_below_it)
{
    struct xoshiro numbers = xoshiro_of_seed(13);
    for (size_t len = 0; len < 60; len++) {
        struct multiple_test tests[60];
        for (size_t i = 0; i < len; i++)
            tests[i] = (struct multiple_test){.p = pow(xoshiro_unit(&numbers), 3),
                                              .has_p = xoshiro_below(&numbers, 5) > 0};
        size_t count = multiple_bh(t->arena, tests, len);
        for (size_t i = 0; i < len; i++) {
            if (!tests[i].has_p)
                continue;
            CHECK(tests[i].q >= tests[i].p && tests[i].q <= 1);
            CHECK(tests[i].q <= tests[i].p * (double)count + 1e-15);
            for (size_t k = 0; k < len; k++)
                CHECK(!tests[k].has_p || tests[k].p > tests[i].p || tests[k].q <= tests[i].q);
        }
    }
}

TEST(a_single_test_is_not_corrected)
{
    struct multiple_test tests[] = {{.has_p = false}, {.p = 0.03, .has_p = true}};
    CHECK_INT((int64_t)multiple_bh(t->arena, tests, 2), 1);
    CHECK(tests[1].q == 0.03);
}
