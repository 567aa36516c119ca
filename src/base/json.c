/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/json.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/text.h"

struct json json_make(struct buf *out)
{
    return (struct json){.out = out};
}

static void before_value(struct json *j)
{
    if (!j->after_key && j->needs_comma[j->depth])
        buf_add_char(j->out, ',');
    j->needs_comma[j->depth] = true;
    j->after_key = false;
}

static void open_with(struct json *j, char c)
{
    before_value(j);
    buf_add_char(j->out, c);
    assert(j->depth + 1 < JSON_DEPTH);
    j->needs_comma[++j->depth] = false;
}

static void close_with(struct json *j, char c)
{
    assert(j->depth > 0);
    j->depth--;
    buf_add_char(j->out, c);
}

void json_open_object(struct json *j)
{
    open_with(j, '{');
}

void json_close_object(struct json *j)
{
    close_with(j, '}');
}

void json_open_array(struct json *j)
{
    open_with(j, '[');
}

void json_close_array(struct json *j)
{
    close_with(j, ']');
}

static void add_character(struct buf *out, uint32_t code_point)
{
    switch (code_point) {
    case '"':
        buf_add(out, S("\\\""));
        return;
    case '\\':
        buf_add(out, S("\\\\"));
        return;
    case '\n':
        buf_add(out, S("\\n"));
        return;
    case '\t':
        buf_add(out, S("\\t"));
        return;
    case '\r':
        buf_add(out, S("\\r"));
        return;
    default:
        if (code_point < 0x20 || code_point == 0x7F)
            buf_addf(out, "\\u%04" PRIx32, code_point);
        else
            text_add(out, code_point);
    }
}

static void add_quoted(struct buf *out, str text)
{
    buf_add_char(out, '"');
    while (text.len) {
        uint32_t code_point = 0;
        bool well_formed = text_next(&text, &code_point);
        add_character(out, well_formed ? code_point : 0xFFFD);
    }
    buf_add_char(out, '"');
}

void json_key(struct json *j, str key)
{
    before_value(j);
    add_quoted(j->out, key);
    buf_add_char(j->out, ':');
    j->after_key = true;
}

void json_text(struct json *j, str text)
{
    before_value(j);
    add_quoted(j->out, text);
}

void json_format_number(struct buf *out, double number)
{
    char digits[40];
    assert(isfinite(number));
    for (int precision = 15; precision <= 17; precision++) {
        (void)snprintf(digits, sizeof digits, "%.*g", precision, number);
        if (strtod(digits, NULL) == number)
            break;
    }
    buf_add(out, str_of_chars(digits));
}

void json_number(struct json *j, double number)
{
    before_value(j);
    json_format_number(j->out, number);
}

void json_whole(struct json *j, int64_t whole)
{
    before_value(j);
    buf_addf(j->out, "%" PRId64, whole);
}

void json_literal(struct json *j, str number)
{
    before_value(j);
    buf_add(j->out, number);
}

void json_bool(struct json *j, bool value)
{
    before_value(j);
    buf_add(j->out, value ? S("true") : S("false"));
}

void json_none(struct json *j)
{
    before_value(j);
    buf_add(j->out, S("null"));
}

void json_number_or_null(struct json *j, bool has, double number)
{
    if (has)
        json_number(j, number);
    else
        json_none(j);
}
