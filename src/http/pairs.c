/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/pairs.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"

enum { FIRST_PRINTABLE = 0x20, DELETE_SIGN = 0x7F };

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_allowed(str text, bool lines_pass)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool is_break = c == '\n' || c == '\r' || c == '\t';
        if ((c < FIRST_PRINTABLE && !(lines_pass && is_break)) || c == DELETE_SIGN)
            return false;
    }
    return text_is_utf8(text);
}

/* The byte that "%4a" at i stands for; false where that is broken. */
static bool unescape(str text, size_t i, char *out)
{
    if (text.len - i <= 2)
        return false;
    int high = digit_of(text.ptr[i + 1]), low = digit_of(text.ptr[i + 2]);
    if (high < 0 || low < 0)
        return false;
    *out = (char)(high * 16 + low);
    return true;
}

/* False where an escape is broken. */
static bool decode(struct arena *a, str text, bool plus_is_blank, str *out)
{
    if (!str_has(text, '%') && !(plus_is_blank && str_has(text, '+'))) {
        *out = text.ptr ? text : S("");
        return true;
    }
    char *into = arena_take(a, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '%') {
            if (!unescape(text, i, &c))
                return false;
            i += 2;
        } else if (c == '+' && plus_is_blank) {
            c = ' ';
        }
        into[len++] = c;
    }
    *out = (str){into, len};
    return true;
}

bool pairs_decode(struct arena *a, str text, str *out)
{
    str decoded = {NULL, 0};
    if (!decode(a, text, false, &decoded) || !is_allowed(decoded, false))
        return false;
    *out = decoded;
    return true;
}

str pairs_encode(struct arena *a, str text)
{
    struct buf b = buf_make(a, text.len * 3 + 1);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (is_plain || (c && str_has(S("-._~"), c)))
            buf_add_char(&b, c);
        else
            buf_addf(&b, "%%%02X", (unsigned char)c);
    }
    return buf_str(&b);
}

str pairs_get(const struct pairs *p, str name)
{
    for (size_t i = 0; i < p->len; i++)
        if (str_equal(p->items[i].name, name))
            return p->items[i].value;
    return (str){NULL, 0};
}

static size_t count(str text, char separator)
{
    size_t parts = 1;
    for (size_t i = 0; i < text.len; i++)
        parts += text.ptr[i] == separator;
    return parts;
}

static struct err *take_part(struct arena *a, str part, enum pairs_from from, struct pairs *into)
{
    const char *where = from == PAIRS_OF_QUERY ? "query" : "form";
    struct pair p = {.name = {NULL, 0}};
    str value, name = str_cut(part, '=', &value);
    if (!decode(a, name, true, &p.name) || !decode(a, value, true, &p.value))
        FAIL(a, WHY_USAGE, "The %s has a %% that no two hexadecimal digits follow: %.*s.", where,
             STR(text_quote(a, part)));
    if (!is_allowed(p.name, false) || !is_allowed(p.value, from == PAIRS_OF_FORM))
        FAIL(a, WHY_USAGE, "The %s holds what is no text (UTF-8 without control characters): %.*s.",
             where, STR(text_quote(a, part)));
    if (!p.name.len)
        FAIL(a, WHY_USAGE, "The %s has a value without a name: %.*s.", where,
             STR(text_quote(a, part)));
    if (pairs_get(into, p.name).ptr)
        FAIL(a, WHY_USAGE, "The %s has %.*s twice.", where, STR(text_quote(a, p.name)));
    into->items[into->len++] = p;
    return NULL;
}

struct err *pairs_of_text(struct arena *a, str text, enum pairs_from from, struct pairs *out)
{
    struct pairs p = {.len = 0};
    size_t parts = count(text, '&');
    if (parts > LIMIT_HTTP_PAIRS)
        FAIL(a, WHY_LIMIT, "More than %zu names with values are not taken.", LIMIT_HTTP_PAIRS);
    p.items = ARENA_ARRAY(a, struct pair, parts);
    while (text.len) {
        str part = str_cut(text, '&', &text);
        if (part.len)
            TRY(take_part(a, part, from, &p));
    }
    *out = p;
    return NULL;
}

/* RFC 6265: what a name, and a value without its quotes, are made of. */
static bool is_cookie_text(str text, bool is_name)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c <= ' ' || c >= DELETE_SIGN || str_has(S("\",;\\"), c) ||
            (is_name && str_has(S("()<>@:/[]?={}"), c)))
            return false;
    }
    return text.len > 0 || !is_name;
}

struct pairs pairs_of_cookies(struct arena *a, str text)
{
    size_t room = count(text, ';');
    struct pairs p = {.len = 0};
    if (room > LIMIT_HTTP_PAIRS)
        room = LIMIT_HTTP_PAIRS;
    p.items = ARENA_ARRAY(a, struct pair, room);
    while (text.len && p.len < room) {
        str value, name = str_trim(str_cut(str_cut(text, ';', &text), '=', &value));
        bool has_value = value.ptr != NULL;
        value = str_trim(value);
        if (value.len >= 2 && value.ptr[0] == '"' && value.ptr[value.len - 1] == '"')
            value = str_slice(value, 1, value.len - 1);
        if (has_value && is_cookie_text(name, true) && is_cookie_text(value, false) &&
            !pairs_get(&p, name).ptr)
            p.items[p.len++] = (struct pair){name, value.ptr ? value : S("")};
    }
    return p;
}
