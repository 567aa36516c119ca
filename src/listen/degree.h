/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * degree — answers in words that stand in an order: "strongly disagree" below "agree",
 * "nie" below "oft", "plutôt satisfait" below "très satisfait".
 *
 * Knows words of English, German, French and Spanish.  A degree orders labels and measures
 * nothing: how far two of them lie apart means nothing.
 */
#ifndef LISTEN_DEGREE_H
#define LISTEN_DEGREE_H

#include "base/arena.h"
#include "base/str.h"

/* Of the whole label; negative below the middle.  False: it is no degree, or it says more
 * than one ("good food", "I agree to be called"). */
bool degree_of_label(struct arena *a, str label, int *degree);

/* Labels of one question, from the lowest to the highest. */
struct degrees {
    const str *labels; /* [len]; empty: a degree on the other side of one that occurs, which
                        * nobody gave */
    size_t len;
};
enum { DEGREES_MIN = 3, DEGREES_MAX = 11 };

/* The scale that answers are degrees of, each label once.  It has the same steps on both sides
 * of the middle where words for both occur, and a middle where somebody gave it.  False: one
 * is no degree, two are the same, or they make no scale of DEGREES_MIN to DEGREES_MAX. */
bool degrees_of_labels(struct arena *a, const str *labels, size_t len, struct degrees *out);

#endif
