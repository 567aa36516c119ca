/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/str.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

int str_printf_len(str s)
{
    return s.len > INT_MAX ? INT_MAX : (int)s.len;
}

str str_of_chars(const char *nul_terminated)
{
    return (str){nul_terminated, strlen(nul_terminated)};
}

char *str_to_chars(struct arena *a, str s)
{
    char *copy = arena_take(a, s.len + 1);
    if (s.len)
        memcpy(copy, s.ptr, s.len);
    return copy;
}

str str_copy(struct arena *a, str s)
{
    return (str){str_to_chars(a, s), s.len};
}

str str_format(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0)
        len = 0;
    char *text = arena_take(a, (size_t)len + 1);
    (void)vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return (str){text, (size_t)len};
}

bool str_is_empty(str s)
{
    return s.len == 0;
}

bool str_equal(str a, str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool str_equal_ignoring_case(str a, str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (ascii_lower(a.ptr[i]) != ascii_lower(b.ptr[i]))
            return false;
    return true;
}

int str_compare(str a, str b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter ? memcmp(a.ptr, b.ptr, shorter) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_starts_with(str s, str prefix)
{
    return s.len >= prefix.len && str_equal(str_slice(s, 0, prefix.len), prefix);
}

bool str_has(str s, char c)
{
    return s.len && memchr(s.ptr, c, s.len);
}

bool str_is_ascii(str s)
{
    uint64_t words[4], high = 0;
    size_t i = 0;
    for (; i + sizeof words <= s.len; i += sizeof words) {
        memcpy(words, s.ptr + i, sizeof words);
        high |= words[0] | words[1] | words[2] | words[3];
    }
    for (; i + sizeof *words <= s.len; i += sizeof *words) {
        memcpy(words, s.ptr + i, sizeof *words);
        high |= words[0];
    }
    for (; i < s.len; i++)
        high |= (uint64_t)(unsigned char)s.ptr[i];
    return (high & 0x8080808080808080U) == 0;
}

/* Bytes of the blank at the start (from_end: at the end) of s, or 0. */
static size_t blank_len(str s, bool from_end)
{
    if (s.len == 0)
        return 0;
    char c = from_end ? s.ptr[s.len - 1] : s.ptr[0];
    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return 1;
    if (s.len < 2)
        return 0;
    const char *two = from_end ? s.ptr + s.len - 2 : s.ptr;
    return two[0] == '\xC2' && two[1] == '\xA0' ? 2 : 0;
}

static bool is_plain(char c)
{
    return c > ' '; /* neither a blank nor part of a longer character */
}

str str_trim(str s)
{
    if (s.len && is_plain(s.ptr[0]) && is_plain(s.ptr[s.len - 1]))
        return s;
    for (size_t n; (n = blank_len(s, false)) > 0;)
        s = (str){s.ptr + n, s.len - n};
    for (size_t n; (n = blank_len(s, true)) > 0;)
        s.len -= n;
    return s;
}

str str_slice(str s, size_t from, size_t to)
{
    if (to > s.len)
        to = s.len;
    if (from > to)
        from = to;
    /* Nothing may lie at no address, and C knows no step from there, of no bytes either. */
    return (str){from ? s.ptr + from : s.ptr, to - from};
}

str str_cut(str s, char separator, str *rest)
{
    const char *at = s.len ? memchr(s.ptr, separator, s.len) : NULL;
    if (!at) {
        *rest = (str){NULL, 0};
        return s;
    }
    size_t len = (size_t)(at - s.ptr);
    *rest = (str){at + 1, s.len - len - 1};
    return (str){s.ptr, len};
}

uint64_t str_hash(str s)
{
    return XXH3_64bits(s.ptr, s.len);
}
