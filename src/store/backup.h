/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * backup — a record and its key in one file, as of one moment, made while others write.
 *
 * The file is a POSIX archive (store/tar.h) compressed by zstd, with three members in this
 * order: BACKUP_MANIFEST, BACKUP_KEY, BACKUP_DATABASE.  What is derived (columns) is not in
 * it.  docs/decisions/016
 */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "store/backup_manifest.h"
#include "store/store.h"
#include "store/watch.h"

#define BACKUP_MANIFEST "attune-backup.json"
#define BACKUP_KEY "keys/installation.key"
#define BACKUP_DATABASE "attune.db"

struct backup_options {
    str program; /* the version */
    usec_t now;
    const struct watch *watch; /* NULL: nobody */
};

/* Writes the file at path, which must not be there (CONFLICT), reads it again from the disk
 * and only then gives it its name.  Beside it there is, meanwhile, a copy of the record.
 * bytes: how long the file is. */
struct err *backup_make(struct arena *a, struct store *s, str path,
                        const struct backup_options *options, struct backup_manifest *out,
                        uint64_t *bytes);

#endif
