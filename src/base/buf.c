/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct buf buf_make(struct arena *a, size_t max)
{
    return (struct buf){.arena = a, .max = max};
}

/* Room for more bytes, or the sticky flag. */
static bool reserve(struct buf *b, size_t more)
{
    if (b->full || more > b->max - b->len) {
        b->full = true;
        return false;
    }
    if (b->room - b->len >= more)
        return true;
    size_t room = b->room < 256 ? 256 : b->room * 2;
    if (room < b->len + more)
        room = b->len + more;
    if (room > b->max)
        room = b->max;
    char *grown = arena_take(b->arena, room);
    if (b->len)
        memcpy(grown, b->ptr, b->len);
    b->ptr = grown;
    b->room = room;
    return true;
}

void buf_add(struct buf *b, str s)
{
    if (s.len == 0 || !reserve(b, s.len))
        return;
    memcpy(b->ptr + b->len, s.ptr, s.len);
    b->len += s.len;
}

void buf_add_char(struct buf *b, char c)
{
    buf_add(b, (str){&c, 1});
}

void buf_add_repeated(struct buf *b, str s, size_t times)
{
    for (size_t i = 0; i < times && !b->full; i++)
        buf_add(b, s);
}

void buf_addf(struct buf *b, const char *format, ...)
{
    char small[256];
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (len >= 0 && (size_t)len < sizeof small) {
        buf_add(b, (str){small, (size_t)len});
    } else if (len >= 0) {
        char *large = arena_take(b->arena, (size_t)len + 1);
        (void)vsnprintf(large, (size_t)len + 1, format, again);
        buf_add(b, (str){large, (size_t)len});
    }
    va_end(again);
}

str buf_str(const struct buf *b)
{
    return (str){b->ptr ? b->ptr : "", b->len};
}
