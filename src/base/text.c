/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"

#include <assert.h>
#include <locale.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "base/limits.h"

/* <wchar.h> declares it only for a program that asks for X/Open by name. */
int wcwidth(wchar_t c);

enum { CODE_POINT_MAX = 0x10FFFF, SUGGEST_CHARS = 128 };

/* ---- what glibc knows of Unicode ---- */

static locale_t unicode; /* (locale_t)0 where the system has none */

static void open_unicode(void)
{
    unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

static bool has_unicode(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, open_unicode);
    return unicode != (locale_t)0;
}

static bool is_combining(uint32_t c)
{
    return c >= 0x300 && c <= 0x36F;
}

/* Cells of a character that is not ASCII; -1: it has no glyph. */
static int width_of(uint32_t c)
{
    if (!has_unicode())
        return is_combining(c) ? 0 : 1;
    locale_t before = uselocale(unicode);
    int width = wcwidth((wchar_t)c);
    uselocale(before);
    return width;
}

/* One form for both cases.  The final sigma is a sigma. */
static uint32_t fold(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
    if (c == 0x3C2)
        return 0x3C3;
    return has_unicode() ? (uint32_t)towlower_l((wint_t)c, unicode) : c;
}

/* ---- UTF-8 ---- */

/* Bytes of a sequence that begins with this byte; 0: none does. */
static size_t sequence_len(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xC2)
        return 0;
    if (first < 0xE0)
        return 2;
    if (first < 0xF0)
        return 3;
    return first < 0xF5 ? 4 : 0;
}

static bool is_scalar(uint32_t c)
{
    return c <= CODE_POINT_MAX && (c < 0xD800 || c > 0xDFFF);
}

bool text_next(str *rest, uint32_t *code_point)
{
    static const unsigned char first_mask[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    assert(rest->len > 0);
    const unsigned char *bytes = (const unsigned char *)rest->ptr;
    size_t len = sequence_len(bytes[0]);
    uint32_t c = bytes[0] & first_mask[len];
    bool is_valid = len > 0 && len <= rest->len;
    for (size_t i = 1; is_valid && i < len; i++) {
        is_valid = (bytes[i] & 0xC0) == 0x80;
        c = c << 6 | (bytes[i] & 0x3F);
    }
    if (!is_valid || c < least[len] || !is_scalar(c)) {
        *code_point = bytes[0];
        *rest = (str){rest->ptr + 1, rest->len - 1};
        return false;
    }
    *code_point = c;
    *rest = (str){rest->ptr + len, rest->len - len};
    return true;
}

void text_add(struct buf *b, uint32_t code_point)
{
    uint32_t c = is_scalar(code_point) ? code_point : 0xFFFD;
    char bytes[4];
    size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char first[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = len; i-- > 1; c >>= 6)
        bytes[i] = (char)(0x80 | (c & 0x3F));
    bytes[0] = (char)(first[len] | c);
    buf_add(b, (str){bytes, len});
}

size_t text_ascii_len(str s)
{
    size_t i = 0;
    for (uint64_t eight; s.len - i >= sizeof eight; i += sizeof eight) {
        memcpy(&eight, s.ptr + i, sizeof eight);
        if (eight & 0x8080808080808080u)
            break;
    }
    while (i < s.len && (unsigned char)s.ptr[i] < 0x80)
        i++;
    return i;
}

bool text_is_utf8(str s)
{
    if (str_is_ascii(s))
        return true;
    for (;;) {
        s = str_slice(s, text_ascii_len(s), s.len);
        uint32_t c;
        if (s.len == 0)
            return true;
        if (!text_next(&s, &c))
            return false;
    }
}

size_t text_len(str s)
{
    size_t len = 0;
    for (uint32_t c; s.len > 0; len++)
        (void)text_next(&s, &c);
    return len;
}

/* ---- case ---- */

/* The next character in one form for both cases; bytes that are not UTF-8 are
 * like themselves only. */
static uint32_t next_folded(str *rest)
{
    uint32_t c;
    return text_next(rest, &c) ? fold(c) : CODE_POINT_MAX + 1 + c;
}

bool text_equal_ignoring_case(str a, str b)
{
    while (a.len > 0 && b.len > 0)
        if (next_folded(&a) != next_folded(&b))
            return false;
    return a.len == 0 && b.len == 0;
}

str text_to_lower(struct arena *a, str s)
{
    struct buf b = buf_make(a, s.len * 2); /* 2 bytes may become 3 */
    while (s.len > 0) {
        str before = s;
        uint32_t c;
        if (!text_next(&s, &c))
            buf_add(&b, str_slice(before, 0, 1));
        else if (c == 0x3C2)
            text_add(&b, c);
        else
            text_add(&b, fold(c));
    }
    return buf_str(&b);
}

/* ---- the escaped form ---- */

/* One character as it is shown. */
struct glyph {
    str source;      /* its bytes in the text */
    char escape[12]; /* NUL-terminated; empty: shown as it is */
    unsigned width;
};

/* No glyph of its own, and something that a reader should know is there. */
static bool is_hidden(uint32_t c)
{
    static const uint32_t ranges[][2] = {
        {0x80, 0x9F},     {0xAD, 0xAD},     {0x61C, 0x61C},   {0x200B, 0x200B},   {0x2028, 0x202E},
        {0x2066, 0x2069}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        if (c >= ranges[i][0] && c <= ranges[i][1])
            return true;
    return false;
}

static void escape_glyph(struct glyph *g, bool is_valid, uint32_t c)
{
    size_t size = sizeof g->escape;
    int len;
    if (is_valid && (c == '\n' || c == '\t' || c == '\r'))
        len = snprintf(g->escape, size, "\\%c", c == '\n' ? 'n' : c == '\t' ? 't' : 'r');
    else if (!is_valid || c < 0x80)
        len = snprintf(g->escape, size, "\\x%02x", c & 0xFF);
    else if (c <= 0xFFFF)
        len = snprintf(g->escape, size, "\\u%04x", c);
    else
        len = snprintf(g->escape, size, "\\U%08x", c);
    g->width = (unsigned)len;
}

static struct glyph next_glyph(str *rest)
{
    struct glyph g = {.source = *rest, .width = 1};
    uint32_t c;
    bool is_valid = text_next(rest, &c);
    g.source.len -= rest->len;
    if (is_valid && c >= ' ' && c < 0x7F)
        return g;
    int width = is_valid && c >= 0x80 && !is_hidden(c) ? width_of(c) : -1;
    if (width >= 0)
        g.width = (unsigned)width;
    else
        escape_glyph(&g, is_valid, c);
    return g;
}

static str glyph_str(const struct glyph *g)
{
    return g->escape[0] ? str_of_chars(g->escape) : g->source;
}

str text_escape(struct arena *a, str s)
{
    struct buf b = buf_make(a, s.len * 4);
    bool is_changed = false;
    for (str rest = s; rest.len > 0;) {
        struct glyph g = next_glyph(&rest);
        is_changed = is_changed || g.escape[0];
        if (is_changed && b.len == 0)
            buf_add(&b, str_slice(s, 0, (size_t)(g.source.ptr - s.ptr)));
        if (is_changed)
            buf_add(&b, glyph_str(&g));
    }
    return is_changed ? buf_str(&b) : s;
}

size_t text_width(str s)
{
    size_t width = 0;
    while (s.len > 0)
        width += next_glyph(&s).width;
    return width;
}

/* The longest start of s (escaped) that is not wider than width; *is_all says
 * whether it is all of s. */
static str start_of(str s, size_t width, bool *is_all)
{
    str rest = s;
    while (rest.len > 0) {
        str before = rest;
        struct glyph g = next_glyph(&rest);
        if (g.width > width) {
            *is_all = false;
            return (str){s.ptr, s.len - before.len};
        }
        width -= g.width;
    }
    *is_all = true;
    return s;
}

static str without_blanks_behind(str s)
{
    while (s.len > 0 && s.ptr[s.len - 1] == ' ')
        s.len--;
    return s;
}

str text_fit_with(struct arena *a, str s, size_t width, str ellipsis)
{
    bool is_all;
    (void)start_of(s, width, &is_all);
    if (is_all)
        return text_escape(a, s);
    bool has_room = true;
    str mark = start_of(ellipsis, width, &has_room);
    str start = start_of(s, width - text_width(mark), &is_all);
    start = text_escape(a, without_blanks_behind(start));
    return str_format(a, "%.*s%.*s", STR(start), STR(mark));
}

str text_fit(struct arena *a, str s, size_t width)
{
    return text_fit_with(a, s, width, S("…"));
}

str text_wrap_next(str *rest, size_t width)
{
    str all = *rest;
    size_t used = 0;
    size_t line_end = 0; /* of what ends before the last blank */
    size_t next = 0;     /* where the line after it begins */
    bool in_word = false;
    while (rest->len > 0) {
        size_t at = all.len - rest->len;
        struct glyph g = next_glyph(rest);
        char c = all.ptr[at];
        if (c == '\n')
            return without_blanks_behind(str_slice(all, 0, at));
        if (c == ' ') {
            line_end = in_word ? at : line_end;
            in_word = false;
            next = at + 1;
        } else if (used + g.width > width && at > 0) {
            bool has_break = line_end > 0;
            *rest = str_slice(all, has_break ? next : at, all.len);
            return without_blanks_behind(str_slice(all, 0, has_break ? line_end : at));
        } else {
            in_word = true;
        }
        used += g.width;
    }
    return without_blanks_behind(all);
}

str text_quote(struct arena *a, str s)
{
    struct buf b = buf_make(a, LIMIT_QUOTED_CHARS * sizeof((struct glyph){0}).escape + 8);
    buf_add_char(&b, '"');
    for (size_t i = 0; s.len > 0 && i < LIMIT_QUOTED_CHARS; i++) {
        struct glyph g = next_glyph(&s);
        if (g.source.ptr[0] == '"' || g.source.ptr[0] == '\\')
            buf_add_char(&b, '\\');
        buf_add(&b, glyph_str(&g));
    }
    if (s.len > 0)
        buf_add(&b, S("…"));
    buf_add_char(&b, '"');
    return buf_str(&b);
}

/* ---- ASCII ---- */

/* What has no likeness of one letter. */
static const struct {
    uint32_t code_point;
    const char *ascii;
} likenesses[] = {
    {0xB1, "+/-"},  {0xBC, "1/4"},   {0xBD, "1/2"},  {0xBE, "3/4"},    {0xC6, "AE"},
    {0xDE, "Th"},   {0xDF, "ss"},    {0xE6, "ae"},   {0xFE, "th"},     {0x132, "IJ"},
    {0x133, "ij"},  {0x152, "OE"},   {0x153, "oe"},  {0x218, "S"},     {0x219, "s"},
    {0x21A, "T"},   {0x21B, "t"},    {0x1E9E, "SS"}, {0x2018, "'"},    {0x2019, "'"},
    {0x201A, ","},  {0x201C, "\""},  {0x201D, "\""}, {0x201E, "\""},   {0x2020, "+"},
    {0x2022, "*"},  {0x2026, "..."}, {0x202F, " "},  {0x2030, "o/oo"}, {0x2032, "'"},
    {0x2033, "\""}, {0x2039, "<"},   {0x203A, ">"},  {0x2044, "/"},    {0x20AC, "EUR"},
    {0x2122, "TM"}, {0x2190, "<-"},  {0x2192, "->"}, {0x2212, "-"},    {0x2248, "~"},
    {0x2260, "/="}, {0x2264, "<="},  {0x2265, ">="},
};

/* U+00A0 … U+017F, one letter each. */
static const char latin[] = " !cL?Y|S\"Ca<!-R-?~23'uP.,1o>????"
                            "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTs"
                            "aaaaaaaceeeeiiiidnooooo/ouuuuyty"
                            "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGg"
                            "GgGgHhHhIiIiIiIiIi??JjKkkLlLlLlL"
                            "lLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSs"
                            "SsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

static void add_likeness(struct buf *b, uint32_t c)
{
    for (size_t i = 0; i < sizeof likenesses / sizeof likenesses[0]; i++) {
        if (likenesses[i].code_point == c) {
            buf_add(b, str_of_chars(likenesses[i].ascii));
            return;
        }
    }
    if (c >= 0xA0 && c < 0xA0 + sizeof latin - 1)
        buf_add_char(b, latin[c - 0xA0]);
    else if (c >= 0x2000 && c <= 0x200A)
        buf_add_char(b, ' ');
    else if (c >= 0x2010 && c <= 0x2015)
        buf_add_char(b, '-');
    else if (width_of(c) != 0)
        buf_add_char(b, '?');
}

str text_to_ascii(struct arena *a, str s)
{
    str shown = text_escape(a, s);
    if (text_ascii_len(shown) == shown.len)
        return shown;
    struct buf b = buf_make(a, shown.len * 2);
    while (shown.len > 0) {
        uint32_t c;
        (void)text_next(&shown, &c);
        if (c < 0x80)
            buf_add_char(&b, (char)c);
        else
            add_likeness(&b, c);
    }
    return buf_str(&b);
}

/* ---- names that look alike ---- */

struct letters {
    uint32_t at[SUGGEST_CHARS];
    size_t len;
};

/* False where it has more letters than that. */
static bool letters_of(str s, struct letters *out)
{
    out->len = 0;
    while (s.len > 0) {
        if (out->len == SUGGEST_CHARS)
            return false;
        out->at[out->len++] = next_folded(&s);
    }
    return true;
}

static size_t fewer(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Damerau and Levenshtein's distance, no letter edited twice. */
static size_t edits_between(const struct letters *a, const struct letters *b)
{
    size_t rows[3][SUGGEST_CHARS + 1];
    for (size_t j = 0; j <= b->len; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a->len; i++) {
        size_t *now = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *above_that = rows[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= b->len; j++) {
            size_t changed = above[j - 1] + (a->at[i - 1] != b->at[j - 1]);
            now[j] = fewer(changed, fewer(above[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a->at[i - 1] == b->at[j - 2] && a->at[i - 2] == b->at[j - 1])
                now[j] = fewer(now[j], above_that[j - 2] + 1);
        }
    }
    return rows[a->len % 3][b->len];
}

str text_suggest(struct arena *a, str given, const str *candidates, size_t candidates_len)
{
    struct letters *wanted = ARENA_NEW(a, struct letters);
    struct letters *has = ARENA_NEW(a, struct letters);
    str nearest = {NULL, 0};
    if (!letters_of(given, wanted) || wanted->len == 0)
        return nearest;
    size_t allowed = wanted->len < 6 ? 1 : wanted->len / 3;
    for (size_t i = 0; i < candidates_len; i++) {
        if (!letters_of(candidates[i], has) || has->len + allowed < wanted->len ||
            has->len > wanted->len + allowed)
            continue;
        size_t edits = edits_between(wanted, has);
        if (edits <= allowed && edits < wanted->len && edits < has->len) {
            nearest = candidates[i];
            if (edits == 0)
                break;
            allowed = edits - 1; /* a later one must be nearer */
        }
    }
    return nearest;
}

double text_likeness(struct arena *a, str one, str other)
{
    struct letters *x = ARENA_NEW(a, struct letters);
    struct letters *y = ARENA_NEW(a, struct letters);
    if (!letters_of(one, x) || !letters_of(other, y) || x->len == 0 || y->len == 0)
        return 0;
    size_t longer = x->len > y->len ? x->len : y->len;
    return 1 - (double)edits_between(x, y) / (double)longer;
}
