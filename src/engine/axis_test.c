/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/axis.h"

#include "base/test.h"
#include "base/test_random.h"
#include "engine/tally.h"

enum { COLUMNS = 7, CODES = 6, DIMENSIONS_MAX = 3, PLACES = 8, KEYS = PLACES * PLACES * PLACES };

TEST(axis_maps_codes_to_points_and_what_is_missing_to_none)
{
    static const uint32_t points[] = {AXIS_SKIP, 1, AXIS_NONE, 1};
    struct column *c = column_make(t->arena, S("x"));
    for (int i = 0; i < 4; i++)
        column_add_text(c, str_format(t->arena, "%d", i));
    struct axis plain = axis_of_column(c), mapped = {c, points, 2};
    CHECK(plain.points == NULL && plain.points_len == 4);
    CHECK_INT(axis_point(&plain, 3), 3);
    CHECK_INT(axis_point(&plain, CODE_MISSING), AXIS_NONE);
    CHECK_INT(axis_point(&mapped, 0), AXIS_SKIP);
    CHECK_INT(axis_point(&mapped, 2), AXIS_NONE);
    CHECK_INT(axis_point(&mapped, 3), 1);
    CHECK_INT(axis_point(&mapped, CODE_NOT_APPLICABLE), AXIS_NONE);
}

/* ---- tallies over any axes, against a loop over rows ---- */

/* Columns: 0..2 dimensions, 3 score, 4 weight, 5 and 6 for filters. */
struct table {
    struct column *columns[COLUMNS];
    uint32_t *codes[COLUMNS];
    size_t rows;
    int64_t weights[CODES];
    uint32_t points[DIMENSIONS_MAX + 1][CODES];
    struct axis axes[DIMENSIONS_MAX + 1];
    struct filter filters[3], joined;
    bool has[2][CODES];
    const struct filter *parts[2];
    struct tally_question q;
};

static void fill(struct arena *a, struct test_random *r, struct table *table)
{
    for (size_t c = 0; c < COLUMNS; c++) {
        table->columns[c] = column_make(a, S("x"));
        table->codes[c] = ARENA_ARRAY(a, uint32_t, table->rows);
        for (size_t i = 0; i < CODES; i++)
            (void)dictionary_add(column_dictionary(table->columns[c]), str_format(a, "%zu", i));
        for (size_t i = 0; i < table->rows; i++) {
            size_t code = test_random_below(r, CODES + 1);
            table->codes[c][i] = code < CODES ? (uint32_t)code : CODE_MISSING;
            column_add(table->columns[c], table->codes[c][i]);
        }
    }
}

/* Some axes as they are, others through points that merge, miss and skip codes. */
static void draw_axis(struct test_random *r, struct table *table, size_t x)
{
    table->axes[x] = axis_of_column(table->columns[x]);
    if (test_random_one_in(r, 3))
        return;
    uint32_t len = 1 + (uint32_t)test_random_below(r, CODES);
    for (size_t i = 0; i < CODES; i++) {
        size_t drawn = test_random_below(r, 8);
        table->points[x][i] = (uint32_t)test_random_below(r, len);
        if (drawn == 0)
            table->points[x][i] = AXIS_NONE;
        else if (drawn == 1)
            table->points[x][i] = AXIS_SKIP;
    }
    table->axes[x].points = table->points[x];
    table->axes[x].points_len = len;
}

static const struct filter *draw_filter(struct test_random *r, struct table *table)
{
    for (size_t f = 0; f < 2; f++) {
        for (size_t i = 0; i < CODES; i++)
            table->has[f][i] = test_random_one_in(r, 2);
        table->filters[f] = (struct filter){.kind = FILTER_SET,
                                            .column = table->columns[5 + f],
                                            .has = table->has[f],
                                            .has_missing = test_random_one_in(r, 2)};
        table->parts[f] = &table->filters[f];
    }
    table->joined = (struct filter){.kind = test_random_one_in(r, 2) ? FILTER_ALL : FILTER_ANY,
                                    .parts = table->parts,
                                    .parts_len = 2};
    switch (test_random_below(r, 3)) {
    case 0:
        return NULL;
    case 1:
        return table->parts[0];
    default:
        return &table->joined;
    }
}

static void draw(struct arena *a, struct test_random *r, size_t rows, struct table *table)
{
    static const int64_t weights[] = {0, 1, 284718, 1000000, 3000000000, -5};
    *table = (struct table){.rows = rows};
    fill(a, r, table);
    for (size_t x = 0; x <= DIMENSIONS_MAX; x++)
        draw_axis(r, table, x);
    for (size_t i = 0; i < CODES; i++)
        table->weights[i] = weights[i];
    table->q =
        (struct tally_question){.filter = draw_filter(r, table),
                                .dimensions = table->axes,
                                .dimensions_len = test_random_below(r, 4),
                                .score = table->axes[3],
                                .weight = test_random_one_in(r, 2) ? table->columns[4] : NULL,
                                .weights = table->weights};
}

/* Histograms by key; a key's digit PLACES - 1 is AXIS_NONE. */
struct naive {
    bool seen[KEYS];
    uint64_t rows, unweighted[KEYS], groups;
    struct tally bars[KEYS][CODES];
};

static size_t digit_of(uint32_t point)
{
    return point == AXIS_NONE ? PLACES - 1 : point;
}

/* The key of a row; KEYS where it is not looked at. */
static size_t key_of_row(const struct table *table, size_t row)
{
    size_t key = 0;
    if (!filter_row(table->q.filter, row))
        return KEYS;
    for (size_t d = 0; d < table->q.dimensions_len; d++) {
        uint32_t point = axis_point(&table->axes[d], table->codes[d][row]);
        if (point == AXIS_SKIP)
            return KEYS;
        key = key * PLACES + digit_of(point);
    }
    return key;
}

static void count_row(const struct table *table, size_t row, struct naive *n)
{
    size_t key = key_of_row(table, row);
    if (key == KEYS)
        return;
    n->rows++;
    n->groups += !n->seen[key];
    n->seen[key] = true;
    uint32_t point = axis_point(&table->axes[3], table->codes[3][row]);
    uint32_t weight_code = table->codes[4][row];
    int64_t weight = weight_code == CODE_MISSING ? 0 : table->weights[weight_code];
    if (!table->q.weight)
        weight = 1;
    if (point >= AXIS_SKIP)
        return;
    if (weight <= 0) {
        n->unweighted[key]++;
        return;
    }
    struct tally *bar = &n->bars[key][point];
    bar->n++;
    bar->sum_w += (uint64_t)weight;
    bar->sum_w2 += (wide_int)weight * weight;
}

static void should_be_group(const struct table *table, const struct naive *n,
                            const struct tally_group *g, size_t *before)
{
    size_t key = 0, b = 0;
    for (size_t d = 0; d < table->q.dimensions_len; d++)
        key = key * PLACES + digit_of(g->key[d]);
    CHECK(*before == SIZE_MAX || *before < key); /* ascending */
    *before = key;
    CHECK(n->seen[key] || (table->q.dimensions_len == 0 && table->rows == 0) || n->rows == 0);
    CHECK(g->unweighted == n->unweighted[key]);
    for (uint32_t point = 0; point < CODES; point++) {
        const struct tally *should = &n->bars[key][point];
        if (should->n == 0)
            continue;
        CHECK(b < g->bars_len && g->bars[b].point == point);
        const struct tally *is = &g->bars[b++].tally;
        CHECK(is->n == should->n && is->sum_w == should->sum_w && is->sum_w2 == should->sum_w2);
    }
    CHECK_INT(b, g->bars_len);
}

static void should_tally(struct arena *a, const struct table *table, struct naive *n)
{
    struct tallies is;
    CHECK_OK(tally_rows(a, &table->q, &is));
    *n = (struct naive){.rows = 0};
    for (size_t row = 0; row < table->rows; row++)
        count_row(table, row, n);
    CHECK(is.rows == n->rows);
    CHECK(is.groups_len == (table->q.dimensions_len == 0 ? 1 : n->groups));
    size_t before = SIZE_MAX;
    for (size_t g = 0; g < is.groups_len; g++)
        should_be_group(table, n, &is.groups[g], &before);
}

TEST(axes_of_any_kind_are_tallied_as_a_loop_over_rows_counts)
{
    struct test_random r = {1};
    struct naive *n = ARENA_NEW(t->arena, struct naive);
    struct table *table = ARENA_NEW(t->arena, struct table);
    for (int i = 0; i < 1500; i++) {
        struct arena *a = arena_make(0);
        draw(a, &r, test_random_below(&r, 400), table);
        should_tally(a, table, n);
        arena_done(a);
    }
}

TEST(axes_are_tallied_over_the_ends_of_blocks)
{
    struct test_random r = {2};
    struct naive *n = ARENA_NEW(t->arena, struct naive);
    struct table *table = ARENA_NEW(t->arena, struct table);
    for (size_t rows = BLOCK_ROWS - 1; rows <= BLOCK_ROWS + 1; rows++) {
        struct arena *a = arena_make(0);
        draw(a, &r, rows, table);
        should_tally(a, table, n);
        draw(a, &r, rows + BLOCK_ROWS, table);
        should_tally(a, table, n);
        arena_done(a);
    }
}

/* The same rows, from the last to the first. */
static void turn_round(struct arena *a, struct table *table)
{
    for (size_t c = 0; c < COLUMNS; c++) {
        struct column *turned = column_make(a, S("x"));
        for (size_t i = 0; i < CODES; i++)
            (void)dictionary_add(column_dictionary(turned), str_format(a, "%zu", i));
        for (size_t i = table->rows; i-- > 0;)
            column_add(turned, table->codes[c][i]);
        for (size_t x = 0; x <= DIMENSIONS_MAX; x++)
            if (table->axes[x].column == table->columns[c])
                table->axes[x].column = turned;
        for (size_t f = 0; f < 2; f++)
            if (table->filters[f].column == table->columns[c])
                table->filters[f].column = turned;
        if (table->q.weight == table->columns[c])
            table->q.weight = turned;
        table->columns[c] = turned;
    }
    table->q.score = table->axes[3];
}

static bool same_key(const struct table *table, const struct tally_group *a,
                     const struct tally_group *b)
{
    for (size_t d = 0; d < table->q.dimensions_len; d++)
        if (a->key[d] != b->key[d])
            return false;
    return true;
}

static bool same_bars(const struct tally_group *a, const struct tally_group *b)
{
    bool same = a->bars_len == b->bars_len && a->unweighted == b->unweighted;
    for (size_t i = 0; same && i < a->bars_len; i++)
        same = a->bars[i].point == b->bars[i].point && a->bars[i].tally.n == b->bars[i].tally.n &&
               a->bars[i].tally.sum_w == b->bars[i].tally.sum_w &&
               a->bars[i].tally.sum_w2 == b->bars[i].tally.sum_w2;
    return same;
}

TEST(axes_are_tallied_alike_whatever_the_order_of_rows)
{
    struct test_random r = {3};
    struct table *table = ARENA_NEW(t->arena, struct table);
    for (int i = 0; i < 200; i++) {
        struct arena *a = arena_make(0);
        struct tallies one, two;
        draw(a, &r, test_random_below(&r, 300), table);
        CHECK_OK(tally_rows(a, &table->q, &one));
        turn_round(a, table);
        CHECK_OK(tally_rows(a, &table->q, &two));
        CHECK(one.rows == two.rows && one.groups_len == two.groups_len);
        for (size_t g = 0; g < one.groups_len; g++) {
            size_t found = 0;
            for (size_t h = 0; h < two.groups_len; h++)
                if (same_key(table, &one.groups[g], &two.groups[h]))
                    found += same_bars(&one.groups[g], &two.groups[h]);
            CHECK_INT(found, 1);
        }
        arena_done(a);
    }
}

TEST(axes_of_too_many_groups_are_refused)
{
    struct column *c = column_make(t->arena, S("x"));
    char text[16];
    for (unsigned i = 0; i < 200000; i++) {
        (void)snprintf(text, sizeof text, "%u", i);
        column_add_text(c, str_of_chars(text));
    }
    struct axis axis = axis_of_column(c), many[8];
    struct tally_question q = {.dimensions = &axis, .dimensions_len = 1, .score = axis};
    struct tallies is;
    const struct err *e = tally_rows(t->arena, &q, &is);
    CHECK(e && e->why == WHY_LIMIT);
    for (size_t d = 0; d < 8; d++)
        many[d] = axis;
    q.dimensions = many;
    q.dimensions_len = 8; /* 200,000 to the eighth */
    e = tally_rows(t->arena, &q, &is);
    CHECK(e && e->why == WHY_LIMIT);
}
