/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * reach — who was asked and who could have been: what lies between a source's answers
 * and the people they are to speak for.
 *
 * Knows no record: what is on record is handed in, changed, and handed back.
 */
#ifndef LISTEN_REACH_H
#define LISTEN_REACH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct reach {
    str reached;        /* everybody, random, open, unknown */
    int64_t invited;    /* people who were asked; 0: unknown */
    int64_t population; /* people who could have been; 0: unknown */
    bool has_first, has_last;
    int32_t first_day, last_day; /* of the wave: when people were asked */
};

/* What somebody says of it, as they wrote it; NULL ptr: nothing was said, "unknown" or
 * empty: it is not known (any more). */
struct reach_change {
    str reached, invited, population, from, to;
};

bool reach_change_is_empty(const struct reach_change *change);
/* USAGE, at the name of what is wrong ("invited"), and reach is as it was; also where more
 * people are invited than there are, or a wave ends before it begins. */
struct err *reach_apply(struct arena *a, const struct reach_change *change, struct reach *reach);

/* Answers of a hundred people who were asked; false where that is not known, or more
 * answers came than people were asked. */
bool reach_response_rate(const struct reach *reach, uint64_t answers, double *percent);

#endif
