/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * json_stream — the text of a JSON file from front to end: one character between values,
 * or one whole value, at a time.
 *
 * Finds where a value ends and leaves what it says to json_read.h, so that no more than
 * one of them is held.  It knows the place of everything, for messages.
 */
#ifndef BASE_JSON_STREAM_H
#define BASE_JSON_STREAM_H

#include <stdbool.h>

#include "base/file.h"
#include "base/json_read.h"

struct json_stream;

/* A byte order mark in front is skipped. */
struct json_stream *json_stream_make(struct arena *a, struct file *f);
enum { JSON_STREAM_END = -1 };
/* The next byte that is no blank, or JSON_STREAM_END. */
struct err *json_stream_peek(struct json_stream *s, int *next);
/* Over the character that was peeked. */
void json_stream_step(struct json_stream *s);
/* The whole value that begins at the character that was peeked, as it is written, valid
 * until the next call; where it is not closed, or no value, what there is of it.  LIMIT
 * for more than LIMIT_RECORD_BYTES. */
struct err *json_stream_value(struct json_stream *s, str *text);
/* Where the character that was peeked stands, or the value taken last began. */
struct json_place json_stream_place(const struct json_stream *s);
/* The value taken last was cut off by the end of the file. */
bool json_stream_is_cut(const struct json_stream *s);
const struct file *json_stream_file(const struct json_stream *s);

#endif
