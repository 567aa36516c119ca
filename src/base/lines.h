/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * lines — the lines of a file, one after the other, in constant memory.
 *
 * Lines end with LF or CRLF, the last one with the file too.  A byte order mark in
 * front of the first is left out.  What a line holds is not looked at: any bytes.
 */
#ifndef BASE_LINES_H
#define BASE_LINES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/file.h"
#include "base/str.h"

struct lines;

struct line {
    str text;        /* without its end, valid until the next; may be empty */
    uint64_t number; /* the first is 1 */
};

struct lines *lines_make(struct arena *a, struct file *f);
/* The next line; *found false behind the last.  LIMIT, with its number, for one longer
 * than LIMIT_RECORD_BYTES, and at every call from there on. */
struct err *lines_next(struct lines *l, struct line *line, bool *found);
/* The file grew while it was read, and its last, incomplete line was left out. */
bool lines_left_out_tail(const struct lines *l);

#endif
