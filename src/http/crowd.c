/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Buckets of chains; members that are let go are used again.
 */
#include "http/crowd.h"

#include <assert.h>
#include <string.h>

struct member {
    struct address address;
    unsigned count;
    struct member *next;
};

struct crowd {
    struct member **buckets;
    size_t buckets_len;
    struct member *unused;
    uint64_t seed;
};

struct crowd *crowd_make(struct arena *a, size_t most, uint64_t seed)
{
    struct crowd *c = ARENA_NEW(a, struct crowd);
    struct member *members = ARENA_ARRAY(a, struct member, most);
    *c = (struct crowd){.buckets_len = most + 1, .seed = seed};
    c->buckets = ARENA_ARRAY(a, struct member *, c->buckets_len);
    for (size_t i = 0; i < most; i++) {
        members[i].next = c->unused;
        c->unused = &members[i];
    }
    return c;
}

static struct member **place_of(const struct crowd *c, struct address address)
{
    char bytes[sizeof c->seed + ADDRESS_BYTES];
    memcpy(bytes, &c->seed, sizeof c->seed);
    memcpy(bytes + sizeof c->seed, address.bytes, ADDRESS_BYTES);
    struct member **at = &c->buckets[str_hash((str){bytes, sizeof bytes}) % c->buckets_len];
    while (*at && !address_equal((*at)->address, address))
        at = &(*at)->next;
    return at;
}

unsigned crowd_count(const struct crowd *c, struct address neighbourhood)
{
    const struct member *m = *place_of(c, neighbourhood);
    return m ? m->count : 0;
}

void crowd_add(struct crowd *c, struct address neighbourhood)
{
    struct member **at = place_of(c, neighbourhood);
    if (!*at) {
        struct member *fresh = c->unused;
        assert(fresh);
        c->unused = fresh->next;
        *fresh = (struct member){.address = neighbourhood};
        *at = fresh;
    }
    (*at)->count++;
}

void crowd_remove(struct crowd *c, struct address neighbourhood)
{
    struct member **at = place_of(c, neighbourhood), *m = *at;
    assert(m && m->count);
    if (--m->count)
        return;
    *at = m->next;
    m->next = c->unused;
    c->unused = m;
}
