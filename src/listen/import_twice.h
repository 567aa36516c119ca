/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_twice — which contents may stand twice in a file, from one reading of it: all
 * that do, and about one in sixteen of those that do not.
 *
 * Knows fingerprints of 64 bits and keeps few of them, so that a file without an id
 * column can be as long as it likes: a byte or two a record, and 16 to 32 for each that
 * may stand twice.
 */
#ifndef LISTEN_IMPORT_TWICE_H
#define LISTEN_IMPORT_TWICE_H

#include "base/buf.h"
#include "base/limits.h"

struct import_twice;

/* bytes: of the whole file; how many contents it holds is judged by what its first ones
 * take. */
struct import_twice *import_twice_make(struct arena *a, uint64_t bytes);
/* taken: bytes of the file up to here. */
void import_twice_note(struct import_twice *t, uint64_t fingerprint, uint64_t taken);
/* Behind the last note. */
bool import_twice_may(const struct import_twice *t, uint64_t fingerprint);
/* How many different ones may. */
size_t import_twice_len(const struct import_twice *t);

/* Of a record's cells with their lengths, at most. */
#define IMPORT_CONTENT_BYTES (2 * LIMIT_RECORD_BYTES + LIMIT_COLUMNS * sizeof(uint64_t))
/* Adds a record's cells, each with its length before it: so that "ab","c" and "a","bc"
 * differ. */
void import_twice_add_cells(struct buf *content, const str *cells, size_t len);

#endif
