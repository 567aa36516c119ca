/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * score — from a file's columns to an answer: scales, measure, weights, filters,
 * question, refusals.
 */
#ifndef UNDERSTAND_SCORE_H
#define UNDERSTAND_SCORE_H

#include "understand/answer.h"
#include "understand/score_ask.h"

struct score {
    struct answer answer;
    bool has_total;
    struct answer total; /* over all groups, for a table of groups */
    const str *hints;    /* sentences: no error, but probably not what was meant */
    size_t hints_len;
};

/* Reads the file and answers.  missing, box: the values of --missing and --box. */
struct err *score_file(const struct call *c, struct answers_file *file, const struct score_ask *ask,
                       struct score *out);

#endif
