/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/combine.h"

#include <assert.h>
#include <string.h>

/* The dictionary's text of a combination is its points, byte by byte. */
static void combine_block(struct arena *scratch, const struct axis *axes, size_t len, size_t block,
                          struct column *to)
{
    uint32_t *codes = ARENA_ARRAY(scratch, uint32_t, BLOCK_ROWS);
    uint32_t *points = ARENA_ARRAY(scratch, uint32_t, len * BLOCK_ROWS); /* [row][axis] */
    size_t rows = 0;
    for (size_t x = 0; x < len; x++) {
        rows = column_read_block(axes[x].column, block, codes);
        for (size_t i = 0; i < rows; i++)
            points[i * len + x] = axis_point(&axes[x], codes[i]);
    }
    for (size_t i = 0; i < rows; i++) {
        const uint32_t *row = points + i * len;
        bool any = false;
        for (size_t x = 0; x < len; x++)
            any = any || row[x] < AXIS_SKIP;
        codes[i] =
            any ? dictionary_add(column_dictionary(to), (str){(const char *)row, len * sizeof *row})
                : CODE_MISSING;
    }
    column_add_codes(to, codes, rows);
}

struct column *combine_axes(struct arena *a, const struct axis *axes, size_t len)
{
    struct column *to = column_make(a, S(""));
    for (size_t x = 1; x < len; x++)
        assert(column_has_blocks_of(axes[x].column, axes[0].column));
    for (size_t b = 0; b < column_blocks(axes[0].column); b++) {
        struct arena *scratch = arena_make(0);
        combine_block(scratch, axes, len, b, to);
        arena_done(scratch);
    }
    return to;
}

uint32_t combine_point(const struct column *combined, uint32_t code, size_t i)
{
    uint32_t point = 0;
    str points = dictionary_text(column_dictionary(combined), code);
    memcpy(&point, points.ptr + i * sizeof point, sizeof point);
    return point;
}
