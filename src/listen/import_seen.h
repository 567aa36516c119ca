/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_seen — how often a record of a file has come before, by its hash: so that
 * honest repetitions count, and a file read again repeats nothing.
 *
 * Twelve to 24 bytes a record; two records of different content count as the same once in
 * about 10^12 pairs that lie near each other in the table.
 */
#ifndef LISTEN_IMPORT_SEEN_H
#define LISTEN_IMPORT_SEEN_H

#include "base/err.h"
#include "base/secret.h"

struct import_seen;

/* records: how many there are at most. */
struct import_seen *import_seen_make(struct arena *a, uint64_t records);
/* How often it was seen before this time; LIMIT beyond some millions. */
struct err *import_seen_add(struct arena *a, struct import_seen *seen,
                            const struct secret_hash *hash, uint32_t *before);

#endif
