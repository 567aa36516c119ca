/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * meaning_words — what the words of a question say of the meaning of its answers: "How
 * easy was check-in?" measures effort, and of a process.
 *
 * Knows words of English, German, French and Spanish.  What it says is a proposal.
 */
#ifndef LISTEN_MEANING_WORDS_H
#define LISTEN_MEANING_WORDS_H

#include "base/arena.h"
#include "listen/meaning.h"

/* Without ASPECT_BETTER, which is in the labels of codes, and never in a name. */
struct meaning meaning_of_words(struct arena *a, str question);

/* Whether the label of a code is on the good (1) or the bad (-1) side of a scale; 0: it does
 * not say.  To agree or not is no side: it depends on with what. */
int meaning_side_of_label(struct arena *a, str label);

#endif
