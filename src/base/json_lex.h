/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * json_lex — the smallest pieces of a JSON text (RFC 8259): where plain characters
 * end, what an escape means, what a number looks like.
 *
 * Knows neither values nor documents; it never reads behind the end it is given.
 */
#ifndef BASE_JSON_LEX_H
#define BASE_JSON_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* The top bit of each byte of the eight that ends a plain run: a quote, a backslash
 * or a control character.  Above the lowest such bit others may be wrong. */
static inline uint64_t json_lex_ends(uint64_t eight)
{
    const uint64_t each = 0x0101010101010101U;
    uint64_t quote = eight ^ each * '"', backslash = eight ^ each * '\\';
    uint64_t ends = ((quote - each) & ~quote) | ((backslash - each) & ~backslash) |
                    ((eight - each * 0x20) & ~eight);
    return ends & each * 0x80;
}

/* The first of at..end that cannot stand in a text as it is: a quote, a backslash, a
 * control character; end where there is none.  Bytes above 127 are plain. */
static inline const char *json_lex_plain_end(const char *at, const char *end)
{
    for (uint64_t eight; (size_t)(end - at) >= sizeof eight; at += sizeof eight) {
        memcpy(&eight, at, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        eight = __builtin_bswap64(eight);
#endif
        uint64_t ends = json_lex_ends(eight);
        if (ends)
            return at + (__builtin_ctzll(ends) >> 3);
    }
    while (at < end && *at != '"' && *at != '\\' && (unsigned char)*at >= 0x20)
        at++;
    return at;
}

/* Bytes of the number that s begins with; 0: with none.  "01" begins with "0". */
size_t json_lex_number_len(str s);
/* All of s is one number. */
bool json_lex_is_number(str s);

/* Adds a text, which must be UTF-8, as it stands between quotes. */
void json_lex_escape(struct buf *out, str text);
/* What is meant by what stands between quotes: itself where there is no backslash.
 * False where a backslash begins no escape or an escape is half of a surrogate pair:
 * *at gets that backslash.  Nothing else is looked at. */
bool json_lex_unescape(struct arena *a, str inside, str *text, const char **at);

/* The JSON pointer (RFC 6901) to a member of what parent points to: "/answers/a~1b". */
str json_lex_pointer(struct arena *a, str parent, str name);

#endif
