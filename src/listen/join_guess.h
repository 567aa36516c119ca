/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * join_guess — by which columns two tables belong together, where nobody says.
 */
#ifndef LISTEN_JOIN_GUESS_H
#define LISTEN_JOIN_GUESS_H

#include "listen/join_table.h"

/* Some records of a file. */
struct join_sample {
    const str *header;
    size_t header_len;
    const str *const *records; /* [record][column] */
    size_t records_len;
};

/* A column of the second table that mostly tells its rows apart, and one of the file in which
 * most cells are keys of it; of several pairs the one whose names are the same, even where a
 * key has many rows, else the one with most.  A column of few different values is no key by that
 * alone: every score from 0 to 10 is a row's number, too.  False where there is no such pair, or
 * two are as good. */
bool join_guess(struct arena *a, struct join_table *table, const struct join_sample *sample,
                size_t *by, size_t *to);

#endif
