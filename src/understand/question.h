/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * question — from a question about columns to an answer in rows: counts from the
 * engine, estimates, comparisons, correction, verdicts, limits.
 *
 * Knows neither files nor the command line; answer.h has what comes out.
 */
#ifndef UNDERSTAND_QUESTION_H
#define UNDERSTAND_QUESTION_H

#include "base/err.h"
#include "engine/filter.h"
#include "understand/answer.h"
#include "understand/measure.h"
#include "understand/time_axis.h"

struct question_dimension {
    str key; /* as asked: the key of `by` */
    struct axis axis;
    const struct time_axis *time; /* NULL: the axis is a column's own texts */
};

enum compare_with { COMPARE_NOTHING, COMPARE_PREVIOUS, COMPARE_YEAR, COMPARE_REST, COMPARE_OTHER };

/* How people were reached decides what an interval knows (contract.md §4). */
enum reached { REACHED_UNKNOWN, REACHED_EVERYBODY, REACHED_RANDOM, REACHED_OPEN, REACHED_COUNT };

struct question {
    const struct measure *measure;
    const struct question_dimension *dimensions; /* periods first, where asked for */
    size_t dimensions_len;
    const struct filter *base;   /* rows that any side of it may be about; NULL: every row */
    const struct filter *where;  /* within base, and it is a part of this; NULL: every row */
    const struct column *weight; /* NULL: unweighted */
    const int64_t *weights;      /* [code of weight], units of 10^-6 */
    const struct column *person; /* NULL: every answer is a person of its own */
    enum compare_with compare;
    str compare_text;           /* as asked: "rest", or the condition */
    const struct filter *other; /* COMPARE_OTHER */
    const bool *other_mentions; /* COMPARE_OTHER, [dimension]: the condition speaks of it, so
                                   the other group is the same for all its values */
    bool has_matters;
    double matters;
    bool has_population;
    double population;
    enum reached reached;
    const struct time_axis *time; /* when answers came, where that is known */
    int32_t today;
};

/* refusals and scale notes are the caller's. */
struct err *question_answer(struct arena *a, const struct question *q, struct answer *out);

#endif
