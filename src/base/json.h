/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * json — writes one JSON document into a buf, piece by piece (RFC 8259).
 *
 * Commas, quotes and escapes are its matter; that objects and arrays are closed
 * is the caller's, and is asserted.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

enum { JSON_DEPTH = 66 }; /* more than may be read (LIMIT_JSON_DEPTH) */

struct json {
    struct buf *out;
    bool needs_comma[JSON_DEPTH];
    unsigned depth;
    bool after_key;
};

struct json json_make(struct buf *out);
void json_open_object(struct json *j);
void json_close_object(struct json *j);
void json_open_array(struct json *j);
void json_close_array(struct json *j);
void json_key(struct json *j, str key);
/* Must be UTF-8; bytes that are not become U+FFFD. */
void json_text(struct json *j, str text);
/* As few digits as give the same double again; must be finite. */
void json_number(struct json *j, double number);
void json_whole(struct json *j, int64_t whole);
/* A number as it was written, which must be one of JSON (base/json_lex.h). */
void json_literal(struct json *j, str number);
void json_bool(struct json *j, bool value);
void json_none(struct json *j); /* null; jansson, in the tests, has a json_null */
/* The number, or null where there is none. */
void json_number_or_null(struct json *j, bool has, double number);

/* The digits of json_number, for other formats. */
void json_format_number(struct buf *out, double number);

#endif
