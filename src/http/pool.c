/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/pool.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

struct pool {
    struct pool_options options;
    pthread_mutex_t lock;
    pthread_cond_t came;
    struct pool_item *first, **last;
    pthread_t *threads;
    size_t threads_len, waiting, working, idle;
    bool ends, has_ended;
};

/* NULL: it is to end. */
static struct pool_item *next(struct pool *p)
{
    (void)pthread_mutex_lock(&p->lock);
    p->idle++;
    while (!p->first && !p->ends)
        (void)pthread_cond_wait(&p->came, &p->lock);
    p->idle--;
    struct pool_item *item = p->first;
    if (item) {
        p->first = item->next;
        if (!p->first)
            p->last = &p->first;
        p->waiting--;
        p->working++;
    }
    (void)pthread_mutex_unlock(&p->lock);
    return item;
}

static void done(struct pool *p)
{
    (void)pthread_mutex_lock(&p->lock);
    p->working--;
    (void)pthread_mutex_unlock(&p->lock);
}

static void *work(void *what)
{
    struct pool *p = what;
    struct arena *a = arena_make(0);
    if (p->options.niceness)
        (void)setpriority(PRIO_PROCESS, (id_t)gettid(), p->options.niceness);
    void *prepared = p->options.prepare(a, p->options.what);
    for (struct pool_item *item = next(p); item; item = next(p)) {
        p->options.work(prepared, item, p->options.what);
        done(p);
    }
    arena_done(a);
    return NULL;
}

void pool_end(struct pool *p)
{
    (void)pthread_mutex_lock(&p->lock);
    bool is_first = !p->has_ended;
    p->ends = p->has_ended = true;
    size_t threads_len = p->threads_len;
    (void)pthread_cond_broadcast(&p->came);
    (void)pthread_mutex_unlock(&p->lock);
    for (size_t i = 0; i < threads_len && is_first; i++)
        (void)pthread_join(p->threads[i], NULL);
}

static void end(void *what)
{
    struct pool *p = what;
    pool_end(p);
    (void)pthread_cond_destroy(&p->came);
    (void)pthread_mutex_destroy(&p->lock);
}

struct pool *pool_make(struct arena *a, const struct pool_options *options)
{
    struct pool *p = ARENA_NEW(a, struct pool);
    p->options = *options;
    p->last = &p->first;
    p->threads = ARENA_ARRAY(a, pthread_t, options->threads);
    (void)pthread_mutex_init(&p->lock, NULL); /* neither fails on Linux */
    (void)pthread_cond_init(&p->came, NULL);
    arena_defer(a, end, p);
    return p;
}

bool pool_is_full(struct pool *p)
{
    (void)pthread_mutex_lock(&p->lock);
    bool is_full = p->waiting >= p->options.waiting;
    (void)pthread_mutex_unlock(&p->lock);
    return is_full;
}

/* One more where all have something to do. */
static void start_thread(struct pool *p)
{
    if (p->waiting >= p->idle && p->threads_len < p->options.threads &&
        pthread_create(&p->threads[p->threads_len], NULL, work, p) == 0)
        p->threads_len++;
}

bool pool_push(struct pool *p, struct pool_item *item)
{
    (void)pthread_mutex_lock(&p->lock);
    if (!p->ends)
        start_thread(p);
    bool is_taken = p->threads_len > 0 && !p->ends;
    if (is_taken) {
        item->next = NULL;
        *p->last = item;
        p->last = &item->next;
        p->waiting++;
        (void)pthread_cond_signal(&p->came);
    }
    (void)pthread_mutex_unlock(&p->lock);
    return is_taken;
}

struct pool_counts pool_counts(struct pool *p)
{
    (void)pthread_mutex_lock(&p->lock);
    struct pool_counts counts = {p->waiting, p->working, p->threads_len};
    (void)pthread_mutex_unlock(&p->lock);
    return counts;
}
