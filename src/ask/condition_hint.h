/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * condition_hint — what in a condition is no error, but probably not what was
 * meant: a text that no value of the column is, a number compared with dates.
 */
#ifndef ASK_CONDITION_HINT_H
#define ASK_CONDITION_HINT_H

#include <stddef.h>

#include "ask/condition.h"
#include "ask/judge.h"
#include "base/arena.h"
#include "base/str.h"
#include "engine/column.h"

enum hint_kind {
    HINT_NO_VALUES,    /* the column has no values at all */
    HINT_NO_SUCH_TEXT, /* no value of the column is this text */
    HINT_NO_NUMBERS,   /* compared with a number, and no value is one */
    HINT_NO_DATES,     /* compared with a date, and no value is one */
    HINT_KIND_COUNT
};

struct condition_hint {
    enum hint_kind kind;
    size_t position; /* in the condition: of the value, or of the name */
    size_t field;
    str value;    /* as the canonical text has it; empty for HINT_NO_VALUES */
    str nearest;  /* HINT_NO_SUCH_TEXT: the value of the column most like it; may be empty */
    str sentence; /* all of it for a person */
};

enum { CONDITION_HINTS_MAX = 10 };

/* The first CONDITION_HINTS_MAX. */
struct condition_hints {
    struct condition_hint *hints;
    size_t len;
};

/* Adds what is to say about a comparison whose judge j has seen every value of
 * the column. */
void condition_hint_collect(struct arena *a, struct condition_hints *hints,
                            const struct condition *leaf, const struct column *column,
                            const struct judge *j);

#endif
