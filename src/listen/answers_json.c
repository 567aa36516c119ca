/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/answers_json.h"

#include <assert.h>
#include <inttypes.h>

#include "base/json_lex.h"

struct answers_writer answers_json_begin(struct buf *out)
{
    buf_add_char(out, '{');
    return (struct answers_writer){.out = out};
}

/* The comma before it, where it is not the first, and "12": with the quote that opens a
 * text: one piece. */
static void add_key(struct answers_writer *w, int64_t field, bool opens_text)
{
    char key[24];
    size_t at = sizeof key;
    if (opens_text)
        key[--at] = '"';
    key[--at] = ':';
    key[--at] = '"';
    for (int64_t rest = field; rest > 0; rest /= 10)
        key[--at] = (char)('0' + rest % 10);
    key[--at] = '"';
    if (w->last > 0)
        key[--at] = ',';
    buf_add(w->out, (str){key + at, sizeof key - at});
}

void answers_json_add(struct answers_writer *w, int64_t field, str text)
{
    assert(field > w->last && field <= ANSWERS_FIELD_MAX);
    bool is_number = json_lex_is_number(text);
    add_key(w, field, !is_number);
    w->last = field;
    if (is_number) {
        buf_add(w->out, text);
        return;
    }
    json_lex_escape(w->out, text);
    buf_add_char(w->out, '"');
}

void answers_json_end(struct answers_writer *w)
{
    buf_add_char(w->out, '}');
}

/* at..end are the members; the braces are left behind. */
struct answers_scan answers_scan_make(struct arena *a, str json)
{
    bool is_object = json.len >= 2 && json.ptr[0] == '{' && json.ptr[json.len - 1] == '}';
    struct answers_scan s = {.arena = a, .is_damaged = !is_object};
    if (is_object) {
        s.at = json.ptr + 1;
        s.end = json.ptr + json.len - 1;
    }
    return s;
}

static bool damaged(struct answers_scan *s)
{
    s->is_damaged = true;
    s->at = s->end;
    return false;
}

/* "12": */
static bool scan_key(struct answers_scan *s)
{
    const char *at = s->at, *end = s->end;
    if (*at++ != '"')
        return false;
    int64_t id = 0;
    for (; at < end && *at >= '0' && *at <= '9'; at++) {
        if (id > ANSWERS_FIELD_MAX / 10)
            return false;
        id = id * 10 + (*at - '0');
    }
    if (end - at < 3 || at[0] != '"' || at[1] != ':' || id <= s->last)
        return false;
    s->at = at + 2;
    s->last = id;
    return true;
}

/* Behind the opening quote; the usual text has no escape. */
static bool scan_text(struct answers_scan *s, str *text)
{
    const char *from = s->at, *to = json_lex_plain_end(from, s->end);
    if (to < s->end && *to == '"') {
        *text = (str){from, (size_t)(to - from)};
        s->at = to + 1;
        return true;
    }
    while (s->end - to >= 2 && *to == '\\')
        to = json_lex_plain_end(to + 2, s->end);
    if (to >= s->end || *to != '"')
        return false;
    s->at = to + 1;
    const char *wrong = NULL;
    return json_lex_unescape(s->arena, (str){from, (size_t)(to - from)}, text, &wrong);
}

/* Of the letters that numbers are made of; that they make one was seen to when they
 * were written. */
static bool scan_number(struct answers_scan *s, str *text)
{
    const char *from = s->at, *to = from;
    while (to < s->end && ((*to >= '0' && *to <= '9') || (*to >= '+' && *to <= '.' && *to != ',') ||
                           *to == 'e' || *to == 'E'))
        to++;
    *text = (str){from, (size_t)(to - from)};
    s->at = to;
    return to > from;
}

bool answers_scan_next(struct answers_scan *s, int64_t *field, str *text)
{
    if (s->at == s->end)
        return false;
    str value;
    if (!scan_key(s))
        return damaged(s);
    bool is_text = *s->at == '"';
    s->at += is_text;
    if (!(is_text ? scan_text(s, &value) : scan_number(s, &value)))
        return damaged(s);
    /* A comma, and something behind it. */
    if (s->at < s->end && (*s->at++ != ',' || s->at == s->end))
        return damaged(s);
    *field = s->last;
    *text = value;
    return true;
}
