/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/filter.h"

#include <assert.h>
#include <string.h>

static bool set_has(const struct filter *f, uint32_t code)
{
    return code < CODE_NOT_APPLICABLE ? f->has[code] : f->has_missing;
}

/* What a block needs, whatever the number of conditions: codes of the column
 * being looked at, and a mask for each depth. */
struct room {
    uint32_t *codes;
    uint8_t *masks; /* [depth][row] */
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

static void mask_at(const struct room *room, const struct filter *f, size_t depth, uint8_t *mask)
{
    if (f->kind == FILTER_SET) {
        size_t rows = column_read_block(f->column, room->block, room->codes);
        assert(rows == room->rows);
        for (size_t i = 0; i < rows; i++)
            mask[i] = set_has(f, room->codes[i]);
        return;
    }
    bool all = f->kind == FILTER_ALL;
    uint8_t *part = room->masks + depth * room->rows;
    int open = all ? IN : OUT; /* a row on which the next part has a say */
    memset(mask, open, room->rows);
    for (size_t p = 0; p < f->parts_len && memchr(mask, open, room->rows); p++) {
        mask_at(room, f->parts[p], depth + 1, part);
        for (size_t i = 0; i < room->rows; i++)
            mask[i] = all ? mask[i] & part[i] : mask[i] | part[i];
    }
}

void filter_block(struct arena *scratch, const struct filter *f, size_t block, size_t rows,
                  uint8_t *mask)
{
    memset(mask, 1, rows);
    if (!f)
        return;
    struct room room = {.codes = ARENA_ARRAY(scratch, uint32_t, BLOCK_ROWS),
                        .masks = ARENA_ARRAY(scratch, uint8_t, depth_of(f) * rows),
                        .block = block,
                        .rows = rows};
    mask_at(&room, f, 0, mask);
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
