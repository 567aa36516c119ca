/* SPDX-License-Identifier: AGPL-3.0-or-later */

#include "http/server_private.h"

static void add_queues(struct server *s, struct buf *out)
{
    static const char *const names[QUEUE_NONE] = {"read", "write", "slow"};
    struct pool_counts counts[QUEUE_NONE];
    for (unsigned i = 0; i < QUEUE_NONE; i++)
        counts[i] = pool_counts(s->pools[i]);
    buf_add(out, S("# HELP attune_http_waiting Requests that wait for their turn\n"
                   "# TYPE attune_http_waiting gauge\n"));
    for (unsigned i = 0; i < QUEUE_NONE; i++)
        buf_addf(out, "attune_http_waiting{queue=\"%s\"} %zu\n", names[i], counts[i].waiting);
    buf_add(out, S("# HELP attune_http_working Requests that are worked on\n"
                   "# TYPE attune_http_working gauge\n"));
    for (unsigned i = 0; i < QUEUE_NONE; i++)
        buf_addf(out, "attune_http_working{queue=\"%s\"} %zu\n", names[i], counts[i].working);
}

static void add_aged(struct server *s, struct buf *out)
{
    counters_line(out, "counter", "attune_http_long_total",
                  "Questions that took so long that others went first",
                  pool_counts(s->pools[QUEUE_READ]).aged);
}

static void add_links(struct server *s, struct buf *out)
{
    struct links_counts c = links_counts(s->links);
    counters_line(out, "gauge", "attune_http_connections", "Connections that are open", c.open);
    counters_line(out, "counter", "attune_http_connections_total", "Connections taken", c.opened);
    counters_line(out, "counter", "attune_http_connections_refused_total",
                  "Connections refused: too many, or too many from one address", c.refused);
    counters_line(out, "counter", "attune_http_connections_expired_total",
                  "Connections ended because they were too slow", c.expired);
    counters_line(out, "gauge", "attune_http_streams", "Answers that go on",
                  streams_count(s->streams));
    counters_line(out, "gauge", "attune_http_bodies_bytes", "Memory that bodies take",
                  atomic_load(&s->intake.memory));
    counters_line(out, "gauge", "attune_http_spool_bytes", "Disk that bodies take",
                  atomic_load(&s->intake.disk));
}

static void add_store(struct server *s, struct buf *out)
{
    struct store_state state = store_state(s->options.store);
    counters_line(out, "counter", "attune_store_commits_total", "Transactions brought to disk",
                  state.commits);
    counters_line(out, "counter", "attune_store_writes_total", "Writes in these transactions",
                  state.writes);
    counters_line(out, "gauge", "attune_store_queued", "Writes that wait", state.queued);
    counters_line(out, "gauge", "attune_store_log_bytes", "Log beside the record", state.log_bytes);
}

void server_to_metrics(struct server *s, struct buf *out)
{
    counters_to_text(s->counters, out);
    add_queues(s, out);
    add_aged(s, out);
    add_links(s, out);
    add_store(s, out);
    if (s->options.observe)
        s->options.observe(out, s->options.what);
}
