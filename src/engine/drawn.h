/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * drawn — tables for tests: columns whose blocks have all lengths, widths, offsets
 * and alignments, beside the codes that they hold.  For tests only.
 */
#ifndef ENGINE_DRAWN_H
#define ENGINE_DRAWN_H

#include <string.h>

#include "base/test_random.h"
#include "engine/column.h"

enum { DRAWN_BLOCKS_MAX = 64 };

struct drawn_blocks {
    size_t rows[DRAWN_BLOCKS_MAX];
    size_t len, all;
};

static inline struct drawn_blocks drawn_blocks_of(struct test_random *r, size_t most,
                                                  size_t rows_most)
{
    struct drawn_blocks blocks = {.len = test_random_below(r, most + 1)};
    for (size_t b = 0; b < blocks.len; b++) {
        blocks.rows[b] = 1 + test_random_below(r, rows_most);
        blocks.all += blocks.rows[b];
    }
    return blocks;
}

static inline void *drawn_place(struct arena *a, struct test_random *r, size_t rows, size_t width)
{
    char *place = arena_take(a, rows * width + 64);
    return place + test_random_below(r, 64 / width) * width;
}

/* One block of codes from lo to lo + span - 1 and reserved ones. */
struct drawn_range {
    uint32_t lo, span;
    size_t reserved_one_in; /* 0: none */
};

static inline uint32_t drawn_code(struct test_random *r, const struct drawn_range *range)
{
    if (range->span == 0 ||
        (range->reserved_one_in && test_random_one_in(r, range->reserved_one_in)))
        return test_random_one_in(r, 2) ? CODE_MISSING : CODE_NOT_APPLICABLE;
    return range->lo + (uint32_t)test_random_below(r, range->span);
}

static inline void drawn_block(struct arena *a, struct test_random *r, struct column *c,
                               size_t rows, uint32_t *codes)
{
    static const uint8_t widths[] = {0, 1, 1, 1, 2, 4};
    uint32_t all = column_codes(c);
    struct block_codes kept = {.width = widths[test_random_below(r, sizeof widths)]};
    struct drawn_range range = {.span = all, .reserved_one_in = test_random_below(r, 10)};
    if (test_random_one_in(r, 2) && all)
        range.lo = kept.offset = (uint32_t)test_random_below(r, all);
    range.span -= range.lo;
    if (kept.width == 1 && range.span > 254)
        range.span = 254;
    if (kept.width == 2 && range.span > 65534)
        range.span = 65534;
    kept.filler = drawn_code(r, &range);
    char *place = drawn_place(a, r, rows, kept.width ? kept.width : 1);
    kept.codes = place;
    for (size_t i = 0; i < rows; i++) {
        codes[i] = kept.width ? drawn_code(r, &range) : kept.filler;
        uint32_t stored = codes[i] < CODE_NOT_APPLICABLE ? codes[i] - kept.offset : codes[i];
        memcpy(place + i * kept.width, &stored, kept.width); /* little-endian */
    }
    column_add_block(c, kept, rows);
}

/* A column of codes below `below`; codes[row] has room for all rows. */
static inline struct column *drawn_column(struct arena *a, struct test_random *r,
                                          const struct drawn_blocks *blocks, uint32_t below,
                                          uint32_t *codes)
{
    struct column *c = column_make_coded(a, S("drawn"), below);
    for (size_t b = 0; b < blocks->len; b++) {
        drawn_block(a, r, c, blocks->rows[b], codes);
        codes += blocks->rows[b];
    }
    return c;
}

#endif
