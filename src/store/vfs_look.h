/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * vfs_look — a database file as bare SQLite sees it: neither the record's own code nor its
 * list of statements stands between.
 *
 * For tests only.
 */
#ifndef STORE_VFS_LOOK_H
#define STORE_VFS_LOOK_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* Whole numbers: the first column of every row that sql gives.  Gives what is wrong with
 * the file (it cannot be opened, its own check finds something, sql fails), empty where
 * nothing is; then only the numbers count.  The file and its log stay as they are. */
str vfs_look(struct arena *a, str path, const char *sql, int64_t **numbers, size_t *len);

#endif
