/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>

#include "base/test.h"
#include "stats/answers.h"
#include "stats/difference.h"
#include "stats/share.h"

static struct share share_of_counts(double x, double n)
{
    if (!(n > 0))
        return (struct share){.size = {.n = 0}};
    return (struct share){.value = x / n, .size = {.n = n, .n_eff = n}};
}

/* 01_proportion_ci.csv: R 4.2.2 prop.test(correct = FALSE) */
TEST(wilson_matches_the_reference)
{
    struct test_table table = test_reference(t, "01_proportion_ci.csv");
    CHECK_INT((int64_t)table.rows_len, 13);
    for (size_t row = 0; row < table.rows_len; row++) {
        struct share share =
            share_of_counts(test_number(&table, row, "x"), test_number(&table, row, "n"));
        struct interval interval;
        bool has = share_wilson(&share, test_number(&table, row, "conf"), &interval);
        CHECK(has == (share.size.n > 0));
        if (!has)
            continue;
        CHECK_NEAR(interval.lo, test_number(&table, row, "wilson_lo"), 1e-13);
        CHECK_NEAR(interval.hi, test_number(&table, row, "wilson_hi"), 1e-13);
    }
}

/* Newcombe 1998, Statistics in Medicine 17:857–872, as printed */
TEST(wilson_gives_newcombes_printed_examples)
{
    (void)t;
    struct share one = share_of_counts(81, 263), two = share_of_counts(15, 148);
    struct interval interval;
    CHECK(share_wilson(&one, 0.95, &interval));
    CHECK_NEAR(interval.lo, 0.2553, 5e-5);
    CHECK_NEAR(interval.hi, 0.3662, 5e-5);
    CHECK(share_wilson(&two, 0.95, &interval));
    CHECK_NEAR(interval.lo, 0.0624, 5e-5);
    CHECK_NEAR(interval.hi, 0.1605, 5e-5);
}

TEST(wilson_ends_exactly_at_none_and_all)
{
    (void)t;
    for (double n = 1; n < 1e9; n = 3 * n + 0.7) {
        struct share none = share_of_counts(0, n), all = share_of_counts(n, n);
        struct interval interval;
        CHECK(share_wilson(&none, 0.95, &interval));
        CHECK(interval.lo == 0 && interval.hi > 0 && interval.hi < 1);
        CHECK(share_wilson(&all, 0.95, &interval));
        CHECK(interval.hi == 1 && interval.lo > 0 && interval.lo < 1);
    }
}

TEST(wilson_holds_its_share_and_mirrors)
{
    (void)t;
    for (double n = 1; n <= 60; n += 0.5)
        for (double x = 0; x <= n; x += 0.25) {
            struct share share = share_of_counts(x, n), rest = share_of_counts(n - x, n);
            struct interval one, two;
            CHECK(share_wilson(&share, 0.95, &one) && share_wilson(&rest, 0.95, &two));
            CHECK(one.lo <= share.value && share.value <= one.hi);
            CHECK(one.lo >= 0 && one.hi <= 1);
            CHECK_NEAR(one.lo, 1 - two.hi, 1e-14);
        }
}

TEST(a_weighted_share_is_wilson_with_its_worth)
{
    (void)t;
    struct tally_point points[] = {{1, 3, 6, 14}, {0, 5, 4, 4}};
    struct average average = average_of_tallies(points, 2);
    struct share share = share_of_average(&average);
    double worth = 100.0 / 18;
    struct share same = {.value = 0.6, .size = {.n = worth, .n_eff = worth}};
    struct interval one, two;
    CHECK(share_wilson(&share, 0.95, &one) && share_wilson(&same, 0.95, &two));
    CHECK_NEAR(one.lo, two.lo, 1e-14);
    CHECK_NEAR(one.hi, two.hi, 1e-14);
}

/* 01_two_proportion.csv: R 4.2.2 prop.test, fisher.test; Newcombe's method 10 */
TEST(two_shares_match_the_reference)
{
    struct test_table table = test_reference(t, "01_two_proportion.csv");
    CHECK_INT((int64_t)table.rows_len, 4);
    for (size_t row = 0; row < table.rows_len; row++) {
        struct share_table counts = {.xa = test_number(&table, row, "x1"),
                                     .na = test_number(&table, row, "n1"),
                                     .xb = test_number(&table, row, "x2"),
                                     .nb = test_number(&table, row, "n2")};
        double z, p;
        CHECK(share_z(&counts, &z) && share_z_p(&counts, &p));
        CHECK_NEAR(z, test_number(&table, row, "z_pooled"), 1e-12);
        CHECK_NEAR(p / test_number(&table, row, "p_N_minus_1"), 1, 1e-9);
        CHECK_NEAR(share_fisher_p(&counts) / test_number(&table, row, "fisher_p"), 1, 1e-9);
        struct share a = share_of_counts(counts.xa, counts.na);
        struct share b = share_of_counts(counts.xb, counts.nb);
        struct difference d = difference_of_shares(&a, &b, 0.95);
        CHECK(d.defined && d.has_interval && d.has_p);
        CHECK_NEAR(d.diff, test_number(&table, row, "diff"), 1e-14);
        CHECK_NEAR(d.lo, test_number(&table, row, "newcombe_lo"), 1e-12);
        CHECK_NEAR(d.hi, test_number(&table, row, "newcombe_hi"), 1e-12);
        CHECK_NEAR(d.p / test_number(&table, row, "p_N_minus_1"), 1, 1e-9);
        CHECK(d.lo <= d.lo90 && d.lo90 <= d.hi90 && d.hi90 <= d.hi);
    }
}

/* Tables enumerated in whole numbers (Python's fractions). */
static const struct {
    struct share_table table;
    double p;
} fisher[] = {
    {{3, 4, 1, 4}, 34.0 / 70}, /* Fisher's tea */
    {{0, 5, 5, 5}, 2.0 / 252}, {{1, 40, 0, 200}, 1.0 / 6}, {{2, 40, 0, 200}, 780.0 / 28680},
    {{0, 10, 0, 10}, 1},       {{10, 10, 10, 10}, 1},
};

TEST(fishers_test_counts_every_table)
{
    (void)t;
    for (size_t i = 0; i < sizeof fisher / sizeof *fisher; i++)
        CHECK_NEAR(share_fisher_p(&fisher[i].table), fisher[i].p, 1e-13);
}

TEST(fishers_test_takes_where_an_expected_count_is_below_one)
{
    (void)t;
    struct share a = share_of_counts(1, 40), b = share_of_counts(0, 200);
    double p;
    CHECK(share_p(&a, &b, &p)); /* expected: 1·40/240 */
    CHECK_NEAR(p, 1.0 / 6, 1e-13);
    struct share c = share_of_counts(1, 10), d = share_of_counts(1, 10);
    struct share_table table = {.xa = 1, .na = 10, .xb = 1, .nb = 10};
    double by_z;
    CHECK(share_p(&c, &d, &p) && share_z_p(&table, &by_z)); /* expected exactly 1 */
    CHECK(p == by_z);
}

TEST(no_choice_or_only_choices_on_both_sides_prove_nothing)
{
    (void)t;
    struct share none = share_of_counts(0, 30), none_too = share_of_counts(0, 70);
    struct share all = share_of_counts(30, 30);
    double p;
    CHECK(share_p(&none, &none_too, &p) && p == 1);
    CHECK(share_p(&all, &all, &p) && p == 1);
    CHECK(share_p(&all, &none, &p) && p < 1e-10);
}

TEST(fishers_test_is_quick_and_finite_for_large_tables)
{
    (void)t;
    struct share_table rare = {.xa = 3, .na = 1e9, .xb = 9, .nb = 1e9};
    CHECK_NEAR(share_fisher_p(&rare), 0.1459960938, 1e-7); /* binomial(12, ½): 598/4096 */
    struct share_table far = {.xa = 4e8, .na = 1e9, .xb = 6e8, .nb = 1e9};
    CHECK(share_fisher_p(&far) == 0);
    struct share_table near = {.xa = 500000, .na = 1e6, .xb = 500000, .nb = 1e6};
    CHECK_NEAR(share_fisher_p(&near), 1, 1e-9);
}

TEST(a_known_share_leaves_only_the_samples_error)
{
    (void)t;
    struct share sample = share_of_counts(40, 100), known = share_of_counts(25, 50);
    known.size.population = 50;
    double p, other;
    CHECK(share_p(&sample, &known, &p) && share_p(&known, &sample, &other));
    CHECK_NEAR(p, 0.04550026389635841, 1e-12); /* z = −0.1/√(0.25/100) = −2 */
    CHECK(p == other);
    struct difference d = difference_of_shares(&known, &known, 0.95);
    CHECK(d.lo == 0 && d.hi == 0 && d.p == 1);
}

TEST(swapping_two_shares_negates_the_difference)
{
    struct xoshiro numbers = xoshiro_of_seed(3);
    (void)t;
    for (int i = 0; i < 500; i++) {
        double na = 1 + (double)xoshiro_below(&numbers, 60), nb = 1 + 60 * xoshiro_unit(&numbers);
        struct share a = share_of_counts((double)xoshiro_below(&numbers, (uint64_t)na + 1), na);
        struct share b = share_of_counts(floor(nb * xoshiro_unit(&numbers)), nb);
        struct difference one = difference_of_shares(&a, &b, 0.95);
        struct difference two = difference_of_shares(&b, &a, 0.95);
        CHECK(one.diff == -two.diff);
        CHECK_NEAR(one.lo, -two.hi, 1e-15);
        CHECK_NEAR(one.hi90, -two.lo90, 1e-15);
        CHECK_NEAR(one.p, two.p, 1e-9);
        CHECK(one.lo >= -1 && one.hi <= 1 && one.p >= 0 && one.p <= 1);
        CHECK(one.lo <= one.diff && one.diff <= one.hi);
    }
}

TEST(nobody_has_no_share_and_no_difference)
{
    (void)t;
    struct share nobody = share_of_counts(0, 0), some = share_of_counts(3, 9);
    struct interval interval;
    double p;
    CHECK(!share_wilson(&nobody, 0.95, &interval));
    CHECK(!share_p(&nobody, &some, &p));
    CHECK(!difference_of_shares(&some, &nobody, 0.95).defined);
}
