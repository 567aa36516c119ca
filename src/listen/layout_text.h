/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * layout_text — how tools write the names of columns and what was asked.
 */
#ifndef LISTEN_LAYOUT_TEXT_H
#define LISTEN_LAYOUT_TEXT_H

#include "listen/layout.h"

/* Without markup ("<b>", "&nbsp;"); each run of blanks and line breaks is one blank. */
str layout_plain_text(struct arena *a, str s);

/* Names are compared by this: letters and digits alone, in lower case; a name that has
 * none is itself. */
str layout_fold(struct arena *a, str name);
/* The first column called so, or LAYOUT_NONE. */
size_t layout_find(struct arena *a, const struct layout_sample *s, str name);
/* The first that has one of these names, by the order of the names. */
size_t layout_find_any(struct arena *a, const struct layout_sample *s, const str *names,
                       size_t len);
bool layout_has_all(struct arena *a, const struct layout_sample *s, const str *names, size_t len);

/* "Question [Choice]". */
str layout_join(struct arena *a, str question, str choice);
/* Enough of a question, and enough of a choice, to make a key of. */
str layout_join_short(struct arena *a, str question, str choice);

#endif
