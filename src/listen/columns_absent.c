/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Segments keep the texts of signals that were removed.  To a question, what stands in no
 * row was never said: it is on no scale and no choice.
 */
#include "listen/columns_private.h"

/* The code of each text in a dictionary without the absent ones. */
static uint32_t *new_codes(struct arena *a, const struct column *column, struct column *into,
                           const uint64_t *counts)
{
    const struct dictionary *d = column_dictionary(column);
    uint32_t *codes = ARENA_ARRAY(a, uint32_t, dictionary_size(d));
    for (uint32_t code = 0; code < dictionary_size(d); code++)
        if (counts[code])
            codes[code] = dictionary_add(column_dictionary(into), dictionary_text(d, code));
    return codes;
}

static void copy_rows(struct arena *scratch, const struct column *column, const uint32_t *code_here,
                      struct column *into)
{
    uint32_t *codes = ARENA_ARRAY(scratch, uint32_t, BLOCK_ROWS);
    for (size_t b = 0; b < column_blocks(column); b++) {
        size_t rows = column_read_block(column, b, codes);
        for (size_t i = 0; i < rows; i++)
            if (codes[i] < CODE_NOT_APPLICABLE)
                codes[i] = code_here[codes[i]];
        column_add_codes(into, codes, rows);
    }
}

struct column *columns_without_absent(struct arena *a, struct column *column)
{
    struct arena *scratch = arena_make(0);
    const uint64_t *counts = column_counts(scratch, column);
    uint32_t size = dictionary_size(column_dictionary(column)), present = 0;
    for (uint32_t code = 0; code < size; code++)
        present += counts[code] > 0;
    struct column *out = column;
    if (present < size) {
        out = column_make(a, column_name(column));
        copy_rows(scratch, column, new_codes(scratch, column, out, counts), out);
    }
    arena_done(scratch);
    return out;
}
