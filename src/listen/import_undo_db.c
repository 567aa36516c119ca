/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_undo_db.h"

#include "base/progress.h"
#include "listen/import_active.h"
#include "listen/import_leftover_db.h"
#include "listen/import_list_db.h"
#include "listen/signal_remove_db.h"
#include "people/audit_db.h"
#include "people/person_db.h"

STATEMENT(import_code_forget);
STATEMENT(import_code_remove);
STATEMENT(import_code_restore);
STATEMENT(import_field_forget);
STATEMENT(import_field_give_back);
STATEMENT(import_field_given_back);
STATEMENT(import_header_restore);
STATEMENT(import_name_restore);
STATEMENT(import_name_yield);
STATEMENT(import_part_forget);
STATEMENT(import_signal_count);
STATEMENT(import_signal_list);
STATEMENT(import_undo_begin);
STATEMENT(import_undo_end);
STATEMENT(import_undo_note);
STATEMENT(signal_of_account);
STATEMENT(signal_of_person);

enum { BATCH_SIGNALS = 4000 };

struct undoing {
    struct arena *a;
    struct store *store;
    struct db *db;
    const struct import_undo *undo;
    struct import_entry entry;
    struct progress *progress;
};

/* ---- whether it can be ---- */

static struct err *refuse(struct arena *a, const struct store *s, const struct import_entry *e)
{
    long long id = e->id;
    bool is_active = import_active_is(s, e->id);
    switch (e->state) {
    case IMPORT_LOOKED_AT:
    case IMPORT_WAITING:
        FAIL(a, WHY_CONFLICT, "Import %lld has taken nothing yet.", id);
    case IMPORT_UNDONE:
        FAIL(a, WHY_CONFLICT, "Import %lld is undone already.", id);
    case IMPORT_RUNNING:
        FAIL(a, WHY_CONFLICT, "Import %lld is still running.", id);
    case IMPORT_UNDOING:
        if (is_active)
            FAIL(a, WHY_CONFLICT, "Import %lld is being undone already.", id);
        break;
    case IMPORT_STOPPED:
    case IMPORT_DONE:
    case IMPORT_STATE_COUNT:
        break;
    }
    if (!e->is_tracked)
        FAIL(a, WHY_CONFLICT,
             "Import %lld was made by a version of Attune that did not note what it brought, so "
             "it cannot be undone.",
             id);
    return NULL;
}

static struct err *find(struct undoing *u, struct arena *a, struct db *db)
{
    bool found = false;
    TRY(import_get(a, u->store, db, u->undo->import, &u->entry, &found));
    if (!found)
        FAIL(a, WHY_MISSING, "There is no import %lld.", (long long)u->undo->import);
    return refuse(a, u->store, &u->entry);
}

static struct err *write_beginning(struct arena *a, struct db *db, void *what)
{
    struct undoing *u = what;
    TRY(find(u, a, db));
    struct query *q = db_query(db, SQL(import_undo_begin));
    query_bind_int(q, 1, u->undo->import);
    query_bind_text(q, 2, u->undo->actor);
    return query_run(a, q);
}

static struct err *write_taking_on(struct arena *a, struct db *db, void *what)
{
    struct undoing *u = what;
    TRY(write_beginning(a, db, what));
    import_active_add(u->a, u->store, u->undo->import);
    return NULL;
}

static struct err *write(struct undoing *u, struct arena *a,
                         struct err *(*apply)(struct arena *a, struct db *db, void *what),
                         void *what)
{
    struct write w = {.apply = apply, .what = what, .arena = a};
    return store_write(u->store, &w);
}

struct err *import_undo_begin(struct arena *a, struct store *s, struct db *db,
                              const struct import_undo *undo)
{
    struct undoing u = {.a = a, .store = s, .db = db, .undo = undo};
    return write(&u, a, write_beginning, &u);
}

/* ---- its signals ---- */

struct batch {
    const struct undoing *u;
    int64_t ids[BATCH_SIGNALS], persons[BATCH_SIGNALS], accounts[BATCH_SIGNALS];
    size_t len;
};

static struct err *is_known(struct arena *a, struct db *db, const struct statement *statement,
                            int64_t id, bool *is)
{
    struct query *q = db_query(db, statement);
    query_bind_int(q, 1, id);
    TRY(query_next(a, q, is));
    if (*is)
        query_done(q);
    return NULL;
}

/* Whom no signal names any more is forgotten. */
static struct err *forget_people(struct arena *a, struct db *db, const struct batch *b)
{
    for (size_t i = 0; i < b->len; i++) {
        bool is = true;
        if (b->persons[i])
            TRY(is_known(a, db, SQL(signal_of_person), b->persons[i], &is));
        if (!is)
            TRY(person_remove(a, db, b->persons[i]));
        is = true;
        if (b->accounts[i])
            TRY(is_known(a, db, SQL(signal_of_account), b->accounts[i], &is));
        if (!is)
            TRY(account_remove(a, db, b->accounts[i]));
    }
    return NULL;
}

static struct err *write_batch(struct arena *a, struct db *db, void *what)
{
    const struct batch *b = what;
    TRY(signal_remove_within(a, db, b->ids, b->len, b->u->undo->now));
    TRY(forget_people(a, db, b));
    struct query *q = db_query(db, SQL(import_undo_note));
    query_bind_int(q, 1, b->u->undo->import);
    query_bind_int(q, 2, (int64_t)b->len);
    return query_run(a, q);
}

static struct err *list_next(const struct undoing *u, struct arena *a, struct batch *b)
{
    bool found = false;
    struct query *q = db_query(u->db, SQL(import_signal_list));
    query_bind_int(q, 1, u->undo->import);
    query_bind_int(q, 2, BATCH_SIGNALS);
    for (b->len = 0;; b->len++) {
        TRY(query_next(a, q, &found));
        if (!found)
            return NULL;
        b->ids[b->len] = query_int(q, 0);
        b->persons[b->len] = query_int(q, 1);
        b->accounts[b->len] = query_int(q, 2);
    }
}

static struct err *remove_next(struct undoing *u, size_t *len)
{
    struct arena *a = arena_make(0);
    struct batch *b = ARENA_NEW(a, struct batch);
    b->u = u;
    struct err *e = list_next(u, a, b);
    if (!e && b->len)
        e = write(u, a, write_batch, b);
    if (e)
        e = err_copy(u->a, e);
    *len = b->len;
    arena_done(a);
    return e;
}

static struct err *remove_signals(struct undoing *u)
{
    size_t len = 0;
    for (uint64_t done = 0;; done += len) {
        if (u->undo->ends && atomic_load(u->undo->ends))
            FAIL(u->a, WHY_FAILED,
                 "The undo of import %lld was ended; the same again goes on "
                 "with it.",
                 (long long)u->undo->import);
        if (u->progress)
            progress_show(u->progress, done);
        TRY(remove_next(u, &len));
        if (len == 0)
            return NULL;
    }
}

static struct err *count(struct undoing *u)
{
    bool found = false;
    if (!u->undo->shows_progress)
        return NULL;
    struct query *q = db_query(u->db, SQL(import_signal_count));
    query_bind_int(q, 1, u->undo->import);
    TRY(query_next(u->a, q, &found));
    u->progress = progress_make(u->a, u->undo->shows_progress, "Undoing the import",
                                (uint64_t)query_int(q, 0));
    query_done(q);
    return NULL;
}

/* ---- the end ---- */

static struct err *write_end(struct arena *a, struct db *db, void *what)
{
    const struct statement *const steps[] = {
        SQL(import_name_restore),    SQL(import_name_yield),     SQL(import_code_restore),
        SQL(import_code_remove),     SQL(import_code_forget),    SQL(import_field_forget),
        SQL(import_part_forget),     SQL(import_header_restore), SQL(import_field_give_back),
        SQL(import_field_given_back)};
    struct undoing *u = what;
    const struct import_undo *undo = u->undo;
    bool found = false;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct query *q = db_query(db, steps[i]);
        query_bind_int(q, 1, undo->import);
        TRY(query_run(a, q));
    }
    struct query *q = db_query(db, SQL(import_undo_end));
    query_bind_int(q, 1, undo->import);
    query_bind_int(q, 2, undo->now);
    TRY(query_run(a, q));
    TRY(import_get(u->a, u->store, db, undo->import, &u->entry, &found));
    struct audit audit = {
        .at = undo->now,
        .actor = undo->actor,
        .action = S("import.undone"),
        .object =
            str_format(a, "import %lld of %.*s", (long long)undo->import, STR(u->entry.source)),
        .detail = str_format(a, "{\"removed\":%lld}", (long long)u->entry.removed)};
    return audit_add(a, db, &audit);
}

struct err *import_undo(struct arena *a, struct store *s, struct db *db,
                        const struct import_undo *undo, int64_t *removed)
{
    struct undoing u = {.a = a, .store = s, .db = db, .undo = undo};
    TRY(write(&u, a, write_taking_on, &u));
    TRY(count(&u));
    struct err *e = remove_signals(&u);
    if (u.progress)
        progress_end(u.progress);
    TRY(e);
    TRY(import_leftovers_remove(a, s, db, undo->ends));
    TRY(write(&u, a, write_end, &u));
    *removed = u.entry.removed;
    return NULL;
}
