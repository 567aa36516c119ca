/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * layout_questions — tables whose columns are called by short names, with what was asked in a
 * second line, as survey tools write them.
 */
#ifndef LISTEN_LAYOUT_QUESTIONS_H
#define LISTEN_LAYOUT_QUESTIONS_H

#include "listen/layout.h"

/* Whether the first record is no answer, but what was asked: most of its cells are sentences that
 * stand nowhere else in their columns, as those of no other record are, and the names above them
 * are none. */
bool layout_has_questions_line(struct arena *a, const struct layout_sample *s);

/* Columns called Q9_1, Q9_2 …, whose labels begin with the same question and a dash, become one
 * question more where their cells are ticks. */
void layout_read_stems(struct arena *a, const struct layout_sample *s, struct layout_reading *r);

#endif
