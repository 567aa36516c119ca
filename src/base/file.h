/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * file — a file read once from front to end, as long as it was when opened.
 *
 * What is appended while it is read is left alone and can be asked for
 * afterwards, so that an answer is about one state of the file.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct file;

/* path "-" is the caller's standard input.  Closed with the arena.  MISSING where there is
 * none, DENIED without permission, INVALID for a folder. */
struct err *file_open(struct arena *a, str path, struct file **out);
/* Up to room bytes; *got is 0 at the end.  CONFLICT where the file became
 * shorter than it was, FAILED where the caller is told to end before standard input has
 * something. */
struct err *file_read(struct arena *a, struct file *f, char *into, size_t room, size_t *got);
/* The front, up to len bytes of it, which file_read() delivers again; valid until then.
 * Before the first file_read(). */
struct err *file_peek(struct arena *a, struct file *f, size_t len, str *front);
/* It lies at its path and can be opened there once more: not a pipe, nor standard input. */
bool file_can_reopen(const struct file *f);
str file_path(const struct file *f);
/* How messages call it from here on, instead of by its path. */
void file_call(struct file *f, str name);
/* How long it was when opened; 0 where that cannot be known (a pipe). */
uint64_t file_size(const struct file *f);
/* Bytes read so far. */
uint64_t file_taken(const struct file *f);
/* Bytes appended since it was opened. */
uint64_t file_growth(const struct file *f);

#endif
