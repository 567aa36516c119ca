/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Reads the words of a map's line: texts in quotes or without, names of columns.
 */
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "listen/import_map_private.h"

struct err *import_map_at(const struct import_map_reader *r, str part, struct err *e)
{
    size_t before = part.ptr ? (size_t)(part.ptr - r->line.ptr) : 0;
    e->at = str_format(r->arena, "line %zu", r->number);
    e->source = r->line;
    e->position = text_len(str_slice(r->line, 0, before)) + 1;
    return e;
}

str import_map_quote(const struct import_map_reader *r, str s)
{
    return text_quote(r->arena, s);
}

str import_map_hint(const struct import_map_reader *r, str given, const str *known, size_t len)
{
    str near = text_suggest(r->arena, given, known, len);
    if (near.len)
        return str_format(r->arena, "; did you mean %.*s?", STR(import_map_quote(r, near)));
    struct buf b = buf_make(r->arena, KIB);
    for (size_t i = 0; i < len; i++)
        buf_addf(&b, "%s%.*s", i == 0 ? "; it is one of " : ", ", STR(known[i]));
    buf_add_char(&b, '.');
    return buf_str(&b);
}

static bool unescape(char c, char *out)
{
    static const char from[] = {'n', 'r', 't', '"', '\\'};
    static const char to[] = {'\n', '\r', '\t', '"', '\\'};
    for (size_t i = 0; i < sizeof from; i++)
        if (from[i] == c) {
            *out = to[i];
            return true;
        }
    return false;
}

struct err *import_map_read_quoted(const struct import_map_reader *r, str *rest, str *out)
{
    struct buf b = buf_make(r->arena, rest->len);
    for (size_t i = 1; i < rest->len; i++) {
        char c = rest->ptr[i];
        if (c == '"') {
            *out = buf_str(&b);
            *rest = str_slice(*rest, i + 1, rest->len);
            return NULL;
        }
        if (c == '\\' && (i + 1 == rest->len || !unescape(rest->ptr[++i], &c)))
            return AT(r, str_slice(*rest, i - 1, i),
                      "Line %zu of the map: behind a backslash stands n, r, t, \" or another "
                      "backslash.",
                      r->number);
        buf_add_char(&b, c);
    }
    return AT(r, *rest, "Line %zu of the map: the quote that opens here is not closed.", r->number);
}

struct err *import_map_read_text(const struct import_map_reader *r, str s, const char *what,
                                 str *out)
{
    str text = s, rest = {NULL, 0};
    if (str_starts_with(s, S("\""))) {
        rest = s;
        TRY(import_map_read_quoted(r, &rest, &text));
        rest = str_trim(rest);
    }
    if (rest.len > 0)
        return AT(r, rest, "Line %zu of the map: the closing quote must end the line.", r->number);
    if (text.len == 0)
        return AT(r, s, "Line %zu of the map: %s says nothing.", r->number, what);
    *out = text;
    return NULL;
}

/* A number behind #, 0 where s is not such a thing. */
static size_t number_of(str s)
{
    size_t number = 0;
    if (s.len < 2 || s.ptr[0] != '#')
        return 0;
    for (size_t i = 1; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9' || number > LIMIT_COLUMNS)
            return 0;
        number = number * 10 + (size_t)(s.ptr[i] - '0');
    }
    return number;
}

struct err *import_map_read_name(const struct import_map_reader *r, str s, const char *what,
                                 struct import_map_name *out)
{
    struct import_map_name name = {.line = r->number};
    name.number = number_of(s);
    if (name.number == 0)
        TRY(import_map_read_text(r, s, what, &name.name));
    name.name = str_trim(name.name);
    if (name.number == 0 && name.name.len == 0)
        return AT(r, s, "Line %zu of the map: a column without a name is called by its place, #3.",
                  r->number);
    *out = name;
    return NULL;
}
