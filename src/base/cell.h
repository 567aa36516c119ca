/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cell — a text as a cell of a table that somebody opens in a spreadsheet.
 *
 * A spreadsheet runs what begins as a formula does (= + - @, a tab, a line break), whoever
 * wrote it.  Such a text gets an apostrophe in front, unless it is a number.  So that the
 * apostrophe can be taken off again without doubt, a text that looks as if it had got one
 * gets one more.
 */
#ifndef BASE_CELL_H
#define BASE_CELL_H

#include "base/buf.h"

/* Whether a text must not stand in a cell as it is. */
bool cell_needs_apostrophe(str text);
/* What was written: the cell without its apostrophe, where it got one. */
str cell_text(str cell);
/* The text as a cell of CSV (RFC 4180): with its apostrophe, and quoted, where it must be. */
void cell_to_csv(struct buf *out, str text);

#endif
