/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_active.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct import_active {
    const struct store *store;
    int64_t id;
    struct import_active *next;
} * active;

/* Each command of an owner has a store of its own for the same folder. */
bool import_active_is(const struct store *s, int64_t id)
{
    bool is = false;
    (void)pthread_mutex_lock(&lock);
    for (const struct import_active *at = active; at && !is; at = at->next)
        is = at->id == id && str_equal(store_dir(at->store), store_dir(s));
    (void)pthread_mutex_unlock(&lock);
    return is;
}

static void remove_one(void *what)
{
    (void)pthread_mutex_lock(&lock);
    for (struct import_active **at = &active; *at; at = &(*at)->next)
        if (*at == what) {
            *at = (*at)->next;
            break;
        }
    (void)pthread_mutex_unlock(&lock);
}

void import_active_add(struct arena *a, const struct store *s, int64_t id)
{
    struct import_active *one = ARENA_NEW(a, struct import_active);
    (void)pthread_mutex_lock(&lock);
    *one = (struct import_active){.store = s, .id = id, .next = active};
    active = one;
    (void)pthread_mutex_unlock(&lock);
    arena_defer(a, remove_one, one);
}
