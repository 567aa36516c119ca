/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/dictionary.h"

#include <assert.h>
#include <string.h>

enum { FIRST_SLOTS = 64, FIRST_PAGE = 64, FIRST_POOL = 1024, POOL_BYTES = 64 * 1024, PAGES = 27 };

/* Entries stand in pages that never move, so growing copies no texts; each is twice
 * as long as the one before, so that a small dictionary is small.  A slot holds half
 * the hash beside the code, so a probe seldom looks at the text. */
struct slot {
    uint32_t hash;
    uint32_t code_plus_one; /* 0: empty */
};

struct dictionary {
    struct arena *arena;
    struct slot *slots;
    size_t slots_len; /* a power of two, at most two thirds full */
    str *pages[PAGES];
    unsigned pages_len;
    uint32_t size;
    char *pool; /* where the next text goes */
    size_t pool_left, pool_next;
};

struct dictionary *dictionary_make(struct arena *a)
{
    struct dictionary *d = ARENA_NEW(a, struct dictionary);
    d->arena = a;
    d->slots_len = FIRST_SLOTS;
    d->slots = ARENA_ARRAY(a, struct slot, d->slots_len);
    d->pool_next = FIRST_POOL;
    return d;
}

/* Page number p begins with code FIRST_PAGE * (2^p - 1). */
static unsigned page_of(uint32_t code)
{
    return 31U - (unsigned)__builtin_clz(code / FIRST_PAGE + 1);
}

static uint32_t first_of_page(unsigned page)
{
    return FIRST_PAGE * ((1U << page) - 1);
}

str dictionary_text(const struct dictionary *d, uint32_t code)
{
    assert(code < d->size);
    unsigned page = page_of(code);
    return d->pages[page][code - first_of_page(page)];
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
    if (text.len == 0)
        return S("");
    if (text.len > POOL_BYTES / 4)
        return str_copy(d->arena, text);
    while (text.len > d->pool_left) {
        d->pool = arena_take(d->arena, d->pool_next);
        d->pool_left = d->pool_next;
        d->pool_next = d->pool_next < POOL_BYTES ? d->pool_next * 2 : POOL_BYTES;
    }
    str kept = {d->pool, text.len};
    memcpy(d->pool, text.ptr, text.len);
    d->pool += text.len;
    d->pool_left -= text.len;
    return kept;
}

static uint32_t append(struct dictionary *d, str text)
{
    assert(d->size < CODES_MAX);
    unsigned page = page_of(d->size);
    if (page == d->pages_len)
        d->pages[d->pages_len++] = ARENA_ARRAY(d->arena, str, (size_t)FIRST_PAGE << page);
    d->pages[page][d->size - first_of_page(page)] = keep_text(d, text);
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
