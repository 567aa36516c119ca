/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/lexer.h"

#include "ask/mistake.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"

struct range {
    uint32_t first, last;
};

/* Separate, and mean nothing else: spaces and marks of direction. */
static const struct range blanks[] = {
    {'\t', '\r'},     {' ', ' '},       {0x85, 0x85},     {0xA0, 0xA0},     {0x61C, 0x61C},
    {0x1680, 0x1680}, {0x2000, 0x200B}, {0x200E, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x2060},
    {0x2066, 0x2069}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF},
};

/* Beyond ASCII, whatever is not listed here is taken for a letter or a digit:
 * punctuation, symbols, arrows, pictures, private use. */
static const struct range no_letters[] = {
    {0x80, 0xA9},     {0xAB, 0xB4},       {0xB6, 0xB6},        {0xB8, 0xB9},     {0xBB, 0xBF},
    {0xD7, 0xD7},     {0xF7, 0xF7},       {0x60C, 0x60D},      {0x61B, 0x61F},   {0x66A, 0x66D},
    {0x6D4, 0x6D4},   {0x1680, 0x1680},   {0x2000, 0x200B},    {0x200E, 0x206F}, {0x207A, 0x207E},
    {0x208A, 0x208E}, {0x20A0, 0x20CF},   {0x2190, 0x2BFF},    {0x2E00, 0x2E7F}, {0x3000, 0x3004},
    {0x3008, 0x3020}, {0x3030, 0x3030},   {0xE000, 0xF8FF},    {0xFE10, 0xFE1F}, {0xFE30, 0xFE6F},
    {0xFEFF, 0xFEFF}, {0xFF01, 0xFF0F},   {0xFF1A, 0xFF20},    {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65},
    {0xFFE0, 0xFFFF}, {0x1F000, 0x1FAFF}, {0xE0000, 0x10FFFF},
};

#define IS_IN(ranges, code_point) is_in((ranges), sizeof(ranges) / sizeof((ranges)[0]), code_point)
static bool is_in(const struct range *ranges, size_t len, uint32_t code_point)
{
    for (size_t i = 0; i < len; i++)
        if (code_point >= ranges[i].first && code_point <= ranges[i].last)
            return true;
    return false;
}

static bool is_digit(uint32_t code_point)
{
    return code_point >= '0' && code_point <= '9';
}

static bool is_letter(uint32_t code_point)
{
    if (code_point >= 0x80)
        return !IS_IN(no_letters, code_point);
    return is_digit(code_point) || (code_point >= 'A' && code_point <= 'Z') ||
           (code_point >= 'a' && code_point <= 'z') || code_point == '_';
}

/* The first character of s, 0 where there is none, and its bytes. */
static uint32_t first_of(str s, size_t *bytes)
{
    str rest = s;
    uint32_t code_point = 0;
    if (s.len > 0)
        (void)text_next(&rest, &code_point);
    *bytes = s.len - rest.len;
    return code_point;
}

/* The character behind the first bytes of s, 0 where there is none. */
static uint32_t peek(str s, size_t bytes)
{
    size_t unused = 0;
    return first_of(str_slice(s, bytes, s.len), &unused);
}

static void take(struct lexer *l, size_t bytes, struct token *t)
{
    t->position = l->position;
    t->written = str_slice(l->rest, 0, bytes);
    t->text = t->written;
    l->rest = str_slice(l->rest, bytes, l->rest.len);
    l->position += text_len(t->written);
    t->end = l->position;
}

struct err *lexer_init(struct lexer *l, struct arena *a, str text)
{
    if (text.len > LIMIT_EXPRESSION_BYTES)
        FAIL(a, WHY_LIMIT, "The expression has %zu bytes; at most %zu are read.", text.len,
             LIMIT_EXPRESSION_BYTES);
    str rest = text;
    uint32_t code_point = 0;
    for (size_t position = 1; rest.len > 0; position++)
        if (!text_next(&rest, &code_point))
            return MISTAKE(a, position, WHY_USAGE,
                           "The expression is not UTF-8 text: it has the byte 0x%02x.",
                           (unsigned)code_point);
    *l = (struct lexer){.arena = a, .rest = text, .position = 1};
    return NULL;
}

static void skip_blanks(struct lexer *l)
{
    size_t bytes = 0;
    while (l->rest.len > 0 && IS_IN(blanks, first_of(l->rest, &bytes))) {
        l->rest = str_slice(l->rest, bytes, l->rest.len);
        l->position++;
    }
}

/* Bytes of the word or number at the start of s: letters, and between two of
 * them also . and -; a first sign or point is taken unseen. */
static size_t run_len(str s, bool has_sign)
{
    size_t bytes = has_sign ? 1 : 0, more = 0;
    if (has_sign && peek(s, bytes) == '.')
        bytes++;
    while (bytes < s.len) {
        uint32_t c = first_of(str_slice(s, bytes, s.len), &more);
        bool joins = (c == '.' || c == '-') && is_letter(peek(s, bytes + 1));
        if (!is_letter(c) && !joins)
            break;
        bytes += more;
    }
    return bytes;
}

/* Digits at *at, at most max of them; 0 where there are none or more. */
static int read_digits(str s, size_t *at, size_t max)
{
    size_t start = *at;
    int number = 0;
    while (*at < s.len && is_digit((unsigned char)s.ptr[*at]) && *at - start <= max)
        number = number * 10 + (s.ptr[(*at)++] - '0');
    return *at - start <= max ? number : 0;
}

/* Four digits, one or two, perhaps one or two again, with - between them.  *exists:
 * the calendar has it. */
static bool read_date(str s, struct token *t, bool *exists)
{
    size_t at = 0;
    struct date d = {.day = 1};
    d.year = read_digits(s, &at, 4);
    if (at != 4 || at + 1 >= s.len || s.ptr[at++] != '-')
        return false;
    size_t month_at = at;
    d.month = read_digits(s, &at, 2);
    t->is_month = at == s.len;
    size_t day_at = at + 1;
    if (!t->is_month) {
        if (s.ptr[at++] != '-')
            return false;
        d.day = read_digits(s, &at, 2);
    }
    if (at != s.len || day_at - month_at > 3 || (!t->is_month && at - day_at > 2))
        return false;
    *exists = date_is_real(d);
    if (!*exists)
        return true;
    int32_t day = date_to_day(d);
    int32_t month = period_of_day(PERIOD_MONTH, day);
    t->days =
        (struct date_span){day, t->is_month ? period_start(PERIOD_MONTH, month + 1) - 1 : day};
    return true;
}

static bool is_apostrophe(uint32_t code_point)
{
    return code_point == '\'' || code_point == 0x2019;
}

/* Men's: the word goes on behind an apostrophe. */
static struct err *with_apostrophe(struct lexer *l, size_t bytes)
{
    size_t more = 0;
    uint32_t c = 0;
    while (c = first_of(str_slice(l->rest, bytes, l->rest.len), &more),
           is_apostrophe(c) || is_letter(c))
        bytes += more;
    str word = text_quote(l->arena, str_slice(l->rest, 0, bytes));
    return MISTAKE(l->arena, l->position, WHY_USAGE,
                   "%.*s has an apostrophe in it: a text like this stands in double quotes, a "
                   "name in backquotes.",
                   STR(word));
}

static struct err *read_run(struct lexer *l, bool has_sign, struct token *t)
{
    size_t bytes = run_len(l->rest, has_sign), apostrophe = 0;
    if (is_apostrophe(first_of(str_slice(l->rest, bytes, l->rest.len), &apostrophe)) &&
        is_letter(peek(l->rest, bytes + apostrophe)))
        return with_apostrophe(l, bytes);
    str run = str_slice(l->rest, 0, bytes);
    bool exists = true;
    if (decimal_of_str(run, &t->number)) {
        t->kind = TOKEN_NUMBER;
    } else if (read_date(run, t, &exists)) {
        t->kind = TOKEN_DATE;
        if (!exists)
            return MISTAKE(l->arena, l->position, WHY_USAGE,
                           "The calendar has no %.*s; if it is a text, it stands in double "
                           "quotes: \"%.*s\".",
                           STR(run), STR(run));
    } else {
        t->kind = TOKEN_WORD;
        str quoted = text_quote(l->arena, run);
        if (has_sign)
            return MISTAKE(l->arena, l->position, WHY_USAGE,
                           "%.*s is not a number; if it is a text, it stands in double quotes.",
                           STR(quoted));
    }
    take(l, bytes, t);
    return NULL;
}

/* What stands between the quotes, doubled ones once. */
static str undouble(struct arena *a, str inside, char quote)
{
    if (!str_has(inside, quote))
        return inside;
    struct buf text = buf_make(a, inside.len);
    for (size_t i = 0; i < inside.len; i++) {
        buf_add_char(&text, inside.ptr[i]);
        i += inside.ptr[i] == quote;
    }
    return buf_str(&text);
}

/* Bytes up to and with the closing quote; 0 where there is none. */
static size_t quoted_len(str s, char quote)
{
    for (size_t i = 1; i < s.len; i++) {
        if (s.ptr[i] != quote)
            continue;
        if (i + 1 == s.len || s.ptr[i + 1] != quote)
            return i + 1;
        i++;
    }
    return 0;
}

static struct err *read_quoted(struct lexer *l, char quote, struct token *t)
{
    size_t bytes = quoted_len(l->rest, quote);
    bool is_name = quote == '`';
    if (bytes == 0)
        return MISTAKE(l->arena, l->position, WHY_USAGE,
                       "The %s (%c) that opens here is never closed.",
                       is_name ? "backquote" : "double quote", quote);
    t->kind = is_name ? TOKEN_NAME : TOKEN_TEXT;
    take(l, bytes, t);
    str inside = undouble(l->arena, str_slice(t->written, 1, bytes - 1), quote);
    t->text = is_name ? str_trim(inside) : inside;
    if (is_name && t->text.len == 0)
        return MISTAKE(l->arena, t->position, WHY_USAGE,
                       "Nothing stands between the backquotes; a name is expected there.");
    return NULL;
}

/* “ ” „ ‟ open a text. */
static bool is_curly(uint32_t code_point)
{
    return code_point >= 0x201C && code_point <= 0x201F;
}

static struct err *read_curly(struct lexer *l, size_t open, struct token *t)
{
    size_t bytes = open, more = 0;
    uint32_t c = 0;
    while (bytes < l->rest.len) {
        c = first_of(str_slice(l->rest, bytes, l->rest.len), &more);
        bytes += more;
        if (c == '"' || (is_curly(c) && c != 0x201E))
            break;
        c = 0;
    }
    if (c == 0)
        return MISTAKE(l->arena, l->position, WHY_USAGE,
                       "The double quote (%.*s) that opens here is never closed.", (int)open,
                       l->rest.ptr);
    t->kind = TOKEN_TEXT;
    take(l, bytes, t);
    t->text = str_slice(t->written, open, bytes - more);
    return NULL;
}

/* Signs of the language, the longer ones first. */
static const struct {
    str written;
    enum token_kind kind;
} signs[] = {
    {S_INIT("=="), TOKEN_EQUAL},         {S_INIT("!="), TOKEN_NOT_EQUAL},
    {S_INIT("<>"), TOKEN_NOT_EQUAL},     {S_INIT("<="), TOKEN_LESS_EQUAL},
    {S_INIT(">="), TOKEN_GREATER_EQUAL}, {S_INIT("="), TOKEN_EQUAL},
    {S_INIT("<"), TOKEN_LESS},           {S_INIT(">"), TOKEN_GREATER},
    {S_INIT("("), TOKEN_OPEN},           {S_INIT(")"), TOKEN_CLOSE},
    {S_INIT(","), TOKEN_COMMA},          {S_INIT("≠"), TOKEN_NOT_EQUAL},
    {S_INIT("≤"), TOKEN_LESS_EQUAL},     {S_INIT("≥"), TOKEN_GREATER_EQUAL},
    {S_INIT("＝"), TOKEN_EQUAL},         {S_INIT("＜"), TOKEN_LESS},
    {S_INIT("＞"), TOKEN_GREATER},       {S_INIT("（"), TOKEN_OPEN},
    {S_INIT("）"), TOKEN_CLOSE},         {S_INIT("，"), TOKEN_COMMA},
    {S_INIT("、"), TOKEN_COMMA},         {S_INIT("،"), TOKEN_COMMA},
};

/* What people know from elsewhere, the longer ones first, and what to tell them. */
static const struct {
    str written;
    str sentence;
} strangers[] = {
    {S_INIT("=>"), S_INIT("Write >= instead of =>.")},
    {S_INIT("=<"), S_INIT("Write <= instead of =<.")},
    {S_INIT("=!"), S_INIT("Write != instead of =!.")},
    {S_INIT("=~"), S_INIT("Parts of a text are found with contains and starts with, not with =~.")},
    {S_INIT("><"), S_INIT("Write != instead of ><.")},
    {S_INIT("&&"), S_INIT("Write and instead of &&.")},
    {S_INIT("||"), S_INIT("Write or instead of ||.")},
    {S_INIT("&"),
     S_INIT("Write and instead of &; a name with & in it stands in backquotes, a text in "
            "double quotes.")},
    {S_INIT("|"), S_INIT("Write or instead of |.")},
    {S_INIT("!"), S_INIT("Write not instead of !.")},
    {S_INIT(";"),
     S_INIT("A semicolon has no meaning here; the values of a list are separated by commas.")},
    {S_INIT("["), S_INIT("Write ( instead of [.")},
    {S_INIT("]"), S_INIT("Write ) instead of ].")},
    {S_INIT("{"), S_INIT("Write ( instead of {.")},
    {S_INIT("}"), S_INIT("Write ) instead of }.")},
    {S_INIT("/"), S_INIT("A slash has no meaning here; a date is written like 2026-03-01.")},
    {S_INIT("%"),
     S_INIT("A percent sign has no meaning here; a number is written like 7.5, and parts of a "
            "text are found with contains and starts with.")},
    {S_INIT("*"),
     S_INIT("An asterisk has no meaning here; parts of a text are found with contains and "
            "starts with.")},
    {S_INIT("–"), S_INIT("Write - instead of the dash –.")},
    {S_INIT("—"), S_INIT("Write - instead of the dash —.")},
    {S_INIT("−"), S_INIT("Write - instead of the sign −.")},
    {S_INIT("«"), S_INIT("A text stands in double quotes (\"), not in «.")},
    {S_INIT("»"), S_INIT("A text stands in double quotes (\"), not in ».")},
};

/* 'web': texts stand in double quotes. */
static struct err *single_quoted(struct lexer *l, size_t open)
{
    size_t bytes = open, more = 0;
    uint32_t c = 0;
    while (bytes < l->rest.len) {
        c = first_of(str_slice(l->rest, bytes, l->rest.len), &more);
        if (is_apostrophe(c) || c == '"')
            break;
        bytes += more;
    }
    str inside = str_slice(l->rest, open, bytes);
    if (!is_apostrophe(c) || inside.len == 0 || text_len(inside) > LIMIT_QUOTED_CHARS)
        return MISTAKE(l->arena, l->position, WHY_USAGE,
                       "A text stands in double quotes (\"), not in single ones.");
    str shown = text_escape(l->arena, inside);
    return MISTAKE(l->arena, l->position, WHY_USAGE,
                   "A text stands in double quotes: write \"%.*s\" instead of '%.*s'.", STR(shown),
                   STR(shown));
}

static struct err *strange(struct lexer *l)
{
    size_t bytes = 0;
    uint32_t c = first_of(l->rest, &bytes);
    if (is_apostrophe(c) || c == 0x2018 || c == 0x201A || c == 0x201B || c == 0xB4)
        return single_quoted(l, bytes);
    for (size_t i = 0; i < sizeof strangers / sizeof strangers[0]; i++)
        if (str_starts_with(l->rest, strangers[i].written))
            return MISTAKE(l->arena, l->position, WHY_USAGE, "%.*s", STR(strangers[i].sentence));
    str quoted = text_quote(l->arena, str_slice(l->rest, 0, bytes));
    return MISTAKE(l->arena, l->position, WHY_USAGE,
                   "%.*s has no meaning here; a name with such a sign in it stands in backquotes "
                   "(`), a text in double quotes (\").",
                   STR(quoted));
}

/* Whether => and the like begin here, which must not be read as = and >. */
static bool is_stranger_pair(str s)
{
    for (size_t i = 0; i < sizeof strangers / sizeof strangers[0]; i++)
        if (strangers[i].written.len == 2 && str_starts_with(s, strangers[i].written))
            return strangers[i].written.ptr[0] == '=' || strangers[i].written.ptr[0] == '>';
    return false;
}

static struct err *read_sign(struct lexer *l, struct token *t)
{
    if (is_stranger_pair(l->rest))
        return strange(l);
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (str_starts_with(l->rest, signs[i].written)) {
            t->kind = signs[i].kind;
            take(l, signs[i].written.len, t);
            return NULL;
        }
    return strange(l);
}

/* A sign or point before a digit begins a number. */
static bool is_number_sign(str s)
{
    uint32_t c = peek(s, 0), next = peek(s, 1);
    if (c == '.')
        return is_digit(next);
    return (c == '-' || c == '+') && (is_digit(next) || (next == '.' && is_digit(peek(s, 2))));
}

struct err *lexer_next(struct lexer *l, struct token *out)
{
    struct token t = {.kind = TOKEN_END};
    skip_blanks(l);
    size_t bytes = 0;
    uint32_t c = first_of(l->rest, &bytes);
    if (l->rest.len == 0)
        take(l, 0, &t);
    else if (is_letter(c))
        TRY(read_run(l, false, &t));
    else if (is_number_sign(l->rest))
        TRY(read_run(l, true, &t));
    else if (c == '`' || c == '"')
        TRY(read_quoted(l, (char)c, &t));
    else if (is_curly(c))
        TRY(read_curly(l, bytes, &t));
    else
        TRY(read_sign(l, &t));
    *out = t;
    return NULL;
}

bool lexer_is_word(str text)
{
    struct token unused = {.kind = TOKEN_END};
    bool exists = false;
    return text.len > 0 && is_letter(peek(text, 0)) && text_is_utf8(text) &&
           run_len(text, false) == text.len && !decimal_of_str(text, &unused.number) &&
           !read_date(text, &unused, &exists);
}

bool lexer_is_letter(uint32_t code_point)
{
    return is_letter(code_point);
}
