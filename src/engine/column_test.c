/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/column.h"

#include "base/test.h"
#include "base/test_random.h"

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
    uint32_t size = dictionary_size(column_dictionary(c));
    uint64_t *should = ARENA_ARRAY(t->arena, uint64_t, size);
    CHECK_INT(column_rows(c), rows->len);
    CHECK_INT(column_blocks(c), (rows->len + BLOCK_ROWS - 1) / BLOCK_ROWS);
    size_t row = 0;
    for (size_t b = 0; b < column_blocks(c); b++) {
        size_t len = column_read_block(c, b, codes);
        CHECK(len == BLOCK_ROWS || b + 1 == column_blocks(c));
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
