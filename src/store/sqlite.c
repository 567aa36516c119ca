/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The record in SQLite.  The only file that knows it.
 */
#include "store/db.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <sqlite3.h>

#include "base/buf.h"
#include "base/fault.h"
#include "base/limits.h"

STATEMENT(set_journal_wal);
STATEMENT(set_synchronous_full);
STATEMENT(set_synchronous_normal);
STATEMENT(set_synchronous_off);
STATEMENT(set_no_autocheckpoint);
STATEMENT(set_foreign_keys);
STATEMENT(set_distrust_schema);
STATEMENT(set_cell_check);
STATEMENT(set_temp_in_memory);
STATEMENT(set_cache_of_writer);
STATEMENT(set_cache_of_reader);
STATEMENT(begin_read);
STATEMENT(begin_write);
STATEMENT(commit_all);
STATEMENT(roll_back);
STATEMENT(begin_part);
STATEMENT(keep_part);
STATEMENT(drop_part);
STATEMENT(check_all);
STATEMENT(check_references);
STATEMENT(copy_into);

enum { BUSY_MS = 5000, WAL_FRAME_HEADER = 24, WATCHED_EVERY = 20000 /* steps of its machine */ };

struct query {
    struct db *db;
    const struct statement *statement;
    sqlite3_stmt *prepared;
    int failed;      /* of preparing or binding; told at the first step */
    bool is_running; /* stepped and not at its end */
    bool is_bound;   /* something hangs on it since it was last done */
};

struct db {
    sqlite3 *handle;
    str path;
    enum db_role role;
    struct query *queries; /* [statement] */
    uint64_t log_bytes;
    bool may_attach; /* while a copy is being made */
    bool sync_failed;
    struct arena *memory; /* NULL: nothing is remembered */
    void *remembered;
    bool (*goes_on)(void *what);
    void *watched_by;
};

static bool is_disk_full(const struct db *db, int code)
{
    int number = sqlite3_system_errno(db->handle), kind = code & 0xff;
    bool no_space = number == ENOSPC || number == EDQUOT || number == EFBIG;
    return code == SQLITE_FULL || (code == SQLITE_IOERR_WRITE && number != EIO) ||
           ((kind == SQLITE_IOERR || kind == SQLITE_CANTOPEN) && no_space);
}

static bool is_refused(const struct db *db)
{
    int number = sqlite3_system_errno(db->handle);
    return number == EACCES || number == EPERM || number == EROFS;
}

static struct err *damaged(struct arena *a, const struct db *db)
{
    FAIL(a, WHY_INVALID,
         "\"%.*s\" is damaged or no record of Attune (%s); attune restore brings a backup back.",
         STR(db->path), db->handle ? sqlite3_errmsg(db->handle) : "not a database");
}

static struct err *failed(struct arena *a, struct db *db, int code)
{
    const char *said = db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(code);
    int full = db->handle ? sqlite3_extended_errcode(db->handle) : code;
    if ((full & 0xff) != (code & 0xff))
        full = code;
    if (full == SQLITE_IOERR_FSYNC || full == SQLITE_IOERR_DIR_FSYNC)
        db->sync_failed = true;
    if (is_disk_full(db, full))
        FAIL(a, WHY_LIMIT,
             "There is no space left for \"%.*s\"; nothing that was acknowledged is lost.",
             STR(db->path));
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        FAIL(a, WHY_BUSY, "\"%.*s\" is busy; try again.", STR(db->path));
    case SQLITE_INTERRUPT:
        FAIL(a, WHY_FAILED, "It ended before it was done: told to stop.");
    case SQLITE_CONSTRAINT:
        FAIL(a, WHY_CONFLICT, "The record refuses it: %s.", said);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return damaged(a, db);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        FAIL(a, WHY_DENIED, "\"%.*s\" cannot be opened or written: %s.", STR(db->path), said);
    case SQLITE_CANTOPEN:
        FAIL(a, is_refused(db) ? WHY_DENIED : WHY_FAILED, "\"%.*s\" cannot be opened: %s.",
             STR(db->path), said);
    default:
        FAIL(a, WHY_FAILED, "Reading or writing \"%.*s\" failed: %s.", STR(db->path), said);
    }
}

static int only_reads(void *what, int action, const char *first, const char *second,
                      const char *third, const char *fourth)
{
    const struct db *db = what;
    (void)first, (void)second, (void)third, (void)fourth;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_TRANSACTION:
    case SQLITE_PRAGMA:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    default:
        return db->may_attach ? SQLITE_OK : SQLITE_DENY;
    }
}

static int note_log(void *what, sqlite3 *handle, const char *name, int pages)
{
    struct db *db = what;
    (void)handle, (void)name;
    db->log_bytes = (uint64_t)pages * (4096 + WAL_FRAME_HEADER);
    return SQLITE_OK;
}

static struct err *run(struct arena *a, struct db *db, const struct statement *statement)
{
    struct query *q = db_query(db, statement);
    bool found = true;
    while (found)
        TRY(query_next(a, q, &found));
    return NULL;
}

static const struct statement *sync_of(const char *word)
{
    if (word && strcmp(word, "OFF") == 0)
        return SQL(set_synchronous_off);
    if (word && strcmp(word, "NORMAL") == 0)
        return SQL(set_synchronous_normal);
    return SQL(set_synchronous_full);
}

static struct err *settle(struct arena *a, struct db *db, const struct db_options *options)
{
    static const struct statement *const all[] = {
        SQL(set_no_autocheckpoint), SQL(set_foreign_keys),   SQL(set_distrust_schema),
        SQL(set_cell_check),        SQL(set_temp_in_memory),
    };
    bool writes = options->role == DB_WRITES;
    int ignored = 0;
    (void)sqlite3_extended_result_codes(db->handle, 1);
    (void)sqlite3_busy_timeout(db->handle, BUSY_MS);
    (void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, &ignored);
    (void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, &ignored);
    (void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, &ignored);
    if (writes)
        TRY(run(a, db, SQL(set_journal_wal)));
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        TRY(run(a, db, all[i]));
    TRY(run(a, db, sync_of(options->synchronous)));
    TRY(run(a, db, writes ? SQL(set_cache_of_writer) : SQL(set_cache_of_reader)));
    (void)sqlite3_wal_hook(db->handle, note_log, db);
    if (!writes && sqlite3_set_authorizer(db->handle, only_reads, db) != SQLITE_OK)
        return failed(a, db, SQLITE_ERROR);
    return NULL;
}

static void close_db(void *what)
{
    struct db *db = what;
    db_forget(db);
    for (unsigned i = 0; i < statement_index_len; i++)
        (void)sqlite3_finalize(db->queries[i].prepared);
    (void)sqlite3_close_v2(db->handle);
    db->handle = NULL;
}

/* SQLite would count its memory, under a lock that all threads share. */
static void settle_library(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

struct err *db_open(struct arena *a, str path, struct db_options options, struct db **out)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct db *db = ARENA_NEW(a, struct db);
    (void)pthread_once(&once, settle_library);
    db->path = str_copy(a, path);
    db->role = options.role;
    db->queries = ARENA_ARRAY(a, struct query, statement_index_len);
    for (unsigned i = 0; i < statement_index_len; i++)
        db->queries[i] = (struct query){.db = db, .statement = statement_index[i]};
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE |
                (options.role == DB_WRITES ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) |
                (options.make ? SQLITE_OPEN_CREATE : 0);
    int code = sqlite3_open_v2(str_to_chars(a, path), &db->handle, flags, options.file_system);
    arena_defer(a, close_db, db);
    if (code != SQLITE_OK)
        return failed(a, db, code);
    TRY(settle(a, db, &options));
    *out = db;
    return NULL;
}

static void reset_all(struct db *db)
{
    for (unsigned i = 0; i < statement_index_len; i++)
        if (db->queries[i].is_running)
            query_done(&db->queries[i]);
}

/* Nothing that can fail matters: the transaction is over either way. */
static void end(struct db *db, const struct statement *statement)
{
    struct arena *scratch = arena_make(0);
    reset_all(db);
    if (!sqlite3_get_autocommit(db->handle))
        (void)run(scratch, db, statement);
    arena_done(scratch);
}

void db_end_read(struct db *db)
{
    end(db, SQL(commit_all));
}

/* One that failed to end before is over now. */
static struct err *begin(struct arena *a, struct db *db, const struct statement *statement)
{
    reset_all(db);
    if (!sqlite3_get_autocommit(db->handle))
        db_roll_back(db);
    return run(a, db, statement);
}

struct err *db_begin_read(struct arena *a, struct db *db)
{
    return begin(a, db, SQL(begin_read));
}

struct err *db_begin(struct arena *a, struct db *db)
{
    return begin(a, db, SQL(begin_write));
}

struct err *db_commit(struct arena *a, struct db *db)
{
    reset_all(db);
    if (sqlite3_get_autocommit(db->handle))
        FAIL(a, WHY_FAILED, "The transaction on \"%.*s\" was taken back.", STR(db->path));
    struct err *e = run(a, db, SQL(commit_all));
    if (e)
        db_roll_back(db);
    return e;
}

void db_roll_back(struct db *db)
{
    db_forget(db);
    end(db, SQL(roll_back));
}

struct err *db_begin_part(struct arena *a, struct db *db)
{
    return run(a, db, SQL(begin_part));
}

struct err *db_keep_part(struct arena *a, struct db *db)
{
    return run(a, db, SQL(keep_part));
}

bool db_drop_part(struct db *db)
{
    struct arena *scratch = arena_make(0);
    db_forget(db);
    reset_all(db);
    bool whole = !sqlite3_get_autocommit(db->handle);
    whole = whole && !run(scratch, db, SQL(drop_part)) && !run(scratch, db, SQL(keep_part));
    arena_done(scratch);
    return whole;
}

struct arena *db_memory(struct db *db)
{
    if (!db->memory)
        db->memory = arena_make(0);
    return db->memory;
}

void db_remember(struct db *db, void *what)
{
    db->remembered = what;
}

void *db_remembered(const struct db *db)
{
    return db->remembered;
}

void db_forget(struct db *db)
{
    arena_done(db->memory);
    db->memory = NULL;
    db->remembered = NULL;
}

struct err *db_run_script(struct arena *a, struct db *db, const char *sql)
{
    int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? NULL : failed(a, db, code);
}

struct err *db_checkpoint(struct arena *a, struct db *db, enum db_checkpoint how)
{
    static const int modes[] = {[DB_PASSIVE] = SQLITE_CHECKPOINT_PASSIVE,
                                [DB_RESTART] = SQLITE_CHECKPOINT_RESTART,
                                [DB_TRUNCATE] = SQLITE_CHECKPOINT_TRUNCATE};
    int frames = 0, done = 0;
    int code = sqlite3_wal_checkpoint_v2(db->handle, NULL, modes[how], &frames, &done);
    if (code == SQLITE_OK && frames >= 0 && frames == done && how != DB_PASSIVE)
        db->log_bytes = 0;
    if (code == SQLITE_OK || code == SQLITE_BUSY)
        return NULL; /* a reader is in the way; the next one brings it home */
    return failed(a, db, code);
}

uint64_t db_log_bytes(const struct db *db)
{
    return db->log_bytes;
}

bool db_sync_failed(const struct db *db)
{
    return db->sync_failed;
}

struct err *db_copy_to(struct arena *a, struct db *db, str into)
{
    struct query *q = db_query(db, SQL(copy_into));
    db->may_attach = true;
    query_bind_text(q, 1, into);
    struct err *e = query_run(a, q);
    db->may_attach = false;
    return e;
}

static int ask(void *what)
{
    const struct db *db = what;
    return db->goes_on(db->watched_by) ? 0 : 1;
}

void db_watch(struct db *db, bool (*goes_on)(void *what), void *what)
{
    db->goes_on = goes_on;
    db->watched_by = what;
    sqlite3_progress_handler(db->handle, goes_on ? WATCHED_EVERY : 0, goes_on ? ask : NULL, db);
}

struct err *db_check(struct arena *a, struct db *db, str *wrong)
{
    struct query *q = db_query(db, SQL(check_all));
    struct buf lines = buf_make(a, MIB);
    bool found = false;
    for (;;) {
        TRY(query_next(a, q, &found));
        if (!found)
            break;
        if (!str_equal(query_text(q, 0), S("ok")))
            buf_addf(&lines, "%s%.*s", lines.len ? "\n" : "", STR(query_text(q, 0)));
    }
    *wrong = buf_str(&lines);
    return NULL;
}

struct err *db_check_references(struct arena *a, struct db *db, str *wrong)
{
    enum { LISTED = 20 };
    struct query *q = db_query(db, SQL(check_references));
    struct buf lines = buf_make(a, MIB);
    bool found = false;
    for (int i = 0; i < LISTED; i++) {
        TRY(query_next(a, q, &found));
        if (!found)
            break;
        buf_addf(&lines, "%srow %lld of \"%.*s\" refers to a row of \"%.*s\" that is not there",
                 lines.len ? "\n" : "", (long long)query_int(q, 1), STR(query_text(q, 0)),
                 STR(query_text(q, 2)));
    }
    query_done(q);
    *wrong = buf_str(&lines);
    return NULL;
}

struct query *db_query(struct db *db, const struct statement *statement)
{
    struct query *q = &db->queries[statement->number];
    assert(q->statement == statement);
    assert(db->role == DB_WRITES || !statement->writes);
    if (!q->prepared)
        q->failed = sqlite3_prepare_v3(db->handle, statement->sql, -1, SQLITE_PREPARE_PERSISTENT,
                                       &q->prepared, NULL);
    else if (q->is_bound || q->is_running)
        query_done(q);
    return q;
}

struct err *db_check_statement(struct arena *a, struct db *db, const struct statement *statement)
{
    const struct query *q = db_query(db, statement);
    if (q->failed != SQLITE_OK)
        WRAP(a, failed(a, db, q->failed), "%s", statement->name);
    return NULL;
}

static void note_binding(struct query *q, int code)
{
    q->is_bound = true;
    if (q->failed == SQLITE_OK)
        q->failed = code;
}

void query_bind_int(struct query *q, int parameter, int64_t value)
{
    note_binding(q, sqlite3_bind_int64(q->prepared, parameter, value));
}

void query_bind_real(struct query *q, int parameter, double value)
{
    note_binding(q, sqlite3_bind_double(q->prepared, parameter, value));
}

void query_bind_text(struct query *q, int parameter, str text)
{
    const char *bytes = text.ptr ? text.ptr : "";
    note_binding(q, sqlite3_bind_text64(q->prepared, parameter, bytes, text.len, SQLITE_STATIC,
                                        SQLITE_UTF8));
}

void query_bind_blob(struct query *q, int parameter, str bytes)
{
    const char *at = bytes.ptr ? bytes.ptr : "";
    note_binding(q, sqlite3_bind_blob64(q->prepared, parameter, at, bytes.len, SQLITE_STATIC));
}

void query_bind_none(struct query *q, int parameter)
{
    note_binding(q, sqlite3_bind_null(q->prepared, parameter));
}

struct err *query_next(struct arena *a, struct query *q, bool *found)
{
    if (q->failed == SQLITE_OK && FAULT("store.step"))
        q->failed = SQLITE_IOERR;
    if (q->failed != SQLITE_OK) {
        int code = q->failed;
        q->failed = SQLITE_OK;
        struct err *e = failed(a, q->db, code);
        query_done(q);
        return e;
    }
    int code = sqlite3_step(q->prepared);
    *found = code == SQLITE_ROW;
    q->is_running = *found;
    if (*found)
        return NULL;
    struct err *e = code == SQLITE_DONE ? NULL : failed(a, q->db, code);
    query_done(q);
    return e;
}

struct err *query_run(struct arena *a, struct query *q)
{
    bool found = false;
    TRY(query_next(a, q, &found));
    assert(!found);
    return NULL;
}

void query_done(struct query *q)
{
    q->is_running = q->is_bound = false;
    if (!q->prepared)
        return;
    (void)sqlite3_reset(q->prepared);
    (void)sqlite3_clear_bindings(q->prepared);
}

int64_t query_int(const struct query *q, int column)
{
    return sqlite3_column_int64(q->prepared, column);
}

double query_real(const struct query *q, int column)
{
    return sqlite3_column_double(q->prepared, column);
}

str query_text(const struct query *q, int column)
{
    const void *text = sqlite3_column_text(q->prepared, column);
    return (str){text ? text : "", (size_t)sqlite3_column_bytes(q->prepared, column)};
}

str query_blob(const struct query *q, int column)
{
    const void *bytes = sqlite3_column_blob(q->prepared, column);
    return (str){bytes ? bytes : "", (size_t)sqlite3_column_bytes(q->prepared, column)};
}

bool query_is_none(const struct query *q, int column)
{
    return sqlite3_column_type(q->prepared, column) == SQLITE_NULL;
}

int query_columns(const struct query *q)
{
    return sqlite3_column_count(q->prepared);
}

enum query_kind query_kind(const struct query *q, int column)
{
    switch (sqlite3_column_type(q->prepared, column)) {
    case SQLITE_INTEGER:
        return QUERY_INT;
    case SQLITE_FLOAT:
        return QUERY_REAL;
    case SQLITE_TEXT:
        return QUERY_TEXT;
    case SQLITE_BLOB:
        return QUERY_BLOB;
    default:
        return QUERY_NONE;
    }
}

struct db_library db_library(void)
{
    return (struct db_library){.version = str_of_chars(sqlite3_libversion()),
                               .number = (unsigned)sqlite3_libversion_number(),
                               .is_thread_safe = sqlite3_threadsafe() != 0};
}

int64_t db_changes(const struct db *db)
{
    return sqlite3_changes64(db->handle);
}

int64_t db_last_id(const struct db *db)
{
    return sqlite3_last_insert_rowid(db->handle);
}
