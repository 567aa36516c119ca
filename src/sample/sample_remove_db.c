/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Takes the sample out: its signals batch by batch, then in one transaction what only
 * they used.
 */
#include "base/limits.h"
#include "base/progress.h"
#include "listen/seal_db.h"
#include "listen/signal_remove_db.h"
#include "people/audit_db.h"
#include "sample/sample.h"
#include "sample/sample_signal.h"

STATEMENT(sample_set_state);
STATEMENT(sample_signal_list);
STATEMENT(sample_signal_count);
STATEMENT(sample_person_mark);
STATEMENT(sample_keep_persons);
STATEMENT(sample_keep_accounts);
STATEMENT(sample_keep_touchpoints);
STATEMENT(sample_keep_units);
STATEMENT(sample_keep_words);
STATEMENT(sample_keep_sources);
STATEMENT(sample_keep_fields);
STATEMENT(sample_remove_identities);
STATEMENT(sample_remove_relationships);
STATEMENT(sample_remove_persons);
STATEMENT(sample_remove_accounts);
STATEMENT(sample_remove_touchpoints);
STATEMENT(sample_remove_units);
STATEMENT(sample_remove_words);
STATEMENT(sample_remove_aliases);
STATEMENT(sample_remove_codes);
STATEMENT(sample_remove_fields);
STATEMENT(sample_remove_sources);
STATEMENT(sample_unmark_sources);
STATEMENT(sample_part_clear);
STATEMENT(sample_clear);

enum { BATCH_SIGNALS = 4000 };

struct removing {
    struct arena *a;
    struct store *store;
    struct db *db;
    const struct sample_removal *removal;
    struct sample sample;
    int64_t signals; /* there were */
    struct progress *progress;
};

static void bind_keys(struct query *q)
{
    query_bind_blob(q, 1, S(SAMPLE_KEY_FROM));
    query_bind_blob(q, 2, S(SAMPLE_KEY_END));
}

static struct err *write(struct removing *r,
                         struct err *(*apply)(struct arena *a, struct db *db, void *what))
{
    struct write w = {.apply = apply, .what = r, .arena = r->a};
    return store_write(r->store, &w);
}

/* From here on it is going, and its persons are listed while its signals name them. */
static struct err *write_beginning(struct arena *a, struct db *db, void *what)
{
    struct removing *r = what;
    TRY(sample_find(a, db, &r->sample));
    if (r->sample.state == SAMPLE_NONE)
        FAIL(a, WHY_MISSING, "There is no sample in this record.");
    struct query *q = db_query(db, SQL(sample_set_state));
    query_bind_text(q, 1, S("removing"));
    TRY(query_run(a, q));
    q = db_query(db, SQL(sample_person_mark));
    bind_keys(q);
    return query_run(a, q);
}

static struct err *count(struct removing *r)
{
    bool found = false;
    struct query *q = db_query(r->db, SQL(sample_signal_count));
    bind_keys(q);
    TRY(query_next(r->a, q, &found));
    r->signals = query_int(q, 0);
    query_done(q);
    if (r->removal->shows_progress)
        r->progress = progress_make(r->a, r->removal->shows_progress, "Removing the sample",
                                    (uint64_t)r->signals);
    return NULL;
}

static struct err *list_next(struct removing *r, int64_t *ids, size_t *len)
{
    bool found = false;
    struct query *q = db_query(r->db, SQL(sample_signal_list));
    bind_keys(q);
    query_bind_int(q, 3, BATCH_SIGNALS);
    for (*len = 0;; (*len)++) {
        TRY(query_next(r->a, q, &found));
        if (!found)
            return NULL;
        ids[*len] = query_int(q, 0);
    }
}

static struct err *remove_batch(struct removing *r, const int64_t *ids, size_t len)
{
    struct arena *a = arena_make(0);
    struct err *e = signal_remove(a, r->store, ids, len, r->removal->now);
    if (e)
        e = err_copy(r->a, e);
    arena_done(a);
    return e;
}

static struct err *remove_signals(struct removing *r)
{
    int64_t *ids = ARENA_ARRAY(r->a, int64_t, BATCH_SIGNALS);
    size_t len = 0;
    for (uint64_t done = 0;; done += len) {
        if (r->removal->ends && atomic_load(r->removal->ends))
            FAIL(r->a, WHY_FAILED,
                 "Removing the sample was ended; attune sample --remove goes on with it.");
        if (r->progress)
            progress_show(r->progress, done);
        TRY(list_next(r, ids, &len));
        if (len == 0)
            return NULL;
        TRY(remove_batch(r, ids, len));
    }
}

/* In this order: what the later statements ask of, the earlier ones have decided. */
static struct err *write_end(struct arena *a, struct db *db, void *what)
{
    const struct statement *const steps[] = {
        SQL(sample_keep_persons),   SQL(sample_keep_accounts),     SQL(sample_keep_touchpoints),
        SQL(sample_keep_units),     SQL(sample_keep_words),        SQL(sample_keep_sources),
        SQL(sample_keep_fields),    SQL(sample_remove_identities), SQL(sample_remove_relationships),
        SQL(sample_remove_persons), SQL(sample_remove_accounts),   SQL(sample_remove_touchpoints),
        SQL(sample_remove_units),   SQL(sample_remove_words),      SQL(sample_remove_aliases),
        SQL(sample_remove_codes),   SQL(sample_remove_fields),     SQL(sample_remove_sources),
        SQL(sample_unmark_sources), SQL(sample_part_clear),        SQL(sample_clear)};
    const struct removing *r = what;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        TRY(query_run(a, db_query(db, steps[i])));
    struct audit audit = {.at = r->removal->now,
                          .actor = r->removal->actor,
                          .action = S("sample.removed"),
                          .object = S("sample"),
                          .detail = str_format(a, "{\"signals\":%lld}", (long long)r->signals)};
    return audit_add(a, db, &audit);
}

/* Columns hold its texts: they are made anew of what is left. */
static struct err *make_columns_anew(struct removing *r)
{
    struct seal_options how = {.everything = true,
                               .anew = true,
                               .shows_progress = r->removal->shows_progress,
                               .ends = r->removal->ends};
    struct seal_outcome outcome = {.signals = 0};
    return seal_columns(r->a, r->store, r->db, &how, &outcome);
}

struct err *sample_remove(struct arena *a, struct store *s, struct db *db,
                          const struct sample_removal *removal)
{
    struct removing r = {.a = a, .store = s, .db = db, .removal = removal};
    TRY(write(&r, write_beginning));
    TRY(count(&r));
    struct err *e = remove_signals(&r);
    if (r.progress)
        progress_end(r.progress);
    TRY(e);
    TRY(write(&r, write_end));
    return make_columns_anew(&r);
}
