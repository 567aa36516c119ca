/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_near.h"

enum {
    DIGITS_LEAST = 6, /* fewer are codes and counts, which say nothing of the place */
    DIGITS_MOST = 18,
    CELL_MOST = 32, /* characters: of a time with its zone */
    TOGETHER_BITS = 12,
    MARK_BYTES = 2,
};

struct secret_key import_near_key(const struct secret_key *master)
{
    return secret_key_for(master, "near");
}

static bool is_separator(char c)
{
    return str_has(S(" -:/.+TZ"), c);
}

/* Its digits in a row; false where the cell is no number and no time in numbers. */
static bool digits_of(str cell, uint64_t *number)
{
    int digits = 0;
    if (cell.len < DIGITS_LEAST || cell.len > CELL_MOST)
        return false;
    *number = 0;
    for (size_t i = 0; i < cell.len; i++) {
        char c = cell.ptr[i];
        if (c >= '0' && c <= '9' && digits < DIGITS_MOST) {
            *number = *number * 10 + (uint64_t)(c - '0');
            digits++;
        } else if ((c < '0' || c > '9') && !is_separator(c)) {
            return false;
        }
    }
    return digits >= DIGITS_LEAST;
}

void import_near_mark(const struct secret_key *key, const str *cells, size_t len,
                      struct secret_hash *hash)
{
    uint64_t number = 0;
    for (size_t i = 0; i < len; i++) {
        if (!digits_of(cells[i], &number))
            continue;
        uint64_t together = number >> TOGETHER_BITS;
        uint64_t mark = secret_sip(key, (str){(const char *)&together, sizeof together});
        for (size_t b = 0; b < MARK_BYTES; b++)
            hash->bytes[b] = (unsigned char)(mark >> (8 * b));
        return;
    }
}
