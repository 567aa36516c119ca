/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * measure — a metric laid on the columns that it is asked of: which cells are
 * answers, and what each counts.
 *
 * Rows are not looked at here but through the engine: a measure is an axis of
 * points for the histogram, and a number for each point.
 */
#ifndef UNDERSTAND_MEASURE_H
#define UNDERSTAND_MEASURE_H

#include "engine/axis.h"
#include "listen/scale.h"
#include "understand/metric.h"

/* A column and what its codes mean. */
struct measure_field {
    const struct column *column;
    struct scale scale;
};

struct measure_ask {
    const struct metric *metric;
    const struct measure_field *fields;
    size_t fields_len;
    const str *box; /* --box */
    size_t box_len;
};

/* What the answers at each point count towards one figure.  A measure has one
 * variant, `choices` one per choice. */
struct measure_variant {
    str choice;      /* of choices: its name */
    const double *x; /* [point]: −1, 0, +1; 0, 1; or a number */
    /* The same as whole numbers for exact sums over persons: x = (units + shift)
     * * unit, rounded to the unit. */
    const int64_t *units; /* [point] */
    int64_t shift;
    double unit;
};

struct measure {
    const struct metric *metric;
    struct axis score;
    bool has_scale; /* range and guessed hold: all fields have this scale */
    struct scale_range range;
    bool guessed;
    str *choices; /* of choices: names, sorted */
    size_t variants;
    struct measure_items *items; /* of an index */
    struct measure_ticks *ticks; /* of choices */
    struct decimal *answers;     /* [point] of one column of numbers */
    bool *boxed;                 /* [point]: is in the box */
};

/* USAGE where box and metric, or box and column, do not go together. */
struct err *measure_make(struct arena *a, const struct measure_ask *ask, struct measure *out);
struct measure_variant measure_variant(struct arena *a, const struct measure *m, size_t variant);

/* Whether its answers are numbers on a scale, so that others are refused. */
bool measure_has_scale(const struct measure *m);

/* Of an index: the number of items, and the answer to item i at a point, as given;
 * false where it was not answered. */
size_t measure_items_len(const struct measure *m);
bool measure_item(const struct measure *m, uint32_t point, size_t i, double *answer);

#endif
