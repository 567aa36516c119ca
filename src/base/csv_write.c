/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/csv_write.h"

#include "base/decimal.h"

static bool is_formula(str text)
{
    struct decimal number;
    return text.len && str_has(S("=+-@\t\r"), text.ptr[0]) && !decimal_of_str(text, &number);
}

static void write_quoted(struct buf *out, str before, str text)
{
    buf_add_char(out, '"');
    buf_add(out, before);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            buf_add_char(out, '"');
        buf_add_char(out, text.ptr[i]);
    }
    buf_add_char(out, '"');
}

void csv_write_cell(struct buf *out, str text, char delimiter)
{
    if (str_has(text, delimiter) || str_has(text, '"') || str_has(text, '\n') ||
        str_has(text, '\r'))
        write_quoted(out, S(""), text);
    else
        buf_add(out, text);
}

void csv_write_shown(struct buf *out, str text)
{
    if (is_formula(text))
        write_quoted(out, S("'"), text);
    else
        csv_write_cell(out, text, ',');
}
