/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * question_rows — the rows of an answer: labels, order, gaps of a trend, the
 * correction of many comparisons, control limits.
 */
#ifndef UNDERSTAND_QUESTION_ROWS_H
#define UNDERSTAND_QUESTION_ROWS_H

#include "engine/tally.h"
#include "stats/chart.h"
#include "understand/question.h"

/* A row and what is still needed of its making. */
struct made_row {
    struct answer_row row;
    const uint32_t *key;
    size_t variant;
    struct chart_point chart;
};

struct question_rows {
    struct made_row *rows;
    size_t len, room;
};

void question_rows_add(struct arena *a, struct question_rows *rows, const struct made_row *row);
void question_label_row(struct arena *a, const struct question *q, const uint32_t *key,
                        struct answer_row *row);
/* In a plain trend, periods without any row between others become groups without
 * an answer: a gap is shown, not hidden. */
void question_fill_gaps(struct arena *a, const struct question *q, struct tallies *t);
/* Verdicts, limits and order; moves the rows into the answer. */
void question_rows_finish(struct arena *a, const struct question *q, struct question_rows *rows,
                          struct answer *out);
/* The note running_period_left_out, where rows were. */
struct err *question_running_note(struct arena *a, const struct question *q, struct answer *out);

#endif
