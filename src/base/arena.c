/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISON(ptr, len) ASAN_POISON_MEMORY_REGION((ptr), (len))
#define UNPOISON(ptr, len) ASAN_UNPOISON_MEMORY_REGION((ptr), (len))
#else
#define POISON(ptr, len) ((void)(ptr), (void)(len))
#define UNPOISON(ptr, len) ((void)(ptr), (void)(len))
#endif

enum {
    ALIGNMENT = 16,
    REDZONE = 16, /* poisoned under ASan, unused otherwise */
    FIRST_CHUNK = 16 * 1024,
    LARGEST_SHARED_CHUNK = 1024 * 1024,
    STOP_AT_BUDGETS = 8, /* a test build stops here: a loop forgot to ask */
};

struct chunk {
    struct chunk *older;
    size_t size, used;
    size_t padding; /* keeps bytes[] aligned */
    unsigned char bytes[];
};

struct deferred {
    struct deferred *older;
    void (*close_it)(void *what);
    void *what;
};

struct arena {
    struct chunk *chunks; /* the one in use first */
    struct deferred *deferred;
    size_t budget, used;
};

static _Noreturn void stop_for_memory(const char *what)
{
    (void)fprintf(stderr, "attune: %s\n", what);
    abort();
}

static struct chunk *make_chunk(size_t size)
{
    if (size > SIZE_MAX - sizeof(struct chunk))
        stop_for_memory("a request for more memory than there can be");
    struct chunk *c = calloc(1, sizeof *c + size);
    if (!c)
        stop_for_memory("memory is exhausted");
    c->size = size;
    POISON(c->bytes, size);
    return c;
}

struct arena *arena_make(size_t budget)
{
    struct arena *a = calloc(1, sizeof *a);
    if (!a)
        stop_for_memory("memory is exhausted");
    a->budget = budget;
    return a;
}

void arena_done(struct arena *a)
{
    if (!a)
        return;
    for (struct deferred *d = a->deferred; d; d = d->older)
        d->close_it(d->what);
    for (struct chunk *c = a->chunks; c;) {
        struct chunk *older = c->older;
        UNPOISON(c->bytes, c->size);
        free(c);
        c = older;
    }
    free(a);
}

/* A chunk with at least need bytes free; a large request gets one of its own,
 * behind the one in use, so that the latter's rest is not lost. */
static struct chunk *chunk_for(struct arena *a, size_t need)
{
    struct chunk *now = a->chunks;
    if (now && now->size - now->used >= need)
        return now;
    size_t size = now ? now->size * 2 : FIRST_CHUNK;
    if (size > LARGEST_SHARED_CHUNK)
        size = LARGEST_SHARED_CHUNK;
#ifdef ARENA_MALLOC
    size = 0; /* each take its own malloc, for valgrind */
#endif
    if (now && need > size / 4) {
        struct chunk *own = make_chunk(need);
        own->older = now->older;
        now->older = own;
        return own;
    }
    struct chunk *next = make_chunk(size > need ? size : need);
    next->older = now;
    a->chunks = next;
    return next;
}

void *arena_take(struct arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        stop_for_memory("a request for more memory than there can be");
    size_t need = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (need == 0)
        need = ALIGNMENT;
#if defined(__SANITIZE_ADDRESS__)
    need += REDZONE;
#endif
    struct chunk *c = chunk_for(a, need);
    unsigned char *at = c->bytes + c->used;
    c->used += need;
    a->used += need;
    if (a->budget && a->used / STOP_AT_BUDGETS > a->budget)
        stop_for_memory("a loop took eight times its memory budget without asking");
    UNPOISON(at, size);
    return at;
}

void *arena_take_array(struct arena *a, size_t count, size_t size)
{
    size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes))
        stop_for_memory("a request for more memory than there can be");
    return arena_take(a, bytes);
}

void *arena_grow_array(struct arena *a, const void *old, size_t used, size_t *room, size_t size)
{
    size_t next = *room < 8 ? 8 : *room * 2;
    void *grown = arena_take_array(a, next, size);
    if (used)
        memcpy(grown, old, used * size);
    *room = next;
    return grown;
}

void arena_defer(struct arena *a, void (*close_it)(void *what), void *what)
{
    struct deferred *d = ARENA_NEW(a, struct deferred);
    *d = (struct deferred){.older = a->deferred, .close_it = close_it, .what = what};
    a->deferred = d;
}

bool arena_over_budget(const struct arena *a)
{
    return a->budget && a->used > a->budget;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}
