/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * xlsx_sheet — the rows of one sheet of a workbook, from front to end, in constant memory.
 *
 * Knows cells and what they show, and neither header nor records (table_xlsx.c).
 */
#ifndef BASE_XLSX_SHEET_H
#define BASE_XLSX_SHEET_H

#include "base/xlsx_book.h"
#include "base/xlsx_format.h"
#include "base/xlsx_texts.h"

/* What cells of all sheets refer to. */
struct xlsx_shared {
    struct xlsx_book book;
    struct xlsx_texts texts;
    struct xlsx_formats formats;
};

/* A row that has a cell with something in it. */
struct xlsx_row {
    uint64_t number;  /* the sheet's, from 1 */
    const str *cells; /* [column], trimmed, UTF-8, as they are shown; valid until the next */
    size_t len;       /* behind the last that is not empty */
    size_t width;     /* behind the last that is there, empty ones with a colour too */
    bool is_hidden;
};

struct xlsx_reader;

struct err *xlsx_open(struct arena *a, const struct xlsx_shared *shared,
                      const struct xlsx_sheet *sheet, struct xlsx_reader **out);
/* INVALID where the sheet is damaged; LIMIT for LIMIT_COLUMNS, LIMIT_SHEET_ROWS and
 * LIMIT_RECORD_BYTES of one row. */
struct err *xlsx_next(struct xlsx_reader *r, struct xlsx_row *row, bool *found);
/* From here on other cells are only known to be empty or not: is_wanted[column], len of
 * them.  NULL: all are wanted. */
void xlsx_want(struct xlsx_reader *r, const bool *is_wanted, size_t len);
/* Columns among the first len that are hidden, known from the first row on. */
size_t xlsx_hidden_columns(const struct xlsx_reader *r, size_t len);
/* Columns that the sheet says it has, which need not be true; 0: it does not say. */
size_t xlsx_said_columns(const struct xlsx_reader *r);
uint64_t xlsx_taken(const struct xlsx_reader *r);

/* Cells of one row that are merged with the one at their left: last[column] is the last
 * column of the merge that begins there, or column itself; of len columns. */
struct err *xlsx_merges(struct arena *a, const struct xlsx_shared *shared,
                        const struct xlsx_sheet *sheet, uint64_t row, size_t *last, size_t len);

#endif
