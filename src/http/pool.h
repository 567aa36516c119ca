/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * pool — a queue and the threads that work it off.
 *
 * Threads are started when somebody waits, up to a number, and stay.  What is queued is a
 * link in a list, so that queueing cannot fail; whether more should come is asked before.
 *
 * A thread whose work takes long becomes nicer, so that short work beside it stays quick;
 * since the system lets nobody take that back, it ends behind that work, and another takes
 * its place.
 */
#ifndef HTTP_POOL_H
#define HTTP_POOL_H

#include <stdint.h>

#include "base/err.h"

struct pool;

struct pool_item {
    struct pool_item *next;
};

struct pool_options {
    unsigned threads;
    size_t waiting; /* more than these should not wait */
    int niceness;   /* added to that of the process */
    int long_ms;    /* pool_age() makes nicer whose work takes longer; 0: nobody */
    /* One thread's: what it needs, made when it starts, in an arena that ends with it. */
    void *(*prepare)(struct arena *a, void *what);
    void (*work)(void *prepared, struct pool_item *item, void *what);
    void *what;
};

/* With the arena, and with pool_end(), it ends: what waits is worked off first. */
struct pool *pool_make(struct arena *a, const struct pool_options *options);
bool pool_is_full(struct pool *p);
/* False where there is no thread for it and none can be started. */
bool pool_push(struct pool *p, struct pool_item *item);
void pool_end(struct pool *p);
/* To be called now and then. */
void pool_age(struct pool *p);

struct pool_counts {
    size_t waiting, working, threads;
    uint64_t aged; /* how often one became nicer */
};
struct pool_counts pool_counts(struct pool *p);

#endif
