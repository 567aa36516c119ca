/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/column.h"

#include <assert.h>
#include <string.h>

enum { CODES_OF_ONE_BYTE = 254, CODES_OF_TWO_BYTES = 65534 };

struct block {
    struct block_codes kept;
    void *room; /* kept.codes, BLOCK_ROWS of them, where rows may be added; else NULL */
    size_t first_row;
    uint32_t rows;
};

struct column {
    struct arena *arena;
    str name;
    struct dictionary *dictionary; /* NULL: coded */
    uint32_t codes;                /* coded: codes are below it; else CODES_MAX */
    struct block *blocks;
    size_t blocks_len, blocks_room;
    size_t rows;
};

struct column *column_make_coded(struct arena *a, str name, uint32_t codes)
{
    assert(codes <= CODES_MAX);
    struct column *c = ARENA_NEW(a, struct column);
    c->arena = a;
    c->name = name;
    c->codes = codes;
    return c;
}

struct column *column_make(struct arena *a, str name)
{
    struct column *c = column_make_coded(a, name, CODES_MAX);
    c->dictionary = dictionary_make(a);
    return c;
}

str column_name(const struct column *c)
{
    return c->name;
}

struct dictionary *column_dictionary(const struct column *c)
{
    return c->dictionary;
}

uint32_t column_codes(const struct column *c)
{
    return c->dictionary ? dictionary_size(c->dictionary) : c->codes;
}

size_t column_rows(const struct column *c)
{
    return c->rows;
}

size_t column_blocks(const struct column *c)
{
    return c->blocks_len;
}

size_t column_block_rows(const struct column *c, size_t block)
{
    assert(block < c->blocks_len);
    return c->blocks[block].rows;
}

size_t column_block_first_row(const struct column *c, size_t block)
{
    assert(block < c->blocks_len);
    return c->blocks[block].first_row;
}

bool column_has_blocks_of(const struct column *c, const struct column *other)
{
    bool same = c == other || (c->blocks_len == other->blocks_len && c->rows == other->rows);
    for (size_t b = 0; same && c != other && b < c->blocks_len; b++)
        same = c->blocks[b].rows == other->blocks[b].rows;
    return same;
}

struct block_codes column_block_codes(const struct column *c, size_t block)
{
    assert(block < c->blocks_len);
    return c->blocks[block].kept;
}

uint8_t column_width_for(uint32_t codes)
{
    if (codes <= CODES_OF_ONE_BYTE)
        return 1;
    return codes <= CODES_OF_TWO_BYTES ? 2 : 4;
}

/* The reserved codes keep their distance from the top in every width. */
static uint32_t widen(uint32_t code, uint32_t top, uint32_t offset)
{
    return code + 1 >= top ? code + (UINT32_MAX - top) : code + offset;
}

static uint32_t block_code(const struct block *b, size_t i)
{
    const struct block_codes *k = &b->kept;
    switch (k->width) {
    case 0:
        return k->filler;
    case 1:
        return widen(((const uint8_t *)k->codes)[i], UINT8_MAX, k->offset);
    case 2:
        return widen(((const uint16_t *)k->codes)[i], UINT16_MAX, k->offset);
    default: {
        uint32_t code = ((const uint32_t *)k->codes)[i];
        return code >= CODE_NOT_APPLICABLE ? code : code + k->offset;
    }
    }
}

static void put_code(void *codes, uint8_t width, size_t i, uint32_t code)
{
    if (width == 1)
        ((uint8_t *)codes)[i] = (uint8_t)code; /* reserved codes cut to 254, 255 */
    else if (width == 2)
        ((uint16_t *)codes)[i] = (uint16_t)code;
    else
        ((uint32_t *)codes)[i] = code;
}

static void widen_block(struct column *c, struct block *b, uint8_t width)
{
    void *room = arena_take_array(c->arena, BLOCK_ROWS, width);
    for (size_t i = 0; i < b->rows; i++)
        put_code(room, width, i, block_code(b, i));
    b->room = room;
    b->kept = (struct block_codes){.codes = room, .width = width};
}

static struct block *append_block(struct column *c, struct block_codes kept)
{
    if (c->blocks_len == c->blocks_room)
        c->blocks = arena_grow_array(c->arena, c->blocks, c->blocks_len, &c->blocks_room,
                                     sizeof *c->blocks);
    assert(c->blocks);
    c->blocks[c->blocks_len] = (struct block){.kept = kept, .first_row = c->rows};
    return &c->blocks[c->blocks_len++];
}

/* The block that the next row goes to. */
static struct block *block_to_fill(struct column *c)
{
    struct block *last = c->blocks_len ? &c->blocks[c->blocks_len - 1] : NULL;
    if (last && last->room && last->rows < BLOCK_ROWS)
        return last;
    uint8_t width = column_width_for(column_codes(c));
    void *room = arena_take_array(c->arena, BLOCK_ROWS, width);
    last = append_block(c, (struct block_codes){.codes = room, .width = width});
    last->room = room;
    return last;
}

void column_add(struct column *c, uint32_t code)
{
    assert(code < c->codes || code >= CODE_NOT_APPLICABLE);
    struct block *b = block_to_fill(c);
    if (code < CODE_NOT_APPLICABLE && column_width_for(code + 1) > b->kept.width) {
        assert(code < column_codes(c));
        widen_block(c, b, column_width_for(code + 1));
    }
    put_code(b->room, b->kept.width, b->rows++, code);
    c->rows++;
}

void column_add_text(struct column *c, str text)
{
    assert(c->dictionary);
    column_add(c, dictionary_add(c->dictionary, text));
}

void column_add_block(struct column *c, struct block_codes kept, size_t rows)
{
    assert(rows > 0 && rows <= BLOCK_ROWS);
    assert(kept.width <= 2 || kept.width == 4);
    assert(kept.width == 0 || (kept.codes && (uintptr_t)kept.codes % kept.width == 0));
    if (c->blocks_len)
        c->blocks[c->blocks_len - 1].room = NULL;
    append_block(c, kept)->rows = (uint32_t)rows;
    c->rows += rows;
}

void column_add_codes(struct column *c, const uint32_t *codes, size_t rows)
{
    uint8_t width = column_width_for(column_codes(c));
    void *copy = arena_take_array(c->arena, rows, width);
    for (size_t i = 0; i < rows; i++) {
        assert(codes[i] < column_codes(c) || codes[i] >= CODE_NOT_APPLICABLE);
        put_code(copy, width, i, codes[i]);
    }
    column_add_block(c, (struct block_codes){.codes = copy, .width = width}, rows);
}

size_t column_block_of_row(const struct column *c, size_t row)
{
    assert(row < c->rows);
    size_t from = 0, to = c->blocks_len; /* the block is one of from .. to - 1 */
    while (to - from > 1) {
        size_t middle = from + (to - from) / 2;
        if (c->blocks[middle].first_row <= row)
            from = middle;
        else
            to = middle;
    }
    return from;
}

uint32_t column_code(const struct column *c, size_t row)
{
    const struct block *b = &c->blocks[column_block_of_row(c, row)];
    return block_code(b, row - b->first_row);
}

/* Loops of their own, so that each is as fast as its width allows. */
static void read_bytes(const struct block *b, uint32_t *codes)
{
    const uint8_t *from = b->kept.codes;
    for (size_t i = 0; i < b->rows; i++)
        codes[i] = widen(from[i], UINT8_MAX, b->kept.offset);
}

static void read_pairs(const struct block *b, uint32_t *codes)
{
    const uint16_t *from = b->kept.codes;
    for (size_t i = 0; i < b->rows; i++)
        codes[i] = widen(from[i], UINT16_MAX, b->kept.offset);
}

size_t column_read_block(const struct column *c, size_t block, uint32_t *codes)
{
    assert(block < c->blocks_len);
    const struct block *b = &c->blocks[block];
    if (b->kept.width == 4 && b->kept.offset == 0)
        memcpy(codes, b->kept.codes, b->rows * sizeof *codes);
    else if (b->kept.width == 2)
        read_pairs(b, codes);
    else if (b->kept.width == 1)
        read_bytes(b, codes);
    else
        for (size_t i = 0; i < b->rows; i++)
            codes[i] = block_code(b, i);
    return b->rows;
}

/* Four tables, so that runs of one code do not wait for each other. */
static void count_bytes(const struct block *b, uint64_t *counts, uint32_t size)
{
    enum { TABLES = 4 };
    uint32_t of[TABLES][UINT8_MAX + 1] = {{0}};
    const uint8_t *codes = b->kept.codes;
    size_t i = 0;
    for (; i + TABLES <= b->rows; i += TABLES)
        for (size_t t = 0; t < TABLES; t++)
            of[t][codes[i + t]]++;
    for (; i < b->rows; i++)
        of[0][codes[i]]++;
    for (uint32_t code = 0; code < UINT8_MAX - 1 && code + b->kept.offset < size; code++)
        for (size_t t = 0; t < TABLES; t++)
            counts[code + b->kept.offset] += of[t][code];
}

uint64_t *column_counts(struct arena *a, const struct column *c)
{
    uint64_t *counts = ARENA_ARRAY(a, uint64_t, column_codes(c));
    uint32_t *codes = ARENA_ARRAY(a, uint32_t, BLOCK_ROWS);
    for (size_t b = 0; b < c->blocks_len; b++) {
        if (c->blocks[b].kept.width == 1) {
            count_bytes(&c->blocks[b], counts, column_codes(c));
            continue;
        }
        size_t rows = column_read_block(c, b, codes);
        for (size_t i = 0; i < rows; i++)
            if (codes[i] < CODE_NOT_APPLICABLE)
                counts[codes[i]]++;
    }
    return counts;
}
