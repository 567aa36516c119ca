/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * measure_private — the kinds of measures with a file of their own: an index of
 * items, the choices of a question.
 */
#ifndef UNDERSTAND_MEASURE_PRIVATE_H
#define UNDERSTAND_MEASURE_PRIVATE_H

#include "understand/measure.h"

struct err *measure_make_items(struct arena *a, const struct measure_ask *ask, struct measure *out);
struct measure_variant measure_items_variant(struct arena *a, const struct measure *m);

struct err *measure_make_choices(struct arena *a, const struct measure_ask *ask,
                                 struct measure *out);
struct err *measure_make_choice_columns(struct arena *a, const struct measure_ask *ask,
                                        struct measure *out);
/* Sets choices, sorted, and variants.  LIMIT where they are too many to be choices. */
struct err *measure_name_choices(struct arena *a, const struct column *column,
                                 const struct dictionary *names, struct measure *m);
/* The number of a choice by its name, which must be one. */
size_t measure_choice_called(const struct measure *m, str name);
/* Room for the ticks of all choices at so many points; none is set. */
void measure_make_ticks(struct arena *a, struct measure *m, uint32_t points);
void measure_tick(struct measure *m, uint32_t point, size_t choice);
/* Whether the choice is ticked at a point. */
bool measure_is_ticked(const struct measure *m, uint32_t point, size_t choice);

/* Score, answers, scale of a column of numbers: one point per distinct number,
 * ascending, so that 9 and 9.0 are one. */
void measure_number_points(struct arena *a, const struct measure_field *f, struct measure *m);

/* Points of codes: 0, 1, … for answers that count, AXIS_NONE for all others. */
uint32_t *measure_no_points(struct arena *a, const struct column *column);

/* The codes of a column in the order of their texts.  Points that follow it do not
 * depend on which row came first, so neither does the last digit of a sum. */
uint32_t *measure_codes_in_order(struct arena *a, const struct column *column);

#endif
