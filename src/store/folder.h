/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * folder — the files of a data folder: where they lie, how they are made and kept
 * from others' eyes.
 */
#ifndef STORE_FOLDER_H
#define STORE_FOLDER_H

#include <stdbool.h>

#include "base/err.h"
#include "base/secret.h"

/* DIR/attune.db, DIR/columns, … */
str folder_path(struct arena *a, str dir, const char *name);
bool folder_has(struct arena *a, str dir, const char *name);
/* MISSING where there is no folder or no record in it, DENIED without permission. */
struct err *folder_check(struct arena *a, str dir);
/* Makes an empty folder (0700), or takes one that is empty or was left half made.
 * CONFLICT where there is anything else in it. */
struct err *folder_make(struct arena *a, str dir);
/* The installation key, in keys/ (0600), on disk. */
struct err *folder_put_key(struct arena *a, str dir, const struct secret_key *key);
struct err *folder_read_key(struct arena *a, str dir, struct secret_key *key);
/* Nobody but its owner can read it (0600). */
struct err *folder_hide(struct arena *a, str dir, const char *name);
/* Names that were made or removed are on disk. */
struct err *folder_sync(struct arena *a, str dir);
struct err *folder_rename(struct arena *a, str dir, const char *from, const char *to);
/* Not there is fine. */
struct err *folder_remove(struct arena *a, str dir, const char *name);
/* The record that is being made under another name, and what SQLite keeps beside it. */
struct err *folder_remove_part(struct arena *a, str dir);
struct err *folder_remove_part_log(struct arena *a, str dir);

#endif
