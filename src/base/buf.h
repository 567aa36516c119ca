/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * buf — text that grows in an arena up to a maximum given at birth.
 *
 * What does not fit is dropped and the flag `full` sticks, so that a writer
 * writes on and its caller checks once at the end.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"
#include "base/str.h"

struct buf {
    struct arena *arena;
    char *ptr;
    size_t len, room, max;
    bool full;
};

struct buf buf_make(struct arena *a, size_t max);
void buf_add(struct buf *b, str s);
void buf_add_char(struct buf *b, char c);
void buf_add_repeated(struct buf *b, str s, size_t times);
void buf_addf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
str buf_str(const struct buf *b);

#endif
