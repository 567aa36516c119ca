/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * question_population — how many people a group's answers were drawn from.
 *
 * --population says it of all who answer (in each period, where periods are asked
 * for); a group's share of the people who answered is its share of them.
 */
#ifndef UNDERSTAND_QUESTION_POPULATION_H
#define UNDERSTAND_QUESTION_POPULATION_H

#include "engine/tally.h"
#include "understand/question.h"

struct question_population {
    bool given;
    double people;          /* --population */
    const double *answered; /* [period point]: people who answered; one entry without periods */
    size_t answered_len;
    double answered_most; /* in a period */
};

/* USAGE where more people answered than there are. */
struct err *question_population_make(struct arena *a, const struct question *q,
                                     struct question_population *out);
/* How many people answered; where periods are asked for, in the period with most. */
struct err *question_population_answered(struct arena *a, const struct question *q, double *people);
/* People that n of a group with this key were drawn from; 0: unknown, as where the
 * key is NULL. */
double question_population_of(const struct question *q, const struct question_population *p,
                              const uint32_t *key, double n);
void question_population_note(struct arena *a, const struct question_population *p,
                              struct answer *out);

#endif
