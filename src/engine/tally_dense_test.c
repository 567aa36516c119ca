/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/tally_dense.h"

#include "base/test.h"
#include "engine/drawn.h"

enum { DIMENSIONS_MAX = 3, SCORE = DIMENSIONS_MAX, WEIGHT, PERSON, ASKED, COLUMNS = ASKED + 3 };
enum { CODES_MOST = 1000 };

/* Columns of drawn blocks, and twins with the same codes row after row. */
struct table {
    struct drawn_blocks blocks;
    struct column *columns[COLUMNS], *twins[COLUMNS];
    uint32_t points[DIMENSIONS_MAX + 1][CODES_MOST];
    struct axis axes[DIMENSIONS_MAX + 1], twin_axes[DIMENSIONS_MAX + 1];
    int64_t weights[CODES_MOST], values[CODES_MOST];
    struct tally_question q, twin;
};

static void draw_columns(struct arena *a, struct test_random *r, struct table *table)
{
    static const uint32_t below[] = {1, 2, 5, 11, 11, 16, 40, 70, 200, 254, 300, CODES_MOST};
    for (size_t c = 0; c < COLUMNS; c++) {
        uint32_t codes = below[test_random_below(r, sizeof below / sizeof *below)];
        uint32_t *all = ARENA_ARRAY(a, uint32_t, table->blocks.all);
        table->columns[c] = drawn_column(a, r, &table->blocks, codes, all);
        table->twins[c] = column_make_coded(a, S("twin"), codes);
        for (size_t i = 0; i < table->blocks.all; i++)
            column_add(table->twins[c], all[i]);
    }
}

/* Some axes as they are, others through points that merge, miss and skip codes. */
static void draw_axis(struct test_random *r, struct table *table, size_t x)
{
    struct axis *axis = &table->axes[x];
    *axis = axis_of_column(table->columns[x]);
    if (test_random_one_in(r, 2)) {
        axis->points_len = 1 + (uint32_t)test_random_below(r, test_random_one_in(r, 4) ? 300 : 12);
        for (size_t i = 0; i < CODES_MOST; i++) {
            size_t drawn = test_random_below(r, 12);
            table->points[x][i] = (uint32_t)test_random_below(r, axis->points_len);
            if (drawn < 2)
                table->points[x][i] = drawn ? AXIS_NONE : AXIS_SKIP;
        }
        axis->points = table->points[x];
    }
    table->twin_axes[x] = *axis;
    table->twin_axes[x].column = table->twins[x];
}

/* A tree over the columns behind ASKED, and the same over their twins. */
static void draw_filter(struct arena *a, struct test_random *r, const struct table *table,
                        unsigned depth, struct filter *f, struct filter *twin)
{
    f->kind = depth ? (enum filter_kind)test_random_below(r, FILTER_KIND_COUNT) : FILTER_SET;
    if (f->kind == FILTER_SET) {
        size_t column = ASKED + test_random_below(r, COLUMNS - ASKED);
        size_t one_in = 1 + test_random_below(r, test_random_one_in(r, 3) ? 40 : 3);
        bool *has = ARENA_ARRAY(a, bool, CODES_MOST);
        for (size_t i = 0; i < CODES_MOST; i++)
            has[i] = test_random_one_in(r, one_in);
        f->column = table->columns[column];
        f->has = has;
        f->has_missing = test_random_one_in(r, 4);
        *twin = *f;
        twin->column = table->twins[column];
        return;
    }
    size_t len = test_random_below(r, 4);
    const struct filter **parts = ARENA_ARRAY(a, const struct filter *, len);
    const struct filter **twins = ARENA_ARRAY(a, const struct filter *, len);
    for (size_t p = 0; p < len; p++) {
        struct filter *pair = ARENA_ARRAY(a, struct filter, 2);
        draw_filter(a, r, table, depth - 1, pair, pair + 1);
        parts[p] = pair;
        twins[p] = pair + 1;
    }
    f->parts = parts;
    f->parts_len = len;
    *twin = *f;
    twin->parts = twins;
}

static int64_t draw_weight(struct test_random *r)
{
    static const int64_t weights[] = {0, -5, 1, 284718, 1000000, 3000000000};
    return weights[test_random_below(r, sizeof weights / sizeof *weights)];
}

static void draw(struct arena *a, struct test_random *r, struct drawn_blocks blocks,
                 struct table *table)
{
    *table = (struct table){.blocks = blocks};
    draw_columns(a, r, table);
    for (size_t x = 0; x <= DIMENSIONS_MAX; x++)
        draw_axis(r, table, x);
    for (size_t i = 0; i < CODES_MOST; i++) {
        table->weights[i] = draw_weight(r);
        table->values[i] = (int64_t)test_random_below(r, 200) - 100;
    }
    struct filter *f = ARENA_ARRAY(a, struct filter, 2);
    draw_filter(a, r, table, (unsigned)test_random_below(r, 3), f, f + 1);
    bool filtered = !test_random_one_in(r, 3), weighted = test_random_one_in(r, 2);
    table->q = (struct tally_question){.filter = filtered ? f : NULL,
                                       .dimensions = table->axes,
                                       .dimensions_len = test_random_below(r, DIMENSIONS_MAX + 1),
                                       .score = table->axes[SCORE],
                                       .weight = weighted ? table->columns[WEIGHT] : NULL,
                                       .weights = table->weights};
    table->twin = table->q;
    table->twin.filter = filtered ? f + 1 : NULL;
    table->twin.dimensions = table->twin_axes;
    table->twin.score = table->twin_axes[SCORE];
    table->twin.weight = weighted ? table->twins[WEIGHT] : NULL;
}

static void should_be_same_group(const struct tally_question *q, const struct tally_group *is,
                                 const struct tally_group *should)
{
    for (size_t d = 0; d < q->dimensions_len; d++)
        CHECK_INT(is->key[d], should->key[d]);
    CHECK_INT(is->unweighted, should->unweighted);
    CHECK_INT(is->bars_len, should->bars_len);
    for (size_t b = 0; b < is->bars_len; b++) {
        const struct tally *one = &is->bars[b].tally, *two = &should->bars[b].tally;
        CHECK_INT(is->bars[b].point, should->bars[b].point);
        CHECK(one->n == two->n && one->sum_w == two->sum_w && one->sum_w2 == two->sum_w2);
    }
}

static void should_be_same(const struct tally_question *q, const struct tallies *is,
                           const struct tallies *should)
{
    CHECK_INT(is->rows, should->rows);
    CHECK_INT(is->groups_len, should->groups_len);
    for (size_t g = 0; g < is->groups_len; g++)
        should_be_same_group(q, &is->groups[g], &should->groups[g]);
}

/* Whether it was one for cells. */
static bool should_tally(struct arena *a, const struct table *table)
{
    struct tallies should, is;
    CHECK_OK(tally_row_by_row(a, &table->twin, &should));
    CHECK_OK(tally_row_by_row(a, &table->q, &is));
    should_be_same(&table->q, &is, &should);
    CHECK_OK(tally_rows(a, &table->q, &is));
    should_be_same(&table->q, &is, &should);
    if (!tally_dense_can(&table->q))
        return false;
    const struct kernels *all[] = {&kernels_scalar, kernels_avx2()};
    for (size_t k = 0; k < 2; k++)
        for (size_t threads = 1; all[k] && threads <= 2; threads++) {
            CHECK_OK(tally_dense(a, &table->q, (struct dense_ways){all[k], threads}, &is));
            should_be_same(&table->q, &is, &should);
        }
    return true;
}

TEST(tallies_are_the_same_by_cells_and_row_by_row)
{
    struct test_random r = {1};
    struct table *table = ARENA_NEW(t->arena, struct table);
    size_t dense = 0;
    for (size_t i = 0; i < 1500; i++) {
        struct arena *a = arena_make(0);
        draw(a, &r, drawn_blocks_of(&r, 8, i % 3 ? 300 : 12), table);
        dense += should_tally(a, table);
        arena_done(a);
    }
    CHECK(dense > 400 && dense < 1400);
}

TEST(tallies_are_the_same_over_long_blocks)
{
    struct test_random r = {2};
    struct table *table = ARENA_NEW(t->arena, struct table);
    size_t dense = 0;
    for (size_t i = 0; i < 60; i++) {
        struct arena *a = arena_make(0);
        draw(a, &r, drawn_blocks_of(&r, 3, i % 4 ? 20000 : BLOCK_ROWS), table);
        dense += should_tally(a, table);
        arena_done(a);
    }
    CHECK(dense > 20);
}

/* Answers by person, over blocks of any kind and over plain ones. */
TEST(tallies_of_persons_are_the_same_over_blocks_of_any_kind)
{
    struct test_random r = {3};
    struct table *table = ARENA_NEW(t->arena, struct table);
    for (size_t i = 0; i < 300; i++) {
        struct arena *a = arena_make(0);
        struct tallies is, should;
        struct tally_person_sums *sums = NULL, *twins = NULL;
        draw(a, &r, drawn_blocks_of(&r, 6, 50), table);
        table->q.values = table->twin.values = table->values;
        table->q.person = table->columns[PERSON];
        table->twin.person = table->twins[PERSON];
        CHECK_OK(tally_rows(a, &table->q, &is));
        CHECK_OK(tally_rows(a, &table->twin, &should));
        should_be_same(&table->q, &is, &should);
        CHECK_OK(tally_person_sums(a, &is, &sums));
        CHECK_OK(tally_person_sums(a, &should, &twins));
        for (size_t g = 0; g < is.groups_len; g++)
            CHECK(sums[g].persons == twins[g].persons && sums[g].w == twins[g].w &&
                  sums[g].wx == twins[g].wx && sums[g].w_w == twins[g].w_w &&
                  sums[g].wx_wx == twins[g].wx_wx && sums[g].wx_w == twins[g].wx_w);
        arena_done(a);
    }
}

/* Two threads take the blocks. */
TEST(tallies_of_many_blocks_are_the_same)
{
    struct test_random r = {4};
    struct table *table = ARENA_NEW(t->arena, struct table);
    for (size_t i = 0; i < 20; i++) {
        struct arena *a = arena_make(0);
        struct drawn_blocks blocks = {.len = DRAWN_BLOCKS_MAX};
        for (size_t b = 0; b < blocks.len; b++)
            blocks.all += blocks.rows[b] = 1 + test_random_below(&r, 1000);
        draw(a, &r, blocks, table);
        (void)should_tally(a, table);
        arena_done(a);
    }
}

static struct axis axis_of(struct arena *a, uint32_t codes, size_t rows)
{
    struct column *c = column_make_coded(a, S("x"), codes);
    for (size_t i = 0; i < rows; i++)
        column_add(c, i % 3 ? (uint32_t)(i * 7919 % codes) : CODE_MISSING);
    return axis_of_column(c);
}

/* As many cells as keys can tell apart, and one more. */
TEST(tallies_are_by_cells_up_to_all_that_keys_can_name)
{
    enum { ROWS = 70000 };
    static const uint32_t points[] = {32766, 32767};
    for (size_t i = 0; i < 2; i++) {
        struct axis dimension = axis_of(t->arena, 1, ROWS);
        struct tally_question q = {.dimensions = &dimension,
                                   .dimensions_len = 1,
                                   .score = axis_of(t->arena, points[i], ROWS)};
        struct tallies should, is;
        CHECK(tally_dense_can(&q) == (i == 0));
        CHECK_OK(tally_row_by_row(t->arena, &q, &should));
        CHECK_OK(tally_rows(t->arena, &q, &is));
        should_be_same(&q, &is, &should);
    }
}
