/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/table_names.h"

enum { YEAR_DIGITS = 4, WIDE = 4 };

static bool is_year(str cell)
{
    if (cell.len != YEAR_DIGITS ||
        !(str_starts_with(cell, S("19")) || str_starts_with(cell, S("20"))))
        return false;
    return str_has(S("0123456789"), cell.ptr[2]) && str_has(S("0123456789"), cell.ptr[3]);
}

/* Whatever is not ASCII is taken for a letter of some script. */
static bool has_letter(str cell)
{
    for (size_t i = 0; i < cell.len; i++) {
        unsigned char c = (unsigned char)cell.ptr[i];
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80)
            return true;
    }
    return false;
}

void table_row_add(struct table_row *row, str cell)
{
    cell = str_trim(cell);
    if (cell.len) {
        row->first = row->filled ? row->first : row->cells;
        row->last = row->cells;
        row->filled++;
        row->names += has_letter(cell) || is_year(cell);
    }
    row->cells++;
}

/* Names begin below the title, or one column on: that of the rows' numbers often has none. */
static bool begins_below(const struct table_row *names, const struct table_row *row)
{
    return row->first == names->first || (names->filled >= WIDE && row->first + 1 == names->first);
}

/* A title, or a thing and what it is ("Exported on", "3 May") above a table of more. */
static bool is_above(const struct table_row *row, const struct table_row *names)
{
    if (row->filled == 0)
        return true;
    if (!begins_below(names, row) || row->names == 0)
        return false;
    return row->filled == 1 ||
           (row->filled == 2 && row->last == row->first + 1 && names->filled >= WIDE);
}

/* Names in every column from its first on. */
static bool may_be_names(const struct table_row *row)
{
    return row->filled >= 2 && row->names == row->filled &&
           row->last - row->first + 1 == row->filled;
}

/* Whether what stands below is a table of these columns: wide enough, none of it beyond their
 * last, and with something in it that is no name (or the names wider than all above them). */
static bool is_table_below(const struct table_row *names, const struct table_row *rows, size_t len,
                           bool is_below_narrower)
{
    size_t rows_of_it = 0, beyond = 0;
    bool has_other = false;
    for (size_t i = 0; i < len; i++) {
        rows_of_it += rows[i].filled >= 2;
        beyond += rows[i].filled && rows[i].last > names->last;
        has_other = has_other || rows[i].names < rows[i].filled;
    }
    return rows_of_it > 0 && rows_of_it * 2 >= len && beyond * 3 <= len &&
           (has_other || (is_below_narrower && names->filled >= WIDE));
}

static bool are_above(const struct table_row *rows, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (!is_above(&rows[i], &rows[at]))
            return false;
    return true;
}

static bool are_narrower(const struct table_row *rows, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (rows[i].cells >= rows[at].cells)
            return false;
    return true;
}

size_t table_names_row(const struct table_row *rows, size_t len)
{
    for (size_t at = 1; at < len && at <= TABLE_TITLES; at++)
        if (may_be_names(&rows[at]) && are_above(rows, at) &&
            is_table_below(&rows[at], rows + at + 1, len - at - 1, are_narrower(rows, at)))
            return at;
    return 0;
}
