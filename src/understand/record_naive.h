/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * record_naive — questions to a world of a test, and what they come to by a loop over its
 * rows: no columns, no codes, no segments.
 *
 * For tests only.
 */
#ifndef UNDERSTAND_RECORD_NAIVE_H
#define UNDERSTAND_RECORD_NAIVE_H

#include "base/date.h"
#include "listen/world.h"
#include "understand/answer.h"

enum naive_measure { NAIVE_NPS, NAIVE_MEAN, NAIVE_SHARE_TOP, NAIVE_SHARE_GOOD, NAIVE_COUNT };

enum { NAIVE_ATOMS = 2, NAIVE_GROUPS = 1000 };

/* A question that the loop can answer. */
struct naive_question {
    str text;
    enum naive_measure measure;
    bool is_weighted, is_latest;
    bool has_first, has_last;
    int32_t first, last; /* days */
    bool by_month;
    size_t by; /* a dimension, WORLD_DIMENSION_COUNT for sources, + 1 for mood */
    bool has_by;
    size_t atoms[NAIVE_ATOMS], atoms_len; /* of the condition */
    bool any, negated;
    int32_t today;
};

struct naive_question naive_question_make(struct arena *a, struct world *w);
/* Fails the test where the answer has another n or another value in any group. */
void naive_check(struct world *w, const struct naive_question *q, const struct answer *answer);
/* How many answers are in the box, where nobody's may be an error. */
bool naive_has_boxed(struct world *w, const struct naive_question *q);

/* A question of any kind; some cannot be asked. */
str naive_wild_question(struct arena *a, struct world *w);

#endif
