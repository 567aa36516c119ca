/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * laid_table — a file's table as the tool that wrote it means it: by the names that the
 * layout gives, without the header's further lines and without records that are no
 * answers, and with columns that are made of others.
 *
 * A table without a known layout is handed on as it stands.  Which layout it is, the
 * first records say; they are read once, so that a table may come by a pipe.
 */
#ifndef LISTEN_LAID_TABLE_H
#define LISTEN_LAID_TABLE_H

#include "base/table.h"
#include "listen/layout.h"

struct laid_table;

struct laid_wish {
    struct table_source source;
    str layout;     /* by name, or "none"; empty: the one that fits */
    bool takes_all; /* trials and spam, too */
    /* What an earlier reading of the same file found; NULL: this is the first. */
    const struct layout_reading *reading;
};

/* As table_open(); USAGE where the wished layout does not fit. */
struct err *laid_open(struct arena *a, const struct laid_wish *wish, struct laid_table **out);
const struct layout_reading *laid_reading(const struct laid_table *t);
/* Names of the columns; those of the file come first. */
const str *laid_header(const struct laid_table *t, size_t *len);
/* As table_select() and table_next(), of these columns. */
void laid_select(struct laid_table *t, const size_t *columns, size_t len);
void laid_select_all(struct laid_table *t);
struct err *laid_next(struct laid_table *t, struct table_record *record, bool *found);
/* Records that were left out so far. */
uint64_t laid_left_out(const struct laid_table *t);
/* The file itself, for all that is not about its columns. */
const struct table *laid_file(const struct laid_table *t);

#endif
