/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/filter.h"

#include <string.h>

static bool set_has(const struct filter *f, uint32_t code)
{
    return code < CODE_NOT_APPLICABLE ? f->has[code] : f->has_missing;
}

static void set_block(struct arena *scratch, const struct filter *f, size_t block, uint8_t *mask)
{
    uint32_t *codes = ARENA_ARRAY(scratch, uint32_t, BLOCK_ROWS);
    size_t rows = column_read_block(f->column, block, codes);
    for (size_t i = 0; i < rows; i++)
        mask[i] = set_has(f, codes[i]);
}

void filter_block(struct arena *scratch, const struct filter *f, size_t block, size_t rows,
                  uint8_t *mask)
{
    if (f && f->kind == FILTER_SET) {
        set_block(scratch, f, block, mask);
        return;
    }
    bool all = !f || f->kind == FILTER_ALL;
    memset(mask, all, rows);
    if (!f)
        return;
    uint8_t *part = ARENA_ARRAY(scratch, uint8_t, rows);
    for (size_t p = 0; p < f->parts_len; p++) {
        filter_block(scratch, f->parts[p], block, rows, part);
        for (size_t i = 0; i < rows; i++)
            mask[i] = all ? mask[i] & part[i] : mask[i] | part[i];
    }
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
