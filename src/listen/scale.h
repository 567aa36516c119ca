/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * scale — what the codes of a rating column mean: which are answers, which say
 * that there is none, and which cannot be.
 *
 * One function for every way into Attune.  It looks at the distinct cells of a
 * column and how often each occurs, never at rows.  Rules: contract.md §3.
 */
#ifndef LISTEN_SCALE_H
#define LISTEN_SCALE_H

#include "base/decimal.h"
#include "base/err.h"
#include "engine/column.h"

struct scale_range {
    struct decimal lo, hi;
};

struct scale_options {
    const struct scale_range *given;   /* --scale, or the field's code book; NULL: none */
    const struct scale_range *measure; /* of the measure, where it has one (NPS 0–10) */
    const str *missing;                /* --missing, without "none" */
    size_t missing_len;
    bool proposes;      /* false: --missing none */
    bool decimal_comma; /* "7,5" is a number: the file's delimiter is not the comma */
};

enum scale_meaning { SCALE_ANSWER, SCALE_MISSING, SCALE_REFUSED, SCALE_MEANING_COUNT };

/* What one cell text means. */
struct scale_code {
    enum scale_meaning meaning;
    struct decimal value; /* of an answer */
};

struct scale {
    bool known; /* false: no number occurs and none was given */
    struct scale_range range;
    bool whole;                     /* only whole codes are answers */
    bool guessed;                   /* neither option nor measure fixed it: note scale_guessed */
    const struct scale_code *codes; /* [code of the column's dictionary, or index of the text] */
    const str *missing; /* codes that occurred and were taken as missing, as written, ascending */
    size_t missing_len;
};

/* A distinct text of a column, and in how many cells it stands. */
struct scale_text {
    str text;
    uint64_t count;
};

/* texts: each once, without what is always missing; their order does not matter. */
struct scale scale_of_texts(struct arena *a, const struct scale_text *texts, size_t len,
                            const struct scale_options *options);
/* The same of all texts of a column. */
struct scale scale_of_column(struct arena *a, const struct column *column,
                             const struct scale_options *options);

/* "LO-HI", as in 0-10 or -3-3; false where it is not such a text or LO >= HI. */
bool scale_range_of_str(str s, struct scale_range *range);

/* A cell as a number, or as an amount (base/amount.h); decimal_comma: "7,5" is one. */
bool scale_number(str cell, bool decimal_comma, struct decimal *value);

/* Whether a cell is a number on a range: a whole one where both ends are whole. */
bool scale_has(const struct scale_range *range, bool decimal_comma, str cell);
/* Why one cell cannot be, in words, where its scale is given; empty where it is an answer or
 * a code that says that there is none. */
str scale_refusal_of(struct arena *a, const struct scale_options *options, str cell);

/* Why a value was refused, in words. */
str scale_refusal(struct arena *a, const struct scale *scale, str value);

#endif
