/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * field — what the values of headers say, as far as the server must know.
 *
 * Bytes from outside: whatever is not understood counts as absent.
 */
#ifndef HTTP_FIELD_H
#define HTTP_FIELD_H

#include "http/address.h"

/* "gzip, br;q=0.5, *;q=0": whether it is taken. */
bool field_accepts(str list, str coding);
/* "W/\"a\", \"b\"" or "*": whether this tag is among them, weak or not. */
bool field_has_tag(str list, str tag_with_quotes);
/* "Text/HTML; charset=UTF-8" is "text/html". */
str field_media_type(struct arena *a, str value);
/* Digits alone, as Content-Length. */
bool field_to_length(str value, uint64_t *out);
/* The name of a header, and a value without control characters. */
bool field_is_name(str name);
bool field_is_value(str value);
/* "example.org:80" is "example.org"; "[::1]:80" is "[::1]". */
str field_host_name(str host);
/* Who asks, where peer is a proxy that is trusted: X-Forwarded-For from its end, as long as
 * proxies that are trusted say so. */
struct address field_client(str forwarded_for, struct address peer,
                            const struct address_ranges *trusted);

#endif
