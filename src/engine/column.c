/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/column.h"

#include <assert.h>
#include <string.h>

enum { CODES_OF_ONE_BYTE = 254, CODES_OF_TWO_BYTES = 65534 };

struct block {
    void *codes; /* BLOCK_ROWS of width bytes */
    uint8_t width;
    uint32_t used;
};

struct column {
    struct arena *arena;
    str name;
    struct dictionary *dictionary;
    struct block *blocks;
    size_t blocks_len, blocks_room;
    size_t rows;
};

struct column *column_make(struct arena *a, str name)
{
    struct column *c = ARENA_NEW(a, struct column);
    c->arena = a;
    c->name = name;
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

size_t column_rows(const struct column *c)
{
    return c->rows;
}

size_t column_blocks(const struct column *c)
{
    return c->blocks_len;
}

static uint8_t width_for(uint32_t codes)
{
    if (codes <= CODES_OF_ONE_BYTE)
        return 1;
    return codes <= CODES_OF_TWO_BYTES ? 2 : 4;
}

/* The reserved codes keep their distance from the top in every width. */
static uint32_t widen(uint32_t code, uint32_t top)
{
    return code + 1 >= top ? code + (UINT32_MAX - top) : code;
}

static uint32_t block_code(const struct block *b, size_t i)
{
    if (b->width == 1)
        return widen(((const uint8_t *)b->codes)[i], UINT8_MAX);
    if (b->width == 2)
        return widen(((const uint16_t *)b->codes)[i], UINT16_MAX);
    return ((const uint32_t *)b->codes)[i];
}

static void put_code(struct block *b, size_t i, uint32_t code)
{
    if (b->width == 1)
        ((uint8_t *)b->codes)[i] = (uint8_t)code; /* reserved codes cut to 254, 255 */
    else if (b->width == 2)
        ((uint16_t *)b->codes)[i] = (uint16_t)code;
    else
        ((uint32_t *)b->codes)[i] = code;
}

static void widen_block(struct column *c, struct block *b, uint8_t width)
{
    struct block wider = {
        .codes = arena_take_array(c->arena, BLOCK_ROWS, width), .width = width, .used = b->used};
    for (size_t i = 0; i < b->used; i++)
        put_code(&wider, i, block_code(b, i));
    *b = wider;
}

static struct block *begin_block(struct column *c)
{
    if (c->blocks_len == c->blocks_room)
        c->blocks = arena_grow_array(c->arena, c->blocks, c->blocks_len, &c->blocks_room,
                                     sizeof *c->blocks);
    uint8_t width = width_for(dictionary_size(c->dictionary));
    c->blocks[c->blocks_len] =
        (struct block){.codes = arena_take_array(c->arena, BLOCK_ROWS, width), .width = width};
    return &c->blocks[c->blocks_len++];
}

void column_add(struct column *c, uint32_t code)
{
    struct block *b = c->rows % BLOCK_ROWS ? &c->blocks[c->blocks_len - 1] : begin_block(c);
    if (code < CODE_NOT_APPLICABLE && width_for(code + 1) > b->width) {
        assert(code < dictionary_size(c->dictionary));
        widen_block(c, b, width_for(code + 1));
    }
    put_code(b, b->used++, code);
    c->rows++;
}

void column_add_text(struct column *c, str text)
{
    column_add(c, dictionary_add(c->dictionary, text));
}

uint32_t column_code(const struct column *c, size_t row)
{
    assert(row < c->rows);
    return block_code(&c->blocks[row / BLOCK_ROWS], row % BLOCK_ROWS);
}

size_t column_read_block(const struct column *c, size_t block, uint32_t *codes)
{
    assert(block < c->blocks_len);
    const struct block *b = &c->blocks[block];
    if (b->width == 4) {
        memcpy(codes, b->codes, b->used * sizeof *codes);
    } else if (b->width == 2) {
        const uint16_t *from = b->codes;
        for (size_t i = 0; i < b->used; i++)
            codes[i] = widen(from[i], UINT16_MAX);
    } else {
        const uint8_t *from = b->codes;
        for (size_t i = 0; i < b->used; i++)
            codes[i] = widen(from[i], UINT8_MAX);
    }
    return b->used;
}

uint64_t *column_counts(struct arena *a, const struct column *c)
{
    uint64_t *counts = ARENA_ARRAY(a, uint64_t, dictionary_size(c->dictionary));
    uint32_t *codes = ARENA_ARRAY(a, uint32_t, BLOCK_ROWS);
    for (size_t b = 0; b < c->blocks_len; b++) {
        size_t rows = column_read_block(c, b, codes);
        for (size_t i = 0; i < rows; i++)
            if (codes[i] < CODE_NOT_APPLICABLE)
                counts[codes[i]]++;
    }
    return counts;
}
