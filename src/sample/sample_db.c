/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Makes the sample, batch by batch: the next is made while the one before is written.
 */
#include "base/date.h"
#include "base/limits.h"
#include "base/progress.h"
#include "listen/seal_db.h"
#include "people/audit_db.h"
#include "people/organisation_db.h"
#include "sample/sample_open_db.h"
#include "sample/sample_signal.h"

STATEMENT(sample_add);
STATEMENT(sample_get);
STATEMENT(sample_set_state);

enum { BATCH_SIGNALS = 4000, BATCHES = 2 };

struct parcel {
    struct arena *arena;
    struct signal_batch batch;
    struct signal_submission *submission; /* NULL: not on its way */
};

struct making {
    struct arena *a;
    struct store *store;
    struct db *db;
    const struct sample_options *options;
    struct sample_opening opening;
    struct invention invention;
    struct zone *zone;
    struct progress *progress;
    struct parcel parcels[BATCHES];
};

struct err *sample_find(struct arena *a, struct db *db, struct sample *out)
{
    static const str states[SAMPLE_STATE_COUNT] = {[SAMPLE_NONE] = S_INIT("none"),
                                                   [SAMPLE_BEGUN] = S_INIT("begun"),
                                                   [SAMPLE_DONE] = S_INIT("done"),
                                                   [SAMPLE_REMOVING] = S_INIT("removing")};
    bool found = false;
    struct sample sample = {.state = SAMPLE_NONE};
    struct query *q = db_query(db, SQL(sample_get));
    TRY(query_next(a, q, &found));
    if (found) {
        while (sample.state < SAMPLE_STATE_COUNT &&
               !str_equal(states[sample.state], query_text(q, 0)))
            sample.state++;
        sample.signals = (uint64_t)query_int(q, 1);
        sample.seed = (uint64_t)query_int(q, 2);
        sample.end_day = (int32_t)query_int(q, 3);
    }
    query_done(q);
    if (sample.state == SAMPLE_STATE_COUNT)
        FAIL(a, WHY_INVALID, "The sample in the record is in a state that is not known.");
    *out = sample;
    return NULL;
}

struct err *sample_is_in(struct arena *a, struct db *db, bool *is)
{
    struct sample sample;
    TRY(sample_find(a, db, &sample));
    *is = sample.state != SAMPLE_NONE;
    return NULL;
}

struct err *sample_begin(struct arena *a, struct db *db, const struct sample_options *options)
{
    struct query *q = db_query(db, SQL(sample_add));
    query_bind_int(q, 1, (int64_t)options->signals);
    query_bind_int(q, 2, (int64_t)options->seed);
    query_bind_int(q, 3, options->end_day);
    return query_run(a, q);
}

/* ---- batches ---- */

/* Until the parcel is on disk. */
static struct err *wait_for(struct making *m, struct parcel *p)
{
    if (!p->submission)
        return NULL;
    struct err *e = signal_end(p->submission);
    if (e)
        e = err_copy(m->a, e);
    arena_done(p->arena);
    *p = (struct parcel){.arena = NULL};
    return e;
}

static void send(struct making *m, struct parcel *p, uint64_t first, size_t len)
{
    struct sample_signal_ask ask = {&m->invention, m->opening.fields, m->zone};
    p->arena = arena_make(0);
    struct signal *signals = ARENA_ARRAY(p->arena, struct signal, len);
    for (size_t i = 0; i < len; i++)
        signals[i] = sample_signal(p->arena, &ask, first + i);
    p->batch = (struct signal_batch){
        .signals = signals, .len = len, .now = zone_day_start(m->zone, m->invention.season.end)};
    p->submission = signal_begin(p->arena, m->store, &p->batch);
}

static struct err *send_next(struct making *m, struct parcel *p, uint64_t first)
{
    uint64_t left = m->invention.signals - first;
    TRY(wait_for(m, p));
    if (m->options->ends && atomic_load(m->options->ends))
        FAIL(m->a, WHY_FAILED, "Making the sample was ended; attune sample goes on with it.");
    if (m->progress)
        progress_show(m->progress, first);
    send(m, p, first, left < BATCH_SIGNALS ? (size_t)left : BATCH_SIGNALS);
    return NULL;
}

static struct err *send_all(struct making *m)
{
    struct err *e = NULL;
    unsigned filling = 0;
    for (uint64_t first = 0; first < m->invention.signals && !e; first += BATCH_SIGNALS) {
        e = send_next(m, &m->parcels[filling], first);
        filling = (filling + 1) % BATCHES;
    }
    for (size_t i = 0; i < BATCHES; i++) { /* what is on its way uses its arena */
        struct err *last = wait_for(m, &m->parcels[i]);
        e = e ? e : last;
    }
    return e;
}

/* ---- beginning and end ---- */

static struct err *write(struct making *m,
                         struct err *(*apply)(struct arena *a, struct db *db, void *what),
                         void *what)
{
    struct write w = {.apply = apply, .what = what, .arena = m->a};
    return store_write(m->store, &w);
}

static struct err *begin(struct making *m)
{
    str zone;
    TRY(organisation_zone(m->a, m->db, &zone));
    TRY(zone_open(m->a, zone, &m->zone));
    m->opening =
        (struct sample_opening){.options = m->options, .installation = store_key(m->store)};
    TRY(write(m, sample_open, &m->opening));
    const struct sample *sample = &m->opening.sample;
    m->invention = invention_make(m->a, sample->signals, sample->seed, sample->end_day);
    if (m->options->shows_progress)
        m->progress =
            progress_make(m->a, m->options->shows_progress, "Making the sample", sample->signals);
    return NULL;
}

static struct err *write_end(struct arena *a, struct db *db, void *what)
{
    struct making *m = what;
    struct sample *sample = &m->opening.sample;
    struct audit audit = {
        .at = m->options->now,
        .actor = m->options->actor,
        .action = S("sample.made"),
        .object = S("sample"),
        .detail = str_format(a, "{\"signals\":%llu,\"seed\":%llu,\"end\":\"%.*s\"}",
                             (unsigned long long)sample->signals, (unsigned long long)sample->seed,
                             STR(period_label(a, PERIOD_DAY, sample->end_day)))};
    struct query *q = db_query(db, SQL(sample_set_state));
    query_bind_text(q, 1, S("done"));
    TRY(query_run(a, q));
    sample->state = SAMPLE_DONE;
    return audit_add(a, db, &audit);
}

struct err *sample_make(struct arena *a, struct store *s, struct db *db,
                        const struct sample_options *options, struct sample *out)
{
    struct making m = {.a = a, .store = s, .db = db, .options = options};
    TRY(begin(&m));
    struct err *e = send_all(&m);
    if (m.progress)
        progress_end(m.progress);
    TRY(e);
    TRY(write(&m, write_end, &m));
    struct seal_options how = {.shows_progress = options->shows_progress, .ends = options->ends};
    struct seal_outcome outcome = {.signals = 0};
    TRY(seal_columns(a, s, db, &how, &outcome));
    *out = m.opening.sample;
    return NULL;
}
