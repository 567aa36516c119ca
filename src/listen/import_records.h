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

/* Records that are no answers, as somebody said: those with one of these texts in a column. */
struct import_leave_out {
    size_t column; /* of all that a record has */
    const str *texts;
    size_t len;
};

struct import_records_wish {
    const struct join *join; /* NULL: there is no second table */
    const struct import_leave_out *leave_outs;
    size_t leave_outs_len;
};

/* Of a table of which nothing was read yet. */
struct import_records *import_records_make(struct arena *a, struct laid_table *laid,
                                           const struct import_records_wish *wish);
/* The next that is an answer, or no sound record; its cells are those of the file, then those that
 * are made of them, then those of the second table.  *found false at the end. */
struct err *import_records_next(struct import_records *r, struct table_record *record, bool *found);
const struct laid_table *import_records_laid(const struct import_records *r);
/* The file itself, for all that is not about its columns. */
const struct table *import_records_file(const struct import_records *r);
/* Records that somebody said are to be left out, so far. */
uint64_t import_records_left_out(const struct import_records *r);
/* What the second table had for the records so far. */
const struct join_counts *import_records_counts(const struct import_records *r);

#endif
