/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * json_read — reads one JSON document strictly (RFC 8259) into a small tree.
 *
 * Numbers stay as written, so that 9.0 is not 9; texts are decoded.  More is refused
 * than the standard refuses: a name that stands twice in its object or holds U+0000,
 * half of a surrogate pair, bytes that are not UTF-8.  A byte order mark in front is
 * skipped.  It knows no schema.
 */
#ifndef BASE_JSON_READ_H
#define BASE_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

enum json_kind {
    JSON_KIND_NULL,
    JSON_KIND_BOOL,
    JSON_KIND_NUMBER,
    JSON_KIND_TEXT,
    JSON_KIND_ARRAY,
    JSON_KIND_OBJECT,
    JSON_KIND_COUNT
};

struct json_value {
    str key; /* its name, as a member of an object; else empty */
    enum json_kind kind;
    bool is_true;                   /* of a bool */
    str text;                       /* a number as written; a text decoded, may hold U+0000 */
    const struct json_value *items; /* of an array; of an object the members in their order */
    size_t len;                     /* how many items */
    size_t offset;                  /* byte of the document where it (a member: its name) begins */
};

/* Texts without escapes are views into document, the rest lies in the arena.
 * INVALID and, for LIMIT_JSON_DEPTH and LIMIT_JSON_VALUES, LIMIT, with a sentence that
 * names the place; position is the character within the document, at "character 5" or,
 * where it has several lines, "line 2, character 5". */
struct err *json_read(struct arena *a, str document, struct json_value *out);

/* Where a piece of a longer text begins in it; the first character of a line is 1. */
struct json_place {
    size_t line, character;
};
/* The same of a piece, and places in messages are those of the whole text: "line 7,
 * character 5"; no position. */
struct err *json_read_piece(struct arena *a, str piece, struct json_place begins,
                            struct json_value *out);

/* The member of that name; NULL where there is none, or value is no object. */
const struct json_value *json_read_member(const struct json_value *value, str name);

#endif
