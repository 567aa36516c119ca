/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * restore — a data folder from a backup.
 *
 * The backup is read twice: once to check it, before anything is made; once to put it into
 * the folder, where the record's own checks follow and its content is compared with what
 * the backup says, table by table.  Only then it gets its name.
 */
#ifndef STORE_RESTORE_H
#define STORE_RESTORE_H

#include "store/backup_manifest.h"
#include "store/db.h"
#include "store/watch.h"

struct restore_options {
    const struct watch *watch; /* NULL: nobody */
    /* Writes what the folder is to know of it, in the last step. */
    struct err *(*fill)(struct arena *a, struct db *db, const struct backup_manifest *m,
                        void *what);
    void *what;
};

/* Errors of backup_read() and store_make(); LIMIT where there is not the room for it;
 * CONFLICT where the record is of a newer program.  What is derived is not there
 * afterwards, nobody is signed in, and the record has taken all steps that this program knows. */
struct err *restore_run(struct arena *a, str path, str dir, const struct restore_options *options,
                        struct backup_manifest *out);

#endif
