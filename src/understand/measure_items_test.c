/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>

#include "understand/rows.h"

static const struct scale_range one_to_five = {{1, 0}, {5, 0}};

static struct estimate index_of(struct test *t, const char *first, const char *second,
                                const char *third, const char *fourth)
{
    const char *cells[] = {first, second, third, fourth};
    struct rows rows = {.metric = "index", .scale = &one_to_five};
    for (size_t i = 0; i < 4 && cells[i]; i++)
        rows.fields[i] = column_of(t, "item", str_of_chars(cells[i]));
    return estimate_of(t, &rows);
}

TEST(items_are_rescaled_to_a_hundred_and_averaged)
{
    struct estimate e = index_of(t, "1 5 3", "1 5 2", NULL, NULL);
    CHECK_INT(e.n, 3);
    CHECK_NEAR(e.value, (0 + 100 + 37.5) / 3, 1e-15);
}

/* methodology.md §1.4: at least half, and two */
TEST(half_of_the_items_and_two_must_be_answered)
{
    CHECK_INT(index_of(t, "1 - -", "- 5 -", NULL, NULL).n, 0); /* one of two */
    struct estimate e = index_of(t, "1 - 5 -", "5 2 - -", "- 2 3 3", NULL);
    CHECK_INT(e.n, 3); /* two of three; not one of three */
    CHECK_NEAR(e.value, (50 + 25 + 75) / 3.0, 1e-15);
    e = index_of(t, "1 1 1", "5 - 1", "- - 1", "- - 1");
    CHECK_INT(e.n, 2); /* two of four, four of four */
    CHECK_NEAR(e.value, 25, 1e-15);
}

TEST(more_than_half_must_be_answered_of_five)
{
    struct rows rows = {.metric = "index", .scale = &one_to_five};
    static const char *const cells[] = {"1 1", "2 2", "- 3", "- -", "- -"};
    for (size_t i = 0; i < 5; i++)
        rows.fields[i] = column_of(t, "item", str_of_chars(cells[i]));
    struct estimate e = estimate_of(t, &rows);
    CHECK(e.n == 1 && e.value == 25);
}

/* Nobody answers all: 3 of 10 on 1–10 is 22.2, 3 of 5 on 1–5 is 50. */
TEST(items_may_have_different_scales)
{
    struct column *a = column_of(t, "a", S("1 5 3")), *b = column_of(t, "b", S("1 10 3"));
    struct rows rows = {.metric = "index", .fields = {a, b}};
    const struct measure *m = measure_of(t, &rows);
    CHECK(!m->has_scale && m->guessed);
    struct estimate e = estimate_of(t, &rows);
    CHECK_NEAR(e.value, (0 + 100 + (50 + 200.0 / 9) / 2) / 3, 1e-14);
}

static const struct err *refused_index(struct test *t, const char *first, const char *second)
{
    struct rows rows = {.metric = "index"};
    struct measure m;
    rows.fields[0] = column_of(t, "first", str_of_chars(first));
    if (second)
        rows.fields[1] = column_of(t, "second", str_of_chars(second));
    const struct err *e = try_measure(t, &rows, &m);
    CHECK(e && e->why == WHY_USAGE);
    return e;
}

TEST(what_cannot_be_an_item_is_refused)
{
    CHECK_STR(refused_index(t, "1 2", NULL)->text,
              S("--measure index is made of several items: give --field twice or more."));
    CHECK_STR(refused_index(t, "1 2", "good bad")->text,
              S("--field: no cell of \"second\" is a number, so it cannot be an item."));
    CHECK_STR(
        refused_index(t, "3 3", "1 2")->text,
        S("--field: only the code 3 occurs in \"first\"; --scale must say which scale it is of."));
}

/* Exact where it can be, so persons are summed without rounding. */
TEST(units_of_an_index_are_whole)
{
    struct rows rows = {.metric = "index", .scale = &one_to_five};
    static const char *const cells[] = {"1 2 3 4 5 -", "2 2 - 1 1 5", "5 4 3 2 1 3"};
    for (size_t i = 0; i < 3; i++)
        rows.fields[i] = column_of(t, "item", str_of_chars(cells[i]));
    const struct measure *m = measure_of(t, &rows);
    struct measure_variant v = measure_variant(t->arena, m, 0);
    CHECK_NEAR(v.unit, 100 / (4.0 * 6), 1e-15);
    for (uint32_t p = 0; p < m->score.points_len; p++)
        CHECK_NEAR(((double)v.units[p] + (double)v.shift) * v.unit, v.x[p], 1e-14);
}

TEST(many_items_of_fine_scales_are_rounded)
{
    struct rows rows = {.metric = "index"};
    struct xoshiro numbers = xoshiro_of_seed(7);
    for (size_t i = 0; i < 8; i++) {
        struct column *c = empty_column(t, "item");
        for (int row = 0; row < 50; row++)
            column_add_number(t, c, (double)xoshiro_below(&numbers, 100000) / 1e4);
        rows.fields[i] = c;
    }
    const struct measure *m = measure_of(t, &rows);
    struct measure_variant v = measure_variant(t->arena, m, 0);
    CHECK(v.unit == 1e-7);
    for (uint32_t p = 0; p < m->score.points_len; p++)
        CHECK(fabs(((double)v.units[p] + (double)v.shift) * v.unit - v.x[p]) <= 0.6e-7);
}

/* Weights that gross up to a population of millions, and persons. */
TEST(an_index_of_grossed_up_persons_is_summed_exactly)
{
    struct rows rows = {.metric = "index", .scale = &one_to_five};
    struct column *w = empty_column(t, "w"), *p = empty_column(t, "p"),
                  *small = empty_column(t, "w");
    struct column *items[3] = {empty_column(t, "a"), empty_column(t, "b"), empty_column(t, "c")};
    struct xoshiro numbers = xoshiro_of_seed(8);
    for (int row = 0; row < 3000; row++) {
        uint64_t weight = 1 + xoshiro_below(&numbers, 4);
        int person = row / 2;
        column_add_number(t, w, 5000 * (double)weight);
        column_add_number(t, small, (double)weight);
        column_add_number(t, p, person);
        for (size_t i = 0; i < 3; i++)
            column_add_number(t, items[i], 1 + (double)xoshiro_below(&numbers, 5));
    }
    for (size_t i = 0; i < 3; i++)
        rows.fields[i] = items[i];
    rows.weight = w;
    rows.person = p;
    struct estimate e = estimate_of(t, &rows);
    rows.weight = small;
    struct estimate same = estimate_of(t, &rows);
    CHECK_STR(str_of_chars(e.method), S("clustered"));
    CHECK_NEAR(e.lo, same.lo, 1e-12);
    CHECK_NEAR(e.hi, same.hi, 1e-12);
}
