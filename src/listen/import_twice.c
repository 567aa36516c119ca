/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Each fingerprint sets one bit of a map; who finds it set may stand twice.
 */
#include "listen/import_twice.h"

enum { FIRST = 8192, FIRST_SLOTS = 1024, BITS_EACH = 8, WORD_BITS = 64 };

#define FIRST_BITS (UINT64_C(1) << 16)
#define MOST_BITS (UINT64_C(1) << 30)

struct import_twice {
    struct arena *arena;
    uint64_t bytes;
    uint64_t first[FIRST]; /* until it is known how large the map must be */
    size_t noted;
    uint64_t *map;
    uint64_t bits; /* of the map: a power of two */
    uint64_t *set; /* those that may; 0: empty */
    size_t slots, len;
};

struct import_twice *import_twice_make(struct arena *a, uint64_t bytes)
{
    struct import_twice *t = ARENA_NEW(a, struct import_twice);
    t->arena = a;
    t->bytes = bytes;
    t->bits = FIRST_BITS;
    t->map = ARENA_ARRAY(a, uint64_t, t->bits / WORD_BITS);
    t->slots = FIRST_SLOTS;
    t->set = ARENA_ARRAY(a, uint64_t, t->slots);
    return t;
}

/* Whether its bit was set before. */
static bool set_bit(struct import_twice *t, uint64_t fingerprint)
{
    uint64_t at = fingerprint & (t->bits - 1), bit = UINT64_C(1) << at % WORD_BITS;
    bool was_set = t->map[at / WORD_BITS] & bit;
    t->map[at / WORD_BITS] |= bit;
    return was_set;
}

/* Where it stands in the set, or would. */
static size_t slot_of(const struct import_twice *t, uint64_t fingerprint)
{
    size_t at = (size_t)(fingerprint >> 20) & (t->slots - 1);
    while (t->set[at] && t->set[at] != fingerprint)
        at = (at + 1) & (t->slots - 1);
    return at;
}

static void grow_set(struct import_twice *t)
{
    const uint64_t *old = t->set;
    size_t len = t->slots;
    t->slots *= 2;
    t->set = ARENA_ARRAY(t->arena, uint64_t, t->slots);
    for (size_t i = 0; i < len; i++)
        if (old[i])
            t->set[slot_of(t, old[i])] = old[i];
}

static void add(struct import_twice *t, uint64_t fingerprint)
{
    size_t at = slot_of(t, fingerprint);
    if (t->set[at])
        return;
    t->set[at] = fingerprint;
    if (++t->len * 2 > t->slots)
        grow_set(t);
}

/* A map for as many as the file will have if the rest is like its beginning. */
static void settle_map(struct import_twice *t, uint64_t taken)
{
    uint64_t all = taken ? t->bytes / taken * FIRST : 0;
    while (t->bits < MOST_BITS && t->bits < all * BITS_EACH)
        t->bits *= 2;
    t->map = ARENA_ARRAY(t->arena, uint64_t, t->bits / WORD_BITS);
    for (size_t i = 0; i < FIRST; i++)
        (void)set_bit(t, t->first[i]);
}

void import_twice_note(struct import_twice *t, uint64_t fingerprint, uint64_t taken)
{
    fingerprint += fingerprint == 0;
    if (set_bit(t, fingerprint))
        add(t, fingerprint);
    if (t->noted >= FIRST)
        return;
    t->first[t->noted++] = fingerprint;
    if (t->noted == FIRST)
        settle_map(t, taken);
}

bool import_twice_may(const struct import_twice *t, uint64_t fingerprint)
{
    fingerprint += fingerprint == 0;
    return t->set[slot_of(t, fingerprint)] != 0;
}

size_t import_twice_len(const struct import_twice *t)
{
    return t->len;
}

void import_twice_add_cells(struct buf *content, const str *cells, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        uint64_t bytes = cells[i].len;
        buf_add(content, (str){(const char *)&bytes, sizeof bytes});
        buf_add(content, cells[i]);
    }
}
