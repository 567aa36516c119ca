/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * join_table — a second table in memory: its rows, and which of them has a key.
 */
#ifndef LISTEN_JOIN_TABLE_H
#define LISTEN_JOIN_TABLE_H

#include "base/table.h"

/* Which row counts where several have the same key and say different things. */
enum join_twice {
    JOIN_TWICE_ASK, /* nobody said: none does, and nothing may be taken */
    JOIN_TWICE_FIRST,
    JOIN_TWICE_LAST,
    JOIN_TWICE_NONE,
    JOIN_TWICE_COUNT
};

struct join_table;

/* All of it.  LIMIT beyond LIMIT_JOIN_BYTES; INVALID where it does not look like a table. */
struct err *join_table_read(struct arena *a, const struct table_source *source,
                            struct join_table **out);
const str *join_table_header(const struct join_table *t, size_t *len);
uint64_t join_table_rows(const struct join_table *t);
bool join_table_decimal_comma(const struct join_table *t);
/* Of all that it says, to tell it from another. */
str join_table_content(const struct join_table *t);

/* What a column is like as a key. */
struct join_keys {
    uint64_t rows, refused; /* with another number of cells than the header */
    uint64_t keys;          /* different ones */
    uint64_t keyless;       /* rows without one */
    uint64_t repeated;      /* rows that say what a row before them said */
    uint64_t twice;         /* keys whose rows say different things */
    str twice_key;          /* the first of these, and where its first two rows begin */
    uint64_t twice_lines[2];
};
/* Chooses the column with the keys; what it takes lies in a, and is asked for no longer. */
struct join_keys join_table_index(struct join_table *t, struct arena *a, size_t column);

#define JOIN_NONE UINT32_MAX

/* Number of a key, below keys; JOIN_NONE: no row has it. */
uint32_t join_table_find(const struct join_table *t, str key);
bool join_table_is_twice(const struct join_table *t, uint32_t key);
/* The cells of the row that counts, [column]; false: none does. */
bool join_table_row(const struct join_table *t, uint32_t key, enum join_twice twice, str *cells);

#endif
