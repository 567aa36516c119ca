/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_quarantine — the records of a file of which nothing was taken, as a table that can
 * be mended and imported again.
 *
 *   attune_line;attune_reason;score;area
 *   4;"a record with this key was taken before …";9;A
 *   7;"5 cells instead of 2";"9;A;;;x"
 *
 * Cells stand as they were read, to the byte and formulas too, so that what was mended is
 * what comes back; those of columns that may be kept nowhere stand empty.  A record that is no
 * sound one stands as the text of its line in one cell (the row of a workbook as it would stand in
 * this table), numbers of payment cards masked, and is none here either.  An import leaves
 * the first two columns out, and knows the file's source by the others (import_quarantine_columns).
 * Cells that were refused alone are not here: their record was taken without them, and would be
 * there twice.
 */
#ifndef LISTEN_IMPORT_QUARANTINE_H
#define LISTEN_IMPORT_QUARANTINE_H

#include "base/new_file.h"
#include "base/table.h"
#include "listen/import_plan.h"
#include "listen/import_sender.h"

struct import_quarantine {
    struct table_source source;     /* where the file, and the table in it, lies */
    const struct import_plan *plan; /* of a table: of its columns */
    bool is_lines;                  /* signals as JSON, one a line: each stands as its text */
    const struct import_refusals *refusals;
};
/* All of it, the header too, even where there is no such record. */
struct err *import_quarantine_write(struct arena *a, const struct import_quarantine *q,
                                    struct new_file *to);

/* How many columns of a header, from the first, are a quarantine's own: 0 or 2. */
size_t import_quarantine_columns(const str *header, size_t len);

#endif
