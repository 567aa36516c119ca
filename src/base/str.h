/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * str — a view of bytes, by value, not NUL-terminated; UTF-8 unless said
 * otherwise.  It owns nothing.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef struct {
    const char *ptr;
    size_t len;
} str;

#define S(literal) ((str){"" literal, sizeof(literal) - 1})
/* The same within a static table, where ISO C wants no compound literal. */
#define S_INIT(literal)                                                                            \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }
/* For printf's "%.*s"; a length over INT_MAX is cut. */
#define STR(s) str_printf_len(s), (s).ptr

int str_printf_len(str s);
str str_of_chars(const char *nul_terminated);
/* A NUL-terminated copy, for the border of a C library. */
char *str_to_chars(struct arena *a, str s);
str str_copy(struct arena *a, str s);
str str_format(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

bool str_is_empty(str s);
bool str_equal(str a, str b);
/* ASCII letters without regard to case. */
bool str_equal_ignoring_case(str a, str b);
/* <0, 0, >0 by bytes, which for UTF-8 is the order of code points. */
int str_compare(str a, str b);
bool str_starts_with(str s, str prefix);
bool str_has(str s, char c);
bool str_is_ascii(str s);

/* Without blanks (space, tab, CR, LF, vertical tab, form feed, U+00A0) at the ends. */
str str_trim(str s);
/* Bytes from..to, cut to what is there. */
str str_slice(str s, size_t from, size_t to);
/* The part before the first separator; *rest gets what follows it, and *rest
 * is {NULL, 0} where there was none. */
str str_cut(str s, char separator, str *rest);

uint64_t str_hash(str s);

#endif
