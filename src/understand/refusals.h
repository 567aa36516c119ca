/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * refusals — records and cells that could not be taken, with their lines: all
 * are counted, the first are listed.
 */
#ifndef UNDERSTAND_REFUSALS_H
#define UNDERSTAND_REFUSALS_H

#include "listen/answers.h"
#include "listen/scale.h"
#include "understand/time_axis.h"

struct refusals {
    uint64_t len; /* all */
    struct refusal *list;
    size_t listed, room;
};

/* Records with another number of cells than the header. */
struct refusals refusals_of_records(struct arena *a, const struct answers *answers);
/* Cells that are not on the scale. */
void refusals_add_scale(struct arena *a, struct refusals *r, const struct answers *answers,
                        const struct column *column, const struct scale *scale);
/* Cells that are no dates. */
void refusals_add_times(struct arena *a, struct refusals *r, const struct answers *answers,
                        const struct column *column, const struct time_axis *time);
/* The first LIMIT_REFUSED_LISTED by line. */
const struct refusal *refusals_sorted(struct refusals *r, size_t *len);

#endif
