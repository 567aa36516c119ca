/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * record_rows — which rows of the record a question is about, by source, and what is
 * said of them beside the answer.  Private to record_answer.
 */
#ifndef UNDERSTAND_RECORD_ROWS_H
#define UNDERSTAND_RECORD_ROWS_H

#include "base/secret.h"
#include "engine/numbers.h"
#include "understand/question.h"
#include "understand/record_ask.h"

str record_source_key(const struct record_catalogue *catalogue, int64_t source);
/* The column with the rows of one source; those of others are not applicable. */
const struct column *record_rows_of_source(struct arena *a, const struct column *column,
                                           const struct column *sources, str key);
/* Rows with one of these codes; has[code]. */
const struct filter *record_rows_filter(struct arena *a, const struct column *column,
                                        const bool *has);
/* Whether any row has a code. */
bool record_rows_any(const struct column *column);
/* Rows of the sources that ask one of the question's fields; NULL: all rows. */
const struct filter *record_sources_filter(struct arena *a,
                                           const struct record_catalogue *catalogue,
                                           const struct record_ask *ask,
                                           const struct columns *columns);
/* Answers by source, most first. */
struct record_source_count {
    str key;
    uint64_t n;
};
struct err *record_sources_of(struct arena *a, const struct question *q,
                              const struct column *sources, struct record_source_count **counts,
                              size_t *len);
/* How the people of these sources were reached, where it was the same for all. */
enum reached record_reached_of(const struct record_catalogue *catalogue,
                               const struct record_source_count *counts, size_t len);
/* n of a question without dimensions. */
struct err *record_count_answers(struct arena *a, const struct question *q, uint64_t *n);

/* Whether a condition speaks of what a part of the question means. */
bool record_condition_mentions(const struct condition *condition,
                               const struct record_catalogue *catalogue,
                               const struct record_part *part);

/* Answers off the scale. */
struct record_refused {
    const struct secret_key *installation;
    const struct numbers *ids; /* [block] */
    uint64_t len;              /* all */
    struct refusal *list;
    size_t listed;
};
void record_refused_add(struct arena *a, struct record_refused *r,
                        const struct measure_field *field, str name);

#endif
