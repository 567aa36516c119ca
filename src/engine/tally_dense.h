/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * tally_dense — a tally whose groups, points and weights are so few that each
 * combination of them is a cell of a table: rows are counted into cells, and what
 * the counts mean is worked out once for each cell.  Private to engine/tally.
 */
#ifndef ENGINE_TALLY_DENSE_H
#define ENGINE_TALLY_DENSE_H

#include "engine/kernel.h"
#include "engine/tally.h"

/* How a dense tally is made; what is left 0 is chosen by the question. */
struct dense_ways {
    const struct kernels *kernels;
    size_t threads;
};

/* Whether the question's cells are few enough. */
bool tally_dense_can(const struct tally_question *q);
/* And whether they are, beside its rows. */
bool tally_dense_pays(const struct tally_question *q);
/* tally_rows() of a question that it can answer. */
struct err *tally_dense(struct arena *a, const struct tally_question *q, struct dense_ways ways,
                        struct tallies *out);

#endif
