/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * statement — the closed list of SQL statements.
 *
 * SQL stands in .sql files beside the C that uses it (src/listen/signal.sql), each
 * statement behind its name and role; tools/sql.py makes the list.  Nothing else
 * can be prepared.
 *
 * The SQL is portable: PostgreSQL understands it too, or has a text of its own behind
 * "-- in postgresql:".  Only sqlite.sql is about SQLite itself.
 */
#ifndef STORE_STATEMENT_H
#define STORE_STATEMENT_H

#include <stdbool.h>

struct statement {
    const char *name;
    unsigned number; /* in statement_index */
    bool writes;     /* a connection that reads does not prepare it */
    const char *sql;
    const char *postgresql; /* where it says it otherwise; NULL: the same */
};

/* Behind the includes of an x_db.c, for each statement that it uses. */
#define STATEMENT(name) extern const struct statement statement_named_##name
#define SQL(name) (&statement_named_##name)

/* All there are, by name; statement_index_len entries, then NULL. */
extern const struct statement *const statement_index[];
extern const unsigned statement_index_len;

#endif
