/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/attempts.h"

#include <pthread.h>
#include <string.h>

#include "base/limits.h"

enum { WAYS = 8 };

struct entry {
    struct secret_hash who;
    unsigned tries; /* 0: the entry is free */
    usec_t last, next;
};

struct attempts {
    pthread_mutex_t lock;
    struct attempts_rule rule;
    struct entry entries[LIMIT_ATTEMPTS_KEPT];
};

static void done(void *what)
{
    struct attempts *all = what;
    (void)pthread_mutex_destroy(&all->lock);
}

struct attempts *attempts_make(struct arena *a, struct attempts_rule rule)
{
    struct attempts *all = ARENA_NEW(a, struct attempts);
    all->rule = rule;
    (void)pthread_mutex_init(&all->lock, NULL);
    arena_defer(a, done, all);
    return all;
}

/* Hashes are keyed, so nobody outside can choose who shares a bucket. */
static struct entry *bucket_of(struct attempts *all, struct secret_hash who)
{
    uint64_t number = str_hash(secret_hash_str(&who));
    return &all->entries[number % (LIMIT_ATTEMPTS_KEPT / WAYS) * WAYS];
}

static struct entry *find(struct attempts *all, struct secret_hash who)
{
    struct entry *bucket = bucket_of(all, who);
    for (size_t i = 0; i < WAYS; i++)
        if (bucket[i].tries && memcmp(&bucket[i].who, &who, sizeof who) == 0)
            return &bucket[i];
    return NULL;
}

/* The entry that says least: the fewest tries, of these the oldest. */
static struct entry *make_room(struct attempts *all, struct secret_hash who)
{
    struct entry *bucket = bucket_of(all, who), *least = bucket;
    for (size_t i = 1; i < WAYS; i++)
        if (bucket[i].tries < least->tries ||
            (bucket[i].tries == least->tries && bucket[i].last < least->last))
            least = &bucket[i];
    *least = (struct entry){.who = who};
    return least;
}

static unsigned wait_of(struct attempts_rule rule, unsigned tries)
{
    unsigned wait = ATTEMPTS_FIRST_WAIT_S;
    if (tries < rule.free)
        return 0;
    for (unsigned i = rule.free; i < tries && wait < rule.most_s; i++)
        wait *= 2;
    return wait < rule.most_s ? wait : rule.most_s;
}

static unsigned begin(struct attempts *all, struct secret_hash who, usec_t now)
{
    struct entry *e = find(all, who);
    if (e && now - e->last >= ATTEMPTS_QUIET)
        e->tries = 0;
    if (e && e->tries && now < e->next)
        return (unsigned)((e->next - now + USEC_SECOND - 1) / USEC_SECOND);
    if (!e)
        e = make_room(all, who);
    e->tries += e->tries < 1000;
    e->last = now;
    e->next = now + wait_of(all->rule, e->tries) * USEC_SECOND;
    return 0;
}

unsigned attempts_begin(struct attempts *all, struct secret_hash who, usec_t now)
{
    (void)pthread_mutex_lock(&all->lock);
    unsigned wait = begin(all, who, now);
    (void)pthread_mutex_unlock(&all->lock);
    return wait;
}

void attempts_forgive(struct attempts *all, struct secret_hash who, enum attempts_forgiving what)
{
    (void)pthread_mutex_lock(&all->lock);
    struct entry *e = find(all, who);
    if (e) {
        e->tries = what == ATTEMPTS_FORGIVE_ALL ? 0 : e->tries - 1;
        e->next = 0;
    }
    (void)pthread_mutex_unlock(&all->lock);
}
