/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_key — names as people write them, made into keys: the short names by
 * which questions call fields and sources.
 *
 * A key is one word of the question language (ask/lexer.h): letters and digits of
 * any script, lower case, with single _ between them, at most LIMIT_KEY_CHARS
 * characters.  This module knows no columns and no record.
 */
#ifndef LISTEN_IMPORT_KEY_H
#define LISTEN_IMPORT_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/* "Overall: how likely?" becomes overall_how_likely.  What is too long is cut
 * before a _, where there is one; a name that reads as a number gets q_ in front
 * (q_2017).  Empty where the name has no letter and no digit. */
str import_key_of_name(struct arena *a, str name);
/* The same; column_N where it is empty.  position: of the column, from 0. */
str import_key_of_column(struct arena *a, str name, size_t position);
/* The key of a source that is named after a file: "exports/SFO 2017.csv" becomes
 * sfo_2017; file where nothing is left. */
str import_key_of_file(struct arena *a, str path);

/* Whether this is a key as it stands. */
bool import_key_is_valid(struct arena *a, str key);

/* Makes the keys differ from each other and from those that are taken, by _2, _3
 * …: the first of equals keeps its own, and no key that stands for itself is
 * given to another. */
void import_key_make_unique(struct arena *a, str *keys, size_t len, const str *taken,
                            size_t taken_len);

#endif
