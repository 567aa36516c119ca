/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * meaning — what the answers of a field mean beyond their kind: what they measure and of
 * what, where an expectation comes from, which end of a scale is the good one, and the
 * currency of amounts.
 *
 * Each of these is an aspect with a closed list of words, the same in a map, in the record,
 * in JSON and in an export; of a currency the three letters of ISO 4217.  "none" says that
 * there is nothing to be said, so that nothing is proposed again.
 */
#ifndef LISTEN_MEANING_H
#define LISTEN_MEANING_H

#include "base/arena.h"
#include "base/str.h"

enum aspect {
    ASPECT_MEASURES,      /* satisfaction, effort, expectation before … */
    ASPECT_MEASURES_OF,   /* product, people, process, policy, brand */
    ASPECT_EXPECTED_FROM, /* last time, experience, competitor, promise */
    ASPECT_BETTER,        /* high, low */
    ASPECT_CURRENCY,
    ASPECT_COUNT
};

struct meaning {
    str of[ASPECT_COUNT]; /* a word of its list, or "none"; empty: nobody has said */
};
/* The word; empty also where it is "none". */
str meaning_word(const struct meaning *m, enum aspect aspect);

/* As the entry of a map: "measures of". */
str aspect_name(enum aspect aspect);
/* As a key in JSON: "measures_of". */
str aspect_key(enum aspect aspect);
/* The words that an aspect takes; NULL: three letters of a currency. */
const str *aspect_words(enum aspect aspect, size_t *len);

/* Sets *word to the listed word, or "none", that text is, case ignored; false: it is no such. */
bool aspect_word(enum aspect aspect, str text, str *word);

/* What over says, and what under does where over is silent. */
struct meaning meaning_over(struct meaning over, struct meaning under);
/* In a line for people: "effort of process", "low is better", "EUR".  Empty: nothing, or nothing
 * but that high is better, as goes without saying. */
str meaning_text(struct arena *a, const struct meaning *m);
bool meaning_equal(const struct meaning *a, const struct meaning *b);

#endif
