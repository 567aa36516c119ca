/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * question_text — a whole question as people write it, read into a tree and printed
 * back.
 *
 *   nps(recommend) by month, touchpoint where unit under "Europe" since 2026-01-01
 *   compare previous
 *
 * Pure: text and tree, nothing of data.  Whether a measure and a field of that name
 * exist, and whether they go together, is for whoever has them (question_text_measure(),
 * ask/catalogue.h, ask/condition_bind.h).  ask/question_parser.h has the grammar.
 */
#ifndef ASK_QUESTION_TEXT_H
#define ASK_QUESTION_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ask/condition.h"
#include "ask/question_range.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/str.h"

/* What may stand behind the parenthesis, in any order. */
enum question_clause {
    CLAUSE_BOX,
    CLAUSE_WEIGHTED,
    CLAUSE_LATEST,
    CLAUSE_BY,
    CLAUSE_WHERE,
    CLAUSE_RANGE,
    CLAUSE_COMPARE,
    CLAUSE_MATTERS,
    CLAUSE_POPULATION,
    CLAUSE_COUNT
};

struct question_name {
    str text; /* without its backquotes */
    size_t position;
};

struct question_by {
    str key;            /* as written, without backquotes: the key of `by` in the answer */
    bool is_time;       /* day, week … ; in backquotes these are fields */
    enum period period; /* is_time */
    size_t position;
};

enum question_comparison {
    COMPARE_WITH_NOTHING,
    COMPARE_WITH_PREVIOUS,
    COMPARE_WITH_YEAR,
    COMPARE_WITH_REST,
    COMPARE_WITH_CONDITION,
    COMPARE_WITH_COUNT
};

struct question_text {
    struct question_name measure;       /* a plain word */
    const struct question_name *fields; /* 1..LIMIT_FIELDS, no text twice */
    size_t fields_len;
    /* Of its first word; 0 where the clause is not there. */
    size_t positions[CLAUSE_COUNT];
    const struct value *box; /* CLAUSE_BOX: at least one */
    size_t box_len;
    /* At most one is_time; no key twice (but for case, which the catalogue may know). */
    struct question_by by[LIMIT_DIMENSIONS];
    size_t by_len;
    struct condition *where; /* NULL: every answer; to be bound */
    struct question_range range;
    enum question_comparison compare;
    struct condition *other; /* COMPARE_WITH_CONDITION; to be bound */
    str compare_text;        /* as written: what stands behind compare */
    struct decimal matters;  /* CLAUSE_MATTERS: above 0 */
    int64_t population;      /* CLAUSE_POPULATION: at least 1 */
};

/* Reads a text as a question.  WHY_USAGE with position and sentence where it is not
 * one, or contradicts itself (two time dimensions, a clause twice, an empty range);
 * WHY_LIMIT where it is longer, deeper or has more parts than base/limits.h allows.
 * A question may point into text. */
struct err *question_text_of_str(struct arena *a, str text, struct question_text *out);

bool question_text_has(const struct question_text *q, enum question_clause clause);

/* The number of the measure among names, case ignored.  WHY_USAGE at its place, with
 * the nearest name or all of them, where it is none. */
struct err *question_text_measure(struct arena *a, const struct question_text *q, const str *names,
                                  size_t names_len, size_t *measure);

/* The canonical text: one spelling of each thing, the clauses in the order of enum
 * question_clause; reading it again gives the same question.  Print before the
 * conditions are bound (ask/condition.h). */
str question_text_to_str(struct arena *a, const struct question_text *q);
/* The name of a field as it may stand in any place of a question: a field called day is `day`
 * in backquotes, since behind "by" the word alone is the period. */
str question_text_of_field(struct arena *a, str name);
/* The same question, whatever the positions, the order of its clauses, and how it was
 * written. */
bool question_text_equal(const struct question_text *a, const struct question_text *b);

#endif
