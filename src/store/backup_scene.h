/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * backup_scene — a record in the folder of a test, its backup, and what is made of it.
 *
 * For tests only.  Names are of files in the test's folder: the record lies in "data", its
 * backup in "backup".
 */
#ifndef STORE_BACKUP_SCENE_H
#define STORE_BACKUP_SCENE_H

#include "base/test.h"
#include "store/backup.h"
#include "store/restore.h"

extern const struct restore_options backup_scene_plain; /* that nobody watches */

str backup_scene_path(struct test *t, const char *name);
/* With so many writes of the ledger. */
struct store *backup_scene_store(struct test *t, int64_t writes);
struct err *backup_scene_make(struct arena *a, struct store *s, str path, const struct watch *w,
                              struct backup_manifest *m);
/* Its path; the test fails where it cannot be made. */
str backup_scene_backup(struct test *t, struct store *s);
const struct err *backup_scene_restore(struct test *t, str backup, const char *into);

/* ---- what is there ---- */

size_t backup_scene_files(str dir);
/* NULL: the record of the folder holds what the other does. */
const struct err *backup_scene_compare(struct arena *a, str dir, struct db *with);
/* Whole, in part, or its key. */
bool backup_scene_has_record(struct test *t, str dir);

#endif
