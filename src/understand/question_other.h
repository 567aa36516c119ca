/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * question_other — the groups that a question's groups are compared with.
 */
#ifndef UNDERSTAND_QUESTION_OTHER_H
#define UNDERSTAND_QUESTION_OTHER_H

#include "engine/tally.h"
#include "understand/question.h"

struct other_side {
    struct tally_other groups;
    struct tally_person_pair *pairs; /* [group]; NULL: persons were not asked for */
};

/* The question put to the engine.  kept: [dimension], which to ask for; NULL:
 * all. */
struct tally_question question_tally(struct arena *a, const struct question *q,
                                     const struct measure_variant *variant, const bool *kept);

/* The rows that the question is about where its dimensions are taken away: those
 * of its condition, without the running period where it asks for periods. */
const struct filter *question_rows_filter(struct arena *a, const struct question *q);

/* Who each group of own is compared with.  An answer that is on both sides counts
 * on the group's own only, so that the two are apart.  USAGE where the question
 * has nothing to compare with. */
struct err *other_side_make(struct arena *a, const struct question *q,
                            const struct measure_variant *variant, const struct tallies *own,
                            struct other_side *out);
/* The key of a group that lies in the same period as the one group g is compared
 * with, and within the question's condition; NULL: there is no such. */
const uint32_t *other_side_key(const struct question *q, const struct tallies *own,
                               const struct other_side *other, size_t g);

#endif
