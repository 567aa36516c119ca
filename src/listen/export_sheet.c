/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The signals as a sheet of a workbook: a header, and a row for each.
 */
#include "base/limits.h"
#include "base/text.h"
#include "base/xlsx_write.h"
#include "listen/export_write.h"

static void begin(struct buf *out, const struct export *x)
{
    unsigned own = export_table_columns(x);
    xlsx_begin_sheet(out);
    xlsx_begin_row(out, 1);
    for (unsigned i = 0; i < own; i++)
        xlsx_add_text(out, 1, i, export_column_names[i]);
    for (size_t i = 0; i < x->fields_len; i++)
        xlsx_add_text(out, 1, own + i, x->fields[i].column);
    xlsx_end_row(out);
}

static struct err *check_size(struct arena *a, const struct export *x, unsigned own,
                              uint64_t number)
{
    if (number >= LIMIT_EXPORT_SHEET_ROWS)
        FAIL(a, WHY_LIMIT,
             "\"%.*s\" has more than the %llu signals that a sheet holds; CSV holds all of them.",
             STR(x->source.key), (unsigned long long)LIMIT_EXPORT_SHEET_ROWS - 1);
    if (own + x->fields_len > LIMIT_EXPORT_SHEET_COLUMNS)
        FAIL(a, WHY_LIMIT,
             "\"%.*s\" has more than the %zu columns that a sheet holds; CSV holds all of them.",
             STR(x->source.key), LIMIT_EXPORT_SHEET_COLUMNS);
    return NULL;
}

static struct err *add(struct arena *a, struct buf *out, const struct export *x,
                       const struct exported *signal, uint64_t number)
{
    unsigned own = export_table_columns(x);
    uint64_t row = number + 1;
    TRY(check_size(a, x, own, number));
    xlsx_begin_row(out, row);
    for (unsigned i = 0; i < own; i++)
        if (i == EXPORT_WEIGHT)
            xlsx_add_cell(out, row, i, signal->texts[i]);
        else
            xlsx_add_text(out, row, i, signal->texts[i]);
    for (size_t i = 0; i < x->fields_len; i++) {
        if (!xlsx_fits(signal->values[i]))
            FAIL(a, WHY_LIMIT,
                 "The answer of signal %llu to %.*s is longer than a cell of a sheet may be; CSV "
                 "takes it.",
                 (unsigned long long)number, STR(text_quote(a, x->fields[i].column)));
        xlsx_add_cell(out, row, own + i, signal->values[i]);
    }
    xlsx_end_row(out);
    return NULL;
}

const struct export_writer export_sheet_writer = {
    .begin = begin, .add = add, .end = xlsx_end_sheet};
