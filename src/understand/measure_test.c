/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/measure.h"

#include <math.h>

#include "understand/rows.h"

static str refusal_of(struct test *t, const struct rows *rows)
{
    struct measure m;
    const struct err *e = try_measure(t, rows, &m);
    CHECK(e && e->why == WHY_USAGE);
    return e->text;
}

TEST(numbers_that_are_equal_are_one_point)
{
    struct rows rows = {.metric = "mean", .fields = {column_of(t, "x", S("9 9.0 10 -1 09 1e1"))}};
    const struct measure *m = measure_of(t, &rows);
    CHECK_INT(m->score.points_len, 2); /* −1 is no answer */
    CHECK(decimal_equal(m->answers[0], decimal_of_int(9)));
    CHECK(decimal_equal(m->answers[1], decimal_of_int(10)));
    static const uint32_t points[] = {0, 0, 1, AXIS_NONE, 0, 1};
    for (uint32_t code = 0; code < 6; code++)
        CHECK(axis_point(&m->score, code) == points[code]);
}

TEST(points_do_not_depend_on_which_row_came_first)
{
    struct rows one = {.metric = "mean", .fields = {column_of(t, "x", S("1 2 3 4"))}};
    struct rows other = {.metric = "mean", .fields = {column_of(t, "x", S("4 2 1 3"))}};
    const struct measure *a = measure_of(t, &one), *b = measure_of(t, &other);
    for (uint32_t p = 0; p < 4; p++)
        CHECK(decimal_equal(a->answers[p], b->answers[p]));
}

TEST(units_and_numbers_are_the_same)
{
    static const char *const cells[] = {"1 2 3 4 5",
                                        "0.5 1.25 -7",
                                        "1000000.01 3 2",
                                        "0.123456789012345678 0.2",
                                        "123456789012345678 1",
                                        "7"};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        struct rows rows = {.metric = "mean",
                            .fields = {column_of(t, "x", str_of_chars(cells[i]))}};
        const struct measure *m = measure_of(t, &rows);
        struct measure_variant v = measure_variant(t->arena, m, 0);
        double spread = v.x[m->score.points_len - 1] - v.x[0];
        for (uint32_t p = 0; p < m->score.points_len; p++) {
            double again = ((double)v.units[p] + (double)v.shift) * v.unit;
            CHECK(fabs(again - v.x[p]) <= fmax(1e-15 * fabs(v.x[p]), 1e-8 * spread));
        }
    }
}

TEST(one_field_is_one_field)
{
    struct column *c = column_of(t, "x", S("1 2"));
    struct rows rows = {.metric = "nps", .fields = {c, c}};
    CHECK_STR(refusal_of(t, &rows), S("--measure nps is asked of one --field, not of 2."));
}

TEST(a_box_belongs_to_a_share)
{
    struct rows rows = {.metric = "nps", .fields = {column_of(t, "x", S("1 2"))}, .box = "1"};
    CHECK_STR(refusal_of(t, &rows), S("--measure nps takes no --box."));
    rows = (struct rows){.metric = "share", .fields = {column_of(t, "x", S("1 2"))}};
    CHECK_STR(refusal_of(t, &rows),
              S("--measure share needs --box: the answers whose share is asked for."));
}

TEST(a_box_that_cannot_be_is_refused)
{
    struct rows rows = {.metric = "share", .fields = {column_of(t, "x", S("1 2 3"))}, .box = "7"};
    CHECK_STR(refusal_of(t, &rows), S("--box: \"7\" is not on the scale 1 to 3."));
    rows.fields[0] = column_of(t, "x", S("web shop"));
    CHECK_STR(refusal_of(t, &rows), S("--box: the column has no number that \"7\" could be."));
    rows.box = "shopp";
    CHECK_STR(refusal_of(t, &rows), S("--box: no answer is \"shopp\"; did you mean \"shop\"?"));
    rows.box = "bicycle";
    CHECK_STR(refusal_of(t, &rows), S("--box: no answer is \"bicycle\"."));
}

/* On the scale, but nobody gave it. */
TEST(a_box_may_be_empty)
{
    static const struct scale_range one_to_five = {{1, 0}, {5, 0}};
    struct rows rows = {.metric = "share",
                        .fields = {column_of(t, "x", S("1 2 3"))},
                        .scale = &one_to_five,
                        .box = "4 5"};
    CHECK(estimate_of(t, &rows).value == 0);
}

/* A file with semicolons writes 7,5. */
TEST(a_box_is_written_as_the_column_is)
{
    struct column *c = column_of(t, "x", S("7,5 7,5 8 8"));
    struct measure_field field = {
        .column = c,
        .scale = scale_of_column(t->arena, c, &(struct scale_options){.decimal_comma = true})};
    str box = S("7,5");
    struct measure_ask ask = {.metric = metric_find(S("share")),
                              .fields = &field,
                              .fields_len = 1,
                              .box = &box,
                              .box_len = 1};
    struct measure m;
    CHECK_OK(measure_make(t->arena, &ask, &m));
    CHECK(m.has_scale && m.score.points_len == 2 && m.boxed[0] && !m.boxed[1]);
}

TEST(only_measures_of_numbers_refuse_what_is_none)
{
    struct column *c = column_of(t, "x", S("1 2 web"));
    struct rows rows = {.metric = "share", .fields = {c}, .box = "web"};
    CHECK(!measure_has_scale(measure_of(t, &rows)));
    rows.box = "2";
    CHECK(measure_has_scale(measure_of(t, &rows)));
    rows = (struct rows){.metric = "choices", .fields = {c}};
    CHECK(!measure_has_scale(measure_of(t, &rows)));
    rows = (struct rows){.metric = "index", .fields = {c, column_of(t, "y", S("1 2 3"))}};
    CHECK(measure_has_scale(measure_of(t, &rows)));
}
