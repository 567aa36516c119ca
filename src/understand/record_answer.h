/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * record_answer — from what is asked of the record to an answer: columns, scales,
 * days, who counts, question.
 */
#ifndef UNDERSTAND_RECORD_ANSWER_H
#define UNDERSTAND_RECORD_ANSWER_H

#include "base/secret.h"
#include "understand/answer.h"
#include "understand/record_ask.h"

struct record_asked {
    const struct record_catalogue *catalogue;
    const struct record_ask *ask;
    struct zone *zone;                     /* whose days are meant */
    const struct secret_key *installation; /* for the ids of signals that are refused */
    str folder; /* of the columns' files; empty: everything from the record */
    int32_t today;
    bool wants_total; /* over all groups, for a table */
};

struct record_answer {
    struct answer answer;
    bool has_total;
    struct answer total;
    str sources;      /* keys of the sources whose answers were counted: "sfo, web" */
    const str *hints; /* sentences: no error, but probably not what was meant */
    size_t hints_len;
};

/* Within db_begin_read() and db_end_read() of db. */
struct err *record_answer(struct arena *a, struct db *db, const struct record_asked *asked,
                          struct record_answer *out);

#endif
