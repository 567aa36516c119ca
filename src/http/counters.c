/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/counters.h"

#include <inttypes.h>
#include <stdatomic.h>

enum { CLASSES = 6, BOUNDS = 13, US_PER_MS = 1000, US_PER_S = 1000000 };

static const unsigned bounds_ms[BOUNDS] = {1,   2,   5,    10,   25,   50,   100,
                                           250, 500, 1000, 2500, 5000, 10000};
static const char *const queue_names[QUEUE_COUNT] = {
    [QUEUE_READ] = "read", [QUEUE_WRITE] = "write", [QUEUE_SLOW] = "slow", [QUEUE_NONE] = "none"};

struct times {
    atomic_ullong within[BOUNDS + 1]; /* the last: longer */
    atomic_ullong sum_us;
};

struct counters {
    const struct route *const *routes;
    unsigned routes_len;
    atomic_ullong (*answered)[CLASSES]; /* by route, the last: none; by status / 100 */
    struct times times[QUEUE_COUNT];
    atomic_ullong shed[QUEUE_COUNT];
};

struct counters *counters_make(struct arena *a, const struct route *const *routes, unsigned len)
{
    struct counters *c = ARENA_NEW(a, struct counters);
    c->routes = routes;
    c->routes_len = len;
    c->answered = arena_take_array(a, len + 1, sizeof *c->answered);
    return c;
}

void counters_add(struct counters *c, const struct route *route, int status, int64_t took_us)
{
    unsigned which = 0, class = (unsigned)status / 100;
    while (which < c->routes_len && c->routes[which] != route)
        which++;
    (void)atomic_fetch_add(&c->answered[which][class < CLASSES ? class : 0], 1);
    struct times *t = &c->times[route ? route->queue : QUEUE_NONE];
    unsigned bound = 0;
    while (bound < BOUNDS && took_us > (int64_t)bounds_ms[bound] * US_PER_MS)
        bound++;
    (void)atomic_fetch_add(&t->within[bound], 1);
    (void)atomic_fetch_add(&t->sum_us, (unsigned long long)took_us);
}

void counters_add_shed(struct counters *c, enum route_queue queue)
{
    (void)atomic_fetch_add(&c->shed[queue], 1);
}

uint64_t counters_shed(const struct counters *c)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < QUEUE_COUNT; i++)
        sum += atomic_load(&c->shed[i]);
    return sum;
}

/* ---- as text ---- */

void counters_line(struct buf *out, const char *type, const char *name, const char *help,
                   uint64_t value)
{
    buf_addf(out, "# HELP %s %s\n# TYPE %s %s\n%s %" PRIu64 "\n", name, help, name, type, name,
             value);
}

static void add_answered(const struct counters *c, struct buf *out)
{
    buf_add(out, S("# HELP attune_http_requests_total Requests answered\n"
                   "# TYPE attune_http_requests_total counter\n"));
    for (unsigned i = 0; i <= c->routes_len; i++)
        for (unsigned class = 1; class < CLASSES; class ++) {
            const struct route *r = i < c->routes_len ? c->routes[i] : NULL;
            uint64_t answered = atomic_load(&c->answered[i][class]);
            if (answered)
                buf_addf(out,
                         "attune_http_requests_total{method=\"%s\",route=\"%s\",status=\"%uxx\"} "
                         "%" PRIu64 "\n",
                         r ? route_method_name(r->method) : "", r ? r->path : "", class, answered);
        }
}

static void add_times(const struct times *t, const char *queue, struct buf *out)
{
    uint64_t sum = 0, sum_us = atomic_load(&t->sum_us);
    for (size_t i = 0; i < BOUNDS; i++) {
        sum += atomic_load(&t->within[i]);
        buf_addf(out,
                 "attune_http_request_seconds_bucket{queue=\"%s\",le=\"%u.%03u\"} %" PRIu64 "\n",
                 queue, bounds_ms[i] / 1000, bounds_ms[i] % 1000, sum);
    }
    sum += atomic_load(&t->within[BOUNDS]);
    buf_addf(out, "attune_http_request_seconds_bucket{queue=\"%s\",le=\"+Inf\"} %" PRIu64 "\n",
             queue, sum);
    buf_addf(out, "attune_http_request_seconds_sum{queue=\"%s\"} %" PRIu64 ".%06u\n", queue,
             sum_us / US_PER_S, (unsigned)(sum_us % US_PER_S));
    buf_addf(out, "attune_http_request_seconds_count{queue=\"%s\"} %" PRIu64 "\n", queue, sum);
}

void counters_to_text(const struct counters *c, struct buf *out)
{
    add_answered(c, out);
    buf_add(out, S("# HELP attune_http_request_seconds From the first line of a request to the "
                   "last byte of its answer\n# TYPE attune_http_request_seconds histogram\n"));
    for (size_t i = 0; i < QUEUE_COUNT; i++)
        add_times(&c->times[i], queue_names[i], out);
    buf_add(out, S("# HELP attune_http_shed_total Requests sent away because a queue was full\n"
                   "# TYPE attune_http_shed_total counter\n"));
    for (size_t i = 0; i < QUEUE_COUNT; i++)
        buf_addf(out, "attune_http_shed_total{queue=\"%s\"} %" PRIu64 "\n", queue_names[i],
                 (uint64_t)atomic_load(&c->shed[i]));
}
