/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/seal_db.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/progress.h"
#include "listen/columns_private.h"
#include "listen/field_db.h"
#include "listen/seal_files.h"
#include "listen/seal_load.h"
#include "listen/seal_verify_db.h"
#include "people/organisation_db.h"

STATEMENT(cursor_get);
STATEMENT(cursor_put);
STATEMENT(column_text_add);
STATEMENT(column_text_clear);
STATEMENT(segment_add);
STATEMENT(segment_remove);
STATEMENT(segment_clear);
STATEMENT(segment_list);
STATEMENT(segment_file_add);
STATEMENT(segment_file_remove);
STATEMENT(segment_file_clear);
STATEMENT(signal_behind);
STATEMENT(signal_change_behind);
STATEMENT(signal_change_last);
STATEMENT(counter_get);

/* A tail this long costs a question a tenth of a second. */
enum { SEAL_FROM_ROWS = 64 * 1024 };

#define REMOVED_SINCE (10 * USEC_MINUTE)

struct sealing {
    struct arena *a;
    struct store *store;
    struct db *db;
    const struct seal_options *options;
    str folder;
    struct zone *zone;
    struct field *fields;
    size_t fields_len;
    struct progress *progress;
    bool failed_on_file; /* the last round */
    struct seal_outcome out;
};

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static struct err *read_cursor(struct sealing *s, struct arena *a, int64_t *signal, int64_t *change)
{
    bool found = false;
    struct query *q = db_query(s->db, SQL(cursor_get));
    query_bind_text(q, 1, S("columns"));
    TRY(query_next(a, q, &found));
    *signal = found ? query_int(q, 0) : 0;
    *change = found ? query_int(q, 1) : 0;
    query_done(q);
    return NULL;
}

/* Whether as much came as is worth its while. */
static struct err *has_enough(struct sealing *s, int64_t signal, bool *has)
{
    bool found = false;
    int64_t enough = s->options->enough ? s->options->enough : SEAL_FROM_ROWS;
    struct query *q = db_query(s->db, SQL(signal_behind));
    query_bind_int(q, 1, signal);
    query_bind_int(q, 2, enough);
    TRY(query_next(s->a, q, &found));
    *has = query_int(q, 0) >= enough;
    query_done(q);
    return NULL;
}

/* Whether something was removed that segments still hold, and not just now: more may
 * follow. */
static struct err *has_removed(struct sealing *s, int64_t signal, int64_t change, bool *has)
{
    struct query *q = db_query(s->db, SQL(signal_change_behind));
    query_bind_int(q, 1, change);
    query_bind_int(q, 2, signal);
    TRY(query_next(s->a, q, has));
    *has = *has && query_int(q, 0) <= usec_now() - REMOVED_SINCE;
    query_done(q);
    return NULL;
}

static struct err *look_for_work(struct sealing *s, bool *is_some)
{
    int64_t signal = 0, change = 0;
    *is_some = s->options->everything || columns_has_noted_damage(s->folder);
    if (*is_some)
        return NULL;
    TRY(read_cursor(s, s->a, &signal, &change));
    TRY(has_enough(s, signal, is_some));
    return *is_some ? NULL : has_removed(s, signal, change, is_some);
}

/* ---- writing the manifest ---- */

static struct err *add_segment(struct arena *a, struct db *db, const struct seal_segment *segment)
{
    struct query *q = db_query(db, SQL(segment_add));
    query_bind_int(q, 1, segment->month);
    query_bind_int(q, 2, (int64_t)segment->rows);
    query_bind_int(q, 3, segment->first_signal);
    query_bind_int(q, 4, segment->last_signal);
    TRY(query_run(a, q));
    int64_t id = db_last_id(db);
    for (size_t i = 0; i < segment->files_len; i++) {
        q = db_query(db, SQL(segment_file_add));
        query_bind_int(q, 1, id);
        query_bind_text(q, 2, segment->files[i].column);
        query_bind_text(q, 3, segment->files[i].name);
        TRY(query_run(a, q));
    }
    return NULL;
}

static struct err *remove_segment(struct arena *a, struct db *db, int64_t id)
{
    struct query *q = db_query(db, SQL(segment_file_remove));
    query_bind_int(q, 1, id);
    TRY(query_run(a, q));
    q = db_query(db, SQL(segment_remove));
    query_bind_int(q, 1, id);
    return query_run(a, q);
}

static struct err *add_texts(struct arena *a, struct db *db, const struct seal_round *round)
{
    for (size_t i = 0; i < round->texts_len; i++) {
        const struct seal_text *text = &round->texts[i];
        struct query *q = db_query(db, SQL(column_text_add));
        query_bind_text(q, 1, text->column);
        query_bind_int(q, 2, text->code);
        query_bind_text(q, 3, text->text);
        TRY(query_run(a, q));
    }
    return NULL;
}

static struct err *put_cursor(struct arena *a, struct db *db, str consumer, int64_t signal,
                              int64_t change)
{
    struct query *q = db_query(db, SQL(cursor_put));
    query_bind_text(q, 1, consumer);
    query_bind_int(q, 2, signal);
    query_bind_int(q, 3, change);
    return query_run(a, q);
}

/* Files are on disk; from here on they are the columns. */
static struct err *name_files(struct arena *a, struct db *db, void *what)
{
    const struct seal_round *round = what;
    for (size_t i = 0; i < round->replaced_len; i++)
        TRY(remove_segment(a, db, round->replaced[i]));
    for (size_t i = 0; i < round->segments_len; i++)
        TRY(add_segment(a, db, &round->segments[i]));
    TRY(add_texts(a, db, round));
    return put_cursor(a, db, S("columns"), round->last_signal, round->last_change);
}

/* Texts that are collected from here on are of signals that are there now. */
static struct err *throw_away(struct arena *a, struct db *db, void *what)
{
    bool found = false;
    (void)what;
    TRY(query_run(a, db_query(db, SQL(segment_file_clear))));
    TRY(query_run(a, db_query(db, SQL(segment_clear))));
    TRY(query_run(a, db_query(db, SQL(column_text_clear))));
    struct query *q = db_query(db, SQL(signal_change_last));
    TRY(query_next(a, q, &found));
    int64_t change = query_int(q, 0);
    query_done(q);
    TRY(put_cursor(a, db, S("column_text"), 0, change));
    return put_cursor(a, db, S("columns"), 0, 0);
}

static struct err *write(struct sealing *s, struct arena *a,
                         struct err *(*apply)(struct arena *a, struct db *db, void *what),
                         void *what)
{
    struct write w = {.apply = apply, .what = what, .arena = a};
    return store_write(s->store, &w);
}

/* ---- rounds ---- */

/* One state of the record, some of its rows, one transaction. */
static struct err *run_round(struct sealing *s, struct arena *a, struct seal_round *round)
{
    struct seal_ask ask = {.db = s->db,
                           .folder = s->folder,
                           .zone = s->zone,
                           .fields = s->fields,
                           .fields_len = s->fields_len,
                           .rows_most = s->options->rows_most,
                           .texts_most = s->options->texts_most};
    TRY(db_begin_read(a, s->db));
    struct err *e = seal_load(a, &ask, round);
    db_end_read(s->db);
    TRY(e);
    if (round->is_idle)
        return NULL;
    TRY(seal_write_files(a, s->folder, round));
    return write(s, a, name_files, round);
}

static struct err *run_rounds(struct sealing *s)
{
    for (;;) {
        struct arena *a = arena_make(LIMIT_SEAL_BYTES);
        struct seal_round round = {.is_idle = false};
        struct err *e = run_round(s, a, &round);
        bool is_over = e || round.is_idle;
        s->out.signals += e ? 0 : round.rows;
        s->failed_on_file = e && round.failed_on_file;
        if (e)
            e = err_copy(s->a, e);
        arena_done(a);
        if (s->progress)
            progress_show(s->progress, s->out.signals);
        if (is_over)
            return e;
        if (s->options->ends && atomic_load(s->options->ends))
            FAIL(s->a, WHY_FAILED, "Making columns was ended; attune rebuild goes on with it.");
    }
}

static struct err *count_segments(struct sealing *s)
{
    bool found = false;
    struct query *q = db_query(s->db, SQL(segment_list));
    s->out.segments = 0;
    for (;;) {
        TRY(query_next(s->a, q, &found));
        if (!found)
            return NULL;
        s->out.segments++;
    }
}

static struct err *begin(struct sealing *s)
{
    str zone;
    TRY(organisation_zone(s->a, s->db, &zone));
    TRY(zone_open(s->a, zone, &s->zone));
    return field_list(s->a, s->db, &s->fields, &s->fields_len);
}

/* Where a question came upon a file that is damaged, others may be. */
static struct err *look_for_damage(struct sealing *s)
{
    struct seal_state state = {.damaged = 0};
    if (!columns_has_noted_damage(s->folder) || s->options->anew)
        return NULL;
    TRY(db_begin_read(s->a, s->db));
    struct err *e = seal_verify(s->a, s->db, s->folder, &state);
    db_end_read(s->db);
    s->out.was_damaged = state.damaged > 0;
    return e;
}

static struct err *make_anew(struct sealing *s)
{
    s->out.signals = 0;
    TRY(write(s, s->a, throw_away, NULL));
    return run_rounds(s);
}

static struct err *make(struct sealing *s)
{
    if (s->options->anew || s->out.was_damaged)
        return make_anew(s);
    struct err *e = run_rounds(s);
    bool is_gone = e && s->failed_on_file && (e->why == WHY_INVALID || e->why == WHY_MISSING);
    if (!is_gone)
        return e;
    s->out.was_damaged = true;
    return make_anew(s);
}

static struct err *seal(struct sealing *s)
{
    TRY(begin(s));
    TRY(seal_make_folder(s->a, s->folder));
    TRY(look_for_damage(s));
    TRY(make(s));
    columns_forget_damage(s->folder);
    TRY(seal_remove_unnamed(s->a, s->db, s->folder));
    return count_segments(s);
}

static struct err *count_all(struct sealing *s, uint64_t *all)
{
    bool found = false;
    struct query *q = db_query(s->db, SQL(counter_get));
    query_bind_text(q, 1, S("signal"));
    TRY(query_next(s->a, q, &found));
    *all = found ? (uint64_t)query_int(q, 0) : 0;
    query_done(q);
    return NULL;
}

struct err *seal_columns(struct arena *a, struct store *s, struct db *db,
                         const struct seal_options *options, struct seal_outcome *out)
{
    struct sealing sealing = {.a = a,
                              .store = s,
                              .db = db,
                              .options = options,
                              .folder = str_format(a, "%.*s/columns", STR(store_dir(s)))};
    bool is_some = false;
    uint64_t all = 0;
    *out = sealing.out;
    TRY(look_for_work(&sealing, &is_some));
    if (!is_some)
        return NULL;
    TRY(count_all(&sealing, &all));
    if (options->shows_progress)
        sealing.progress = progress_make(a, options->shows_progress, "Making columns", all);
    (void)pthread_mutex_lock(&one_at_a_time);
    struct err *e = seal(&sealing);
    (void)pthread_mutex_unlock(&one_at_a_time);
    if (sealing.progress)
        progress_end(sealing.progress);
    *out = sealing.out;
    return e;
}
