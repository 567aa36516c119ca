/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/question_population.h"

#include <math.h>

#include "understand/rows.h"

static struct question mean_of(struct test *t, const struct column *score, double population)
{
    struct rows rows = {.metric = "mean", .fields = {score}};
    struct question q = question_of(t, &rows);
    q.has_population = population > 0;
    q.population = population;
    return q;
}

/* By how much the interval of a row is narrower than without a population. */
static double narrower(struct test *t, struct question q, const char *first, const char *second)
{
    struct answer finite = answer_to(t, &q);
    q.has_population = false;
    struct answer open = answer_to(t, &q);
    const struct estimate *a = &row_of(&finite, first, second)->estimate;
    const struct estimate *b = &row_of(&open, first, second)->estimate;
    return (a->hi - a->lo) / (b->hi - b->lo);
}

TEST(a_group_has_its_part_of_the_population)
{
    struct column *score = column_of(t, "s", S("1 2 3 4 5 1 2 3 4 5 1 2"));
    struct question q = mean_of(t, score, 36);
    ask_by(t, &q, column_of(t, "g", S("A A A A A A A A B B B B")));
    CHECK_NEAR(narrower(t, q, "A", NULL), sqrt((24.0 - 8) / 23), 1e-14);
    CHECK_NEAR(narrower(t, q, "B", NULL), sqrt((12.0 - 4) / 11), 1e-14);
    struct answer answer = answer_to(t, &q);
    const struct note *note = answer_note(&answer, "finite_population");
    CHECK(note && note->parts[0].number == 36 && note->parts[1].number == 12);
}

TEST(the_population_is_that_of_each_period)
{
    struct column *score = column_of(t, "s", S("1 2 3 4 5 1 2 3 4 5 1 2"));
    struct question q = mean_of(t, score, 10);
    ask_per(t, &q, column_of(t, "at", S("2025 2025 2025 2025 2026 2026 2026 2026 2026 2026 - -")),
            PERIOD_YEAR, "2027-01-01");
    CHECK_NEAR(narrower(t, q, "2025", NULL), sqrt((10.0 - 4) / 9), 1e-14);
    CHECK_NEAR(narrower(t, q, "2026", NULL), sqrt((10.0 - 6) / 9), 1e-14);
    CHECK(narrower(t, q, NULL, NULL) == 1); /* of no period, so of nobody knows how many */
    struct answer answer = answer_to(t, &q);
    CHECK(answer_note(&answer, "finite_population")->parts[1].number == 6);
}

/* Many answers without a date are no more than the population allows. */
TEST(answers_without_a_period_are_not_too_many)
{
    struct column *score = empty_column(t, "s"), *at = empty_column(t, "at");
    for (int i = 0; i < 50; i++) {
        column_add_text(score, i % 2 ? S("1") : S("5"));
        if (i < 30)
            column_add(at, CODE_MISSING);
        else
            column_add_text(at, S("2026-01-01"));
    }
    struct question q = mean_of(t, score, 25);
    ask_per(t, &q, at, PERIOD_YEAR, "2027-01-01");
    CHECK_INT(answer_to(t, &q).rows_len, 2);
}

TEST(more_answers_than_people_are_an_error_with_both_numbers)
{
    struct question q = mean_of(t, column_of(t, "s", S("1 2 3 - 4")), 3);
    struct answer answer = {.rows = NULL};
    const struct err *e = question_answer(t->arena, &q, &answer);
    CHECK(e && e->why == WHY_USAGE && !answer.rows);
    CHECK_STR(e->text, S("--population: 4 people answered, more than the 3 there are."));
    q.population = 4;
    answer = answer_to(t, &q);
    CHECK_STR(str_of_chars(answer.rows[0].estimate.method), S("census"));
    CHECK(answer_note(&answer, "census")->parts[0].number == 4);
}

TEST(people_are_counted_not_their_answers)
{
    struct rows rows = {.metric = "mean",
                        .fields = {column_of(t, "s", S("1 2 3 4 5 5"))},
                        .person = column_of(t, "p", S("a a b b c c"))};
    struct question q = question_of(t, &rows);
    q.has_population = true;
    q.population = 4;
    struct answer answer = answer_to(t, &q);
    CHECK(answer_note(&answer, "finite_population")->parts[1].number == 3);
    CHECK_STR(str_of_chars(answer.rows[0].estimate.method), S("clustered"));
}

/* In January 30 of 40 answered, in February 10 of 40: each side has its own part. */
TEST(both_sides_of_a_comparison_have_their_own_population)
{
    struct column *score = empty_column(t, "s"), *at = empty_column(t, "at");
    for (int i = 0; i < 40; i++) {
        column_add_number(t, score, i % 7);
        column_add_text(at, i < 30 ? S("2026-01-05") : S("2026-02-05"));
    }
    struct question q = mean_of(t, score, 40);
    ask_per(t, &q, at, PERIOD_MONTH, "2026-11-24");
    q.compare = COMPARE_PREVIOUS;
    q.compare_text = S("previous");
    struct answer answer = answer_to(t, &q);
    const struct answer_row *february = row_of(&answer, "2026-02", NULL);
    const struct estimate *january = &row_of(&answer, "2026-01", NULL)->estimate;
    CHECK(february->contrast.other.lo == january->lo && february->contrast.other.hi == january->hi);
}

/* 30 of this group and 60 of the rest answered, of 100: the rest is not drawn from
 * this group's 33. */
TEST(clustered_comparisons_have_their_own_populations_too)
{
    struct column *score = empty_column(t, "s"), *group = empty_column(t, "g");
    struct column *person = empty_column(t, "p");
    for (int i = 0; i < 120; i++) {
        column_add_number(t, score, i * 7 % 11);
        column_add_text(group, i < 40 ? S("A") : S("B"));
        column_add_number(t, person, i < 40 ? i * 3 / 4 : 100 + i * 3 / 4);
    }
    struct rows rows = {.metric = "nps", .fields = {score}, .person = person};
    struct question q = question_of(t, &rows);
    ask_by(t, &q, group);
    q.compare = COMPARE_REST;
    q.compare_text = S("rest");
    double width[3];
    for (size_t i = 0; i < 3; i++) {
        q.has_population = i > 0;
        q.population = i == 1 ? 1e9 : 100;
        struct answer answer = answer_to(t, &q);
        const struct difference *d = &row_of(&answer, "A", NULL)->contrast.difference;
        width[i] = d->hi - d->lo;
        CHECK(row_of(&answer, "B", NULL)->contrast.difference.has_interval);
    }
    CHECK_NEAR(width[1], width[0], 1e-6);
    CHECK_NEAR(width[2], width[0] * sqrt(0.1), 0.01 * width[0]); /* 10 of 100 are left */
}
