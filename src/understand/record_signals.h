/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * record_signals — the signals behind a figure: exactly those answers that a row of an
 * answer counts, newest first, with what was said.
 */
#ifndef UNDERSTAND_RECORD_SIGNALS_H
#define UNDERSTAND_RECORD_SIGNALS_H

#include "base/buf.h"
#include "base/json_read.h"
#include "understand/record_question.h"

/* A place in the list: the instant and id of the last signal of the page before. */
struct record_place {
    bool is_set;
    usec_t at;
    int64_t id;
};

struct record_signals_ask {
    const struct json_value *by; /* the row's `by`, with every key of the question; NULL: {} */
    bool only_words;             /* list those in which somebody said something */
    size_t limit;                /* signals of a page, 1 … LIMIT_PAGE_SIGNALS */
    struct record_place after;
};

/* What an answer counts as: against, neither, for; or nothing of the kind (a mean). */
enum record_counted { COUNTED_NOT, COUNTED_LOW, COUNTED_MID, COUNTED_HIGH };

struct record_signal {
    int64_t id;
    bool has_value; /* it is one number */
    struct decimal value;
    enum record_counted counted;
};

struct record_signals {
    uint64_t n;       /* of the row */
    uint64_t n_words; /* in which somebody said something */
    struct record_signal *list;
    size_t len;
    bool has_more;
    struct record_place last; /* of this page, where has_more */
};

/* USAGE where by does not fit the question.  Within db_begin_read() and
 * db_end_read() of db. */
struct err *record_signals_find(struct arena *a, struct record_question *question,
                                const struct record_signals_ask *ask, struct record_signals *out);

/* {"id","at","at_assumed","source","kind","channel",…,"value","counted_as","answers":{…},
 * "words":[{"field","label","text"}],"context":{…}}: fields by key, verbatims among the
 * answers and, apart, as words; what is not there is left out.  value: the answer that the
 * row counts, counted_as: low, mid, high or null. */
struct err *record_signals_to_json(struct arena *a, struct db *db, const struct record_asked *asked,
                                   const struct record_signals *signals, struct buf *out);

#endif
