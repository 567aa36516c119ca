/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * table_names — which row of a table holds the names of its columns, where a title, a date of
 * export or an empty row stands above them.
 *
 * Knows how many cells a row has and what is in them, not what kind of file they are of.
 */
#ifndef BASE_TABLE_NAMES_H
#define BASE_TABLE_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* Rows that are looked at, and titles that may stand above the names. */
enum { TABLE_ROWS_LOOKED_AT = 64, TABLE_TITLES = 20 };

/* What is known of a row's cells. */
struct table_row {
    size_t cells;       /* empty ones too */
    size_t filled;      /* that hold something */
    size_t first, last; /* of those, their columns from 0 */
    size_t names;       /* of those, that could be names: with a letter in them, or a year */
};

/* The row's next cell; blanks around it do not count. */
void table_row_add(struct table_row *row, str cell);

/* The row with the names, from 0.  0 also where nothing shows that it is another: a row above
 * the names is empty, or says one thing (or one thing of another) where they begin or one column
 * before; they leave no gap; and what follows is a table below them. */
size_t table_names_row(const struct table_row *rows, size_t len);

#endif
