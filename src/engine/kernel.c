/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/kernel.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_RESERVED = 254 };

void byte_set_finish(struct byte_set *s)
{
    memset(s->bits, 0, sizeof s->bits);
    for (unsigned code = 0; code < 256; code++)
        if (s->of[code])
            s->bits[code >> 7][code & 15] |= (uint8_t)(1U << (code >> 4 & 7));
}

/* Whether the first codes stand on a line, and reserved ones where the next would. */
static bool is_linear(const struct byte_table *t, size_t codes)
{
    for (size_t i = 0; i < codes; i++)
        if (t->of[i] == KEY_OUT || t->of[i] != (uint16_t)(t->base + i * t->stride))
            return false;
    uint16_t none = t->of[FIRST_RESERVED];
    return codes > 0 && none != KEY_OUT && none == (uint16_t)(t->base + codes * t->stride);
}

static void make_short(struct byte_table *t, size_t codes)
{
    t->kind = TABLE_SHORT;
    t->tables = (uint8_t)((codes + 15) / 16);
    t->has_high = t->of[FIRST_RESERVED] > UINT8_MAX;
    for (size_t i = 0; i < codes; i++) {
        t->low[i / 16][i % 16] = (uint8_t)t->of[i];
        t->high[i / 16][i % 16] = (uint8_t)(t->of[i] >> 8);
        t->has_high = t->has_high || t->of[i] > UINT8_MAX;
    }
}

void byte_table_finish(struct byte_table *t, size_t codes)
{
    codes = codes < FIRST_RESERVED ? codes : FIRST_RESERVED;
    t->base = t->of[0];
    t->stride = (uint16_t)(t->of[codes > 1 ? 1 : FIRST_RESERVED] - t->base);
    t->most = (uint8_t)codes;
    t->kind = TABLE_LONG;
    if (is_linear(t, codes))
        t->kind = TABLE_LINEAR;
    else if (codes <= (size_t)16 * SHORT_TABLES)
        make_short(t, codes);
}

/* Two more, and reserved codes are the lowest. */
static uint32_t codes_of_bytes(const uint8_t *codes, size_t len)
{
    uint8_t most = 0;
    for (size_t i = 0; i < len; i++)
        most = (uint8_t)(codes[i] + 2) > most ? (uint8_t)(codes[i] + 2) : most;
    return most < 2 ? 0 : most - 1U;
}

static uint32_t codes_of_pairs(const uint16_t *codes, size_t len)
{
    uint16_t most = 0;
    for (size_t i = 0; i < len; i++)
        most = (uint16_t)(codes[i] + 2) > most ? (uint16_t)(codes[i] + 2) : most;
    return most < 2 ? 0 : most - 1U;
}

static void mask_of_set(const uint8_t *codes, size_t len, const struct byte_set *set, uint8_t *mask)
{
    for (size_t i = 0; i < len; i++)
        mask[i] = set->of[codes[i]];
}

static void mask_and(uint8_t *mask, const uint8_t *other, size_t len)
{
    for (size_t i = 0; i < len; i++)
        mask[i] &= other[i];
}

static void mask_or(uint8_t *mask, const uint8_t *other, size_t len)
{
    for (size_t i = 0; i < len; i++)
        mask[i] |= other[i];
}

static size_t mask_count(const uint8_t *mask, size_t len)
{
    size_t in = 0;
    for (size_t i = 0; i < len; i++)
        in += mask[i];
    return in;
}

static size_t mask_rows(const uint8_t *mask, size_t len, uint16_t *rows)
{
    size_t in = 0;
    for (size_t i = 0; i < len; i++)
        if (mask[i])
            rows[in++] = (uint16_t)i;
    return in;
}

static void set_keys(uint16_t *keys, size_t len, uint16_t key)
{
    for (size_t i = 0; i < len; i++)
        keys[i] = key;
}

static uint16_t add_key(uint16_t key, uint16_t adds)
{
    uint32_t sum = (uint32_t)key + adds;
    return sum < KEY_OUT ? (uint16_t)sum : KEY_OUT;
}

static void add_bytes(const uint8_t *codes, size_t len, const struct byte_table *table,
                      uint16_t *keys)
{
    for (size_t i = 0; i < len; i++)
        keys[i] = add_key(keys[i], table->of[codes[i]]);
}

static void add_pairs(const uint16_t *codes, size_t len, const struct pair_table *table,
                      uint16_t *keys)
{
    for (size_t i = 0; i < len; i++)
        keys[i] = add_key(keys[i], codes[i] < UINT16_MAX - 1 ? table->of[codes[i]] : table->none);
}

static void close_keys(uint16_t *keys, size_t len, const uint8_t *mask, uint16_t cells)
{
    for (size_t i = 0; i < len; i++)
        keys[i] = keys[i] < cells && (!mask || mask[i]) ? keys[i] : cells;
}

static void count_few(const uint16_t *keys, size_t len, uint16_t cells, uint32_t *counts)
{
    for (size_t i = 0; i < len; i++)
        if (keys[i] < cells)
            counts[keys[i]]++;
}

static void count_few_bytes(const uint8_t *codes, size_t len, size_t below, uint32_t *counts)
{
    for (size_t i = 0; i < len; i++)
        if (codes[i] < below)
            counts[codes[i]]++;
}

const struct kernels kernels_scalar = {
    .name = "scalar",
    .codes_of_bytes = codes_of_bytes,
    .codes_of_pairs = codes_of_pairs,
    .mask_of_set = mask_of_set,
    .mask_and = mask_and,
    .mask_or = mask_or,
    .mask_count = mask_count,
    .mask_rows = mask_rows,
    .set_keys = set_keys,
    .add_bytes = add_bytes,
    .add_pairs = add_pairs,
    .close_keys = close_keys,
    .count_few = count_few,
    .count_few_bytes = count_few_bytes,
};

static const struct kernels *best;

static void find_best(void)
{
    const char *forced = getenv("ATTUNE_ISA");
    bool scalar = forced && strcmp(forced, "scalar") == 0;
    best = scalar ? NULL : kernels_avx2();
    if (!best)
        best = &kernels_scalar;
}

const struct kernels *kernels_best(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, find_best);
    return best;
}
