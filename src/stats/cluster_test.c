/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>

#include "base/test.h"
#include "stats/answers.h"
#include "stats/cluster.h"
#include "stats/linear.h"
#include "stats/mean.h"

struct person {
    double w, wx;
};

static void add_person(struct person_sums *sums, struct person person)
{
    sums->persons++;
    sums->sum_w += person.w;
    sums->sum_wx += person.wx;
    sums->wx_wx += person.wx * person.wx;
    sums->wx_w += person.wx * person.w;
    sums->w_w += person.w * person.w;
}

static void add_both(struct person_cross *both, struct person a, struct person b)
{
    both->persons++;
    both->wx_wx += a.wx * b.wx;
    both->wx_w += a.wx * b.w;
    both->w_wx += a.w * b.wx;
    both->w_w += a.w * b.w;
}

static const struct cluster_options of_net = {.bounds = {-1, 1}};
static const struct cluster_options of_number = {.bounds = {-INFINITY, INFINITY}};

static struct person_sums sums_of_answers(struct answers answers)
{
    struct person_sums sums = {0};
    for (size_t i = 0; i < answers.len; i++) {
        double w = answers.points[i].sum_w;
        add_person(&sums, (struct person){.w = w, .wx = w * answers.points[i].x});
    }
    return sums;
}

TEST(one_answer_per_person_is_the_linearised_error)
{
    struct xoshiro numbers = xoshiro_of_seed(6);
    for (size_t len = 2; len < 60; len++) {
        struct answers answers = random_answers(t, &numbers, len, 1, 7);
        struct person_sums sums = sums_of_answers(answers);
        struct average average = average_of_answers(answers);
        struct spread clustered = cluster_spread(&sums, &of_number);
        struct spread linear = mean_spread(&average);
        CHECK_NEAR(clustered.value, linear.value, 1e-14);
        CHECK_NEAR(clustered.se, linear.se, 1e-13);
        CHECK(clustered.df == linear.df);
        CHECK_NEAR(clustered.size.n_eff, average.size.n_eff, 1e-13);
    }
}

/* Everybody says the same thing twice: nothing is learnt by it. */
TEST(repeating_every_answer_changes_nothing)
{
    struct xoshiro numbers = xoshiro_of_seed(7);
    struct answers answers = random_answers(t, &numbers, 50, -1, 1);
    struct person_sums once = {0}, twice = {0};
    for (size_t i = 0; i < answers.len; i++) {
        double x = answers.points[i].x;
        add_person(&once, (struct person){.w = 1, .wx = x});
        add_person(&twice, (struct person){.w = 2, .wx = 2 * x});
    }
    struct spread one = cluster_spread(&once, &of_net), two = cluster_spread(&twice, &of_net);
    CHECK_NEAR(one.value, two.value, 1e-15);
    CHECK_NEAR(one.se, two.se, 1e-15);
    CHECK(one.size.n == two.size.n);
}

/* Three persons by hand: A answers 1, 1; B −1; C 0, 1.  θ = 2/5, e·W = 6/5,
 * −7/5, 1/5; Σe² = 86/25/25, SE = √(3/2·86/625). */
TEST(three_persons_by_hand)
{
    (void)t;
    struct person_sums sums = {0};
    add_person(&sums, (struct person){.w = 2, .wx = 2});
    add_person(&sums, (struct person){.w = 1, .wx = -1});
    add_person(&sums, (struct person){.w = 2, .wx = 1});
    struct spread spread = cluster_spread(&sums, &of_net);
    CHECK_NEAR(spread.value, 0.4, 1e-15);
    CHECK_NEAR(spread.se, sqrt(1.5 * 86 / 625), 1e-14);
    CHECK(spread.df == 2 && spread.size.n == 3);
    sums.population = 5;
    CHECK_NEAR(cluster_spread(&sums, &of_net).se, spread.se * sqrt(2.0 / 4), 1e-14);
    sums.population = 3;
    CHECK(cluster_spread(&sums, &of_net).se == 0);
}

TEST(one_person_has_no_error_and_nobody_no_value)
{
    (void)t;
    struct person_sums sums = {0};
    CHECK(!cluster_spread(&sums, &of_net).defined);
    add_person(&sums, (struct person){.w = 3, .wx = 1});
    struct spread spread = cluster_spread(&sums, &of_net);
    CHECK(spread.defined && !spread.has_se);
    struct cluster_pair pair = {.a = sums};
    CHECK(!cluster_difference(&pair, &of_net, 0.95).defined);
    pair.b = sums;
    struct difference d = cluster_difference(&pair, &of_net, 0.95);
    CHECK(d.defined && !d.has_interval && !d.has_p);
}

TEST(persons_who_all_think_alike_leave_no_dust)
{
    (void)t;
    struct person_sums sums = {0};
    for (int i = 1; i < 1000; i++)
        add_person(&sums, (struct person){.w = 0.1 * i, .wx = 0.1 * i * 0.7});
    struct spread spread = cluster_spread(&sums, &of_number);
    CHECK(spread.se == 0);
}

/* 01_nps_paired_data.csv, 01_nps_paired.json: R 4.2.2 t.test of c2 − c1.
 * Inputs are ours. */
static const double wave1[20] = {1, 1, 0, 0, -1, -1, 1, 1, -1, 0, 0, 1, -1, 1, 0, -1, 1, 0, -1, 1};
static const double wave2[20] = {1, 1, 1, 0, 0, -1, 1, 1, 0, 0, -1, 1, -1, 1, 1, 0, 1, 1, -1, 1};

static struct cluster_pair pair_of_waves(const double *a, const double *b, size_t len)
{
    struct cluster_pair pair = {.both = {0}};
    for (size_t i = 0; i < len; i++) {
        struct person in_a = {.w = 1, .wx = a[i]}, in_b = {.w = 1, .wx = b[i]};
        add_person(&pair.a, in_a);
        add_person(&pair.b, in_b);
        add_both(&pair.both, in_a, in_b);
    }
    return pair;
}

TEST(the_same_persons_twice_are_the_paired_t_test)
{
    (void)t;
    struct cluster_pair pair = pair_of_waves(wave2, wave1, 20);
    struct difference d = cluster_difference(&pair, &of_net, 0.95);
    CHECK(d.has_interval && d.has_p);
    CHECK_NEAR(100 * d.diff, 25, 1e-13);
    CHECK_NEAR(100 * d.lo, -0.746390002906916, 1e-12);
    CHECK_NEAR(100 * d.hi, 50.7463900029069, 1e-12);
    CHECK_NEAR(d.p, 0.0563366414470506, 1e-13);
    /* se 12.301048307916, t(19) = 2.03234711174265 */
    CHECK_NEAR(50 * (d.hi - d.lo) / 2.0930240544083096, 12.301048307916, 1e-12);
}

TEST(the_paired_reference_file_is_what_was_transcribed)
{
    struct test_table table = test_reference(t, "01_nps_paired_data.csv");
    CHECK_INT((int64_t)table.rows_len, 20);
    for (size_t row = 0; row < table.rows_len; row++) {
        CHECK(test_number(&table, row, "c1") == wave1[row]);
        CHECK(test_number(&table, row, "c2") == wave2[row]);
    }
}

/* Against the definition: mean and error of the persons' differences. */
TEST(paired_differences_are_those_of_the_persons)
{
    (void)t;
    struct xoshiro numbers = xoshiro_of_seed(8);
    for (size_t n = 2; n < 40; n++) {
        double a[40], b[40], mean = 0, squares = 0;
        for (size_t i = 0; i < n; i++) {
            a[i] = (double)xoshiro_below(&numbers, 11);
            b[i] = floor((a[i] + (double)xoshiro_below(&numbers, 11)) / 2);
            mean += (a[i] - b[i]) / (double)n;
        }
        for (size_t i = 0; i < n; i++)
            squares += pow(a[i] - b[i] - mean, 2);
        double se = sqrt(squares / (double)(n - 1) / (double)n);
        struct cluster_pair pair = pair_of_waves(a, b, n);
        struct difference d = cluster_difference(&pair, &of_number, 0.95);
        struct spread expected = {.value = mean,
                                  .centre = mean,
                                  .se = se,
                                  .df = (double)(n - 1),
                                  .bounds = BOUNDS_NONE,
                                  .defined = true,
                                  .has_se = true};
        struct difference should = difference_of_delta(&expected, 0.95);
        CHECK_NEAR(d.diff, mean, 1e-13);
        CHECK_NEAR(d.lo, should.lo, 1e-11);
        CHECK_NEAR(d.hi90, should.hi90, 1e-11);
        CHECK_NEAR(d.p, should.p, 1e-11);
    }
}

TEST(groups_without_a_common_person_are_independent)
{
    struct xoshiro numbers = xoshiro_of_seed(9);
    struct answers a = random_answers(t, &numbers, 30, 1, 7);
    struct answers b = random_answers(t, &numbers, 80, 1, 7);
    struct cluster_pair pair = {.a = sums_of_answers(a), .b = sums_of_answers(b)};
    struct average average_a = average_of_answers(a), average_b = average_of_answers(b);
    struct spread of_a = mean_spread(&average_a), of_b = mean_spread(&average_b);
    struct difference d = cluster_difference(&pair, &of_number, 0.95);
    struct difference welch = difference_of_spreads(&of_a, &of_b, 0.95);
    CHECK_NEAR(d.lo, welch.lo, 1e-12);
    CHECK_NEAR(d.hi, welch.hi, 1e-12);
    CHECK_NEAR(d.p, welch.p, 1e-12);
}

TEST(a_group_does_not_differ_from_itself)
{
    (void)t;
    struct cluster_pair pair = pair_of_waves(wave1, wave1, 20);
    struct difference d = cluster_difference(&pair, &of_net, 0.95);
    CHECK(d.diff == 0 && d.lo == 0 && d.hi == 0 && d.p == 1);
}

TEST(swapping_paired_waves_negates_the_difference)
{
    (void)t;
    struct cluster_pair forth = pair_of_waves(wave2, wave1, 20);
    struct cluster_pair back = pair_of_waves(wave1, wave2, 20);
    struct difference one = cluster_difference(&forth, &of_net, 0.9);
    struct difference two = cluster_difference(&back, &of_net, 0.9);
    CHECK_NEAR(one.lo, -two.hi, 1e-14);
    CHECK_NEAR(one.hi, -two.lo, 1e-14);
    CHECK_NEAR(one.p, two.p, 1e-14);
}

/* Partly overlapping: between the two extremes, in error and in df. */
TEST(some_common_persons_lie_between_none_and_all)
{
    (void)t;
    double width_before = 0;
    for (size_t shared = 0; shared <= 20; shared += 5) {
        struct cluster_pair pair = pair_of_waves(wave2, wave1, 20);
        pair.both = (struct person_cross){0};
        for (size_t i = 0; i < shared; i++)
            add_both(&pair.both, (struct person){1, wave2[i]}, (struct person){1, wave1[i]});
        struct difference d = cluster_difference(&pair, &of_net, 0.95);
        CHECK(shared == 0 || d.hi - d.lo < width_before);
        width_before = d.hi - d.lo;
    }
}

TEST(weights_of_any_scale_give_the_same_clustered_difference)
{
    (void)t;
    struct cluster_pair pair = {.both = {0}}, scaled = {.both = {0}};
    struct xoshiro numbers = xoshiro_of_seed(10);
    for (int i = 0; i < 40; i++) {
        struct person a = {.w = 1 + xoshiro_unit(&numbers), .wx = 2 * xoshiro_unit(&numbers) - 1};
        struct person b = {.w = 1 + xoshiro_unit(&numbers), .wx = 2 * xoshiro_unit(&numbers) - 1};
        struct person a3 = {.w = 3 * a.w, .wx = 3 * a.wx}, b7 = {.w = 7 * b.w, .wx = 7 * b.wx};
        add_person(&pair.a, a);
        add_person(&pair.b, b);
        add_person(&scaled.a, a3);
        add_person(&scaled.b, b7);
        if (i % 3 == 0) {
            add_both(&pair.both, a, b);
            add_both(&scaled.both, a3, b7);
        }
    }
    struct difference one = cluster_difference(&pair, &of_net, 0.95);
    struct difference two = cluster_difference(&scaled, &of_net, 0.95);
    CHECK_NEAR(one.lo, two.lo, 1e-13);
    CHECK_NEAR(one.hi, two.hi, 1e-13);
}

/* Half of one population against a twentieth of another. */
TEST(each_side_of_a_clustered_difference_has_its_own_population)
{
    (void)t;
    struct cluster_pair pair = pair_of_waves(wave2, wave1, 20);
    pair.both = (struct person_cross){0};
    pair.a.population = 40;
    pair.b.population = 400;
    struct spread a = cluster_spread(&pair.a, &of_net), b = cluster_spread(&pair.b, &of_net);
    struct difference d = cluster_difference(&pair, &of_net, 0.95);
    struct difference apart = difference_of_spreads(&a, &b, 0.95);
    CHECK(d.lo == apart.lo && d.hi == apart.hi);
    pair = pair_of_waves(wave2, wave1, 20);
    pair.a.population = 20; /* everybody */
    pair.b.population = 400;
    d = cluster_difference(&pair, &of_net, 0.95);
    CHECK_NEAR(d.hi - d.lo, 2 * (d.hi - d.diff), 1e-14);
    CHECK(d.has_interval && d.hi > d.lo);
}
