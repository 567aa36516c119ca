/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_records — the records of an import's file, in one reading from the first to the
 * last: laid out as the tool means them that wrote them, and with what a second table says
 * of the same customer.
 */
#ifndef LISTEN_IMPORT_RECORDS_H
#define LISTEN_IMPORT_RECORDS_H

#include "listen/join.h"
#include "listen/laid_table.h"

struct import_records;

/* Of a table of which nothing was read yet.  join NULL: there is no second table. */
struct import_records *import_records_make(struct arena *a, struct laid_table *laid,
                                           const struct join *join);
/* The next; its cells are those of the file, then those that are made of them, then those of
 * the second table.  *found false at the end. */
struct err *import_records_next(struct import_records *r, struct table_record *record, bool *found);
const struct laid_table *import_records_laid(const struct import_records *r);
/* The file itself, for all that is not about its columns. */
const struct table *import_records_file(const struct import_records *r);
/* What the second table had for the records so far. */
const struct join_counts *import_records_counts(const struct import_records *r);

#endif
