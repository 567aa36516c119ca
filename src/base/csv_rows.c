/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/csv_rows.h"

/* What stands between the quotes, for who asks whether there is anything. */
static str without_quotes(str cell)
{
    cell = str_trim(cell);
    if (str_starts_with(cell, S("\"")))
        cell = str_slice(cell, 1, cell.len);
    while (cell.len && cell.ptr[cell.len - 1] == '"')
        cell.len--;
    return cell;
}

bool csv_row_at_front(str *rest, char delimiter, char newline, bool whole, struct table_row *row)
{
    bool quoted = false;
    size_t start = 0;
    *row = (struct table_row){.cells = 0};
    for (size_t i = 0; i < rest->len; i++) {
        char c = rest->ptr[i];
        if (quoted) {
            if (c == '"' && i + 1 < rest->len && rest->ptr[i + 1] == '"')
                i++;
            else
                quoted = c != '"';
            continue;
        }
        quoted = i == start && c == '"';
        if (c != delimiter && c != newline)
            continue;
        table_row_add(row, without_quotes(str_slice(*rest, start, i)));
        start = i + 1;
        if (c == newline) {
            *rest = str_slice(*rest, start, rest->len);
            return true;
        }
    }
    table_row_add(row, without_quotes(str_slice(*rest, start, rest->len)));
    *rest = str_slice(*rest, rest->len, rest->len);
    return whole;
}

/* The words of a title's first cell that holds any. */
static str first_words(str record, char delimiter)
{
    str words = S("");
    while (record.len && words.len == 0) {
        bool is_quoted = record.ptr[0] == '"';
        record = str_slice(record, is_quoted, record.len);
        words = without_quotes(str_cut(record, is_quoted ? '"' : delimiter, &record));
    }
    return words;
}

size_t csv_titles(str text, char delimiter, char newline, bool whole, str *title)
{
    struct table_row rows[TABLE_ROWS_LOOKED_AT];
    size_t starts[TABLE_ROWS_LOOKED_AT] = {0}, len = 0;
    str rest = text;
    while (len < TABLE_ROWS_LOOKED_AT && rest.len) {
        starts[len] = text.len - rest.len;
        if (!csv_row_at_front(&rest, delimiter, newline, whole, &rows[len]))
            break;
        len += rows[len].filled || rows[len].cells > 1;
    }
    size_t at = table_names_row(rows, len);
    *title = S("");
    for (size_t i = 0; i < at && title->len == 0; i++)
        *title = first_words(str_slice(text, starts[i], starts[i + 1]), delimiter);
    return at ? starts[at] : 0;
}
