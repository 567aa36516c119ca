/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/filter.h"

#include <assert.h>
#include <string.h>

static bool set_has(const struct filter *f, uint32_t code)
{
    return code < CODE_NOT_APPLICABLE ? f->has[code] : f->has_missing;
}

struct filter_room {
    struct arena *arena;
    const struct filter *filter;
    const struct kernels *kernels;
    uint32_t *codes; /* of the block being looked at, where it is wide; made when needed */
    uint8_t *masks;  /* [depth][BLOCK_ROWS] */
    size_t block, rows;
};

static size_t depth_of(const struct filter *f)
{
    size_t deepest = 0;
    for (size_t p = 0; p < f->parts_len; p++) {
        size_t depth = depth_of(f->parts[p]);
        deepest = depth > deepest ? depth : deepest;
    }
    return f->kind == FILTER_SET ? 0 : deepest + 1;
}

enum { OUT, IN }; /* in a mask */

/* ---- one set, by the width of the block ---- */

static void mask_of_bytes(const struct filter_room *room, const struct filter *f,
                          const struct block_codes *kept, uint8_t *mask)
{
    struct byte_set set;
    uint32_t codes = column_codes(f->column) - kept->offset;
    memset(set.of, f->has_missing, sizeof set.of);
    for (uint32_t code = 0; code < codes && code < UINT8_MAX - 1; code++)
        set.of[code] = f->has[code + kept->offset];
    byte_set_finish(&set);
    room->kernels->mask_of_set(kept->codes, room->rows, &set, mask);
}

static void mask_of_pairs(const struct filter_room *room, const struct filter *f,
                          const struct block_codes *kept, uint8_t *mask)
{
    const uint16_t *codes = kept->codes;
    const bool *has = f->has + kept->offset;
    for (size_t i = 0; i < room->rows; i++)
        mask[i] = codes[i] < UINT16_MAX - 1 ? has[codes[i]] : f->has_missing;
}

static void mask_of_words(struct filter_room *room, const struct filter *f, uint8_t *mask)
{
    if (!room->codes)
        room->codes = ARENA_ARRAY(room->arena, uint32_t, BLOCK_ROWS);
    column_read_block(f->column, room->block, room->codes);
    for (size_t i = 0; i < room->rows; i++)
        mask[i] = set_has(f, room->codes[i]);
}

static void mask_of_set(struct filter_room *room, const struct filter *f, uint8_t *mask)
{
    struct block_codes kept = column_block_codes(f->column, room->block);
    assert(column_block_rows(f->column, room->block) == room->rows);
    if (kept.width == 0)
        memset(mask, set_has(f, kept.filler), room->rows);
    else if (kept.width == 1)
        mask_of_bytes(room, f, &kept, mask);
    else if (kept.width == 2)
        mask_of_pairs(room, f, &kept, mask);
    else
        mask_of_words(room, f, mask);
}

/* ---- trees of sets ---- */

static void mask_at(struct filter_room *room, const struct filter *f, size_t depth, uint8_t *mask)
{
    if (f->kind == FILTER_SET) {
        mask_of_set(room, f, mask);
        return;
    }
    bool all = f->kind == FILTER_ALL;
    uint8_t *part = room->masks + depth * BLOCK_ROWS;
    int open = all ? IN : OUT; /* a row on which the next part has a say */
    memset(mask, open, room->rows);
    for (size_t p = 0; p < f->parts_len && memchr(mask, open, room->rows); p++) {
        mask_at(room, f->parts[p], depth + 1, part);
        if (all)
            room->kernels->mask_and(mask, part, room->rows);
        else
            room->kernels->mask_or(mask, part, room->rows);
    }
}

struct filter_room *filter_room_make(struct arena *a, const struct filter *f,
                                     const struct kernels *kernels)
{
    struct filter_room *room = ARENA_NEW(a, struct filter_room);
    *room = (struct filter_room){.arena = a, .filter = f, .kernels = kernels};
    if (f)
        room->masks = ARENA_ARRAY(a, uint8_t, depth_of(f) * BLOCK_ROWS);
    return room;
}

void filter_block_in(struct filter_room *room, size_t block, size_t rows, uint8_t *mask)
{
    memset(mask, IN, rows);
    if (!room->filter)
        return;
    room->block = block;
    room->rows = rows;
    mask_at(room, room->filter, 0, mask);
}

void filter_block(struct arena *scratch, const struct filter *f, size_t block, size_t rows,
                  uint8_t *mask)
{
    filter_block_in(filter_room_make(scratch, f, kernels_best()), block, rows, mask);
}

bool filter_row(const struct filter *f, size_t row)
{
    if (!f)
        return true;
    if (f->kind == FILTER_SET)
        return set_has(f, column_code(f->column, row));
    bool all = f->kind == FILTER_ALL;
    for (size_t p = 0; p < f->parts_len; p++)
        if (filter_row(f->parts[p], row) != all)
            return !all;
    return all;
}

const struct filter *filter_both(struct arena *a, const struct filter *f, const struct filter *g)
{
    if (!f || !g)
        return f ? f : g;
    const struct filter **parts = ARENA_ARRAY(a, const struct filter *, 2);
    parts[0] = f;
    parts[1] = g;
    struct filter *all = ARENA_NEW(a, struct filter);
    *all = (struct filter){.kind = FILTER_ALL, .parts = parts, .parts_len = 2};
    return all;
}
