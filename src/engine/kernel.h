/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * kernel — the inner loops of a scan, written for each kind of machine: masks of
 * rows, keys of rows, counts of keys.
 *
 * They know bytes and tables, neither columns nor questions.  The scalar ones are
 * the oracle of the others: all say the same for the same input.
 */
#ifndef ENGINE_KERNEL_H
#define ENGINE_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Rows of a mask: 1 in, 0 out. */

/* A set of bytes: of[code] is 1 or 0; and the same by bits, as shuffles want it. */
struct byte_set {
    uint8_t of[256];
    uint8_t bits[2][16]; /* [code >= 128][code & 15], bit code >> 4 & 7 */
};
/* Fills bits from of. */
void byte_set_finish(struct byte_set *s);

enum table_kind {
    TABLE_LINEAR, /* base + stride * min(code, most) */
    TABLE_SHORT,  /* codes below 16 * SHORT_TABLES, and the reserved two */
    TABLE_LONG,
};
enum { SHORT_TABLES = 4 };

/* What each byte adds to a key. */
struct byte_table {
    uint16_t of[256];
    enum table_kind kind;
    /* TABLE_LINEAR */
    uint8_t most;
    uint16_t base, stride;
    /* TABLE_SHORT: of, cut in two and into tables of 16; high where one of them is not 0 */
    uint8_t tables;
    bool has_high;
    uint8_t low[SHORT_TABLES][16], high[SHORT_TABLES][16];
};
/* Made from a zeroed one whose `of` is filled for the first codes and the last two, the
 * reserved ones, which are alike; no other codes come. */
void byte_table_finish(struct byte_table *t, size_t codes);

/* What each code of two bytes adds to a key. */
struct pair_table {
    const uint16_t *of; /* [code], but for reserved ones */
    uint16_t none;      /* for these */
    bool is_linear;     /* base + stride * min(code, most) is the same */
    uint16_t base, stride, most;
};

/* A key says in which cell a row is counted; this one, that it is in none.  Sums of
 * keys stop there. */
#define KEY_OUT UINT16_MAX

struct kernels {
    const char *name;
    /* The highest code that is not one of the two reserved ones, + 1. */
    uint32_t (*codes_of_bytes)(const uint8_t *codes, size_t len);
    uint32_t (*codes_of_pairs)(const uint16_t *codes, size_t len);
    /* mask[i] = set->of[codes[i]] */
    void (*mask_of_set)(const uint8_t *codes, size_t len, const struct byte_set *set,
                        uint8_t *mask);
    void (*mask_and)(uint8_t *mask, const uint8_t *other, size_t len);
    void (*mask_or)(uint8_t *mask, const uint8_t *other, size_t len);
    size_t (*mask_count)(const uint8_t *mask, size_t len);
    /* Numbers of the rows that are in, ascending; len at most 65536. */
    size_t (*mask_rows)(const uint8_t *mask, size_t len, uint16_t *rows);
    /* keys[i] = key */
    void (*set_keys)(uint16_t *keys, size_t len, uint16_t key);
    /* keys[i] += table[codes[i]] */
    void (*add_bytes)(const uint8_t *codes, size_t len, const struct byte_table *table,
                      uint16_t *keys);
    void (*add_pairs)(const uint16_t *codes, size_t len, const struct pair_table *table,
                      uint16_t *keys);
    /* Keys of cells or above, and of rows that are out (mask NULL: none is), become cells. */
    void (*close_keys)(uint16_t *keys, size_t len, const uint8_t *mask, uint16_t cells);
    /* counts[key]++ for each key below cells.  cells at most
     * COUNT_FEW_MOST, keys at most 255, len at most COUNT_FEW_ROWS. */
    void (*count_few)(const uint16_t *keys, size_t len, uint16_t cells, uint32_t *counts);
    /* counts[code]++ for each code below `below`, which is at most COUNT_FEW_MOST. */
    void (*count_few_bytes)(const uint8_t *codes, size_t len, size_t below, uint32_t *counts);
};

enum { COUNT_FEW_MOST = 24, COUNT_FEW_ROWS = 4096 };

extern const struct kernels kernels_scalar;
/* NULL where this machine has no AVX2. */
const struct kernels *kernels_avx2(void);
/* The fastest of this machine, or those that ATTUNE_ISA names (scalar, avx2, avx512: as
 * AVX2), where it has them; found once. */
const struct kernels *kernels_best(void);

#endif
