/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * export_write — signals as the text of a file: a table (CSV, the sheet of a workbook) or
 * one object a line (NDJSON).
 *
 * Pure: what is written is added to a buf, piece by piece, and nothing is kept.
 */
#ifndef LISTEN_EXPORT_WRITE_H
#define LISTEN_EXPORT_WRITE_H

#include "base/buf.h"
#include "listen/export_db.h"

struct export_writer {
    void (*begin)(struct buf *out, const struct export *x); /* NULL: nothing */
    /* number: of the signal, from 1.  LIMIT where the form cannot hold it. */
    struct err *(*add)(struct arena *a, struct buf *out, const struct export *x,
                       const struct exported *signal, uint64_t number);
    void (*end)(struct buf *out); /* NULL: nothing */
};
extern const struct export_writer export_csv_writer, export_lines_writer, export_sheet_writer;

/* The workbook at path: the sheet of the signals, whose XML lies at sheet, the code book,
 * and what the export is. */
struct err *export_book(struct arena *a, const struct export *x, usec_t now, str sheet, str path);

/* Columns of the signal itself in a table: without those that are personal where those are
 * left out. */
unsigned export_table_columns(const struct export *x);

#endif
