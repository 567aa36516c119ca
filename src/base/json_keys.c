/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/json_keys.h"

#include <stdlib.h>
#include <string.h>

enum {
    FEW = 8,         /* so many are compared each with each */
    PROBES_MAX = 64, /* more than chance makes: somebody chose names that collide */
    INDEX_BITS = 32, /* of a slot: index + 1 below, a part of the hash above */
};

static const struct json_value *repeated_of_few(const struct json_value *members, size_t len)
{
    for (size_t i = 1; i < len; i++)
        for (size_t k = 0; k < i; k++)
            if (str_equal(members[i].key, members[k].key))
                return &members[i];
    return NULL;
}

static int by_key_and_place(const void *left, const void *right)
{
    const struct json_value *a = *(const struct json_value *const *)left;
    const struct json_value *b = *(const struct json_value *const *)right;
    int order = str_compare(a->key, b->key);
    return order ? order : (a > b) - (a < b);
}

static const struct json_value *repeated_by_sorting(struct arena *a,
                                                    const struct json_value *members, size_t len)
{
    const struct json_value **sorted = ARENA_ARRAY(a, const struct json_value *, len);
    for (size_t i = 0; i < len; i++)
        sorted[i] = &members[i];
    qsort(sorted, len, sizeof *sorted, by_key_and_place);
    const struct json_value *first = NULL;
    for (size_t i = 1; i < len; i++)
        if (str_equal(sorted[i - 1]->key, sorted[i]->key) && (!first || sorted[i] < first))
            first = sorted[i];
    return first;
}

/* Slots for len members, empty; a power of two, at most half of them used. */
static size_t make_table(struct arena *a, struct json_keys *k, size_t len)
{
    size_t slots = (size_t)4 * FEW;
    while (slots < 2 * len)
        slots *= 2;
    if (slots > k->room) {
        k->table = ARENA_ARRAY(a, uint64_t, slots);
        k->room = slots;
    } else {
        memset(k->table, 0, slots * sizeof *k->table);
    }
    return slots;
}

enum outcome { IS_NEW, IS_REPEATED, COLLIDES };

static enum outcome add(uint64_t *table, size_t slots, const struct json_value *members, size_t i)
{
    uint64_t hash = str_hash(members[i].key);
    uint64_t mark = hash >> INDEX_BITS << INDEX_BITS;
    size_t at = (size_t)hash & (slots - 1);
    for (size_t probes = 0; probes < PROBES_MAX; probes++, at = (at + 1) & (slots - 1)) {
        uint64_t slot = table[at];
        if (slot == 0) {
            table[at] = mark | (i + 1);
            return IS_NEW;
        }
        const struct json_value *there = &members[(uint32_t)slot - 1];
        if ((slot ^ mark) >> INDEX_BITS == 0 && str_equal(there->key, members[i].key))
            return IS_REPEATED;
    }
    return COLLIDES;
}

const struct json_value *json_keys_repeated(struct arena *a, struct json_keys *k,
                                            const struct json_value *members, size_t len)
{
    if (len <= FEW)
        return repeated_of_few(members, len);
    size_t slots = make_table(a, k, len);
    for (size_t i = 0; i < len; i++) {
        enum outcome outcome = add(k->table, slots, members, i);
        if (outcome == COLLIDES)
            return repeated_by_sorting(a, members, len);
        if (outcome == IS_REPEATED)
            return &members[i];
    }
    return NULL;
}
