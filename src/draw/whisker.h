/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * whisker — a value and its interval, drawn in one line of a terminal on an axis
 * that many lines share: ├──●───┤ (in ASCII |--o---|).
 *
 * Knows numbers and cells, nothing of what they measure.  The reference is a
 * vertical line (┊) through all rows; an interval that holds it crosses it (┼).
 * The value may lie outside its interval; what lies beyond the axis is an arrow
 * at its end.
 */
#ifndef DRAW_WHISKER_H
#define DRAW_WHISKER_H

#include <stddef.h>

#include "base/buf.h"
#include "draw/terminal.h"

enum { WHISKER_WIDTH_MIN = 10, WHISKER_WIDTH_GOOD = 16, WHISKER_WIDTH_MAX = 40 };

/* NAN: unknown.  Without lo or hi only the point is drawn. */
struct whisker {
    double value, lo, hi;
};

enum whisker_reference {
    REFERENCE_NONE,
    REFERENCE_ON_AXIS, /* drawn where the axis happens to hold it */
    REFERENCE_ALWAYS,  /* an axis chosen from the data is widened to hold it */
    REFERENCE_COUNT
};

/* The units of the values.  lo = hi: chosen from the data, with round ends. */
struct whisker_axis {
    double lo, hi;
    enum whisker_reference shows;
    double reference;
};

/* The wish with lo < hi: as given, or round ends around all finite numbers. */
struct whisker_axis whisker_axis_of(struct whisker_axis wish, const struct whisker *rows,
                                    size_t rows_len);

/* Adds exactly width cells (at least WHISKER_WIDTH_MIN), blank where nothing is
 * known; the tone is that of the point. */
void whisker_add(struct terminal t, struct buf *b, const struct whisker_axis *axis,
                 struct whisker w, unsigned width, enum tone tone);
/* Adds exactly width cells of rule with the axis' ends written in: 20 ───┼─── 60 */
void whisker_add_rule(struct terminal t, struct buf *b, const struct whisker_axis *axis,
                      unsigned width);

#endif
