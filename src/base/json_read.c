/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/json_read.h"

#include <string.h>

#include "base/json_keys.h"
#include "base/json_lex.h"
#include "base/limits.h"
#include "base/text.h"

enum { FIRST_ROOM = 32 };

struct reader {
    struct arena *arena;
    const char *start, *at, *end;
    struct json_place begins; /* all 0: it is the whole text */
    /* Items of the arrays and objects that are open, the innermost last. */
    struct json_value *open;
    size_t open_len, open_room;
    size_t values, depth;
    struct json_keys keys;
};

/* ---- what is wrong, and where ---- */

static str place_of(const struct reader *r, const char *at, size_t *position)
{
    str all = {r->start, (size_t)(r->end - r->start)};
    str before = str_slice(all, 0, (size_t)(at - r->start));
    size_t line = r->begins.line ? r->begins.line : 1, character = r->begins.character;
    *position = r->begins.line ? 0 : text_len(before) + 1;
    if (!r->begins.line && !str_has(str_trim(all), '\n'))
        return str_format(r->arena, "character %zu", *position);
    if (!str_has(before, '\n') && character)
        return str_format(r->arena, "line %zu, character %zu", line, character + text_len(before));
    for (str rest = before; str_has(rest, '\n'); line++) {
        (void)str_cut(rest, '\n', &rest);
        before = rest;
    }
    return str_format(r->arena, "line %zu, character %zu", line, text_len(before) + 1);
}

static struct err *mistake(const struct reader *r, const char *at, enum why why, str what)
{
    size_t position = 0;
    str place = place_of(r, at, &position);
    struct err *e = err_make(r->arena, why, __FILE__, __LINE__,
                             "This JSON cannot be read: at %.*s %.*s.", STR(place), STR(what));
    e->at = place;
    e->position = position;
    return e;
}

/* What stands there, as far as a person would call it one thing. */
static str word_at(const struct reader *r, const char *at)
{
    str rest = {at, (size_t)(r->end - at)};
    size_t len = 0;
    while (len < rest.len && ((rest.ptr[len] >= '0' && rest.ptr[len] <= '9') ||
                              ((rest.ptr[len] | 0x20) >= 'a' && (rest.ptr[len] | 0x20) <= 'z') ||
                              str_has(S("+-._"), rest.ptr[len])))
        len++;
    if (len > 0)
        return str_slice(rest, 0, len);
    str behind = rest;
    uint32_t character;
    (void)text_next(&behind, &character);
    return str_slice(rest, 0, rest.len - behind.len);
}

static struct err *expected(const struct reader *r, const char *what)
{
    if (r->at == r->end)
        return mistake(r, r->at, WHY_INVALID,
                       str_format(r->arena, "%s is expected, but the text ends", what));
    str is = text_quote(r->arena, word_at(r, r->at));
    return mistake(r, r->at, WHY_INVALID,
                   str_format(r->arena, "%s is expected, not %.*s", what, STR(is)));
}

static struct err *mistake_quoting(const struct reader *r, const char *at, str quoted,
                                   const char *what)
{
    str quote = text_quote(r->arena, quoted);
    return mistake(r, at, WHY_INVALID, str_format(r->arena, "%.*s %s", STR(quote), what));
}

/* ---- values ---- */

static void skip_blanks(struct reader *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\n' || *r->at == '\r' || *r->at == '\t'))
        r->at++;
}

/* Steps over c where it is next. */
static bool take(struct reader *r, char c)
{
    bool is_next = r->at < r->end && *r->at == c;
    r->at += is_next;
    return is_next;
}

/* The escape that no character is behind. */
static struct err *mistake_escape(const struct reader *r, const char *backslash, const char *end)
{
    size_t len = (size_t)(end - backslash), whole = len > 1 && backslash[1] == 'u' ? 6 : 2;
    return mistake_quoting(r, backslash, (str){backslash, len < whole ? len : whole},
                           "is an escape that stands for no character");
}

/* The rest of a text that is more than one plain run; from: behind its quote. */
static struct err *read_escaped(struct reader *r, const char *from, const char *to, str *out)
{
    while (r->end - to >= 2 && *to == '\\')
        to = json_lex_plain_end(to + 2, r->end);
    if (to == r->end || *to == '\\')
        return mistake(r, from - 1, WHY_INVALID, S("a text begins that is not closed"));
    if (*to != '"')
        return mistake(r, to, WHY_INVALID,
                       str_format(r->arena,
                                  "a control character stands in a text; it is written \\u%04x",
                                  (unsigned)*to));
    const char *wrong = NULL;
    if (!json_lex_unescape(r->arena, (str){from, (size_t)(to - from)}, out, &wrong))
        return mistake_escape(r, wrong, to);
    r->at = to + 1;
    return NULL;
}

/* At a quote. */
static struct err *read_text(struct reader *r, str *out)
{
    const char *from = r->at + 1, *to = json_lex_plain_end(from, r->end);
    if (to == r->end || *to != '"')
        return read_escaped(r, from, to, out);
    *out = (str){from, (size_t)(to - from)};
    r->at = to + 1;
    return NULL;
}

static struct err *read_number(struct reader *r, struct json_value *out)
{
    str rest = {r->at, (size_t)(r->end - r->at)};
    size_t len = json_lex_number_len(rest);
    bool ends_well = len == rest.len || rest.ptr[len] == ',' || rest.ptr[len] == '}';
    if (len == 0 || (!ends_well && word_at(r, r->at).len != len))
        return mistake_quoting(r, r->at, word_at(r, r->at), "is no number as JSON writes them");
    out->kind = JSON_KIND_NUMBER;
    out->text = str_slice(rest, 0, len);
    r->at += len;
    return NULL;
}

/* true, false, null */
static struct err *read_word(struct reader *r, struct json_value *out)
{
    str word = word_at(r, r->at);
    if (str_equal(word, S("null"))) {
        out->kind = JSON_KIND_NULL;
    } else {
        out->kind = JSON_KIND_BOOL;
        out->is_true = str_equal(word, S("true"));
        if (!out->is_true && !str_equal(word, S("false")))
            return expected(r, "a value");
    }
    r->at += word.len;
    return NULL;
}

static struct err *read_value(struct reader *r, struct json_value *out);

/* A name, the colon, and the blanks around it. */
static struct err *read_key(struct reader *r, str *key)
{
    const char *quote = r->at;
    if (quote == r->end || *quote != '"')
        return expected(r, "a name in double quotes");
    TRY(read_text(r, key));
    /* Only an escape can make one. */
    if (key->ptr != quote + 1 && str_has(*key, '\0'))
        return mistake_quoting(r, quote, *key, "is a name with the character U+0000");
    skip_blanks(r);
    if (!take(r, ':'))
        return expected(r, "a colon");
    skip_blanks(r);
    return NULL;
}

static struct err *read_item(struct reader *r, bool is_member)
{
    struct json_value item = {.offset = (size_t)(r->at - r->start)};
    if (is_member)
        TRY(read_key(r, &item.key));
    TRY(read_value(r, &item));
    if (r->open_len == r->open_room)
        r->open = arena_grow_array(r->arena, r->open, r->open_len, &r->open_room, sizeof item);
    r->open[r->open_len++] = item;
    return NULL;
}

/* Items up to the closing bracket or brace. */
static struct err *read_items(struct reader *r, bool are_members)
{
    char close = are_members ? '}' : ']';
    skip_blanks(r);
    if (take(r, close))
        return NULL;
    for (;;) {
        TRY(read_item(r, are_members));
        skip_blanks(r);
        if (take(r, close))
            return NULL;
        if (!take(r, ','))
            return expected(r, are_members ? "a comma or }" : "a comma or ]");
        skip_blanks(r);
    }
}

static struct err *limit_of_depth(const struct reader *r)
{
    return mistake(r, r->at, WHY_LIMIT,
                   str_format(r->arena,
                              "arrays and objects stand within each other more than %d deep",
                              LIMIT_JSON_DEPTH));
}

/* An array or an object. */
static struct err *read_container(struct reader *r, struct json_value *out)
{
    size_t before = r->open_len;
    if (++r->depth > LIMIT_JSON_DEPTH)
        return limit_of_depth(r);
    bool is_object = *r->at++ == '{';
    TRY(read_items(r, is_object));
    r->depth--;
    out->kind = is_object ? JSON_KIND_OBJECT : JSON_KIND_ARRAY;
    out->len = r->open_len - before;
    r->open_len = before;
    if (out->len == 0)
        return NULL;
    struct json_value *items = ARENA_ARRAY(r->arena, struct json_value, out->len);
    memcpy(items, r->open + before, out->len * sizeof *items);
    out->items = items;
    const struct json_value *repeated =
        is_object ? json_keys_repeated(r->arena, &r->keys, items, out->len) : NULL;
    return repeated ? mistake_quoting(r, r->start + repeated->offset, repeated->key,
                                      "is the name of a second member of the same object")
                    : NULL;
}

static struct err *read_value(struct reader *r, struct json_value *out)
{
    if (++r->values > LIMIT_JSON_VALUES)
        return mistake(r, r->at, WHY_LIMIT,
                       str_format(r->arena, "it has more than %zu values", LIMIT_JSON_VALUES));
    char c = r->at < r->end ? *r->at : ' ';
    if (c == '"') {
        out->kind = JSON_KIND_TEXT;
        return read_text(r, &out->text);
    }
    if (c == '{' || c == '[')
        return read_container(r, out);
    if (c == '-' || (c >= '0' && c <= '9'))
        return read_number(r, out);
    return c >= 'a' && c <= 'z' ? read_word(r, out) : expected(r, "a value");
}

/* ---- documents ---- */

static struct err *check_utf8(const struct reader *r)
{
    str rest = {r->start, (size_t)(r->end - r->start)};
    if (text_is_utf8(rest))
        return NULL;
    const char *at = rest.ptr;
    for (uint32_t c; text_next(&rest, &c);)
        at = rest.ptr;
    return mistake(r, at, WHY_INVALID,
                   str_format(r->arena, "the byte 0x%02X is not UTF-8", (unsigned char)*at));
}

struct err *json_read(struct arena *a, str document, struct json_value *out)
{
    static const str mark = S_INIT("\xEF\xBB\xBF");
    if (str_starts_with(document, mark))
        document = str_slice(document, mark.len, document.len);
    return json_read_piece(a, document, (struct json_place){0, 0}, out);
}

struct err *json_read_piece(struct arena *a, str document, struct json_place begins,
                            struct json_value *out)
{
    struct json_value first[FIRST_ROOM], value = {.key = {NULL, 0}};
    const char *start = document.len ? document.ptr : "";
    struct reader r = {
        .arena = a,
        .start = start,
        .at = start,
        .begins = begins,
        .end = start + document.len,
        .open = first,
        .open_room = FIRST_ROOM,
    };
    TRY(check_utf8(&r));
    skip_blanks(&r);
    value.offset = (size_t)(r.at - r.start);
    TRY(read_value(&r, &value));
    skip_blanks(&r);
    if (r.at < r.end)
        return expected(&r, "the end of the text");
    *out = value;
    return NULL;
}

const struct json_value *json_read_member(const struct json_value *value, str name)
{
    if (value->kind != JSON_KIND_OBJECT)
        return NULL;
    for (size_t i = 0; i < value->len; i++)
        if (str_equal(value->items[i].key, name))
            return &value->items[i];
    return NULL;
}
