/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A code book as SPSS writes it: VARIABLE LABELS, VALUE LABELS, MISSING VALUES; other
 * commands are passed over.
 */
#include "base/buf.h"
#include "base/text.h"
#include "listen/code_book_private.h"

enum token_kind { TOKEN_WORD, TOKEN_TEXT, TOKEN_SLASH, TOKEN_SIGN, TOKEN_STOP, TOKEN_END };

struct token {
    enum token_kind kind;
    str text;
};

struct scanner {
    struct book_reader *r;
    str rest;
    struct token token; /* the one looked at */
};

static bool is_blank(char c)
{
    return str_has(S(" \t\r\n"), c);
}

static bool is_sign(char c)
{
    return str_has(S("(),=/"), c);
}

/* A text in quotes; the quote itself stands twice in it. */
static struct err *scan_text(struct scanner *s)
{
    char quote = s->rest.ptr[0];
    struct buf b = buf_make(s->r->arena, s->rest.len);
    for (size_t i = 1; i < s->rest.len && s->rest.ptr[i] != '\n'; i++) {
        if (s->rest.ptr[i] == quote && (i + 1 == s->rest.len || s->rest.ptr[i + 1] != quote)) {
            s->token = (struct token){TOKEN_TEXT, buf_str(&b)};
            s->rest = str_slice(s->rest, i + 1, s->rest.len);
            return NULL;
        }
        i += s->rest.ptr[i] == quote;
        buf_add_char(&b, s->rest.ptr[i]);
    }
    BOOK_FAIL(s->r, "Line %zu of the code book: the quote that opens here is not closed.",
              s->r->line);
}

/* A point ends a command where it ends the line. */
static bool is_stop(str s)
{
    for (size_t i = 1; i < s.len && s.ptr[i] != '\n'; i++)
        if (!is_blank(s.ptr[i]))
            return false;
    return s.len > 0 && s.ptr[0] == '.';
}

static void scan_word(struct scanner *s)
{
    size_t len = 0;
    while (len < s->rest.len && !is_blank(s->rest.ptr[len]) && !is_sign(s->rest.ptr[len]) &&
           !is_stop(str_slice(s->rest, len, s->rest.len)))
        len++;
    s->token = (struct token){TOKEN_WORD, str_slice(s->rest, 0, len)};
    s->rest = str_slice(s->rest, len, s->rest.len);
}

static struct err *next(struct scanner *s)
{
    while (s->rest.len && is_blank(s->rest.ptr[0])) {
        s->r->line += s->rest.ptr[0] == '\n';
        s->rest = str_slice(s->rest, 1, s->rest.len);
    }
    if (s->rest.len == 0) {
        s->token = (struct token){TOKEN_END, S("")};
        return NULL;
    }
    char c = s->rest.ptr[0];
    if (c == '"' || c == '\'')
        return scan_text(s);
    bool stops = is_stop(s->rest);
    if (!stops && !is_sign(c)) {
        scan_word(s);
        return NULL;
    }
    s->token = (struct token){stops      ? TOKEN_STOP
                              : c == '/' ? TOKEN_SLASH
                                         : TOKEN_SIGN,
                              str_slice(s->rest, 0, 1)};
    s->rest = str_slice(s->rest, 1, s->rest.len);
    return NULL;
}

static bool ends(const struct scanner *s)
{
    return s->token.kind == TOKEN_STOP || s->token.kind == TOKEN_END;
}

static struct err *expect(const struct scanner *s, enum token_kind kind, const char *what)
{
    if (s->token.kind == kind)
        return NULL;
    BOOK_FAIL(s->r, "Line %zu of the code book: %s should stand here, not %.*s.", s->r->line, what,
              STR(text_quote(s->r->arena, s->token.text)));
}

/* NAME 'text' NAME 'text' / … */
static struct err *read_variable_labels(struct scanner *s)
{
    while (!ends(s)) {
        if (s->token.kind == TOKEN_SLASH) {
            TRY(next(s));
            continue;
        }
        TRY(expect(s, TOKEN_WORD, "a variable"));
        book_begin(s->r, s->token.text);
        TRY(next(s));
        TRY(expect(s, TOKEN_TEXT, "a label in quotes"));
        book_label(s->r, s->token.text);
        TRY(next(s));
    }
    return NULL;
}

/* A list of variables goes on to the first number or text. */
static bool is_variable(const struct scanner *s)
{
    char c = s->token.text.len ? s->token.text.ptr[0] : '0';
    return s->token.kind == TOKEN_WORD && !str_has(S("0123456789-+."), c);
}

static struct err *read_variables(struct scanner *s, str **names, size_t *len)
{
    size_t room = 0;
    *names = NULL;
    for (*len = 0; is_variable(s);) {
        if (*len == room)
            *names = arena_grow_array(s->r->arena, *names, *len, &room, sizeof **names);
        (*names)[(*len)++] = s->token.text;
        TRY(next(s));
    }
    return *len ? NULL : expect(s, TOKEN_END, "a variable");
}

/* NAME NAME 1 'text' 2 'text' / … */
static struct err *read_value_labels(struct scanner *s)
{
    while (!ends(s)) {
        str *names = NULL;
        size_t len = 0;
        if (s->token.kind == TOKEN_SLASH)
            TRY(next(s));
        if (ends(s))
            break;
        TRY(read_variables(s, &names, &len));
        while (!ends(s) && s->token.kind != TOKEN_SLASH) {
            str code = s->token.text;
            if (s->token.kind != TOKEN_TEXT)
                TRY(expect(s, TOKEN_WORD, "a code"));
            TRY(next(s));
            TRY(expect(s, TOKEN_TEXT, "a label in quotes"));
            for (size_t i = 0; i < len; i++) {
                book_begin(s->r, names[i]);
                TRY(book_code(s->r, code, s->token.text));
            }
            TRY(next(s));
        }
    }
    return NULL;
}

/* A code, or a range, which is skipped. */
static struct err *read_missing_value(struct scanner *s, const str *names, size_t len)
{
    str code = s->token.text;
    bool is_code = s->token.kind == TOKEN_WORD || s->token.kind == TOKEN_TEXT;
    TRY(next(s));
    if (str_equal_ignoring_case(s->token.text, S("thru"))) {
        TRY(next(s));
        return next(s);
    }
    for (size_t i = 0; i < len && is_code; i++) {
        book_begin(s->r, names[i]);
        book_missing(s->r, code);
    }
    return NULL;
}

/* NAME NAME (6, 99) / …; ranges ("5 THRU 9") are no codes and are left. */
static struct err *read_missing_values(struct scanner *s)
{
    while (!ends(s)) {
        str *names = NULL;
        size_t len = 0;
        if (s->token.kind == TOKEN_SLASH)
            TRY(next(s));
        if (ends(s))
            break;
        TRY(read_variables(s, &names, &len));
        while (!ends(s) && s->token.kind != TOKEN_SLASH && !is_variable(s))
            TRY(read_missing_value(s, names, len));
    }
    return NULL;
}

struct command_word {
    str first, second;
    struct err *(*read)(struct scanner *);
};

static const struct command_word commands[] = {
    {S_INIT("variable"), S_INIT("labels"), read_variable_labels},
    {S_INIT("var"), S_INIT("labels"), read_variable_labels},
    {S_INIT("value"), S_INIT("labels"), read_value_labels},
    {S_INIT("missing"), S_INIT("values"), read_missing_values},
};

bool book_is_spss(str text)
{
    while (text.ptr) {
        str line = str_trim(str_cut(text, '\n', &text)), rest = {NULL, 0};
        str first = str_cut(line, ' ', &rest);
        if (str_equal_ignoring_case(first, S("add"))) {
            line = str_trim(rest);
            first = str_cut(line, ' ', &rest);
        }
        str second = str_trim(str_cut(str_trim(rest), ' ', &rest));
        for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
            if (str_equal_ignoring_case(first, commands[i].first) &&
                str_equal_ignoring_case(second, commands[i].second))
                return true;
    }
    return false;
}

static struct err *read_command(struct scanner *s)
{
    if (str_equal_ignoring_case(s->token.text, S("add")))
        TRY(next(s));
    str first = s->token.text;
    TRY(next(s));
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (str_equal_ignoring_case(first, commands[i].first) &&
            str_equal_ignoring_case(s->token.text, commands[i].second)) {
            TRY(next(s));
            return commands[i].read(s);
        }
    return NULL;
}

struct err *book_read_spss(struct book_reader *r, str text)
{
    struct scanner s = {.r = r, .rest = text};
    r->line = 1;
    TRY(next(&s));
    while (s.token.kind != TOKEN_END) {
        if (s.token.kind != TOKEN_STOP)
            TRY(read_command(&s));
        while (!ends(&s))
            TRY(next(&s));
        if (s.token.kind == TOKEN_STOP)
            TRY(next(&s));
    }
    return NULL;
}
