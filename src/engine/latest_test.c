/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/latest.h"

#include "base/test.h"
#include "engine/drawn.h"

enum { PERSON, PERIOD, SCORE, ASKED, COLUMNS };
enum { POINTS = 4, INSTANTS = 5 };

/* A table, and the same as one would write it down. */
struct table {
    struct drawn_blocks blocks;
    struct column *columns[COLUMNS];
    uint32_t *codes[COLUMNS];
    int64_t *instants, *ids;
    struct axis period, score;
    struct filter filter;
    struct latest_question q;
};

static const uint32_t below[COLUMNS] = {30, 7, 5, 3};
static const uint32_t period_points[7] = {0, 1, 1, AXIS_NONE, 3, AXIS_SKIP, 2};
static const uint32_t score_points[5] = {0, AXIS_NONE, 1, AXIS_SKIP, 2};
static const bool has[3] = {true, false, true};

static const struct numbers *numbers_of(struct arena *a, const struct drawn_blocks *blocks,
                                        const int64_t *numbers, bool narrow)
{
    struct numbers *of = ARENA_ARRAY(a, struct numbers, blocks->len);
    for (size_t b = 0, first = 0; b < blocks->len; first += blocks->rows[b++]) {
        of[b] = (struct numbers){.numbers = numbers + first, .width = 8};
        if (!narrow)
            continue;
        uint32_t *above = ARENA_ARRAY(a, uint32_t, blocks->rows[b]);
        for (size_t i = 0; i < blocks->rows[b]; i++)
            above[i] = (uint32_t)(numbers[first + i] + 1000);
        of[b] = (struct numbers){.numbers = above, .base = -1000, .width = 4};
    }
    return of;
}

/* Few instants, so that many are the same; ids in no order. */
static void draw(struct arena *a, struct test_random *r, uint32_t persons, struct table *table)
{
    *table = (struct table){.blocks = drawn_blocks_of(r, 6, 60)};
    for (size_t c = 0; c < COLUMNS; c++) {
        table->codes[c] = ARENA_ARRAY(a, uint32_t, table->blocks.all);
        table->columns[c] =
            drawn_column(a, r, &table->blocks, c == PERSON ? persons : below[c], table->codes[c]);
    }
    table->instants = ARENA_ARRAY(a, int64_t, table->blocks.all);
    table->ids = ARENA_ARRAY(a, int64_t, table->blocks.all);
    for (size_t i = 0; i < table->blocks.all; i++) {
        table->instants[i] = (int64_t)test_random_below(r, INSTANTS) - 2;
        table->ids[i] = (int64_t)i * 7919 % 10007;
    }
    table->period = (struct axis){table->columns[PERIOD], period_points, POINTS};
    table->score = (struct axis){table->columns[SCORE], score_points, 3};
    table->filter = (struct filter){.kind = FILTER_SET,
                                    .column = table->columns[ASKED],
                                    .has = has,
                                    .has_missing = test_random_one_in(r, 2)};
    table->q = (struct latest_question){
        .filter = test_random_one_in(r, 2) ? &table->filter : NULL,
        .person = table->columns[PERSON],
        .instants = numbers_of(a, &table->blocks, table->instants, test_random_one_in(r, 2)),
        .ids = numbers_of(a, &table->blocks, table->ids, test_random_one_in(r, 2)),
        .period = test_random_one_in(r, 3) ? NULL : &table->period,
        .score = test_random_one_in(r, 3) ? NULL : &table->score,
    };
}

static bool competes(const struct table *t, size_t row)
{
    const struct latest_question *q = &t->q;
    return filter_row(q->filter, row) &&
           (!q->period || axis_point(q->period, t->codes[PERIOD][row]) != AXIS_SKIP) &&
           (!q->score || axis_point(q->score, t->codes[SCORE][row]) < AXIS_SKIP);
}

/* Whether one row is later than another of the same person and period. */
static bool is_beaten_by(const struct table *t, size_t row, size_t other)
{
    uint32_t person = t->codes[PERSON][row];
    if (person >= CODE_NOT_APPLICABLE || t->codes[PERSON][other] != person || !competes(t, other))
        return false;
    if (t->q.period && axis_point(t->q.period, t->codes[PERIOD][row]) !=
                           axis_point(t->q.period, t->codes[PERIOD][other]))
        return false;
    if (t->instants[other] != t->instants[row])
        return t->instants[other] > t->instants[row];
    return t->ids[other] > t->ids[row];
}

static void should_find(struct arena *a, const struct table *t)
{
    struct column *is = NULL;
    CHECK_OK(latest_rows(a, &t->q, &is));
    CHECK_INT(column_codes(is), 1);
    CHECK(column_has_blocks_of(is, t->q.person));
    for (size_t row = 0; row < t->blocks.all; row++) {
        bool should = competes(t, row);
        for (size_t other = 0; should && other < t->blocks.all; other++)
            should = !is_beaten_by(t, row, other);
        CHECK_INT(column_code(is, row), should ? 0 : CODE_MISSING);
    }
}

TEST(latest_rows_are_those_that_no_other_row_beats)
{
    static const uint32_t persons[] = {0, 1, 3, 30, 300, CODES_MAX}; /* the last by hashing */
    struct test_random r = {1};
    for (size_t i = 0; i < 600; i++) {
        struct arena *a = arena_make(0);
        struct table *table = ARENA_NEW(a, struct table);
        draw(a, &r, persons[i % 6], table);
        should_find(a, table);
        arena_done(a);
    }
}

/* More keys than a dense table takes, and than a keymap begins with. */
TEST(latest_rows_of_many_persons_are_found_by_hashing)
{
    enum { ROWS = 20000, PERSONS = 5000 };
    uint32_t *persons = ARENA_ARRAY(t->arena, uint32_t, ROWS);
    int64_t *instants = ARENA_ARRAY(t->arena, int64_t, ROWS);
    struct column *column = column_make_coded(t->arena, S("person"), PERSONS * 1000), *is = NULL;
    size_t *last = ARENA_ARRAY(t->arena, size_t, PERSONS);
    struct test_random r = {2};
    for (size_t i = 0; i < ROWS; i++) {
        size_t person = test_random_below(&r, PERSONS);
        persons[i] = (uint32_t)person * 1000;
        instants[i] = (int64_t)i;
        last[person] = i + 1;
    }
    column_add_codes(column, persons, ROWS);
    const struct numbers numbers = {.numbers = instants, .width = 8};
    struct latest_question q = {.person = column, .instants = &numbers, .ids = &numbers};
    CHECK_OK(latest_rows(t->arena, &q, &is));
    for (size_t i = 0; i < ROWS; i++)
        CHECK_INT(column_code(is, i), last[persons[i] / 1000] == i + 1 ? 0 : CODE_MISSING);
}

TEST(latest_rows_of_no_rows_are_none)
{
    struct column *person = column_make_coded(t->arena, S("person"), CODES_MAX), *is = NULL;
    struct axis period = {.column = person, .points_len = UINT32_MAX};
    struct latest_question q = {.person = person, .period = &period};
    CHECK_OK(latest_rows(t->arena, &q, &is));
    CHECK_INT(column_rows(is), 0);
}
