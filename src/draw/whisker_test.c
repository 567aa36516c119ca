/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "draw/whisker.h"

#include <math.h>

#include "base/test.h"
#include "base/text.h"

static const struct terminal plain = {.width = 80, .colour = false, .utf8 = true};
static const struct terminal ascii = {.width = 80, .colour = false, .utf8 = false};
static const struct whisker_axis hundred = {.lo = 0, .hi = 100};

/* 0 … 100 in eleven cells: ten points a cell */
static str drawn(struct test *t, double value, double lo, double hi)
{
    struct buf b = buf_make(t->arena, 1000);
    whisker_add(plain, &b, &hundred, (struct whisker){value, lo, hi}, 11, TONE_PLAIN);
    return buf_str(&b);
}

static str ruled(struct test *t, struct whisker_axis axis, unsigned width)
{
    struct buf b = buf_make(t->arena, 1000);
    whisker_add_rule(plain, &b, &axis, width);
    return buf_str(&b);
}

TEST(whisker_stands_where_its_numbers_are)
{
    CHECK_STR(drawn(t, 50, 20, 80), S("  ├──●──┤  "));
    CHECK_STR(drawn(t, 0, 0, 100), S("●─────────┤"));
    CHECK_STR(drawn(t, 100, 0, 100), S("├─────────●"));
    CHECK_STR(drawn(t, 50, 50, 50), S("     ●     "));
    CHECK_STR(drawn(t, 50, 46, 54), S("     ●     "));
    CHECK_STR(drawn(t, 50, 40, 50), S("    ├●     "));
}

TEST(whisker_may_have_its_value_outside_its_interval)
{
    CHECK_STR(drawn(t, 90, 20, 60), S("  ├───┤  ● "));
    CHECK_STR(drawn(t, 10, 20, 60), S(" ●├───┤    "));
    CHECK_STR(drawn(t, 90, 40, 40), S("    │    ● "));
    CHECK_STR(drawn(t, 50, 80, 20), S("  ├──●──┤  ")); /* ends given the wrong way round */
}

TEST(whisker_is_blank_where_nothing_is_known)
{
    CHECK_STR(drawn(t, NAN, NAN, NAN), S("           "));
    CHECK_STR(drawn(t, 50, NAN, NAN), S("     ●     "));
    CHECK_STR(drawn(t, 50, 20, NAN), S("     ●     "));
    CHECK_STR(drawn(t, NAN, 20, 80), S("  ├─────┤  "));
}

TEST(whisker_beyond_the_axis_is_an_arrow)
{
    CHECK_STR(drawn(t, 50, -20, 120), S("◂────●────▸"));
    CHECK_STR(drawn(t, -50, -70, -20), S("◂          "));
    CHECK_STR(drawn(t, 150, 120, 170), S("          ▸"));
    CHECK_STR(drawn(t, 50, -INFINITY, INFINITY), S("◂────●────▸"));
    CHECK_STR(drawn(t, 1e300, 50, 1e300), S("     ├────▸"));
}

TEST(whisker_mirrored_is_drawn_mirrored)
{
    for (int lo = 0; lo <= 50; lo += 5) {
        struct buf b = buf_make(t->arena, 1000);
        struct buf mirrored = buf_make(t->arena, 1000);
        struct whisker w = {50, lo, 100 - lo};
        whisker_add(ascii, &b, &hundred, w, 21, TONE_PLAIN);
        for (size_t i = b.len; i-- > 0;)
            buf_add_char(&mirrored, b.ptr[i]);
        CHECK_STR(buf_str(&b), buf_str(&mirrored));
    }
}

TEST(whisker_crosses_the_reference_that_it_holds)
{
    struct whisker_axis axis = {.lo = 0, .hi = 100, .shows = REFERENCE_ON_AXIS, .reference = 50};
    struct buf b = buf_make(t->arena, 1000);
    whisker_add(plain, &b, &axis, (struct whisker){70, 30, 90}, 11, TONE_PLAIN);
    buf_add(&b, S("|"));
    whisker_add(plain, &b, &axis, (struct whisker){80, 70, 90}, 11, TONE_PLAIN);
    buf_add(&b, S("|"));
    whisker_add(plain, &b, &axis, (struct whisker){NAN, NAN, NAN}, 11, TONE_PLAIN);
    buf_add(&b, S("|"));
    whisker_add(ascii, &b, &axis, (struct whisker){70, 30, 90}, 11, TONE_FAINT);
    CHECK_STR(buf_str(&b), S("   ├─┼─●─┤ |     ┊ ├●┤ |     ┊     |   |-+-.-| "));
}

TEST(whisker_paints_its_point_alone)
{
    struct terminal colour = {.width = 80, .colour = true, .utf8 = true};
    struct buf b = buf_make(t->arena, 1000);
    whisker_add(colour, &b, &hundred, (struct whisker){50, 40, 60}, 11, TONE_GOOD);
    CHECK_STR(buf_str(&b), S("    ├\x1b[36m●\x1b[0m┤    "));
}

TEST(whisker_axis_of_has_round_ends_around_the_data)
{
    (void)t;
    struct whisker rows[] = {{39.8, 37.1, 42.5}, {28.4, 20.7, 35.9}, {NAN, NAN, NAN}};
    struct whisker_axis axis = whisker_axis_of((struct whisker_axis){0}, rows, 3);
    CHECK_NEAR(axis.lo, 20, 0);
    CHECK_NEAR(axis.hi, 45, 0);
    axis =
        whisker_axis_of((struct whisker_axis){.shows = REFERENCE_ALWAYS, .reference = 0}, rows, 3);
    CHECK_NEAR(axis.lo, 0, 0);
    CHECK_NEAR(axis.hi, 45, 0);
    axis = whisker_axis_of((struct whisker_axis){.lo = 1, .hi = 5}, rows, 3);
    CHECK_NEAR(axis.lo, 1, 0);
    CHECK_NEAR(axis.hi, 5, 0);
    struct whisker decimals[] = {{0.35, 0.3, 0.4}};
    axis = whisker_axis_of((struct whisker_axis){0}, decimals, 1);
    CHECK_NEAR(axis.lo, 0.3, 1e-12);
    CHECK_NEAR(axis.hi, 0.4, 1e-12);
}

TEST(whisker_axis_of_one_number_has_room_on_both_sides)
{
    struct whisker one = {5, 5, 5};
    struct whisker_axis axis = whisker_axis_of((struct whisker_axis){0}, &one, 1);
    CHECK(axis.lo < 5 && axis.hi > 5);
    struct whisker none = {NAN, -INFINITY, INFINITY};
    axis = whisker_axis_of((struct whisker_axis){0}, &none, 1);
    CHECK(!(axis.lo < axis.hi));
    struct buf b = buf_make(t->arena, 100);
    whisker_add(plain, &b, &axis, one, 10, TONE_PLAIN);
    CHECK_STR(buf_str(&b), S("          "));
    CHECK_STR(ruled(t, axis, 10), S("──────────"));
}

TEST(whisker_axis_of_any_numbers_holds_them)
{
    uint64_t state = 20240;
    for (int i = 0; i < 20000; i++) {
        double x[2];
        for (int k = 0; k < 2; k++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            double unit = (double)(state >> 11) / 9007199254740992.0;
            state = state * 6364136223846793005u + 1442695040888963407u;
            x[k] = (unit - 0.5) * pow(10, (double)(state >> 60));
        }
        struct whisker w = {x[0], fmin(x[0], x[1]), fmax(x[0], x[1])};
        struct whisker_axis axis = whisker_axis_of((struct whisker_axis){0}, &w, 1);
        double slack = 1e-6 * (axis.hi - axis.lo);
        CHECK(axis.lo < axis.hi);
        CHECK_THAT(axis.lo <= w.lo + slack && axis.hi >= w.hi - slack, "%g %g", w.lo, w.hi);
        struct buf b = buf_make(t->arena, 400);
        whisker_add(plain, &b, &axis, w, 10 + (unsigned)(i % 31), TONE_PLAIN);
        CHECK_INT(text_width(buf_str(&b)), 10 + i % 31);
        CHECK_INT(text_width(ruled(t, axis, 10 + (unsigned)(i % 31))), 10 + i % 31);
    }
}

TEST(whisker_rule_names_the_ends_and_the_reference)
{
    struct whisker_axis axis = {.lo = -100, .hi = 100};
    CHECK_STR(ruled(t, axis, 20), S("−100 ─────────── 100"));
    axis.shows = REFERENCE_ON_AXIS;
    CHECK_STR(ruled(t, axis, 21), S("−100 ──── 0 ───── 100"));
    CHECK_STR(ruled(t, axis, 10), S("−100 ┼ 100"));
    axis.reference = 39.84;
    CHECK_STR(ruled(t, axis, 30), S("−100 ──────────── 39.8 ─── 100"));
    axis.reference = 300;
    CHECK_STR(ruled(t, axis, 20), S("−100 ─────────── 100"));
    axis = (struct whisker_axis){.lo = 1e9, .hi = 2e9};
    CHECK_STR(ruled(t, axis, 10), S("──────────"));
    axis = (struct whisker_axis){.lo = 0.25, .hi = 1.5};
    CHECK_STR(ruled(t, axis, 12), S("0.25 ─── 1.5"));
}
