/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/exchange.h"

#include "base/limits.h"
#include "base/log.h"
#include "http/reply_finish.h"
#include "http/server_private.h"

enum { MS_PER_S = 1000, RETRY_SPREAD = 3, ID_BYTES = 8 };

/* Time in which so many bytes must have gone. */
static int64_t time_for(uint64_t bytes)
{
    return (int64_t)(bytes / (uint64_t)LIMIT_HTTP_RATE) * MS_PER_S;
}

static str id_of(struct server *s, struct arena *a)
{
    uint64_t number = atomic_fetch_add(&s->ids, 1);
    uint64_t hash = secret_sip(&s->id_key, (str){(const char *)&number, sizeof number});
    return secret_to_hex(a, (str){(const char *)&hash, ID_BYTES});
}

static void busy(struct request *rq, str detail)
{
    /* Those who are sent away do not all come back at the same moment. */
    rq->reply.retry_s = 1 + (unsigned)((unsigned char)rq->id.ptr[0] % RETRY_SPREAD);
    reply_problem_of(rq, 503, "BUSY", detail);
}

/* ---- what the library's threads do ---- */

struct exchange *exchange_begin(struct server *s, struct link *link, const char *target)
{
    struct arena *a = arena_make(LIMIT_REQUEST_BYTES);
    struct exchange *ex = ARENA_NEW(a, struct exchange);
    ex->server = ex->rq.server = s;
    ex->link = link;
    ex->began_us = link_now_us();
    ex->began_ms = link_now_ms();
    ex->target = str_copy(a, str_of_chars(target));
    ex->intake.file = ex->rq.body.file = ex->rq.reply.file = -1;
    ex->rq.arena = a;
    ex->rq.id = id_of(s, a);
    ex->rq.is_to_end = &ex->is_to_end;
    if (link->was_used) /* a new one has had its time since it was opened */
        atomic_store(&link->deadline_ms, ex->began_ms + LIMIT_HTTP_HEAD_MS);
    return ex;
}

static void set_body_deadline(struct exchange *ex)
{
    int64_t most = ex->rq.route->body.is_stream ? INT64_MAX : ex->began_ms + LIMIT_HTTP_WHOLE_MS;
    int64_t by_rate = ex->began_ms + LIMIT_HTTP_GRACE_MS + time_for(ex->received);
    atomic_store(&ex->link->deadline_ms, by_rate < most ? by_rate : most);
}

static void begin_work(struct exchange *ex)
{
    struct server *s = ex->server;
    links_work(s->links, ex->link, &ex->is_to_end);
    (void)pthread_mutex_lock(&s->lock);
    s->active++;
    (void)pthread_mutex_unlock(&s->lock);
    ex->has_begun = true;
    ex->stage = STAGE_BODY;
}

static void end_work(struct exchange *ex)
{
    struct server *s = ex->server;
    links_work(s->links, ex->link, NULL);
    (void)pthread_mutex_lock(&s->lock);
    if (--s->active == 0)
        (void)pthread_cond_broadcast(&s->gone);
    (void)pthread_mutex_unlock(&s->lock);
}

/* Before the body is read. */
static bool has_room(struct exchange *ex)
{
    struct server *s = ex->server;
    enum route_queue queue = ex->rq.route->queue;
    if (atomic_load(&s->is_ending)) {
        busy(&ex->rq, S("The server is about to end; try again in a moment."));
        return false;
    }
    if (queue == QUEUE_NONE || !pool_is_full(s->pools[queue]))
        return true;
    counters_add_shed(s->counters, queue);
    busy(&ex->rq, S("The server has more to do than it can; try again in a moment."));
    return false;
}

static void finish(struct exchange *ex)
{
    atomic_store(&ex->link->is_expecting, false);
    if (atomic_load(&ex->server->is_ending))
        ex->rq.reply.is_last = true;
    reply_finish(&ex->rq);
    ex->stage = STAGE_ANSWERED;
}

bool exchange_head(struct exchange *ex, const char *method, const char *version,
                   const struct pairs *headers)
{
    struct head head = {.method = str_of_chars(method),
                        .version = str_of_chars(version),
                        .target = ex->target,
                        .headers = *headers,
                        .peer = ex->link->address};
    bool goes_on = head_read(&ex->rq, &head, &ex->server->rules, &ex->framing);
    if (goes_on && !has_room(ex)) {
        ex->rq.reply.is_last = ex->framing.comes;
        goes_on = false;
    }
    if (!goes_on) {
        finish(ex);
        return false;
    }
    begin_work(ex);
    if (ex->framing.comes) {
        intake_begin(&ex->intake, ex->rq.arena, &ex->server->intake, ex->framing.len,
                     route_body_max(ex->rq.route, ex->server->rules.settings));
        set_body_deadline(ex);
    }
    return true;
}

bool exchange_body(struct exchange *ex, str bytes)
{
    ex->received += bytes.len;
    if (ex->framing.comes)
        intake_take(&ex->intake, bytes);
    set_body_deadline(ex);
    return !ex->intake.refused || ex->received <= LIMIT_HTTP_DISCARD_BYTES;
}

static void run_here(struct exchange *ex)
{
    struct request *rq = &ex->rq;
    rq->now = usec_now() + ex->server->options.clock_ahead;
    struct err *e = rq->route->run(rq);
    if (e)
        reply_problem(rq, e);
    finish(ex);
}

bool exchange_whole(struct exchange *ex)
{
    struct request *rq = &ex->rq;
    const struct intake *in = &ex->intake;
    if (in->refused) {
        reply_problem(rq, in->refused);
        rq->reply.is_last = true;
        finish(ex);
        return true;
    }
    rq->body.len = in->len;
    rq->body.file = in->file;
    rq->body.path = in->path;
    rq->body.bytes = in->file < 0 ? (str){in->bytes, in->bytes_len} : (str){NULL, 0};
    if (rq->route->queue != QUEUE_NONE)
        return false;
    run_here(ex);
    return true;
}

void exchange_queue(struct exchange *ex)
{
    bool is_slow = ex->rq.route->queue == QUEUE_SLOW || ex->rq.route->body.is_stream;
    atomic_store(&ex->link->deadline_ms,
                 link_now_ms() + (is_slow ? LIMIT_HTTP_SLOW_MS : LIMIT_HTTP_WHOLE_MS));
    atomic_store(&ex->link->is_expecting, false);
    ex->stage = STAGE_RUNS;
    if (pool_push(ex->server->pools[ex->rq.route->queue], &ex->item))
        return; /* it may be gone by now */
    busy(&ex->rq, S("The server cannot work on this now; try again in a moment."));
    finish(ex);
    mhd_resume(ex);
}

void exchange_send(struct exchange *ex)
{
    const struct reply *r = &ex->rq.reply;
    uint64_t len = r->file < 0 ? r->body.len : r->file_len;
    atomic_store(&ex->link->deadline_ms, link_now_ms() + LIMIT_HTTP_WHOLE_MS + time_for(len));
}

/* Who does not read what is said is let go. */
size_t exchange_stream(struct exchange *ex, char *bytes, size_t room, bool *is_over)
{
    atomic_store(&ex->link->deadline_ms, link_now_ms() + LIMIT_HTTP_WHOLE_MS);
    return stream_read(ex->stream, bytes, room, is_over);
}

static void log_answered(const struct exchange *ex, int64_t took_us, bool is_sent)
{
    const struct request *rq = &ex->rq;
    LOG(LOG_INFO, "request.answered", L_STR("request", rq->id),
        L_STR("method", str_of_chars(route_method_name(rq->method))),
        L_STR("route", rq->route ? str_of_chars(rq->route->path) : S("")),
        L_INT("status", rq->reply.status), L_INT("us", took_us), L_INT("sent", is_sent),
        L_INT("received", ex->received));
}

void exchange_done(struct exchange *ex, bool is_sent)
{
    struct server *s = ex->server;
    int64_t took_us = link_now_us() - ex->began_us;
    if (ex->stage == STAGE_ANSWERED)
        counters_add(s->counters, ex->rq.route, ex->rq.reply.status, took_us);
    if (s->logs_requests && ex->stage == STAGE_ANSWERED)
        log_answered(ex, took_us, is_sent);
    ex->link->was_used = true;
    atomic_store(&ex->link->is_expecting, true);
    atomic_store(&ex->link->deadline_ms, link_now_ms() + LIMIT_HTTP_IDLE_MS);
    if (ex->has_begun)
        end_work(ex);
    if (ex->stream)
        stream_close(ex->stream);
    else
        arena_done(ex->rq.arena);
}

/* ---- what a worker does ---- */

struct worker {
    struct arena *arena;
    struct server *server;
    struct store *store; /* NULL: none could be opened so far */
};

void *exchange_prepare(struct arena *a, void *server)
{
    struct worker *w = ARENA_NEW(a, struct worker);
    *w = (struct worker){.arena = a, .server = server};
    return w;
}

static struct err *open_store(struct worker *w, struct arena *a)
{
    if (w->store)
        return NULL;
    struct err *e = store_share(w->arena, w->server->options.store, &w->store);
    return e ? err_copy(a, e) : NULL;
}

/* Nobody comes in by accident: without a gate only what is open to all is. */
static struct err *let_in(struct request *rq, struct server *s)
{
    enum route_access access = rq->route->access;
    if (s->options.gate)
        return s->options.gate(rq, s->options.what);
    if (access == ACCESS_OPEN || (access == ACCESS_LOCAL && rq->is_local))
        return NULL;
    FAIL(rq->arena, WHY_DENIED, "This is for those who are signed in.");
}

static struct err *run(struct request *rq, struct worker *w)
{
    struct server *s = w->server;
    TRY(open_store(w, rq->arena));
    rq->store = w->store;
    rq->now = usec_now() + s->options.clock_ahead;
    struct err *e = let_in(rq, s);
    if (e && e->why == WHY_DENIED && rq->principal.kind == PRINCIPAL_NOBODY) {
        reply_problem_of(rq, 401, "DENIED", e->text);
        reply_header(rq, "WWW-Authenticate", S("Bearer"));
        return NULL;
    }
    TRY(e);
    return rq->route->run(rq);
}

static void log_failure(const struct request *rq, const struct err *e)
{
    LOG(LOG_ERROR, "request.failed", L_STR("request", rq->id),
        L_STR("route", str_of_chars(rq->route->path)), L_STR("code", why_name(e->why)),
        L_STR("text", e->text), L_STR("file", str_of_chars(e->file)), L_INT("line", e->line));
}

/* One that goes on is no work: others take its place here. */
static void begin_stream(struct exchange *ex)
{
    if (!ex->rq.reply.stream.next)
        return;
    ex->stream = stream_open(ex->server->streams, ex);
    if (!ex->stream)
        busy(&ex->rq, S("Too many are watching; try again in a moment."));
}

/* While it says nothing, who hangs up is noticed by what they send: nothing more. */
static void answer(struct exchange *ex)
{
    begin_stream(ex);
    finish(ex);
    if (ex->stream)
        atomic_store(&ex->link->is_expecting, true);
    mhd_resume(ex);
}

void exchange_run(void *prepared, struct pool_item *item, void *server)
{
    struct worker *w = prepared;
    struct exchange *ex = (struct exchange *)item;
    struct request *rq = &ex->rq;
    (void)server;
    if (request_is_to_end(rq)) {
        busy(rq, S("It waited too long for its turn; try again in a moment."));
    } else {
        struct err *e = run(rq, w);
        if (e && e->why == WHY_FAILED)
            log_failure(rq, e);
        if (e)
            reply_problem(rq, e);
    }
    answer(ex);
}
