/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * csv_rows — the first rows of a table of text, as a delimiter cuts them; to judge by, not to
 * read from (csv_walk.h).
 */
#ifndef BASE_CSV_ROWS_H
#define BASE_CSV_ROWS_H

#include "base/table_names.h"

/* The row at the front of *rest, which moves behind it; false where the text is cut (not
 * whole) before the row ends. */
bool csv_row_at_front(str *rest, char delimiter, char newline, bool whole, struct table_row *row);

/* Bytes that stand above the names of the columns, 0 for none.  title: the first words in
 * them. */
size_t csv_titles(str text, char delimiter, char newline, bool whole, str *title);

#endif
