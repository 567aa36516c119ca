/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * answer_words — the codes of an answer in words, for people who read English.
 */
#ifndef UNDERSTAND_ANSWER_WORDS_H
#define UNDERSTAND_ANSWER_WORDS_H

#include "understand/answer.h"

/* A number rounded for reading: places behind the point, thousands apart, a
 * true minus. */
str words_number(struct arena *a, double number, int places);
str words_count(struct arena *a, double count);
/* How many places a measure is shown with. */
int words_places(const struct metric *m);
/* "38.8 to 51.3", empty where there is none. */
str words_interval(struct arena *a, const struct estimate *e, int places);
/* What a status adds to a value that is shown, or says in its place. */
str words_status(const struct estimate *e);
/* The verdict and what it rests on. */
str words_verdict(struct arena *a, const struct answer_row *row, int places);
str words_limits(const struct answer_row *row);
/* One sentence, or more, per note. */
str words_note(struct arena *a, const struct note *note);
str words_refused(struct arena *a, const struct answer *answer);
str words_missing(struct arena *a, const struct answer *answer);

#endif
