/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_runner.h"

#include <pthread.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/log.h"
#include "listen/import_active.h"
#include "listen/import_db.h"
#include "listen/import_undo_db.h"
#include "listen/import_upload_db.h"
#include "listen/importing.h"
#include "listen/seal_db.h"
#include "people/organisation_db.h"

STATEMENT(import_next_list);
STATEMENT(import_undo_by);

enum { LOOK_MS = 200, NS_PER_MS = 1000000, NICER = 10 };

#define SWEEP_EVERY USEC_HOUR

struct import_runner {
    struct import_runner_options options;
    pthread_t thread;
    atomic_bool is_to_end;
    /* The thread's own: */
    uint64_t seen;   /* of news */
    usec_t swept_at; /* 0: not yet */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t news_came = PTHREAD_COND_INITIALIZER;
static uint64_t news = 1;

void import_runner_wake(void)
{
    (void)pthread_mutex_lock(&lock);
    news++;
    (void)pthread_cond_broadcast(&news_came);
    (void)pthread_mutex_unlock(&lock);
}

static bool is_over(const struct import_runner *r)
{
    return atomic_load(&r->is_to_end) || atomic_load(r->options.ends);
}

/* Until there is news, or the end. */
static void wait_for_news(struct import_runner *r)
{
    (void)pthread_mutex_lock(&lock);
    while (news == r->seen && !is_over(r)) {
        struct timespec until = {0};
        (void)clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += (long)LOOK_MS * NS_PER_MS;
        until.tv_sec += until.tv_nsec / (1000L * NS_PER_MS);
        until.tv_nsec %= 1000L * NS_PER_MS;
        (void)pthread_cond_timedwait(&news_came, &lock, &until);
        if (usec_now() - r->swept_at > SWEEP_EVERY)
            break;
    }
    r->seen = news;
    (void)pthread_mutex_unlock(&lock);
}

/* ---- one thing to do ---- */

struct task {
    struct import_runner *runner;
    struct arena *a;
    struct store *store;
    struct db *db;
    int64_t id;
    bool is_undo;
    usec_t now;
};

/* All is taken either way: that this failed goes to the log. */
static void keep_refused(const struct task *t, struct importing *importing)
{
    str path = import_upload_refused_path(t->a, t->store, t->id);
    struct new_file *file = NULL;
    size_t len = 0;
    (void)unlink(path.ptr); /* of one that was stopped */
    struct err *e = new_file_make(t->a, path, &file);
    if (!e)
        e = importing_quarantine(importing, file, &len);
    if (!e && len)
        e = new_file_keep(t->a, file);
    if (e)
        LOG(LOG_WARNING, "import.refused_not_kept", L_INT("import", t->id), L_STR("text", e->text));
}

static struct err *take(const struct task *t)
{
    struct arena *a = t->a;
    struct import_entry entry;
    struct importing *importing = NULL;
    struct import_map map;
    struct join_wish join;
    bool found = false;
    str zone;
    TRY(import_get(a, t->store, t->db, t->id, &entry, &found));
    if (!found)
        return NULL; /* taken back meanwhile */
    struct importing_ask ask = {.store = t->store,
                                .db = t->db,
                                .path = import_upload_path(a, t->store, t->id),
                                .name = entry.name,
                                .source = entry.source_given,
                                .at_is_given = entry.has_at,
                                .at = entry.at,
                                .now = t->now,
                                .actor = entry.actor,
                                .upload = t->id,
                                .ends = t->runner->options.ends};
    TRY(organisation_zone(a, t->db, &zone));
    TRY(zone_open(a, zone, &ask.zone));
    if (entry.map.len) {
        TRY(import_map_of_str(a, entry.map, &map));
        ask.map = &map;
        ask.join = import_upload_join(a, t->store, t->id, &map, &join) ? &join : NULL;
    }
    TRY(importing_look(a, &ask, &importing));
    TRY(importing_take(importing));
    keep_refused(t, importing);
    return NULL;
}

static struct err *undo(const struct task *t)
{
    bool found = false;
    int64_t removed = 0;
    struct seal_options how = {.everything = true, .ends = t->runner->options.ends};
    struct seal_outcome outcome = {.signals = 0};
    struct query *q = db_query(t->db, SQL(import_undo_by));
    query_bind_int(q, 1, t->id);
    TRY(query_next(t->a, q, &found));
    str actor = found ? str_copy(t->a, query_text(q, 0)) : S("");
    query_done(q);
    struct import_undo undo = {
        .import = t->id, .now = t->now, .actor = actor, .ends = t->runner->options.ends};
    TRY(import_undo(t->a, t->store, t->db, &undo, &removed));
    (void)unlink(import_upload_refused_path(t->a, t->store, t->id).ptr);
    return seal_columns(t->a, t->store, t->db, &how, &outcome);
}

static void report(const struct task *t, const struct err *e)
{
    const char *event = t->is_undo ? "import.undo_failed" : "import.failed";
    if (e && !is_over(t->runner))
        LOG(LOG_WARNING, event, L_INT("import", t->id), L_STR("code", why_name(e->why)),
            L_STR("text", e->text));
}

/* Why it failed stands with the import; one that was only ended is gone on with. */
static void run_task(struct import_runner *r, int64_t id, bool is_undo)
{
    struct task t = {.runner = r,
                     .a = arena_make(LIMIT_COMMAND_BYTES),
                     .id = id,
                     .is_undo = is_undo,
                     .now = usec_now() + r->options.clock_ahead};
    struct err *e = store_share(t.a, r->options.store, &t.store);
    if (!e) {
        t.db = store_db(t.store);
        e = is_undo ? undo(&t) : take(&t);
        if (e && !is_undo && !is_over(r))
            (void)import_stop(t.a, t.store, id, e->text);
    }
    report(&t, e);
    arena_done(t.a);
}

/* ---- what there is to do ---- */

static struct err *find_next(struct import_runner *r, struct arena *a, int64_t after, int64_t *id,
                             bool *is_undo)
{
    struct store *own = NULL;
    bool found = false;
    *id = 0;
    TRY(store_share(a, r->options.store, &own));
    struct query *q = db_query(store_db(own), SQL(import_next_list));
    for (;;) {
        TRY(query_next(a, q, &found));
        if (!found)
            return NULL;
        if (query_int(q, 0) > after && !import_active_is(own, query_int(q, 0)))
            break;
    }
    *id = query_int(q, 0);
    *is_undo = str_equal(query_text(q, 1), S("undoing"));
    query_done(q);
    return NULL;
}

/* Each once: what fails is not tried again before there is news. */
static void run_all(struct import_runner *r)
{
    int64_t id = 0;
    bool is_undo = false;
    do {
        struct arena *a = arena_make(0);
        struct err *e = find_next(r, a, id, &id, &is_undo);
        if (e)
            LOG(LOG_WARNING, "imports.not_listed", L_STR("text", e->text));
        id = e ? 0 : id;
        arena_done(a);
        if (id)
            run_task(r, id, is_undo);
    } while (id && !is_over(r));
}

static void sweep(struct import_runner *r)
{
    usec_t now = usec_now();
    if (r->swept_at && now - r->swept_at < SWEEP_EVERY)
        return;
    struct arena *a = arena_make(0);
    struct store *own = NULL;
    struct err *e = store_share(a, r->options.store, &own);
    if (!e)
        e = import_upload_sweep(a, own, now + r->options.clock_ahead);
    if (e)
        LOG(LOG_WARNING, "uploads.not_swept", L_STR("text", e->text));
    r->swept_at = now;
    arena_done(a);
}

static void *run(void *what)
{
    struct import_runner *r = what;
    (void)setpriority(PRIO_PROCESS, (id_t)gettid(), NICER);
    while (!is_over(r)) {
        sweep(r);
        run_all(r);
        wait_for_news(r);
    }
    return NULL;
}

static void end_running(void *what)
{
    struct import_runner *r = what;
    atomic_store(&r->is_to_end, true);
    (void)pthread_join(r->thread, NULL);
}

struct err *import_runner_start(struct arena *a, const struct import_runner_options *options)
{
    struct import_runner *r = ARENA_NEW(a, struct import_runner);
    r->options = *options;
    if (pthread_create(&r->thread, NULL, run, r) != 0)
        FAIL(a, WHY_FAILED, "No thread could be started to run imports.");
    arena_defer(a, end_running, r);
    return NULL;
}
