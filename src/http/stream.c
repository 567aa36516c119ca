/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/stream.h"

#include <pthread.h>
#include <time.h>

#include "base/limits.h"
#include "base/log.h"
#include "http/exchange.h"
#include "http/mhd.h"

enum { TICK_MS = 200, MS_PER_S = 1000, NS_PER_MS = 1000000 };

struct stream {
    struct stream *next;
    struct streams *all;
    struct exchange *ex;
    struct arena *said; /* what is to be sent lies in it; NULL: nothing is */
    str rest;           /* of that */
    int64_t began_ms, said_ms;
    bool is_asleep, is_busy, is_over, is_closed;
};

struct streams {
    const struct store *store;
    pthread_mutex_t lock;
    pthread_cond_t ending;
    pthread_t thread;
    bool ends;
    struct stream *first;
    size_t len;
    /* The thread's own: */
    struct arena *arena;
    struct store *own; /* NULL: none could be opened so far */
};

/* ---- one of them ---- */

static void wake(struct stream *s)
{
    if (s->is_asleep)
        mhd_resume(s->ex);
    s->is_asleep = false;
}

/* What it says now, in an arena of its own; nothing while the record cannot be read. */
static struct arena *ask(struct stream *s, struct store *store, str *said, bool *is_over)
{
    struct arena *a = arena_make(0);
    const struct reply_stream *how = &s->ex->rq.reply.stream;
    struct buf out = buf_make(a, LIMIT_HTTP_STREAM_BYTES);
    struct err *e = how->next(a, store, how->what, &out, is_over);
    if (e) {
        LOG(LOG_WARNING, "stream.failed", L_STR("request", s->ex->rq.id), L_STR("text", e->text));
        *is_over = true;
    }
    *said = e || out.full ? S("") : buf_str(&out);
    return a;
}

/* Behind so much silence a comment, which clients pass over. */
static bool is_silent_for_long(const struct stream *s)
{
    return link_now_ms() - s->said_ms >= LIMIT_HTTP_STREAM_SILENT_MS;
}

/* The lock is held, and let go of meanwhile. */
static void attend(struct streams *all, struct stream *s)
{
    str said;
    bool is_over = link_now_ms() - s->began_ms >= LIMIT_HTTP_STREAM_MS ||
                   request_is_to_end(&s->ex->rq); /* nobody is there */
    if (s->said || s->is_over || s->is_closed)
        return;
    s->is_busy = true;
    (void)pthread_mutex_unlock(&all->lock);
    struct arena *a = ask(s, all->own, &said, &is_over);
    (void)pthread_mutex_lock(&all->lock);
    s->is_busy = false;
    if (!said.len && !is_over && is_silent_for_long(s))
        said = S(":\n\n");
    s->is_over = is_over || all->ends;
    if (said.len) {
        s->said = a;
        s->rest = said;
        s->said_ms = link_now_ms();
    } else {
        arena_done(a);
    }
    if (said.len || s->is_over)
        wake(s);
}

/* ---- all of them ---- */

static bool open_store(struct streams *all)
{
    if (!all->own && store_share(all->arena, all->store, &all->own))
        all->own = NULL;
    return all->own != NULL;
}

/* The lock is held. */
static void remove_closed(struct streams *all)
{
    for (struct stream **at = &all->first; *at;) {
        struct stream *s = *at;
        if (!s->is_closed) {
            at = &s->next;
            continue;
        }
        *at = s->next;
        all->len--;
        struct arena *request = s->ex->rq.arena;
        if (s->said)
            arena_done(s->said);
        arena_done(request);
    }
}

/* Only this thread takes any out of the list; others put theirs in front of it. */
static void attend_all(struct streams *all)
{
    for (struct stream *s = all->first; s; s = s->next)
        attend(all, s);
}

static void wait_for_tick(struct streams *all)
{
    struct timespec until = {0};
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += (long)TICK_MS * NS_PER_MS;
    until.tv_sec += until.tv_nsec / ((long)MS_PER_S * NS_PER_MS);
    until.tv_nsec %= (long)MS_PER_S * NS_PER_MS;
    (void)pthread_cond_timedwait(&all->ending, &all->lock, &until);
}

static void *run(void *what)
{
    struct streams *all = what;
    all->arena = arena_make(0);
    (void)pthread_mutex_lock(&all->lock);
    while (!all->ends || all->first) {
        if (all->first && open_store(all))
            attend_all(all);
        remove_closed(all);
        if (!all->ends || all->first)
            wait_for_tick(all);
    }
    (void)pthread_mutex_unlock(&all->lock);
    arena_done(all->arena);
    return NULL;
}

void streams_end(struct streams *all)
{
    (void)pthread_mutex_lock(&all->lock);
    all->ends = true;
    for (struct stream *s = all->first; s; s = s->next) {
        s->is_over = true;
        wake(s);
    }
    (void)pthread_cond_broadcast(&all->ending);
    (void)pthread_mutex_unlock(&all->lock);
}

static void end(void *what)
{
    struct streams *all = what;
    streams_end(all);
    (void)pthread_join(all->thread, NULL);
    (void)pthread_cond_destroy(&all->ending);
    (void)pthread_mutex_destroy(&all->lock);
}

struct err *streams_make(struct arena *a, const struct store *store, struct streams **out)
{
    struct streams *all = ARENA_NEW(a, struct streams);
    all->store = store;
    (void)pthread_mutex_init(&all->lock, NULL); /* neither fails on Linux */
    (void)pthread_cond_init(&all->ending, NULL);
    if (pthread_create(&all->thread, NULL, run, all) != 0)
        FAIL(a, WHY_FAILED, "No thread could be started for answers that go on.");
    arena_defer(a, end, all);
    *out = all;
    return NULL;
}

size_t streams_count(struct streams *all)
{
    (void)pthread_mutex_lock(&all->lock);
    size_t len = all->len;
    (void)pthread_mutex_unlock(&all->lock);
    return len;
}

/* ---- from outside ---- */

struct stream *stream_open(struct streams *all, struct exchange *ex)
{
    struct stream *s = ARENA_NEW(ex->rq.arena, struct stream);
    *s = (struct stream){.all = all, .ex = ex, .began_ms = link_now_ms(), .said_ms = link_now_ms()};
    (void)pthread_mutex_lock(&all->lock);
    bool has_room = all->len < LIMIT_HTTP_STREAMS && !all->ends;
    if (has_room) {
        s->next = all->first;
        all->first = s;
        all->len++;
    }
    (void)pthread_mutex_unlock(&all->lock);
    return has_room ? s : NULL;
}

size_t stream_read(struct stream *s, char *bytes, size_t room, bool *is_over)
{
    (void)pthread_mutex_lock(&s->all->lock);
    size_t len = s->rest.len < room ? s->rest.len : room;
    if (len)
        memcpy(bytes, s->rest.ptr, len);
    s->rest = str_slice(s->rest, len, s->rest.len);
    if (s->said && !s->rest.len) {
        arena_done(s->said);
        s->said = NULL;
    }
    *is_over = !len && s->is_over;
    if (!len && !s->is_over) {
        s->is_asleep = true;
        mhd_suspend(s->ex);
    }
    (void)pthread_mutex_unlock(&s->all->lock);
    return len;
}

/* The thread takes it out of its list; the request lives as long as that. */
void stream_close(struct stream *s)
{
    struct streams *all = s->all;
    (void)pthread_mutex_lock(&all->lock);
    s->is_closed = true;
    s->is_asleep = false;
    (void)pthread_mutex_unlock(&all->lock);
}
