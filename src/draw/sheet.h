/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * sheet — a table on a terminal that a person likes to read: title, columns of
 * texts and whiskers, notes below.
 *
 * Knows cells, widths and tones; what the texts say is the caller's matter, and
 * so are rounding and equal decimals in a column of numbers.  Texts may hold
 * anything: what would steer the terminal is escaped (base/text.h), what is not
 * ASCII is spelled in ASCII where the terminal shows no more.
 *
 * A row is one line, never wider than the terminal.  Where it would be: headers
 * wrap, whiskers narrow, texts that may shrink are cut with …, yet not so far that
 * different texts look the same; then columns leave in the order they name, and a
 * line below says which.  The first column stays.
 *
 * A row or cell in TONE_FAINT (too few answers) does not stretch the axis that
 * the others share, and its point is hollow.
 */
#ifndef DRAW_SHEET_H
#define DRAW_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "draw/terminal.h"
#include "draw/whisker.h"

enum sheet_kind { SHEET_TEXT, SHEET_NUMBER, SHEET_WHISKER, SHEET_COUNT };

struct sheet_column {
    str header;
    enum sheet_kind kind;     /* texts stand left, numbers right */
    bool shrinks;             /* its texts may be cut, */
    unsigned width_min;       /* to so many cells before columns leave; 0: 20 */
    unsigned leaves;          /* 1 is the first to leave, then 2, …; 0 stays */
    struct whisker_axis axis; /* SHEET_WHISKER: zeroed, it is chosen from the data */
};

struct sheet;

/* At least one column.  Texts are not copied: they live as long as the sheet. */
struct sheet *sheet_make(struct arena *a, const struct sheet_column *columns, size_t columns_len);
/* Above the table: the title strong, the line under it faint; both wrap.  May be
 * empty. */
void sheet_set_title(struct sheet *s, str title, str subtitle);
/* Begins a row; its cells are blank until they are put. */
void sheet_add_row(struct sheet *s, enum tone tone);
/* A thin line between rows, before a total. */
void sheet_add_rule(struct sheet *s);
/* Cells of the row begun last.  A tone other than TONE_PLAIN goes before the
 * row's. */
void sheet_put(struct sheet *s, size_t column, str text, enum tone tone);
void sheet_put_whisker(struct sheet *s, size_t column, struct whisker w, enum tone tone);
/* A paragraph below the table, after a bullet; wraps. */
void sheet_add_note(struct sheet *s, str note);
/* A line of the note before, which begins below it; wraps. */
void sheet_add_note_line(struct sheet *s, str line);

/* Writes it into out, every line ended.  Without rows the headers stand alone. */
void sheet_print(const struct sheet *s, struct terminal t, struct buf *out);

#endif
