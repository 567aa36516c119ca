/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/filter.h"

#include "base/test.h"
#include "base/test_random.h"

enum { COLUMNS = 4, CODES = 6 };

struct table {
    struct column *columns[COLUMNS];
    uint32_t *codes[COLUMNS]; /* as they were added */
    size_t rows;
};

static struct table table_make(struct arena *a, struct test_random *r, size_t rows)
{
    static const char *const texts[CODES] = {"a", "b", "c", "d", "e", "f"};
    struct table table = {.rows = rows};
    for (size_t c = 0; c < COLUMNS; c++) {
        table.columns[c] = column_make(a, S("x"));
        table.codes[c] = ARENA_ARRAY(a, uint32_t, rows);
        for (size_t i = 0; i < CODES; i++)
            (void)dictionary_add(column_dictionary(table.columns[c]), str_of_chars(texts[i]));
        for (size_t i = 0; i < rows; i++) {
            size_t drawn = test_random_below(r, CODES + 2);
            uint32_t code =
                drawn < CODES ? (uint32_t)drawn : UINT32_MAX - (uint32_t)(drawn - CODES);
            column_add(table.columns[c], code);
            table.codes[c][i] = code;
        }
    }
    return table;
}

static const struct filter *draw_filter(struct arena *a, struct test_random *r,
                                        const struct table *table, unsigned depth)
{
    struct filter *f = ARENA_NEW(a, struct filter);
    f->kind = depth ? (enum filter_kind)test_random_below(r, FILTER_KIND_COUNT) : FILTER_SET;
    if (f->kind == FILTER_SET) {
        bool *has = ARENA_ARRAY(a, bool, CODES);
        for (size_t i = 0; i < CODES; i++)
            has[i] = test_random_one_in(r, 2);
        f->column = table->columns[test_random_below(r, COLUMNS)];
        f->has = has;
        f->has_missing = test_random_one_in(r, 2);
        return f;
    }
    f->parts_len = test_random_below(r, 4); /* none too */
    const struct filter **parts = ARENA_ARRAY(a, const struct filter *, f->parts_len);
    for (size_t p = 0; p < f->parts_len; p++)
        parts[p] = draw_filter(a, r, table, depth - 1);
    f->parts = parts;
    return f;
}

/* As one would say it: all of them, or any of them. */
static bool fulfils(const struct table *table, const struct filter *f, size_t row)
{
    size_t met = 0;
    switch (f->kind) {
    case FILTER_SET:
        for (size_t c = 0; c < COLUMNS; c++)
            if (f->column == table->columns[c])
                return table->codes[c][row] < CODES ? f->has[table->codes[c][row]] : f->has_missing;
        return false;
    case FILTER_ALL:
    case FILTER_ANY:
    case FILTER_KIND_COUNT:
        break;
    }
    for (size_t p = 0; p < f->parts_len; p++)
        met += fulfils(table, f->parts[p], row);
    return f->kind == FILTER_ALL ? met == f->parts_len : met > 0;
}

static void should_filter(struct arena *a, const struct table *table, const struct filter *f)
{
    uint8_t *mask = ARENA_ARRAY(a, uint8_t, BLOCK_ROWS);
    for (size_t b = 0; b * BLOCK_ROWS < table->rows; b++) {
        size_t left = table->rows - b * BLOCK_ROWS, rows = left < BLOCK_ROWS ? left : BLOCK_ROWS;
        filter_block(a, f, b, rows, mask);
        for (size_t i = 0; i < rows; i++) {
            bool should = !f || fulfils(table, f, b * BLOCK_ROWS + i);
            CHECK_INT(mask[i], should);
            CHECK(filter_row(f, b * BLOCK_ROWS + i) == should);
        }
    }
}

TEST(filter_of_any_tree_lets_through_what_a_naive_reading_does)
{
    struct test_random r = {1};
    for (int i = 0; i < 2000; i++) {
        struct arena *a = arena_make(0);
        struct table table = table_make(a, &r, 1 + test_random_below(&r, 60));
        should_filter(a, &table, draw_filter(a, &r, &table, (unsigned)(i % 5)));
        arena_done(a);
    }
}

TEST(filter_goes_on_over_the_end_of_a_block)
{
    struct test_random r = {2};
    for (size_t rows = BLOCK_ROWS - 1; rows <= BLOCK_ROWS + 1; rows++) {
        struct arena *a = arena_make(0);
        struct table table = table_make(a, &r, rows);
        should_filter(a, &table, draw_filter(a, &r, &table, 3));
        should_filter(a, &table, NULL);
        arena_done(a);
    }
}

TEST(filter_of_many_conditions_needs_little_memory)
{
    enum { TERMS = 10000 };
    struct test_random r = {3};
    struct table table = table_make(t->arena, &r, 5000);
    const struct filter **parts = ARENA_ARRAY(t->arena, const struct filter *, TERMS);
    for (size_t i = 0; i < TERMS; i++)
        parts[i] = draw_filter(t->arena, &r, &table, i % 3 == 0);
    struct filter any = {.kind = FILTER_ANY, .parts = parts, .parts_len = TERMS};
    struct arena *a = arena_make(0);
    uint8_t *mask = ARENA_ARRAY(a, uint8_t, BLOCK_ROWS);
    filter_block(a, &any, 0, table.rows, mask);
    CHECK(arena_used(a) < (size_t)2 << 20);
    arena_done(a);
}
