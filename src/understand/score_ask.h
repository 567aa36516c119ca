/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * score_ask — what `attune score` was asked, from its options: names found in the
 * header, conditions read and bound, numbers checked.  Private to the command.
 */
#ifndef UNDERSTAND_SCORE_ASK_H
#define UNDERSTAND_SCORE_ASK_H

#include "ask/condition.h"
#include "base/command.h"
#include "base/date.h"
#include "base/limits.h"
#include "listen/answers.h"
#include "understand/question.h"

/* Columns to read: one wish for each use, the same wish once. */
struct score_wishes {
    struct answers_wish *list;
    size_t len, room;
};

struct score_dimension {
    str key; /* as written in the command */
    size_t position;
    size_t wish;
};

struct score_ask {
    const struct metric *metric;
    size_t *fields; /* positions in the header */
    size_t *field_wishes;
    size_t fields_len;
    struct score_dimension by[LIMIT_DIMENSIONS];
    size_t by_len;
    bool has_weight, has_person, has_at, has_period;
    size_t weight_wish, person_wish, at_wish;
    enum period period;
    struct condition *where, *other; /* NULL: none; fields are positions in the header */
    size_t *wish_of_field;           /* [position]: the wish for its cells; SIZE_MAX: none */
    enum compare_with compare;
    str compare_text;
    bool has_matters, has_population, has_range;
    double matters, population;
    struct scale_range range;
    enum reached reached;
    str format;
    struct score_wishes wishes;
};

struct err *score_ask_of_call(const struct call *c, const struct answers_file *file,
                              struct score_ask *out);

#endif
