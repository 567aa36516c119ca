/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * record_question — what is asked of the record as a question to columns: loaded, its
 * scales found, its days, who counts.
 *
 * Pieces of it point at others, so it stays where it was made.
 */
#ifndef UNDERSTAND_RECORD_QUESTION_H
#define UNDERSTAND_RECORD_QUESTION_H

#include "ask/condition_plan.h"
#include "base/secret.h"
#include "understand/question.h"
#include "understand/record_ask.h"

struct record_asked {
    const struct record_catalogue *catalogue;
    const struct record_ask *ask;
    struct zone *zone;                     /* whose days are meant */
    const struct secret_key *installation; /* for the ids that the outside sees */
    str folder; /* of the columns' files; empty: everything from the record */
    int32_t today;
    bool wants_total; /* over all groups, for a table */
};

struct record_question {
    struct arena *a;
    struct db *db;
    const struct record_asked *asked;
    const struct record_ask *ask;
    const struct question_text *text;
    struct columns columns;
    struct measure_field *fields; /* [field of the question] */
    struct measure measure;
    struct question_days days;
    bool has_period;
    enum period period;
    struct time_axis time; /* where days are asked for */
    struct condition_plan where, other;
    const struct filter *sources; /* rows of the sources that ask its fields; NULL: all */
    struct question question;
};

/* Within db_begin_read() and db_end_read() of db.  USAGE where measure, fields and
 * clauses do not go together. */
struct err *record_question_make(struct arena *a, struct db *db, const struct record_asked *asked,
                                 struct record_question *out);

/* What the words behind compare ask for. */
enum compare_with record_compare_with(enum question_comparison compare);
/* Whether it is about some days, so that answers of unknown time are left out. */
bool record_question_is_about_days(const struct record_question *q);
/* Rows of these days; an end that is open, of all up to it. */
const struct filter *record_question_days(struct record_question *q,
                                          const struct question_days *days);

#endif
