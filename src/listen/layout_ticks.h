/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * layout_ticks — questions in which several choices could be ticked, in a table that has
 * a column for each choice: they become one column more, as their tool shows them.
 */
#ifndef LISTEN_LAYOUT_TICKS_H
#define LISTEN_LAYOUT_TICKS_H

#include "listen/layout.h"

/* Columns of one question, beside each other or not. */
struct layout_question {
    str name, label;
    const size_t *columns; /* ascending */
    const str *written;    /* a choice as the file writes it … */
    const str *choices;    /* … and without markup */
    size_t len;
    str mark; /* a cell that means a tick where it is not the choice itself; empty: none */
};

/* Adds the column where the sample's cells are ticks, and nothing else: rows of a grid
 * have the same columns, and other cells. */
void layout_add_ticks(struct arena *a, const struct layout_sample *s, struct layout_reading *r,
                      const struct layout_question *q);

#endif
