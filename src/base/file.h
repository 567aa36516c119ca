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
/* The next len bytes, less at the end only, which are still to be read; valid as long as
 * the arena. */
struct err *file_peek(struct arena *a, struct file *f, size_t len, str *front);
/* It lies at its place and can be opened there once more: not a pipe, nor standard input. */
bool file_can_reopen(const struct file *f);
/* The path by which it was opened, whatever messages call it. */
str file_place(const struct file *f);

/* What a file says by way of another form: unpacked, or in another encoding. */
struct file_layer {
    struct err *(*read)(struct arena *a, void *state, char *into, size_t room, size_t *got);
    void *state;
    /* How far of how much; NULL: as the file below. */
    uint64_t (*size)(const void *state), (*taken)(const void *state);
    bool is_whole; /* what is appended to the file below is no part of it */
};
/* A file that is read through the layer; messages call it as the one below, which is read by
 * nobody else. */
struct file *file_over(struct arena *a, const struct file *under, const struct file_layer *layer);

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
