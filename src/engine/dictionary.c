/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/dictionary.h"

#include <assert.h>
#include <string.h>

enum { FIRST_SLOTS = 64, PAGE_TEXTS = 4096, POOL_BYTES = 64 * 1024 };

/* Entries stand in pages that never move, so growing copies no texts; a slot
 * holds half the hash beside the code, so a probe seldom looks at the text. */
struct slot {
    uint32_t hash;
    uint32_t code_plus_one; /* 0: empty */
};

struct dictionary {
    struct arena *arena;
    struct slot *slots;
    size_t slots_len; /* a power of two, at most two thirds full */
    str **pages;
    size_t pages_len, pages_room;
    uint32_t size;
    char *pool; /* where the next text goes */
    size_t pool_left;
};

struct dictionary *dictionary_make(struct arena *a)
{
    struct dictionary *d = ARENA_NEW(a, struct dictionary);
    d->arena = a;
    d->slots_len = FIRST_SLOTS;
    d->slots = ARENA_ARRAY(a, struct slot, d->slots_len);
    return d;
}

str dictionary_text(const struct dictionary *d, uint32_t code)
{
    assert(code < d->size);
    return d->pages[code / PAGE_TEXTS][code % PAGE_TEXTS];
}

uint32_t dictionary_size(const struct dictionary *d)
{
    return d->size;
}

/* The slot that holds the text, or the empty one where it would stand. */
static size_t slot_of(const struct dictionary *d, str text, uint32_t hash)
{
    size_t at = hash & (d->slots_len - 1);
    while (d->slots[at].code_plus_one) {
        const struct slot *slot = &d->slots[at];
        if (slot->hash == hash && str_equal(dictionary_text(d, slot->code_plus_one - 1), text))
            return at;
        at = (at + 1) & (d->slots_len - 1);
    }
    return at;
}

static void grow_slots(struct dictionary *d)
{
    size_t len = d->slots_len * 2;
    struct slot *slots = ARENA_ARRAY(d->arena, struct slot, len);
    for (size_t i = 0; i < d->slots_len; i++) {
        if (!d->slots[i].code_plus_one)
            continue;
        size_t at = d->slots[i].hash & (len - 1);
        while (slots[at].code_plus_one)
            at = (at + 1) & (len - 1);
        slots[at] = d->slots[i];
    }
    d->slots = slots;
    d->slots_len = len;
}

static str keep_text(struct dictionary *d, str text)
{
    if (text.len > POOL_BYTES / 4)
        return str_copy(d->arena, text);
    if (text.len > d->pool_left) {
        d->pool = arena_take(d->arena, POOL_BYTES);
        d->pool_left = POOL_BYTES;
    }
    str kept = {d->pool, text.len};
    if (text.len)
        memcpy(d->pool, text.ptr, text.len);
    d->pool += text.len;
    d->pool_left -= text.len;
    return kept;
}

static uint32_t append(struct dictionary *d, str text)
{
    assert(d->size < CODES_MAX);
    if (d->size % PAGE_TEXTS == 0) {
        if (d->pages_len == d->pages_room)
            d->pages = arena_grow_array(d->arena, d->pages, d->pages_len, &d->pages_room,
                                        sizeof *d->pages);
        d->pages[d->pages_len++] = ARENA_ARRAY(d->arena, str, PAGE_TEXTS);
    }
    d->pages[d->size / PAGE_TEXTS][d->size % PAGE_TEXTS] = keep_text(d, text);
    return d->size++;
}

uint32_t dictionary_add(struct dictionary *d, str text)
{
    uint32_t hash = (uint32_t)(str_hash(text) >> 32);
    size_t at = slot_of(d, text, hash);
    if (d->slots[at].code_plus_one)
        return d->slots[at].code_plus_one - 1;
    if ((size_t)d->size * 3 >= d->slots_len * 2) {
        grow_slots(d);
        at = slot_of(d, text, hash);
    }
    uint32_t code = append(d, text);
    d->slots[at] = (struct slot){hash, code + 1};
    return code;
}

uint32_t dictionary_find(const struct dictionary *d, str text)
{
    size_t at = slot_of(d, text, (uint32_t)(str_hash(text) >> 32));
    return d->slots[at].code_plus_one ? d->slots[at].code_plus_one - 1 : CODE_MISSING;
}
