/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * no_answer — whether a text says that there is no answer: "Don't know", "Never used",
 * "keine Angabe", "ne sait pas", "no contesta".
 *
 * Beside the words that are always missing (answers.h), these say so where numbers are
 * answers; among choices they are choices like others.
 */
#ifndef LISTEN_NO_ANSWER_H
#define LISTEN_NO_ANSWER_H

#include "base/str.h"

/* By what stands before a slash, comma, bracket or semicolon; ASCII case, points and
 * apostrophes do not matter. */
bool no_answer_says(str text);

#endif
