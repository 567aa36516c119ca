/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * judge — what one comparison says of one value (ask/condition.h has the rules).
 *
 * Prepared once for a comparison, then asked for each distinct text of a column.
 * Knows neither columns nor rows.
 */
#ifndef ASK_JUDGE_H
#define ASK_JUDGE_H

#include <stdbool.h>
#include <stddef.h>

#include "ask/condition.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/str.h"

enum truth { TRUTH_NO, TRUTH_YES, TRUTH_UNKNOWN, TRUTH_COUNT };

struct judge {
    enum comparison comparison;
    bool is_negated;
    enum date_order order; /* of the dates among the values judged */
    /* Values of = and in, each kind ascending; spans do not overlap. */
    str *texts;
    struct decimal *numbers;
    struct date_span *spans;
    size_t texts_len, numbers_len, spans_len;
    /* The ends of what has an order; the text of contains and starts with. */
    struct value from, to;
    size_t from_characters;
    bool from_is_ascii;
    /* What was seen so far, for hints. */
    bool *is_met; /* [text] equal to a value judged */
    size_t values, numbers_met, dates_met;
};

/* leaf is a CONDITION_LEAF, bound where it says under. */
struct judge judge_make(struct arena *a, const struct condition *leaf, enum date_order order);
/* The verdict on a value that is there: trimmed and not empty. */
enum truth judge_value(struct judge *j, str value);
/* The verdict on a missing value. */
enum truth judge_missing(const struct judge *j);
/* Whether a value judged was equal to this text of the comparison. */
bool judge_has_met(const struct judge *j, str text);

#endif
