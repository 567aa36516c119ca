/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * CSV as RFC 4180 has it, in UTF-8: no text in it is run as a formula (base/cell.h).
 */
#include "base/cell.h"
#include "listen/export_write.h"

unsigned export_table_columns(const struct export *x)
{
    return x->is_personal ? EXPORT_COLUMNS : EXPORT_EMAIL;
}

static void add_cell(struct buf *out, str text, bool is_first)
{
    if (!is_first)
        buf_add_char(out, ',');
    cell_to_csv(out, text);
}

static void begin(struct buf *out, const struct export *x)
{
    for (unsigned i = 0; i < export_table_columns(x); i++)
        add_cell(out, export_column_names[i], i == 0);
    for (size_t i = 0; i < x->fields_len; i++)
        add_cell(out, x->fields[i].column, false);
    buf_add(out, S("\r\n"));
}

static struct err *add(struct arena *a, struct buf *out, const struct export *x,
                       const struct exported *signal, uint64_t number)
{
    (void)a;
    (void)number;
    for (unsigned i = 0; i < export_table_columns(x); i++)
        add_cell(out, signal->texts[i], i == 0);
    for (size_t i = 0; i < x->fields_len; i++)
        add_cell(out, signal->values[i], false);
    buf_add(out, S("\r\n"));
    return NULL;
}

const struct export_writer export_csv_writer = {.begin = begin, .add = add};
