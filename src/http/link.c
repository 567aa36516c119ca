/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/link.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "base/limits.h"
#include "base/secret.h"
#include "http/crowd.h"

enum {
    TICK_MS = 100,
    HUNG_UP_TIMES = 2,
    SHARES = 5,
    MS_PER_S = 1000,
    US_PER_MS = 1000,
    NS_PER_US = 1000,
    NS_PER_MS = 1000000
};

struct links {
    pthread_mutex_t lock;
    pthread_cond_t ending;
    pthread_t watcher;
    bool ends;
    struct link *items, *unused;
    size_t items_len; /* that were ever used: the others need no look */
    size_t tick;      /* each looks at a share of them for who has hung up */
    struct links_options options;
    struct crowd *crowd;
    struct links_counts counts;
};

int64_t link_now_us(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * MS_PER_S * US_PER_MS + now.tv_nsec / NS_PER_US;
}

int64_t link_now_ms(void)
{
    return link_now_us() / US_PER_MS;
}

/* ---- whose time is over ---- */

static void shut(struct link *link)
{
    if (link->told)
        atomic_store(link->told, true);
    (void)shutdown(link->socket, SHUT_RDWR);
    atomic_store(&link->deadline_ms, INT64_MAX);
}

/* The library does not see an end that came together with bytes; it is asked for more than
 * once, since the last bytes may just be read. */
static bool has_hung_up(struct link *link)
{
    char c;
    if (!atomic_load(&link->is_expecting) ||
        recv(link->socket, &c, 1, MSG_PEEK | MSG_DONTWAIT) != 0)
        link->hung_up = 0;
    else
        link->hung_up++;
    return link->hung_up >= HUNG_UP_TIMES;
}

static void look(struct links *l)
{
    int64_t now = link_now_ms();
    l->tick++;
    for (size_t i = 0; i < l->items_len; i++) {
        struct link *link = &l->items[i];
        if (link->socket >= 0 && atomic_load(&link->deadline_ms) <= now) {
            l->counts.expired++;
            shut(link);
        } else if (link->socket >= 0 && i % SHARES == l->tick % SHARES && has_hung_up(link)) {
            shut(link);
        }
    }
}

static void *watch(void *what)
{
    struct links *l = what;
    (void)pthread_mutex_lock(&l->lock);
    while (!l->ends) {
        struct timespec until = {0};
        (void)clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += (long)TICK_MS * NS_PER_MS;
        until.tv_sec += until.tv_nsec / ((long)MS_PER_S * NS_PER_MS);
        until.tv_nsec %= (long)MS_PER_S * NS_PER_MS;
        (void)pthread_cond_timedwait(&l->ending, &l->lock, &until);
        look(l);
        if (l->options.tick)
            l->options.tick(l->options.what);
    }
    (void)pthread_mutex_unlock(&l->lock);
    return NULL;
}

static void end(void *what)
{
    struct links *l = what;
    (void)pthread_mutex_lock(&l->lock);
    l->ends = true;
    (void)pthread_cond_broadcast(&l->ending);
    (void)pthread_mutex_unlock(&l->lock);
    (void)pthread_join(l->watcher, NULL);
    (void)pthread_cond_destroy(&l->ending);
    (void)pthread_mutex_destroy(&l->lock);
}

static bool start(struct links *l)
{
    pthread_condattr_t monotonic;
    return pthread_condattr_init(&monotonic) == 0 &&
           pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) == 0 &&
           pthread_cond_init(&l->ending, &monotonic) == 0 &&
           pthread_mutex_init(&l->lock, NULL) == 0 &&
           pthread_create(&l->watcher, NULL, watch, l) == 0;
}

struct err *links_make(struct arena *a, const struct links_options *options, struct links **out)
{
    struct links *l = ARENA_NEW(a, struct links);
    uint64_t seed = 0;
    secret_random(&seed, sizeof seed);
    l->options = *options;
    l->items = ARENA_ARRAY(a, struct link, options->most);
    l->crowd = crowd_make(a, options->most, seed);
    if (!start(l))
        FAIL(a, WHY_FAILED, "No thread could be started to watch over connections.");
    arena_defer(a, end, l);
    *out = l;
    return NULL;
}

/* ---- who comes and goes ---- */

static bool is_counted(const struct links *l, struct address address)
{
    return !address_is_within(address, l->options.exempt);
}

bool links_admit(struct links *l, const struct sockaddr *from)
{
    struct address address = address_of_socket(from);
    (void)pthread_mutex_lock(&l->lock);
    bool is_admitted =
        l->counts.open < l->options.most &&
        (!is_counted(l, address) ||
         crowd_count(l->crowd, address_neighbourhood(address)) < l->options.most_of_one);
    if (!is_admitted)
        l->counts.refused++;
    (void)pthread_mutex_unlock(&l->lock);
    return is_admitted;
}

static struct link *take(struct links *l)
{
    struct link *link = l->unused;
    if (link)
        l->unused = link->next;
    else if (l->items_len < l->options.most)
        link = &l->items[l->items_len++];
    return link;
}

struct link *links_open(struct links *l, int socket, const struct sockaddr *from)
{
    struct address address = address_of_socket(from);
    (void)pthread_mutex_lock(&l->lock);
    struct link *link = take(l);
    if (link) {
        link->address = address;
        link->was_used = false;
        link->told = NULL;
        link->hung_up = 0;
        link->socket = socket;
        atomic_store(&link->is_expecting, true);
        atomic_store(&link->deadline_ms, link_now_ms() + LIMIT_HTTP_HEAD_MS);
        if (is_counted(l, address))
            crowd_add(l->crowd, address_neighbourhood(address));
        l->counts.open++;
        l->counts.opened++;
    }
    (void)pthread_mutex_unlock(&l->lock);
    return link;
}

void links_close(struct links *l, struct link *link)
{
    (void)pthread_mutex_lock(&l->lock);
    if (is_counted(l, link->address))
        crowd_remove(l->crowd, address_neighbourhood(link->address));
    link->socket = -1;
    link->told = NULL;
    link->next = l->unused;
    l->unused = link;
    l->counts.open--;
    (void)pthread_mutex_unlock(&l->lock);
}

void links_work(struct links *l, struct link *link, atomic_bool *told)
{
    (void)pthread_mutex_lock(&l->lock);
    link->told = told;
    (void)pthread_mutex_unlock(&l->lock);
}

void links_shut(struct links *l, bool all)
{
    (void)pthread_mutex_lock(&l->lock);
    for (size_t i = 0; i < l->items_len; i++)
        if (l->items[i].socket >= 0 && (all || !l->items[i].told))
            shut(&l->items[i]);
    (void)pthread_mutex_unlock(&l->lock);
}

void links_tell(struct links *l)
{
    (void)pthread_mutex_lock(&l->lock);
    for (size_t i = 0; i < l->items_len; i++)
        if (l->items[i].socket >= 0 && l->items[i].told)
            atomic_store(l->items[i].told, true);
    (void)pthread_mutex_unlock(&l->lock);
}

struct links_counts links_counts(struct links *l)
{
    (void)pthread_mutex_lock(&l->lock);
    struct links_counts counts = l->counts;
    (void)pthread_mutex_unlock(&l->lock);
    return counts;
}
