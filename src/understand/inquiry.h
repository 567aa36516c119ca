/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * inquiry — a text put to the record, whoever puts it: everything that a question needs
 * beside its words.
 */
#ifndef UNDERSTAND_INQUIRY_H
#define UNDERSTAND_INQUIRY_H

#include "store/store.h"
#include "understand/record_answer.h"

/* Its pieces point at each other: it stays where it was made. */
struct inquiry {
    struct zone *zone;
    struct record_catalogue catalogue;
    struct record_ask ask;
    struct record_asked asked;
};

/* USAGE with the place in text where it cannot be asked.  Within db_begin_read() and
 * db_end_read() of db. */
struct err *inquiry_make(struct arena *a, const struct store *s, struct db *db, str text,
                         usec_t now, struct inquiry *out);

/* What score calls by an option ("--box"), a question calls by its word. */
void inquiry_say_words(struct arena *a, struct err *e);

#endif
