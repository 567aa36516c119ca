/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/csv_write.h"

void csv_write_quoted(struct buf *out, str before, str text)
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
        csv_write_quoted(out, S(""), text);
    else
        buf_add(out, text);
}
