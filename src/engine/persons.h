/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * persons — what each person said within each group: sums that a scan fills and
 * clustered intervals are made of.  Private to engine/tally.
 */
#ifndef ENGINE_PERSONS_H
#define ENGINE_PERSONS_H

#include "engine/tally.h"

struct person_answer {
    uint32_t group;
    uint32_t person; /* code of the person column; missing: a person of its own */
    size_t row;
    int64_t weight, value;
};

/* persons: codes of the person column; rows: of the table. */
struct tally_persons *persons_make(struct arena *a, uint32_t persons, size_t rows);
/* A person (a code) who will answer in some rows' time: what is on record of them is
 * brought near in two steps, the second some rows behind the first. */
void persons_expect(const struct tally_persons *p, uint32_t person);
void persons_expect_soon(const struct tally_persons *p, uint32_t person);
void persons_add(struct tally_persons *p, const struct person_answer *answer);
/* Behind all answers: the groups in their final order.  order[place] is the group's
 * number so far, places[number] its place; both live as long as p. */
void persons_order(struct tally_persons *p, const uint32_t *order, const uint32_t *places,
                   size_t groups);

#endif
