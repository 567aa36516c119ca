/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * combine — several columns as one: each distinct combination of their points
 * is a code.
 *
 * So the items of an index, or the boxes of a several-choice question, are one
 * histogram, and whoever reads it looks at each combination once.
 */
#ifndef ENGINE_COMBINE_H
#define ENGINE_COMBINE_H

#include "engine/axis.h"

/* A column with a row per row of the axes' columns, in the same blocks; a row whose
 * points are all AXIS_NONE has none. */
struct column *combine_axes(struct arena *a, const struct axis *axes, size_t len);
/* The point of axis number i within the combination with this code. */
uint32_t combine_point(const struct column *combined, uint32_t code, size_t i);

#endif
