/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/keymap.h"

enum { DIRECT_KEYS = 1 << 20, FIRST_SLOTS = 256 };

struct keymap {
    struct arena *arena;
    uint32_t *slots; /* number + 1; 0: empty */
    size_t slots_len;
    bool direct; /* the key is the slot */
    uint64_t *keys;
    size_t size, room;
};

struct keymap *keymap_make(struct arena *a, uint64_t key_space)
{
    struct keymap *m = ARENA_NEW(a, struct keymap);
    m->arena = a;
    m->direct = key_space <= DIRECT_KEYS;
    m->slots_len = m->direct ? (size_t)key_space : FIRST_SLOTS;
    m->slots = ARENA_ARRAY(a, uint32_t, m->slots_len);
    return m;
}

/* Fibonacci hashing after a fold: neighbouring keys spread. */
static uint64_t scatter(uint64_t key)
{
    key ^= key >> 32;
    key *= 0x9E3779B97F4A7C15U;
    return key ^ (key >> 29);
}

static size_t slot_of(const struct keymap *m, uint64_t key)
{
    if (m->direct)
        return (size_t)key;
    size_t at = scatter(key) & (m->slots_len - 1);
    while (m->slots[at] && m->keys[m->slots[at] - 1] != key)
        at = (at + 1) & (m->slots_len - 1);
    return at;
}

static void grow_slots(struct keymap *m)
{
    m->slots_len *= 2;
    m->slots = ARENA_ARRAY(m->arena, uint32_t, m->slots_len);
    for (size_t i = 0; i < m->size; i++)
        m->slots[slot_of(m, m->keys[i])] = (uint32_t)i + 1;
}

uint32_t keymap_add(struct keymap *m, uint64_t key)
{
    size_t at = slot_of(m, key);
    if (m->slots[at])
        return m->slots[at] - 1;
    if (!m->direct && m->size * 3 >= m->slots_len * 2) {
        grow_slots(m);
        at = slot_of(m, key);
    }
    if (m->size == m->room)
        m->keys = arena_grow_array(m->arena, m->keys, m->size, &m->room, sizeof *m->keys);
    m->keys[m->size++] = key;
    m->slots[at] = (uint32_t)m->size;
    return (uint32_t)m->size - 1;
}

uint32_t keymap_find(const struct keymap *m, uint64_t key)
{
    return m->slots[slot_of(m, key)] - 1; /* an empty slot gives KEYMAP_NONE */
}

size_t keymap_size(const struct keymap *m)
{
    return m->size;
}

uint64_t keymap_key(const struct keymap *m, uint32_t number)
{
    return m->keys[number];
}
