/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * join — what a second table says of the same persons, accounts or orders, brought to the
 * records of a file by a key.
 *
 *   answers.csv            plan.csv                 each record of answers.csv
 *   customer,score         id,plan,since            customer,score,plan,since
 *   C-1,9                  C-1,basic,2019           C-1,9,basic,2019
 *   C-2,4                  C-3,gold,2024            C-2,4,,
 *
 * A record never becomes two.  Where the second table has a key twice and says different
 * things, somebody has to say which counts (enum join_twice).  Keys are the same where they
 * differ in nothing but blanks at their ends and the capitals A to Z.
 *
 * The second table is held in memory, LIMIT_JOIN_BYTES at most.
 */
#ifndef LISTEN_JOIN_H
#define LISTEN_JOIN_H

#include "base/table.h"
#include "listen/join_guess.h"

struct join_wish {
    struct table_source source; /* of the second table */
    str by;                     /* column of the file, or empty: found by what is in it */
    str to;                     /* column of the second table, or empty: called as by */
    enum join_twice twice;
};

#define JOIN_NO_COLUMN SIZE_MAX

struct join {
    const struct join_table *table;
    str name, by_name, to_name; /* of the second table; of the columns with the keys */
    bool is_guessed;            /* the key, by what is in the columns */
    size_t by;                  /* column of the file; JOIN_NO_COLUMN: it cannot be told */
    size_t to;                  /* column of the second table, likewise */
    const str *names;           /* columns that come along: all others of it */
    size_t names_len;
    enum join_twice twice;
    struct join_keys keys; /* of the second table */
};

/* Reads the second table and finds the key.  sample: of the file; a column of the second table that
 * is called as one of its columns is called "plan.region" here.  USAGE where a column that was
 * named is not there; what table_open() says; LIMIT. */
struct err *join_make(struct arena *a, const struct join_wish *wish,
                      const struct join_sample *sample, struct join **out);

/* What became of a file's records. */
struct join_counts {
    uint64_t matched, unmatched; /* an empty key is unmatched, too */
    uint64_t unused;             /* keys of the second table that no record has */
    uint64_t twice;              /* records whose key the second table has twice */
    str first_unmatched;         /* a key that it does not have; empty: none */
    struct arena *arena;
    bool *is_used; /* [key] */
    str *row;      /* of the second table, used again */
};

bool join_has_key(const struct join *join);
/* Whether nothing may be taken: the key is not known, or records would become several and
 * nobody said what to do. */
bool join_stops(const struct join *join, const struct join_counts *counts);

struct join_counts join_counts_make(struct arena *a, const struct join *join);
/* The cells that come to a record with this key: of the row that counts, else empty ones. */
void join_find(const struct join *join, str key, str *cells, struct join_counts *counts);

#endif
