/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * latest — which row is the latest answer of its person: so that each person counts
 * once, or once in each period.
 *
 * It makes a column that a filter asks (FILTER_SET), and knows nothing of what the
 * answers say.
 */
#ifndef ENGINE_LATEST_H
#define ENGINE_LATEST_H

#include "base/err.h"
#include "engine/axis.h"
#include "engine/filter.h"
#include "engine/numbers.h"

/* Its columns are of one table: they have the same blocks. */
struct latest_question {
    const struct filter *filter;    /* which rows compete; NULL: all */
    const struct column *person;    /* a row without one is the latest of its own */
    const struct numbers *instants; /* [block], of its rows */
    const struct numbers *ids;      /* [block]: of rows of the same instant the higher wins */
    const struct axis *period;      /* NULL: one for all rows; else the latest at each point and
                                       the latest at none; rows that it skips do not compete */
    const struct axis *score;       /* NULL, or rows without a point do not compete */
};

/* A column with the blocks of the others: code 0 where the row is the latest, else
 * CODE_MISSING.  LIMIT where it needs more memory than one question may have. */
struct err *latest_rows(struct arena *a, const struct latest_question *q, struct column **out);

#endif
