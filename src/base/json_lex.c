/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/json_lex.h"

#include "base/text.h"

enum { ESCAPE_LEN = 6, SURROGATE_HIGH = 0xD800, SURROGATE_LOW = 0xDC00, SURROGATE_END = 0xE000 };

static size_t digits_len(str s, size_t from)
{
    size_t i = from;
    while (i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9')
        i++;
    return i - from;
}

/* Bytes of an exponent at from, 0 where there is none. */
static size_t exponent_len(str s, size_t from)
{
    if (from == s.len || (s.ptr[from] != 'e' && s.ptr[from] != 'E'))
        return 0;
    size_t sign = from + 1 < s.len && (s.ptr[from + 1] == '+' || s.ptr[from + 1] == '-');
    size_t digits = digits_len(s, from + 1 + sign);
    return digits ? 1 + sign + digits : 0;
}

size_t json_lex_number_len(str s)
{
    size_t i = s.len > 0 && s.ptr[0] == '-';
    size_t digits = i < s.len && s.ptr[i] == '0' ? 1 : digits_len(s, i);
    if (digits == 0)
        return 0;
    i += digits;
    if (i < s.len && s.ptr[i] == '.') {
        size_t places = digits_len(s, i + 1);
        i += places ? 1 + places : 0;
    }
    return i + exponent_len(s, i);
}

bool json_lex_is_number(str s)
{
    return s.len > 0 && json_lex_number_len(s) == s.len;
}

static void add_escape(struct buf *out, char c)
{
    static const char names[0x20] = {
        ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};
    unsigned char byte = (unsigned char)c;
    char name = byte < sizeof names ? names[byte] : c;
    if (name)
        buf_add(out, (str){(char[]){'\\', name}, 2});
    else
        buf_addf(out, "\\u%04x", byte);
}

void json_lex_escape(struct buf *out, str text)
{
    while (text.len) {
        const char *plain_end = json_lex_plain_end(text.ptr, text.ptr + text.len);
        size_t plain = (size_t)(plain_end - text.ptr);
        buf_add(out, str_slice(text, 0, plain));
        if (plain == text.len)
            return;
        add_escape(out, *plain_end);
        text = str_slice(text, plain + 1, text.len);
    }
}

/* The character of a one-letter escape, or 0. */
static char meaning_of(char name)
{
    switch (name) {
    case '"':
    case '\\':
    case '/':
        return name;
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return 0;
    }
}

/* The four digits of a \u escape that s begins with. */
static bool read_unit(str s, uint32_t *unit)
{
    if (s.len < ESCAPE_LEN || s.ptr[0] != '\\' || s.ptr[1] != 'u')
        return false;
    uint32_t value = 0;
    for (size_t i = 2; i < ESCAPE_LEN; i++) {
        char c = s.ptr[i];
        uint32_t letter = ((uint32_t)(unsigned char)c | 0x20) - 'a';
        if (c >= '0' && c <= '9')
            value = value << 4 | (uint32_t)(c - '0');
        else if (letter < 6)
            value = value << 4 | (letter + 10);
        else
            return false;
    }
    *unit = value;
    return true;
}

/* One character of one \u escape or of two; its bytes, or 0. */
static size_t read_character(str s, uint32_t *character)
{
    uint32_t high, low;
    if (!read_unit(s, &high))
        return 0;
    *character = high;
    if (high < SURROGATE_HIGH || high >= SURROGATE_END)
        return ESCAPE_LEN;
    if (high >= SURROGATE_LOW || !read_unit(str_slice(s, ESCAPE_LEN, s.len), &low) ||
        low < SURROGATE_LOW || low >= SURROGATE_END)
        return 0;
    *character = 0x10000 + ((high - SURROGATE_HIGH) << 10) + (low - SURROGATE_LOW);
    return (size_t)2 * ESCAPE_LEN;
}

/* Bytes of the escape that s begins with, its meaning added; or 0. */
static size_t add_meaning(struct buf *out, str s)
{
    char meaning = s.len > 1 ? meaning_of(s.ptr[1]) : 0;
    if (meaning) {
        buf_add_char(out, meaning);
        return 2;
    }
    uint32_t character = 0;
    size_t len = read_character(s, &character);
    if (len)
        text_add(out, character);
    return len;
}

bool json_lex_unescape(struct arena *a, str inside, str *text, const char **at)
{
    struct buf out = buf_make(a, inside.len);
    str rest = inside;
    while (rest.len) {
        const char *backslash = memchr(rest.ptr, '\\', rest.len);
        size_t plain = backslash ? (size_t)(backslash - rest.ptr) : rest.len;
        if (plain == inside.len) {
            *text = inside;
            return true;
        }
        buf_add(&out, str_slice(rest, 0, plain));
        rest = str_slice(rest, plain, rest.len);
        size_t len = rest.len ? add_meaning(&out, rest) : 0;
        if (rest.len && len == 0) {
            *at = rest.ptr;
            return false;
        }
        rest = str_slice(rest, len, rest.len);
    }
    *text = buf_str(&out);
    return true;
}

str json_lex_pointer(struct arena *a, str parent, str name)
{
    struct buf out = buf_make(a, parent.len + 1 + 2 * name.len);
    buf_add(&out, parent);
    buf_add_char(&out, '/');
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        buf_add(&out, c == '~' ? S("~0") : c == '/' ? S("~1") : str_slice(name, i, i + 1));
    }
    return buf_str(&out);
}
