/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * db — one connection to the record, and the statements run on it.
 *
 * A connection belongs to one thread.  It knows no domain: only named statements
 * of the closed list (store/statement.h).  Errors: FAILED where reading or writing
 * failed, LIMIT where the disk or the database is full, BUSY where another process
 * holds the record, CONFLICT where a constraint refused it, INVALID where the file is
 * damaged or no database.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "store/statement.h"

struct db;
struct query;

enum db_role { DB_READS, DB_WRITES };

/* Closed with the arena.  MISSING where there is no such file and it is not to be
 * made. */
struct db_options {
    enum db_role role;
    bool make;               /* where there is none */
    const char *file_system; /* SQLite's name of a VFS, for tests; NULL: the usual */
    const char *synchronous; /* "NORMAL", "OFF": for tests that must see it lose; NULL: FULL */
};
struct err *db_open(struct arena *a, str path, struct db_options options, struct db **out);

/* One state of the record for all reads up to db_end_read(). */
struct err *db_begin_read(struct arena *a, struct db *db);
void db_end_read(struct db *db);
/* A transaction of the connection that writes. */
struct err *db_begin(struct arena *a, struct db *db);
struct err *db_commit(struct arena *a, struct db *db);
void db_roll_back(struct db *db);
/* Within it, a part that can be taken back alone. */
struct err *db_begin_part(struct arena *a, struct db *db);
struct err *db_keep_part(struct arena *a, struct db *db);
/* False where all of the transaction was taken back with it (a full disk does that). */
bool db_drop_part(struct db *db);

/* What a connection that writes remembers of the record, such as the numbers of names, so
 * that the next write of the same kind need not look them up; in memory of its own.  It is
 * forgotten where anything was taken back or another kind of write came (the writer sees to
 * that); whoever remembers forgets what grew too large. */
struct arena *db_memory(struct db *db);
void db_remember(struct db *db, void *what);
void *db_remembered(const struct db *db); /* NULL: nothing */
void db_forget(struct db *db);

/* Text that is no named statement: migrations and settings of the connection,
 * from within store alone. */
struct err *db_run_script(struct arena *a, struct db *db, const char *sql);

/* Whether a statement of the list is one that the record's tables allow. */
struct err *db_check_statement(struct arena *a, struct db *db, const struct statement *statement);

/* How the log beside the database is brought home. */
enum db_checkpoint { DB_PASSIVE, DB_RESTART, DB_TRUNCATE };
struct err *db_checkpoint(struct arena *a, struct db *db, enum db_checkpoint how);
/* Bytes of that log after the last commit. */
uint64_t db_log_bytes(const struct db *db);
/* Whether a sync failed: what the kernel then holds of the file cannot be trusted. */
bool db_sync_failed(const struct db *db);
/* A copy, online, as of one moment; into must not exist, or be an empty file. */
struct err *db_copy_to(struct arena *a, struct db *db, str into);
/* The database's own check; the first things that are wrong, one a line, empty
 * where nothing is. */
struct err *db_check(struct arena *a, struct db *db, str *wrong);
/* The same for rows that refer to others that are not there. */
struct err *db_check_references(struct arena *a, struct db *db, str *wrong);
/* Asked now and then while a statement of this connection runs; where it says false, the
 * statement ends and is FAILED.  NULL: nobody is asked. */
void db_watch(struct db *db, bool (*goes_on)(void *what), void *what);

/* Ready to be bound; whatever it was before is dropped.  A statement is one query
 * of a connection at a time.  An error shows at the first step. */
struct query *db_query(struct db *db, const struct statement *statement);
/* Parameters count from 1.  Texts must stay until the last step. */
void query_bind_int(struct query *q, int parameter, int64_t value);
void query_bind_real(struct query *q, int parameter, double value);
void query_bind_text(struct query *q, int parameter, str text);
void query_bind_blob(struct query *q, int parameter, str bytes);
void query_bind_none(struct query *q, int parameter);
/* The next row; *found false behind the last, and the query is done. */
struct err *query_next(struct arena *a, struct query *q, bool *found);
/* For statements that give no row. */
struct err *query_run(struct arena *a, struct query *q);
/* Ends it before its last row. */
void query_done(struct query *q);
/* Columns count from 0.  Texts hold until the next step. */
int64_t query_int(const struct query *q, int column);
double query_real(const struct query *q, int column);
str query_text(const struct query *q, int column);
str query_blob(const struct query *q, int column);
bool query_is_none(const struct query *q, int column);
/* How many there are, and what a value is. */
int query_columns(const struct query *q);
enum query_kind { QUERY_NONE, QUERY_INT, QUERY_REAL, QUERY_TEXT, QUERY_BLOB };
enum query_kind query_kind(const struct query *q, int column);
/* The library behind all this. */
struct db_library {
    str version;         /* "3.40.1" */
    unsigned number;     /* 3040001 */
    bool is_thread_safe; /* built so that several threads may each have a connection */
};
struct db_library db_library(void);

/* Rows that the last statement changed; id of the row it added. */
int64_t db_changes(const struct db *db);
int64_t db_last_id(const struct db *db);

#endif
