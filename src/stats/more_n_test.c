/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>

#include "base/test.h"
#include "stats/answers.h"
#include "stats/difference.h"
#include "stats/distribution.h"
#include "stats/mean.h"
#include "stats/more_n.h"
#include "stats/net.h"

static const struct more_ask five_points = {.margin = 0.05, .conf = 0.95};

static struct net_shares net_of(double positive, double negative, double n)
{
    return (struct net_shares){
        .positive = positive, .negative = negative, .size = {.n = n, .n_eff = n}};
}

/* The definition, one n' after the other. */
static double by_counting(const struct spread *a, const struct spread *b,
                          const struct more_ask *ask)
{
    double v = a->se * a->se * (a->size.n + 3), z = normal_critical(ask->conf);
    for (double n = a->size.n;; n++)
        if (z * sqrt(v / (n + 3) + b->se * b->se) <= ask->margin)
            return n - a->size.n;
}

TEST(more_answers_for_a_net_share_are_the_first_that_suffice)
{
    (void)t;
    struct net_shares b = net_of(0.5, 0.2, 20000);
    struct spread of_b = net_adjusted(&b);
    for (double n = 10; n < 3000; n = floor(n * 1.4) + 1) {
        struct net_shares a = net_of(0.55, 0.15, n);
        struct spread of_a = net_adjusted(&a);
        double more = -1;
        CHECK(more_n_of_spreads(&of_a, &of_b, &five_points, &more));
        CHECK(more == by_counting(&of_a, &of_b, &five_points));
    }
}

TEST(enough_answers_need_none_more)
{
    (void)t;
    struct net_shares large = net_of(0.5, 0.2, 50000);
    struct spread of_large = net_adjusted(&large);
    double more = -1;
    CHECK(more_n_of_spreads(&of_large, &of_large, &five_points, &more) && more == 0);
}

TEST(no_number_of_answers_makes_up_for_a_small_other_group)
{
    (void)t;
    struct net_shares a = net_of(0.5, 0.2, 100), b = net_of(0.5, 0.2, 100);
    struct spread of_a = net_adjusted(&a), of_b = net_adjusted(&b);
    double more = -1;
    CHECK(!more_n_of_spreads(&of_a, &of_b, &five_points, &more));
    struct share share_a = {.value = 0.5, .size = a.size}, share_b = share_a;
    CHECK(!more_n_of_shares(&share_a, &share_b, &five_points, &more));
    CHECK(more == -1);
}

/* sd fixed, df n' − 1, Welch */
TEST(more_answers_for_a_mean_recompute_the_degrees_of_freedom)
{
    struct average a = average_of_answers(answers_of_text(t, S("7 6 5 7 6 4 7 5 6 7")));
    struct tally_point others[] = {{3, 400, 400, 400}, {5, 500, 500, 500}};
    struct average b = average_of_tallies(others, 2);
    struct spread of_a = mean_spread(&a), of_b = mean_spread(&b);
    struct more_ask ask = {.margin = 0.4, .conf = 0.95};
    double sd, more, n = 10;
    CHECK(mean_sd(&a, &sd));
    for (;; n++) {
        struct difference_side side_a = {sd * sd / n, n - 1};
        struct difference_side side_b = {of_b.se * of_b.se, 899};
        double half = t_critical(0.95, difference_df(side_a, side_b)) *
                      sqrt(side_a.variance + side_b.variance);
        if (half <= ask.margin)
            break;
    }
    CHECK(more_n_of_spreads(&of_a, &of_b, &ask, &more));
    CHECK(more == n - 10 && n > 20);
}

TEST(more_answers_for_a_share_follow_newcombe)
{
    (void)t;
    struct share b = {.value = 0.6, .size = {.n = 5000, .n_eff = 5000}};
    struct share a = {.value = 0.7, .size = {.n = 40, .n_eff = 40}};
    double more;
    CHECK(more_n_of_shares(&a, &b, &five_points, &more));
    for (double step = -1; step <= 0; step++) {
        struct share grown = {.value = 0.7, .size = finite_grown(&a.size, 40 + more + step)};
        struct interval interval;
        CHECK(share_newcombe(&grown, &b, 0.95, &interval));
        CHECK(((interval.hi - interval.lo) / 2 <= 0.05) == (step >= 0));
    }
}

TEST(weighted_answers_need_more_by_their_design_effect)
{
    (void)t;
    struct spread b = {.df = INFINITY, .defined = true, .has_se = true};
    struct spread plain = {.size = {.n = 100, .n_eff = 100},
                           .se = 0.08,
                           .df = INFINITY,
                           .defined = true,
                           .has_se = true};
    struct spread weighted = plain;
    weighted.size.n_eff = 50;
    weighted.se = 0.08 * sqrt(2);
    double more, more_weighted;
    CHECK(more_n_of_spreads(&plain, &b, &five_points, &more));
    CHECK(more_n_of_spreads(&weighted, &b, &five_points, &more_weighted));
    CHECK_NEAR((more_weighted + 100) / (more + 100), 2, 0.01);
}

TEST(nobody_is_asked_beyond_the_population)
{
    (void)t;
    struct net_shares a = net_of(0.5, 0.2, 30), b = net_of(0.5, 0.2, 1000);
    a.size.population = 120;
    struct spread of_a = net_adjusted(&a), of_b = net_adjusted(&b);
    struct more_ask ask = {.margin = 0.08, .conf = 0.95};
    double more = 0;
    CHECK(more_n_of_spreads(&of_a, &of_b, &ask, &more));
    CHECK(more > 0 && more < 90);
    ask.margin = 0.01; /* b alone is wider */
    CHECK(!more_n_of_spreads(&of_a, &of_b, &ask, &more));
    struct share share_a = {.value = 0.5, .size = a.size}, share_b = {.value = 0.5, .size = b.size};
    ask.margin = 0.032;
    CHECK(more_n_of_shares(&share_a, &share_b, &ask, &more));
    CHECK(more > 80 && more <= 90);
}

/* 20 of 62 who answered, of 66 people: a part of 21.29. */
TEST(a_population_need_not_be_whole)
{
    (void)t;
    struct net_shares a = net_of(0.5, 0.2, 20), b = net_of(0.5, 0.2, 1000);
    a.size.population = 66.0 * 20 / 62;
    struct spread of_a = net_adjusted(&a), of_b = net_adjusted(&b);
    double more = -1;
    CHECK(!more_n_of_spreads(&of_a, &of_b, &five_points, &more));
    struct more_ask wide = {.margin = 0.5, .conf = 0.95};
    CHECK(more_n_of_spreads(&of_a, &of_b, &wide, &more) && more == 0);
}

TEST(a_side_without_answers_or_error_has_no_more_n)
{
    (void)t;
    struct net_shares some = net_of(0.5, 0.2, 100), nobody = {.positive = 0};
    struct spread of_some = net_adjusted(&some), of_nobody = net_adjusted(&nobody);
    struct spread of_one = of_some;
    of_one.has_se = false;
    double more = -1;
    CHECK(!more_n_of_spreads(&of_nobody, &of_some, &five_points, &more));
    CHECK(!more_n_of_spreads(&of_some, &of_one, &five_points, &more));
    struct share share = {.value = 0.5, .size = some.size}, empty = {.value = 0};
    CHECK(!more_n_of_shares(&empty, &share, &five_points, &more));
    CHECK(!more_n_of_shares(&share, &empty, &five_points, &more));
    CHECK(more == -1);
}

TEST(a_census_of_both_sides_needs_none_more)
{
    (void)t;
    struct net_shares all = net_of(0.5, 0.2, 40);
    all.size.population = 40;
    struct spread spread = net_adjusted(&all);
    double more = -1;
    CHECK(more_n_of_spreads(&spread, &spread, &five_points, &more) && more == 0);
}

TEST(a_smaller_margin_needs_more)
{
    (void)t;
    struct net_shares a = net_of(0.5, 0.2, 30), b = net_of(0.5, 0.2, 1000000);
    struct spread of_a = net_adjusted(&a), of_b = net_adjusted(&b);
    double before = -1;
    for (double margin = 0.5; margin > 0.002; margin /= 1.7) {
        struct more_ask ask = {.margin = margin, .conf = 0.95};
        double more;
        CHECK(more_n_of_spreads(&of_a, &of_b, &ask, &more));
        CHECK(more >= before);
        before = more;
    }
    CHECK(before > 100000);
}

/* methodology.md §1.1: n = ⌈z²v/m²⌉ against a known value; 01_nps_sample_size.csv */
TEST(against_a_known_value_it_is_the_sample_size_formula)
{
    struct test_table table = test_reference(t, "01_nps_sample_size.csv");
    struct spread known = {.df = INFINITY, .defined = true, .has_se = true};
    for (size_t row = 0; row < table.rows_len; row++) {
        struct spread a = {.size = {.n = 10, .n_eff = 10},
                           .df = INFINITY,
                           .defined = true,
                           .se = sqrt(test_number(&table, row, "var") / 10),
                           .has_se = true};
        struct more_ask ask = {.margin = test_number(&table, row, "half_width") / 100,
                               .conf = 0.95};
        double more;
        CHECK(more_n_of_spreads(&a, &known, &ask, &more));
        CHECK(10 + more == test_number(&table, row, "n"));
    }
}
