/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/json_stream.h"

#include <assert.h>
#include <string.h>

#include "base/json_lex.h"
#include "base/limits.h"

enum { FIRST_ROOM = 256 * 1024 };

struct json_stream {
    struct arena *arena;
    struct file *file;
    char *buffer;
    size_t room, start, end; /* buffer[start..end) is not yet taken */
    bool at_end, is_cut, is_begun;
    struct json_place next, given; /* of buffer[start]; of what was peeked or taken last */
};

struct json_stream *json_stream_make(struct arena *a, struct file *f)
{
    struct json_stream *s = ARENA_NEW(a, struct json_stream);
    *s = (struct json_stream){.arena = a, .file = f, .room = FIRST_ROOM, .next = {1, 1}};
    s->buffer = arena_take(a, s->room);
    return s;
}

static struct err *read_on(struct json_stream *s)
{
    size_t kept = s->end - s->start, got = 0;
    char *to = s->buffer;
    if (kept > LIMIT_RECORD_BYTES)
        FAIL(s->arena, WHY_LIMIT,
             "\"%.*s\": what begins at line %zu, character %zu is longer than %zu MiB.",
             STR(file_path(s->file)), s->next.line, s->next.character, LIMIT_RECORD_BYTES / MIB);
    if (kept > s->room / 2)
        to = arena_take(s->arena, s->room *= 2);
    memmove(to, s->buffer + s->start, kept);
    s->buffer = to;
    s->start = 0;
    s->end = kept;
    TRY(file_read(s->arena, s->file, to + kept, s->room - kept, &got));
    s->end += got;
    s->at_end = got == 0;
    return NULL;
}

/* Over len bytes, and their lines and characters. */
static void advance(struct json_stream *s, size_t len)
{
    const char *at = s->buffer + s->start, *end = at + len;
    for (const char *newline; (newline = memchr(at, '\n', (size_t)(end - at))); at = newline + 1) {
        s->next.line++;
        s->next.character = 1;
    }
    for (; at < end; at++)
        s->next.character += ((unsigned char)*at & 0xC0U) != 0x80U;
    s->start += len;
}

static struct err *skip_mark(struct json_stream *s)
{
    static const str mark = S_INIT("\xEF\xBB\xBF");
    s->is_begun = true;
    while (s->end - s->start < mark.len && !s->at_end)
        TRY(read_on(s));
    if (str_starts_with((str){s->buffer + s->start, s->end - s->start}, mark))
        s->start += mark.len;
    return NULL;
}

struct err *json_stream_peek(struct json_stream *s, int *next)
{
    if (!s->is_begun)
        TRY(skip_mark(s));
    for (;;) {
        size_t blanks = 0;
        str rest = {s->buffer + s->start, s->end - s->start};
        while (blanks < rest.len && str_has(S(" \t\r\n"), rest.ptr[blanks]))
            blanks++;
        advance(s, blanks);
        if (s->start < s->end || s->at_end)
            break;
        TRY(read_on(s));
    }
    s->given = s->next;
    *next = s->start < s->end ? (unsigned char)s->buffer[s->start] : JSON_STREAM_END;
    return NULL;
}

void json_stream_step(struct json_stream *s)
{
    assert(s->start < s->end);
    advance(s, 1);
}

/* Behind the closing quote of a text; NULL where it is not closed up to end. */
static const char *text_end(const char *quote, const char *end)
{
    for (const char *at = quote + 1; at < end; at++) {
        at = json_lex_plain_end(at, end);
        if (at < end && *at == '"')
            return at + 1;
        if (at < end && *at == '\\')
            at++;
    }
    return NULL;
}

/* Behind the bracket that closes the one at at. */
static const char *container_end(const char *at, const char *end)
{
    size_t depth = 0;
    while (at && at < end) {
        char c = *at;
        if (c == '"') {
            at = text_end(at, end);
            continue;
        }
        at++;
        depth += c == '[' || c == '{';
        depth -= c == ']' || c == '}';
        if (depth == 0)
            return at;
    }
    return NULL;
}

static const char *word_end(const char *at, const char *end)
{
    while (at < end && !str_has(S(",]}:[{\" \t\r\n"), *at))
        at++;
    return at < end ? at : NULL;
}

static const char *value_end(const char *at, const char *end)
{
    switch (*at) {
    case '"':
        return text_end(at, end);
    case '[':
    case '{':
        return container_end(at, end);
    default:
        return word_end(at, end);
    }
}

struct err *json_stream_value(struct json_stream *s, str *text)
{
    const char *end = NULL;
    assert(s->start < s->end);
    while (!(end = value_end(s->buffer + s->start, s->buffer + s->end)) && !s->at_end)
        TRY(read_on(s));
    s->is_cut = end == NULL;
    size_t len = end ? (size_t)(end - (s->buffer + s->start)) : s->end - s->start;
    if (len == 0)
        len = 1; /* what no value begins with */
    if (len > LIMIT_RECORD_BYTES)
        TRY(read_on(s)); /* says so */
    *text = (str){s->buffer + s->start, len};
    s->given = s->next;
    advance(s, len);
    return NULL;
}

struct json_place json_stream_place(const struct json_stream *s)
{
    return s->given;
}

bool json_stream_is_cut(const struct json_stream *s)
{
    return s->is_cut;
}

const struct file *json_stream_file(const struct json_stream *s)
{
    return s->file;
}
