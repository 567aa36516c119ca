/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/writer.h"

#include <pthread.h>

#include "base/fault.h"
#include "base/limits.h"

STATEMENT(heal_log);

struct writer {
    struct db *db;
    uint64_t log_passive, log_restart;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t came, went; /* a write; so that there is room for others */
    struct write *first, **last;
    size_t queued;
    bool ends;
    struct store_state state; /* as of the last commit */
    /* The thread's own: */
    struct err *(*applied)(struct arena *a, struct db *db, void *what); /* last */
    bool is_broken; /* a sync failed: only opening the record anew can tell what it holds */
};

/* Waits for writes; NULL when there is nothing left to do.  *len gets how many. */
static struct write *next_writes(struct writer *w, size_t *len)
{
    (void)pthread_mutex_lock(&w->lock);
    while (!w->first && !w->ends)
        (void)pthread_cond_wait(&w->came, &w->lock);
    struct write *first = w->first, **end = &first;
    for (*len = 0; *end && *len < LIMIT_WRITES_TOGETHER; ++*len)
        end = &(*end)->next;
    w->first = *end;
    *end = NULL;
    if (!w->first)
        w->last = &w->first;
    (void)pthread_mutex_unlock(&w->lock);
    return first;
}

static void tell(struct writer *w, struct write *first, size_t len)
{
    uint64_t log_bytes = db_log_bytes(w->db);
    (void)pthread_mutex_lock(&w->lock);
    w->state.commits++;
    w->state.writes += len;
    w->state.log_bytes = log_bytes;
    w->state.is_broken = w->is_broken;
    w->queued -= len;
    (void)pthread_cond_broadcast(&w->went);
    (void)pthread_mutex_unlock(&w->lock);
    while (first) {
        struct write *next = first->next; /* it may be gone when it is done */
        (void)sem_post(&first->done);
        first = next;
    }
}

static struct err *refusal(const struct writer *w, struct arena *a)
{
    if (w->is_broken)
        FAIL(a, WHY_FAILED,
             "The disk failed to keep what was written to it, so nothing more is taken; look after "
             "the disk, then start anew.");
    if (db_log_bytes(w->db) > LIMIT_LOG_BYTES)
        FAIL(a, WHY_BUSY, "The record's log is longer than %zu MiB; try again in a moment.",
             LIMIT_LOG_BYTES / MIB);
    return NULL;
}

static struct err *fault_at(struct arena *a, const char *point)
{
    FAIL(a, WHY_FAILED, "The test let %s fail.", point);
}

/* What the connection remembers is good for the same kind of write. */
static struct err *apply_to_record(struct writer *w, const struct write *write)
{
    if (write->apply != w->applied)
        db_forget(w->db);
    w->applied = write->apply;
    return write->apply(write->arena, w->db, write->what);
}

/* A write that is all of its transaction.  False where it failed, and all with it: to take
 * back a part of it alone, SQLite would keep every page that it changes as it was. */
static bool apply_alone(struct writer *w, struct write *write)
{
    struct arena *a = write->arena;
    write->error = FAULT("store.apply") ? fault_at(a, "store.apply") : apply_to_record(w, write);
    return !write->error;
}

/* One write as a part of the transaction.  False where that is lost as a whole. */
static bool apply(struct writer *w, struct write *write)
{
    struct arena *a = write->arena;
    write->error = FAULT("store.apply") ? fault_at(a, "store.apply") : db_begin_part(a, w->db);
    bool began = !write->error;
    if (began)
        write->error = apply_to_record(w, write);
    if (!write->error)
        write->error = db_keep_part(a, w->db);
    return !write->error || !began || db_drop_part(w->db);
}

static void fail_all(struct write *first, const struct err *why)
{
    for (struct write *write = first; write; write = write->next)
        if (!write->error)
            write->error = err_copy(write->arena, why);
}

static struct err *begin(struct writer *w, struct arena *a)
{
    TRY(refusal(w, a));
    if (FAULT("store.begin"))
        return fault_at(a, "store.begin");
    return db_begin(a, w->db);
}

static struct err *commit(struct writer *w, struct arena *a)
{
    if (FAULT("store.commit"))
        return fault_at(a, "store.commit");
    return db_commit(a, w->db);
}

/* Whoever opens the record next would find a transaction whose sync failed in what the
 * kernel still shows of the log, and would write behind it, although the disk may not have
 * it: then all that follows is lost with the power.  So a commit takes its place. */
static void look_at_sync(struct writer *w, struct arena *a)
{
    if (w->is_broken || !db_sync_failed(w->db))
        return;
    w->is_broken = true;
    (void)query_run(a, db_query(w->db, SQL(heal_log)));
}

static void write_all(struct writer *w, struct write *first)
{
    struct arena *a = arena_make(0);
    struct err *e = begin(w, a);
    bool is_alone = !first->next;
    for (struct write *write = first; write && !e; write = write->next)
        if (!(is_alone ? apply_alone(w, write) : apply(w, write)))
            e = write->error; /* it took all down with it */
    if (!e)
        e = commit(w, a);
    if (e) {
        db_roll_back(w->db);
        fail_all(first, e);
    }
    look_at_sync(w, a);
    arena_done(a);
}

/* What cannot be brought home now is tried again behind the next commit. */
static void bring_home(struct writer *w)
{
    uint64_t bytes = db_log_bytes(w->db);
    struct arena *a = arena_make(0);
    if (bytes > w->log_passive && !w->is_broken && !FAULT("store.checkpoint"))
        (void)db_checkpoint(a, w->db, bytes > w->log_restart ? DB_RESTART : DB_PASSIVE);
    look_at_sync(w, a);
    arena_done(a);
}

static void *write_until_end(void *what)
{
    struct writer *w = what;
    size_t len = 0;
    for (struct write *first = next_writes(w, &len); first; first = next_writes(w, &len)) {
        write_all(w, first);
        tell(w, first, len);
        bring_home(w);
    }
    return NULL;
}

static void end_writer(void *what)
{
    struct writer *w = what;
    (void)pthread_mutex_lock(&w->lock);
    w->ends = true;
    (void)pthread_cond_broadcast(&w->came);
    (void)pthread_mutex_unlock(&w->lock);
    (void)pthread_join(w->thread, NULL);
    struct arena *a = arena_make(0);
    if (!w->is_broken)
        (void)db_checkpoint(a, w->db, DB_TRUNCATE);
    arena_done(a);
    (void)pthread_cond_destroy(&w->came);
    (void)pthread_cond_destroy(&w->went);
    (void)pthread_mutex_destroy(&w->lock);
}

struct err *writer_start(struct arena *a, struct db *db, uint64_t log_passive, struct writer **out)
{
    struct writer *w = ARENA_NEW(a, struct writer);
    w->db = db;
    w->log_passive = log_passive ? log_passive : LIMIT_LOG_PASSIVE;
    w->log_restart = log_passive ? 2 * log_passive : LIMIT_LOG_RESTART;
    w->last = &w->first;
    if (pthread_mutex_init(&w->lock, NULL) != 0 || pthread_cond_init(&w->came, NULL) != 0 ||
        pthread_cond_init(&w->went, NULL) != 0 ||
        pthread_create(&w->thread, NULL, write_until_end, w) != 0)
        FAIL(a, WHY_FAILED, "No thread could be started to write the record.");
    arena_defer(a, end_writer, w);
    *out = w;
    return NULL;
}

void writer_take(struct writer *w, struct write *write)
{
    write->error = NULL;
    write->next = NULL;
    (void)sem_init(&write->done, 0, 0); /* cannot fail */
    (void)pthread_mutex_lock(&w->lock);
    while (w->queued >= LIMIT_WRITES_QUEUED)
        (void)pthread_cond_wait(&w->went, &w->lock);
    *w->last = write;
    w->last = &write->next;
    w->queued++;
    (void)pthread_mutex_unlock(&w->lock);
    (void)pthread_cond_signal(&w->came); /* who wakes finds the lock free */
}

struct err *writer_wait(struct write *write)
{
    while (sem_wait(&write->done) != 0)
        continue; /* a signal came */
    (void)sem_destroy(&write->done);
    return write->error;
}

struct store_state writer_state(struct writer *w)
{
    (void)pthread_mutex_lock(&w->lock);
    struct store_state state = w->state;
    state.queued = w->queued;
    (void)pthread_mutex_unlock(&w->lock);
    return state;
}
