/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * axis — a column seen through a table of its codes: days as months, cells as
 * the points of a scale, or the codes as they are.
 */
#ifndef ENGINE_AXIS_H
#define ENGINE_AXIS_H

#include <stdint.h>

#include "engine/column.h"

/* Codes that an axis maps to instead of a point. */
#define AXIS_NONE UINT32_MAX       /* no value: a group of its own, not an answer */
#define AXIS_SKIP (UINT32_MAX - 1) /* the row is not looked at */

struct axis {
    const struct column *column;
    const uint32_t *points; /* [code]: point, AXIS_NONE or AXIS_SKIP; NULL: the codes themselves */
    uint32_t points_len;    /* points are below it; column_codes() where points is NULL */
};

struct axis axis_of_column(const struct column *c);
/* Point of a column's code. */
uint32_t axis_point(const struct axis *axis, uint32_t code);

#endif
