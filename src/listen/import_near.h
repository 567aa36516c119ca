/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_near — keys of records that lie near each other in a file, made to lie near each
 * other in the record's index of keys.
 *
 * The key of a record without an id is a hash of its cells.  Hashes lie anywhere, so that a
 * batch of a large import would touch almost every page of that index.  Files are mostly
 * sorted by a number or a time: records whose first such cell differs little get keys that
 * begin alike.
 *
 * A keyed hash of 4096 such numbers together is all that a key says of it, in two bytes.
 */
#ifndef LISTEN_IMPORT_NEAR_H
#define LISTEN_IMPORT_NEAR_H

#include "base/secret.h"

/* Of the installation's key, for import_near_mark(). */
struct secret_key import_near_key(const struct secret_key *master);

/* Writes the beginning of a key over that of the hash, where some cell is a number of at
 * least six digits, or a time in numbers; it depends on the cells alone. */
void import_near_mark(const struct secret_key *key, const str *cells, size_t len,
                      struct secret_hash *hash);

#endif
