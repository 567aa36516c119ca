/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * new_file — a file that is there wholly or not at all.
 *
 * It is written beside its place under another name, for its owner alone (0600), and
 * named when its bytes are on disk.  It takes no other file's place.
 */
#ifndef BASE_NEW_FILE_H
#define BASE_NEW_FILE_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct new_file;

/* Removed with the arena unless it was kept.  CONFLICT where there is something at path
 * already, MISSING where its folder is not there, DENIED without permission. */
struct err *new_file_make(struct arena *a, str path, struct new_file **out);
/* LIMIT where there is no space left, FAILED where writing failed otherwise. */
struct err *new_file_add(struct arena *a, struct new_file *f, str bytes);
/* Somebody else put another file at new_file_path(): from here on it is this one. */
struct err *new_file_reopen(struct arena *a, struct new_file *f);
/* Its bytes are on disk; reading them afterwards asks the disk, as far as the kernel lets
 * it. */
struct err *new_file_sync(struct arena *a, struct new_file *f);
/* Its bytes are on disk and so is its name.  CONFLICT where that was taken meanwhile. */
struct err *new_file_keep(struct arena *a, struct new_file *f);
/* Where it lies until it is kept. */
str new_file_path(const struct new_file *f);
uint64_t new_file_bytes(const struct new_file *f);

#endif
