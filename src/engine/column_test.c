/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/column.h"

#include "base/test.h"
#include "base/test_random.h"
#include "engine/drawn.h"

/* What was added, row by row. */
struct rows {
    uint32_t *codes;
    size_t len;
};

static void add(struct column *c, struct rows *rows, uint32_t code)
{
    column_add(c, code);
    rows->codes[rows->len++] = code;
}

static void should_hold(struct test *t, const struct column *c, const struct rows *rows)
{
    uint32_t *codes = ARENA_ARRAY(t->arena, uint32_t, BLOCK_ROWS);
    uint32_t size = column_codes(c);
    uint64_t *should = ARENA_ARRAY(t->arena, uint64_t, size);
    CHECK_INT(column_rows(c), rows->len);
    size_t row = 0;
    for (size_t b = 0; b < column_blocks(c); b++) {
        size_t len = column_read_block(c, b, codes);
        CHECK_INT(column_block_rows(c, b), len);
        CHECK_INT(column_block_first_row(c, b), row);
        for (size_t i = 0; i < len; i++, row++) {
            CHECK_THAT(codes[i] == rows->codes[row], "row %zu is %u, should be %u", row, codes[i],
                       rows->codes[row]);
            CHECK_INT(column_code(c, row), codes[i]);
            if (codes[i] < CODE_NOT_APPLICABLE)
                should[codes[i]]++;
        }
    }
    CHECK_INT(row, rows->len);
    const uint64_t *counts = column_counts(t->arena, c);
    for (uint32_t code = 0; code < size; code++)
        CHECK(counts[code] == should[code]);
}

static struct rows rows_make(struct test *t, size_t room)
{
    return (struct rows){ARENA_ARRAY(t->arena, uint32_t, room), 0};
}

TEST(column_of_no_rows_has_no_blocks)
{
    struct column *c = column_make(t->arena, S("score"));
    CHECK_STR(column_name(c), S("score"));
    struct rows rows = rows_make(t, 1);
    should_hold(t, c, &rows);
}

TEST(column_begins_a_block_every_64_ki_rows)
{
    for (size_t len = BLOCK_ROWS - 1; len <= BLOCK_ROWS + 1; len++) {
        struct column *c = column_make(t->arena, S("x"));
        struct rows rows = rows_make(t, len);
        (void)dictionary_add(column_dictionary(c), S("a"));
        (void)dictionary_add(column_dictionary(c), S("b"));
        for (size_t i = 0; i < len; i++)
            add(c, &rows, i % 3 ? (uint32_t)(i % 2) : CODE_MISSING);
        CHECK_INT(column_blocks(c), len > BLOCK_ROWS ? 2 : 1);
        should_hold(t, c, &rows);
    }
}

/* Adds texts one by one, with reserved codes between, so that the block under way
 * must widen exactly when a code does not fit. */
static void grow_through(struct test *t, uint32_t from, uint32_t to, size_t rows_before)
{
    struct column *c = column_make(t->arena, S("x"));
    struct rows rows = rows_make(t, rows_before + 3 * (size_t)(to - from));
    char text[16];
    for (uint32_t code = 0; code < from; code++) {
        (void)snprintf(text, sizeof text, "%u", code);
        (void)dictionary_add(column_dictionary(c), str_of_chars(text));
    }
    struct test_random r = {from};
    for (size_t i = 0; i < rows_before; i++)
        add(c, &rows, (uint32_t)test_random_below(&r, from));
    for (uint32_t code = from; code < to; code++) {
        (void)snprintf(text, sizeof text, "%u", code);
        column_add_text(c, str_of_chars(text));
        rows.codes[rows.len++] = code;
        add(c, &rows, CODE_MISSING);
        add(c, &rows, CODE_NOT_APPLICABLE);
    }
    should_hold(t, c, &rows);
}

TEST(column_widens_from_one_byte_at_255_codes)
{
    grow_through(t, 250, 260, 1000);
    grow_through(t, 253, 254, 10); /* 254 codes still fit */
    grow_through(t, 254, 255, 10);
    grow_through(t, 250, 260, BLOCK_ROWS - 14); /* widens in the block's last rows */
    grow_through(t, 250, 260, BLOCK_ROWS);
}

TEST(column_widens_from_two_bytes_at_65535_codes)
{
    grow_through(t, 65530, 65540, 1000);
    grow_through(t, 65533, 65534, 10);
    grow_through(t, 65534, 65535, 10);
    grow_through(t, 65534, 65540, 0);
}

TEST(column_widens_twice_within_a_block)
{
    struct column *c = column_make(t->arena, S("x"));
    struct rows rows = rows_make(t, 10);
    char text[16];
    (void)dictionary_add(column_dictionary(c), S("0"));
    add(c, &rows, 0);
    add(c, &rows, CODE_MISSING);
    for (uint32_t code = 1; code < 70000; code++) {
        (void)snprintf(text, sizeof text, "%u", code);
        (void)dictionary_add(column_dictionary(c), str_of_chars(text));
    }
    add(c, &rows, 300);
    add(c, &rows, CODE_NOT_APPLICABLE);
    add(c, &rows, 69999);
    add(c, &rows, 254);
    add(c, &rows, 255);
    add(c, &rows, 65534);
    add(c, &rows, 65535);
    should_hold(t, c, &rows);
}

TEST(column_of_blocks_of_any_kind_holds_what_they_hold)
{
    static const uint32_t below[] = {0, 1, 11, 254, 255, 300, 65535, 1000000};
    struct test_random r = {11};
    for (size_t i = 0; i < 300; i++) {
        struct test one = {.arena = arena_make(0)};
        struct drawn_blocks blocks = drawn_blocks_of(&r, 8, i % 10 ? 300 : BLOCK_ROWS);
        struct rows rows = rows_make(&one, blocks.all);
        uint32_t codes = below[i % (sizeof below / sizeof *below)];
        const struct column *c = drawn_column(one.arena, &r, &blocks, codes, rows.codes);
        rows.len = blocks.all;
        CHECK(column_dictionary(c) == NULL);
        CHECK_INT(column_blocks(c), blocks.len);
        should_hold(&one, c, &rows);
        arena_done(one.arena);
    }
}

TEST(column_begins_a_block_behind_one_that_came_whole)
{
    static const uint8_t whole[] = {3, 254, 255, 0};
    struct column *c = column_make_coded(t->arena, S("day"), 300);
    struct rows rows = rows_make(t, 100);
    add(c, &rows, 299);
    add(c, &rows, CODE_MISSING);
    column_add_block(c, (struct block_codes){.codes = whole, .width = 1, .offset = 40}, 4);
    column_add_block(c, (struct block_codes){.filler = CODE_NOT_APPLICABLE}, 3);
    memcpy(rows.codes + 2,
           (const uint32_t[]){43, CODE_NOT_APPLICABLE, CODE_MISSING, 40, CODE_NOT_APPLICABLE,
                              CODE_NOT_APPLICABLE, CODE_NOT_APPLICABLE},
           7 * sizeof(uint32_t));
    rows.len = 9;
    add(c, &rows, 7);
    add(c, &rows, 8);
    column_add_codes(c, rows.codes, 9);
    memcpy(rows.codes + rows.len, rows.codes, 9 * sizeof(uint32_t));
    rows.len += 9;
    CHECK_INT(column_blocks(c), 5);
    should_hold(t, c, &rows);
}

TEST(column_has_the_blocks_of_another_where_each_is_as_long)
{
    static const uint8_t codes[9] = {0};
    static const size_t lengths[][3] = {{3, 2, 4}, {3, 2, 4}, {3, 6, 0}, {2, 3, 4}, {3, 2, 0}};
    struct column *c[5];
    for (size_t i = 0; i < 5; i++) {
        c[i] = column_make_coded(t->arena, S("x"), 1);
        for (size_t b = 0; b < 3; b++)
            if (lengths[i][b])
                column_add_block(c[i], (struct block_codes){codes, 1, 0, 0}, lengths[i][b]);
        CHECK(column_has_blocks_of(c[i], c[0]) == (i < 2));
        CHECK(column_has_blocks_of(c[0], c[i]) == (i < 2));
    }
}
