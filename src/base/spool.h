/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * spool — what comes in by a pipe, kept in a file so that it can be read more than once.
 */
#ifndef BASE_SPOOL_H
#define BASE_SPOOL_H

#include "base/err.h"
#include "base/file.h"
#include "base/str.h"

/* Copies what is left of a file to a descriptor; path: how messages call that. */
struct err *spool_copy(struct arena *a, struct file *from, int to, str path);

/* Copies what is left of a file to one without a name in the folder for temporary files
 * (TMPDIR), gone with the arena; path: where it can be opened meanwhile. */
struct err *spool_file(struct arena *a, struct file *from, str *path);
/* The same of bytes. */
struct err *spool_bytes(struct arena *a, str bytes, str *path);

#endif
