/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * condition — what stands behind "where": which answers a question is about.
 *
 * A tree of comparisons joined by and, or, not.  It is made by the parser
 * (ask/parser.h has the grammar), bound to fields (ask/condition_bind.h) and
 * turned into sets of codes (ask/condition_plan.h).
 *
 * What a comparison says of one value (three-valued: yes, no, unknown):
 *
 *   missing value       unknown, except "is missing" (yes) and "is not missing"
 *                       (no).  Hence `channel != web` and `not channel = web` are
 *                       about rows with another channel, not about rows without.
 *   = number            equal as numbers: 9 is "9.0" and " 9"; a text that is no
 *                       number is not equal: no
 *   = date              a date (with or without a time of day) on one of the days
 *                       meant: 2026-03 means any day of March; a text that is no
 *                       date: no
 *   = text              the same text, trimmed, case and all; a bare word is a
 *                       text, "9" in quotes too, 9 without quotes is a number
 *   in (v, v, …)        equal to one of them
 *   < <= > >= between   between numbers or dates; against what is not one:
 *                       unknown.  < 2026-03 is before its first day, > 2026-03
 *                       after its last; between takes both ends in
 *   contains            the text stands somewhere in it, case ignored
 *   starts with         it begins with the text, case ignored
 *   under               it is the text, or stands below it in the field's tree
 *                       (units): condition_bind() makes it an "in" of those texts
 *
 * and is the lesser, or the greater of its parts (no < unknown < yes); not swaps
 * yes and no.  A row fulfils a condition that is yes.  Dates of the data are read
 * month first, or day first where more of the column's texts say so.
 */
#ifndef ASK_CONDITION_H
#define ASK_CONDITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ask/lexer.h"
#include "base/arena.h"
#include "base/decimal.h"
#include "base/str.h"

enum condition_kind {
    CONDITION_ALL,  /* and: two or more parts */
    CONDITION_ANY,  /* or: two or more parts */
    CONDITION_NOT,  /* one part */
    CONDITION_LEAF, /* one comparison */
    CONDITION_KIND_COUNT
};

enum comparison {
    COMPARISON_EQUAL,
    COMPARISON_LESS,
    COMPARISON_LESS_EQUAL,
    COMPARISON_GREATER,
    COMPARISON_GREATER_EQUAL,
    COMPARISON_IN,       /* one or more values */
    COMPARISON_BETWEEN,  /* two values of one kind, the smaller first */
    COMPARISON_CONTAINS, /* one text */
    COMPARISON_STARTS,   /* one text */
    COMPARISON_UNDER,    /* one text; only until bound */
    COMPARISON_MISSING,  /* no value */
    COMPARISON_COUNT
};

enum value_kind { VALUE_NUMBER, VALUE_DATE, VALUE_TEXT, VALUE_KIND_COUNT };

struct value {
    enum value_kind kind;
    struct decimal number; /* VALUE_NUMBER */
    struct date_span days; /* VALUE_DATE */
    bool is_month;         /* VALUE_DATE */
    str text;              /* VALUE_TEXT; trimmed except for contains and starts with */
    size_t position;
};

#define FIELD_UNBOUND SIZE_MAX

struct condition {
    enum condition_kind kind;
    size_t position; /* of its first character */
    /* CONDITION_ALL, CONDITION_ANY, CONDITION_NOT */
    struct condition *const *parts;
    size_t parts_len;
    /* CONDITION_LEAF */
    str name;
    size_t field; /* number in the catalogue; FIELD_UNBOUND until bound */
    enum comparison comparison;
    bool is_negated; /* !=, not in, not between, is not missing … */
    bool is_of_tree; /* COMPARISON_IN whose values were found below one by condition_bind() */
    const struct value *values;
    size_t values_len;
};

/* Reads a whole text as a condition.  WHY_USAGE with position and sentence where
 * it is not one, WHY_LIMIT where it is longer, deeper or has more comparisons and
 * values than base/limits.h allows.  A condition may point into text. */
struct err *condition_of_str(struct arena *a, str text, struct condition **out);

/* The canonical text: one spelling of each thing, parentheses only where needed
 * or where they stood; reading it again gives the same tree.  A bound "under" is
 * printed as the "in" that it became. */
str condition_to_text(struct arena *a, const struct condition *c);
/* A name and a value as the canonical text has them. */
str condition_name_to_text(struct arena *a, str name);
str condition_value_to_text(struct arena *a, const struct value *v);
/* The same tree, whatever the positions and the binding. */
bool condition_equal(const struct condition *a, const struct condition *b);
bool condition_value_equal(const struct value *a, const struct value *b);

/* Whether a bound condition needs that field. */
bool condition_mentions(const struct condition *c, size_t field);

#endif
