/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>

#include "base/test.h"
#include "stats/answers.h"
#include "stats/average.h"

TEST(nobody_has_no_average)
{
    (void)t;
    struct tally_point point = {.x = 3};
    CHECK(!average_of_tallies(NULL, 0).defined);
    CHECK(!average_of_tallies(&point, 1).defined);
}

TEST(an_average_of_equal_answers_is_that_answer_to_the_last_digit)
{
    (void)t;
    struct tally_point points[] = {{0.1, 0, 0, 0}, {0.7, 3, 0.3, 0.03}, {0.7, 4, 1.7, 0.9}};
    struct average average = average_of_tallies(points, 3);
    CHECK(average.value == 0.7);
    CHECK(average.variance == 0 && average.error2 == 0);
    CHECK(average.size.n == 7);
}

TEST(unweighted_answers_are_worth_themselves)
{
    (void)t;
    struct tally_point points[] = {{1, 10, 10, 10}, {2, 20, 20, 20}, {3, 7, 7, 7}};
    struct average average = average_of_tallies(points, 3);
    CHECK(average.size.n_eff == 37);
    CHECK_NEAR(average.value, 71.0 / 37, 1e-15);
    CHECK(average_deff(&average) == 1);
}

/* 01_kish.csv */
TEST(kish_design_effect_matches_the_reference)
{
    struct test_table table = test_reference(t, "01_kish.csv");
    for (size_t row = 0; row < table.rows_len; row++) {
        struct answers weights = answers_of_text(t, test_cell(&table, row, "weights"));
        for (size_t i = 0; i < weights.len; i++)
            weights.points[i] = answer_of((double)i, weights.points[i].x);
        struct average average = average_of_answers(weights);
        CHECK_NEAR(average.size.n, test_number(&table, row, "n"), 0);
        CHECK_NEAR(average_deff(&average), test_number(&table, row, "deff"), 1e-12);
        CHECK_NEAR(average.size.n_eff, test_number(&table, row, "neff"), 1e-12);
        CHECK_NEAR(average_deff(&average) - 1, test_number(&table, row, "cv2"), 1e-12);
    }
    CHECK_INT((int64_t)table.rows_len, 4);
}

TEST(the_order_of_equal_sums_does_not_matter)
{
    struct xoshiro numbers = xoshiro_of_seed(1);
    struct answers answers = random_answers(t, &numbers, 200, 1, 7);
    struct average forth = average_of_answers(answers);
    for (size_t i = 0; i < 100; i++) {
        struct tally_point point = answers.points[i];
        answers.points[i] = answers.points[199 - i];
        answers.points[199 - i] = point;
    }
    struct average back = average_of_answers(answers);
    CHECK_NEAR(back.value, forth.value, 1e-15);
    CHECK_NEAR(back.error2 / forth.error2, 1, 1e-14);
}

TEST(scaling_all_weights_changes_nothing_but_their_sum)
{
    struct xoshiro numbers = xoshiro_of_seed(2);
    struct answers answers = random_answers(t, &numbers, 100, 0, 10);
    struct average before = average_of_answers(answers);
    for (size_t i = 0; i < answers.len; i++)
        answers.points[i] = answer_of(answers.points[i].x, 37.5 * answers.points[i].sum_w);
    struct average after = average_of_answers(answers);
    CHECK_NEAR(after.value, before.value, 1e-14);
    CHECK_NEAR(after.size.n_eff / before.size.n_eff, 1, 1e-14);
    CHECK_NEAR(after.variance / before.variance, 1, 1e-14);
    CHECK_NEAR(after.error2 / before.error2, 1, 1e-14);
    CHECK_NEAR(after.sum_w / before.sum_w, 37.5, 1e-14);
}

/* methodology.md §11.6 */
TEST(two_clones_of_weight_one_are_one_answer_of_weight_two)
{
    (void)t;
    struct tally_point heavy[] = {{1, 1, 2, 4}, {-1, 3, 3, 3}, {0, 2, 2, 2}};
    struct tally_point clones[] = {{1, 2, 2, 2}, {-1, 3, 3, 3}, {0, 2, 2, 2}};
    struct average one = average_of_tallies(heavy, 3), two = average_of_tallies(clones, 3);
    CHECK(one.value == two.value);
    CHECK(one.variance == two.variance);
    CHECK(one.size.n_eff < two.size.n_eff);
}

TEST(a_large_offset_does_not_eat_the_variance)
{
    (void)t;
    struct tally_point near[] = {{1, 5, 5, 5}, {2, 5, 5, 5}, {4, 5, 5, 5}};
    struct tally_point far[] = {{1e9 + 1, 5, 5, 5}, {1e9 + 2, 5, 5, 5}, {1e9 + 4, 5, 5, 5}};
    struct average of_near = average_of_tallies(near, 3), of_far = average_of_tallies(far, 3);
    CHECK_NEAR(of_far.variance / of_near.variance, 1, 1e-14);
    CHECK_NEAR(of_far.value - 1e9, of_near.value, 1e-7);
}
