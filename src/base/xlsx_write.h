/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * xlsx_write — a workbook (Office Open XML), written: the XML of its sheets row by row, and
 * the archive that holds them.
 *
 * Texts stand in their cells, not in a list that all sheets share, so that nothing is kept;
 * a number is one only where the spreadsheet gives back the same text ("007" and "9.0"
 * stay texts).  What would be run as a formula gets an apostrophe (base/cell.h), since it
 * may be saved as CSV from there.
 */
#ifndef BASE_XLSX_WRITE_H
#define BASE_XLSX_WRITE_H

#include "base/buf.h"
#include "base/err.h"

/* A sheet: begin, rows with their cells from left to right, end.  Rows and columns count
 * from 1 and 0; an empty cell is none. */
void xlsx_begin_sheet(struct buf *out);
void xlsx_begin_row(struct buf *out, uint64_t row);
void xlsx_add_cell(struct buf *out, uint64_t row, size_t column, str text);
/* The same, never as a number. */
void xlsx_add_text(struct buf *out, uint64_t row, size_t column, str text);
void xlsx_end_row(struct buf *out);
void xlsx_end_sheet(struct buf *out);

/* Whether a text fits into a cell: LIMIT_EXPORT_CELL_CHARS. */
bool xlsx_fits(str text);

struct xlsx_sheet_file {
    str name; /* as people see it, at most 31 characters */
    str path; /* of the file with its XML; empty: text is */
    str text;
};
/* Writes the workbook at path, over what is there.  LIMIT where there is no space. */
struct err *xlsx_write(struct arena *a, str path, const struct xlsx_sheet_file *sheets, size_t len);

#endif
