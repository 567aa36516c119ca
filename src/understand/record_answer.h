/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * record_answer — from what is asked of the record to an answer: columns, scales,
 * days, who counts, question.
 */
#ifndef UNDERSTAND_RECORD_ANSWER_H
#define UNDERSTAND_RECORD_ANSWER_H

#include "understand/answer.h"
#include "understand/record_question.h"

struct record_answer {
    struct answer answer;
    bool has_total;
    struct answer total;
    str sources;      /* keys of the sources whose answers were counted: "sfo, web" */
    const str *hints; /* sentences: no error, but probably not what was meant */
    size_t hints_len;
    bool found_damage; /* of columns: the first hint says so */
};

/* Within db_begin_read() and db_end_read() of db. */
struct err *record_answer(struct arena *a, struct db *db, const struct record_asked *asked,
                          struct record_answer *out);

#endif
