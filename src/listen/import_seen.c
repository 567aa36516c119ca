/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_seen.h"

#include <assert.h>
#include <string.h>

enum { COUNT_BITS = 24 };

#define COUNT_MAX ((UINT64_C(1) << COUNT_BITS) - 1)

/* A slot: the high bits of the hash, and how often it came (0: the slot is free). */
struct import_seen {
    uint64_t *slots;
    size_t mask;
};

struct import_seen *import_seen_make(struct arena *a, uint64_t records)
{
    struct import_seen *seen = ARENA_NEW(a, struct import_seen);
    size_t len = 1024;
    while (len < records + records / 3)
        len *= 2;
    seen->slots = ARENA_ARRAY(a, uint64_t, len);
    seen->mask = len - 1;
    return seen;
}

struct err *import_seen_add(struct arena *a, struct import_seen *seen,
                            const struct secret_hash *hash, uint32_t *before)
{
    uint64_t where = 0, what = 0;
    memcpy(&where, hash->bytes, sizeof where);
    memcpy(&what, hash->bytes + sizeof where, sizeof what);
    size_t at = where & seen->mask;
    uint64_t high = what & ~COUNT_MAX;
    while (seen->slots[at] & COUNT_MAX && (seen->slots[at] & ~COUNT_MAX) != high)
        at = (at + 1) & seen->mask;
    uint64_t count = seen->slots[at] & COUNT_MAX;
    if (count == COUNT_MAX)
        FAIL(a, WHY_LIMIT, "One record stands more than %llu times in the file.",
             (unsigned long long)COUNT_MAX);
    seen->slots[at] = high | (count + 1);
    *before = (uint32_t)count;
    return NULL;
}
