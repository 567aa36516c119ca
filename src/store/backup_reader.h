/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * backup_reader — reads a backup from front to end and checks all that can be checked
 * without looking into the record: form, sizes, checksums, hashes.
 *
 * What it reads may be anybody's: no name in it is used, memory is bounded, and a record
 * that would be longer than LIMIT_BACKUP_DATABASE_BYTES, or out of all proportion to the
 * file, is refused before a byte of it is given.
 */
#ifndef STORE_BACKUP_READER_H
#define STORE_BACKUP_READER_H

#include "store/backup_manifest.h"
#include "store/watch.h"

/* Who gets what is read; that it was right is known only when backup_read() succeeds. */
struct backup_sink {
    struct err *(*begin)(struct arena *a, void *what, const struct backup_manifest *m,
                         const struct secret_key *key);
    struct err *(*take)(struct arena *a, void *what, str bytes); /* of the database, in order */
    void *what;
};

/* sink NULL: only checks.  INVALID where it is no backup, damaged or cut off, with what and
 * where; LIMIT where it is too large; CONFLICT where it is of a later format; MISSING and
 * DENIED as file_open() has them. */
struct err *backup_read(struct arena *a, str path, const struct watch *w,
                        const struct backup_sink *sink, struct backup_manifest *out);

#endif
