/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * arena — memory that lives as long as one unit of work (a command, a test).
 *
 * Allocation never returns NULL: exhausted memory stops the process.  Memory
 * comes zeroed.  What must be closed is deferred on the arena the moment it is
 * opened, so an early return cleans up.  An arena belongs to one thread.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* budget: bytes after which arena_over_budget() says so; 0 means unlimited. */
struct arena *arena_make(size_t budget);

/* Runs what was deferred, last first, and gives all memory back. */
void arena_done(struct arena *a);

/* size bytes, zeroed, aligned for any type.  Valid until arena_done(). */
void *arena_take(struct arena *a, size_t size)
    __attribute__((returns_nonnull, alloc_size(2), warn_unused_result));

/* count * size bytes; stops the process where the product overflows, since a
 * loop over input must have asked its limit before. */
void *arena_take_array(struct arena *a, size_t count, size_t size)
    __attribute__((returns_nonnull, alloc_size(2, 3), warn_unused_result));

#define ARENA_NEW(a, type) ((type *)arena_take((a), sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_take_array((a), (count), sizeof(type)))

/* Twice the room for an array that is full: copies used elements, sets *room. */
void *arena_grow_array(struct arena *a, const void *old, size_t used, size_t *room, size_t size)
    __attribute__((returns_nonnull, warn_unused_result));

/* Calls close_it(what) at arena_done(). */
void arena_defer(struct arena *a, void (*close_it)(void *what), void *what);

/* Long loops over input ask this and answer with WHY_LIMIT. */
bool arena_over_budget(const struct arena *a);

/* Bytes handed out so far. */
size_t arena_used(const struct arena *a);

#endif
