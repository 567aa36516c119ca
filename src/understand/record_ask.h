/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * record_ask — what is asked of the record: a question's text with its names found
 * among the fields, and the columns that it needs.
 */
#ifndef UNDERSTAND_RECORD_ASK_H
#define UNDERSTAND_RECORD_ASK_H

#include "ask/question_text.h"
#include "listen/catalogue_db.h"
#include "understand/metric.h"

/* Columns to load, each once. */
struct record_wishes {
    struct column_wish *list;
    size_t len, room;
};

/* A name of the question and its column. */
struct record_part {
    const struct record_name *means;
    size_t wish;
};

struct record_ask {
    str text; /* as it was asked */
    struct question_text question;
    const struct metric *metric;
    struct record_part *fields;              /* [field of the question] */
    struct record_part by[LIMIT_DIMENSIONS]; /* [by], not of times */
    struct condition *where, *other;         /* bound; NULL: none */
    size_t *wish_of_name; /* [number in the catalogue]: its wish; SIZE_MAX: none */
    struct record_wishes wishes;
    size_t source_wish, day_wish, person_wish, weight_wish; /* SIZE_MAX: not needed */
};

/* USAGE with its place in text where it cannot be asked. */
struct err *record_ask_of_str(struct arena *a, str text, const struct record_catalogue *catalogue,
                              struct record_ask *out);

#endif
