/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/pool.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include "http/link.h"

enum { NICER = 10 };

/* Of a thread; there are twice as many as threads, so that one that ends need not be waited
 * for. */
struct seat {
    struct pool *pool;
    pthread_t thread;
    pid_t number;
    int64_t began_ms; /* its work; 0: it has none */
    bool is_taken, is_nicer, is_left;
};

struct pool {
    struct pool_options options;
    pthread_mutex_t lock;
    pthread_cond_t came;
    struct pool_item *first, **last;
    struct seat *seats;
    size_t seats_len, threads, waiting, working, idle;
    uint64_t aged;
    bool ends, has_ended;
};

static void *work(void *what);

/* ---- threads, with the lock held ---- */

static struct seat *free_seat(struct pool *p)
{
    for (size_t i = 0; i < p->seats_len; i++)
        if (!p->seats[i].is_taken)
            return &p->seats[i];
    for (size_t i = 0; i < p->seats_len; i++) {
        struct seat *s = &p->seats[i];
        if (s->is_left && !pthread_equal(s->thread, pthread_self())) {
            (void)pthread_join(s->thread, NULL);
            return s;
        }
    }
    return NULL;
}

/* One more where all have something to do. */
static void start_thread(struct pool *p)
{
    if (p->ends || p->waiting < p->idle || p->threads >= p->options.threads)
        return;
    struct seat *s = free_seat(p);
    if (!s)
        return;
    *s = (struct seat){.pool = p};
    s->is_taken = pthread_create(&s->thread, NULL, work, s) == 0;
    p->threads += s->is_taken;
}

/* ---- one thread ---- */

/* NULL: it is to end. */
static struct pool_item *next(struct pool *p, struct seat *s)
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
        s->began_ms = link_now_ms();
    }
    (void)pthread_mutex_unlock(&p->lock);
    return item;
}

/* False where it is to leave its work to another. */
static bool goes_on(struct pool *p, struct seat *s)
{
    (void)pthread_mutex_lock(&p->lock);
    p->working--;
    s->began_ms = 0;
    s->is_left = s->is_nicer && !p->ends;
    if (s->is_left) {
        p->threads--;
        if (p->waiting > 0)
            start_thread(p);
    }
    bool goes_on = !s->is_left;
    (void)pthread_mutex_unlock(&p->lock);
    return goes_on;
}

static void *work(void *what)
{
    struct seat *s = what;
    struct pool *p = s->pool;
    struct arena *a = arena_make(0);
    (void)pthread_mutex_lock(&p->lock);
    s->number = gettid();
    (void)pthread_mutex_unlock(&p->lock);
    if (p->options.niceness)
        (void)setpriority(PRIO_PROCESS, (id_t)gettid(), p->options.niceness);
    void *prepared = p->options.prepare(a, p->options.what);
    struct pool_item *item = NULL;
    do {
        item = next(p, s);
        if (item)
            p->options.work(prepared, item, p->options.what);
    } while (item && goes_on(p, s));
    arena_done(a);
    return NULL;
}

/* ---- from outside ---- */

void pool_age(struct pool *p)
{
    int64_t now = link_now_ms();
    (void)pthread_mutex_lock(&p->lock);
    for (size_t i = 0; i < p->seats_len && p->options.long_ms; i++) {
        struct seat *s = &p->seats[i];
        if (!s->is_taken || s->is_nicer || !s->began_ms || now - s->began_ms < p->options.long_ms)
            continue;
        s->is_nicer = setpriority(PRIO_PROCESS, (id_t)s->number, NICER) == 0;
        p->aged += s->is_nicer;
    }
    (void)pthread_mutex_unlock(&p->lock);
}

void pool_end(struct pool *p)
{
    (void)pthread_mutex_lock(&p->lock);
    bool is_first = !p->has_ended;
    p->ends = p->has_ended = true;
    (void)pthread_cond_broadcast(&p->came);
    (void)pthread_mutex_unlock(&p->lock);
    for (size_t i = 0; i < p->seats_len && is_first; i++)
        if (p->seats[i].is_taken) /* nobody takes one any more */
            (void)pthread_join(p->seats[i].thread, NULL);
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
    p->seats_len = 2 * (size_t)options->threads;
    p->seats = ARENA_ARRAY(a, struct seat, p->seats_len);
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

bool pool_push(struct pool *p, struct pool_item *item)
{
    (void)pthread_mutex_lock(&p->lock);
    start_thread(p);
    bool is_taken = p->threads > 0 && !p->ends;
    if (is_taken) {
        item->next = NULL;
        *p->last = item;
        p->last = &item->next;
        p->waiting++;
    }
    (void)pthread_mutex_unlock(&p->lock);
    if (is_taken)
        (void)pthread_cond_signal(&p->came); /* who wakes finds the lock free */
    return is_taken;
}

struct pool_counts pool_counts(struct pool *p)
{
    (void)pthread_mutex_lock(&p->lock);
    struct pool_counts counts = {p->waiting, p->working, p->threads, p->aged};
    (void)pthread_mutex_unlock(&p->lock);
    return counts;
}
