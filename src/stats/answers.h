/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * answers — for tests: lists of answers as tallies, one point per answer.
 */
#ifndef STATS_ANSWERS_H
#define STATS_ANSWERS_H

#include <stdlib.h>

#include "base/test.h"
#include "stats/average.h"
#include "stats/xoshiro.h"

struct answers {
    struct tally_point *points;
    size_t len;
};

static inline struct tally_point answer_of(double x, double w)
{
    return (struct tally_point){.x = x, .n = 1, .sum_w = w, .sum_w2 = w * w};
}

/* "7 6 5": numbers separated by one blank. */
static inline struct answers answers_of_text(struct test *t, str text)
{
    struct answers answers = {.points = ARENA_ARRAY(t->arena, struct tally_point, text.len)};
    for (str rest = text; !str_is_empty(rest);) {
        str word = str_cut(rest, ' ', &rest);
        double x = strtod(str_to_chars(t->arena, word), NULL);
        answers.points[answers.len++] = answer_of(x, 1);
    }
    return answers;
}

/* Column x of a table; weight NULL: unweighted. */
static inline struct answers answers_of_table(struct test *t, const struct test_table *table,
                                              const char *x, const char *weight)
{
    struct answers answers = {.points = ARENA_ARRAY(t->arena, struct tally_point, table->rows_len)};
    for (size_t row = 0; row < table->rows_len; row++) {
        double w = weight ? test_number(table, row, weight) : 1;
        answers.points[answers.len++] = answer_of(test_number(table, row, x), w);
    }
    return answers;
}

static inline struct average average_of_answers(struct answers answers)
{
    return average_of_tallies(answers.points, answers.len);
}

/* Answers with x from least to most in whole steps and weights up to 4. */
static inline struct answers random_answers(struct test *t, struct xoshiro *numbers, size_t len,
                                            int least, int most)
{
    struct answers answers = {.points = ARENA_ARRAY(t->arena, struct tally_point, len), .len = len};
    for (size_t i = 0; i < len; i++) {
        uint64_t step = xoshiro_below(numbers, (uint64_t)most - (uint64_t)least + 1);
        answers.points[i] = answer_of(least + (double)step, 0.25 + 3.75 * xoshiro_unit(numbers));
    }
    return answers;
}

#endif
