/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/code_book.h"

#include <assert.h>

#include "base/codepage.h"
#include "base/limits.h"
#include "base/packed.h"
#include "base/spool.h"
#include "base/text.h"
#include "base/utf16.h"
#include "listen/code_book_private.h"

enum { CODE_CHARS_MAX = 12 };

struct book_reader book_reader_make(struct arena *a)
{
    return (struct book_reader){.arena = a, .names = dictionary_make(a)};
}

struct code_book book_reader_done(struct book_reader *r)
{
    struct code_book_variable *list = ARENA_ARRAY(r->arena, struct code_book_variable, r->len);
    for (size_t i = 0; i < r->len; i++) {
        list[i] = r->variables[i].made;
        list[i].codes = r->variables[i].codes;
        list[i].missing = r->variables[i].missing;
    }
    return (struct code_book){list, r->len};
}

struct err *book_at_line(const struct book_reader *r, struct err *e)
{
    e->at = str_format(r->arena, "line %zu", r->line);
    return e;
}

void book_begin(struct book_reader *r, str name)
{
    uint32_t before = dictionary_size(r->names);
    uint32_t code = dictionary_add(r->names, text_to_lower(r->arena, name));
    if (code == before) {
        if (r->len == r->room)
            r->variables =
                arena_grow_array(r->arena, r->variables, r->len, &r->room, sizeof *r->variables);
        r->variables[r->len++] = (struct book_variable){.made = {.line = r->line, .name = name},
                                                        .known_codes = dictionary_make(r->arena)};
    }
    r->at = &r->variables[code];
}

void book_label(struct book_reader *r, str label)
{
    if (r->at->made.label.len == 0)
        r->at->made.label = label;
}

void book_missing(struct book_reader *r, str code)
{
    struct book_variable *v = r->at;
    if (v->made.missing_len == v->missing_room)
        v->missing = arena_grow_array(r->arena, v->missing, v->made.missing_len, &v->missing_room,
                                      sizeof *v->missing);
    v->missing[v->made.missing_len++] = code;
}

struct err *book_code(struct book_reader *r, str code, str label)
{
    struct book_variable *v = r->at;
    uint32_t before = dictionary_size(v->known_codes), at = dictionary_add(v->known_codes, code);
    if (at < before) {
        if (str_equal(v->codes[at].label, label))
            return NULL;
        BOOK_FAIL(r, "Line %zu of the code book: code %.*s of %.*s is %.*s already, not %.*s.",
                  r->line, STR(text_quote(r->arena, code)), STR(text_quote(r->arena, v->made.name)),
                  STR(text_quote(r->arena, v->codes[at].label)), STR(text_quote(r->arena, label)));
    }
    if (v->made.codes_len == v->codes_room)
        v->codes = arena_grow_array(r->arena, v->codes, v->made.codes_len, &v->codes_room,
                                    sizeof *v->codes);
    v->codes[v->made.codes_len++] = (struct field_code){code, label};
    return NULL;
}

/* ---- lines as people paste them ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word_char(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (unsigned char)c >= 0x80;
}

/* The number at the start of a line, with its sign. */
static size_t number_len(str s)
{
    size_t i = s.len > 1 && s.ptr[0] == '-' && is_digit(s.ptr[1]);
    while (i < s.len && is_digit(s.ptr[i]))
        i++;
    if (i + 1 < s.len && i > 0 && s.ptr[i] == '.' && is_digit(s.ptr[i + 1]))
        for (i++; i < s.len && is_digit(s.ptr[i]);)
            i++;
    return i;
}

static size_t word_len(str s)
{
    size_t i = 0;
    while (i < s.len && is_word_char(s.ptr[i]))
        i++;
    return i;
}

/* Bytes of the sign between a code and its label, 0 where there is none; a number may
 * have other signs than a word has. */
static size_t sign_len(str s, bool is_number)
{
    static const str dashes[] = {S_INIT("\xE2\x80\x93"), S_INIT("\xE2\x80\x94"), S_INIT("->")};
    if (s.len == 0)
        return 0;
    if (s.ptr[0] == '=')
        return 1;
    if (!is_number)
        return 0;
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
        if (str_starts_with(s, dashes[i]))
            return dashes[i].len;
    return str_has(S(".):-\t"), s.ptr[0]);
}

bool book_split_code(str line, bool by_blank, str *code, str *label)
{
    size_t len = number_len(line);
    bool is_number = len > 0 && (len == line.len || !is_word_char(line.ptr[len]));
    if (!is_number)
        len = word_len(line);
    if (len == 0 || len > CODE_CHARS_MAX || len == line.len)
        return false;
    str rest = str_slice(line, len, line.len);
    bool has_tab = rest.ptr[0] == '\t';
    str behind = str_trim(rest);
    size_t sign = sign_len(behind, is_number);
    if (sign == 0 && !(is_number && (has_tab || (by_blank && behind.len < rest.len))))
        return false;
    *code = str_slice(line, 0, len);
    *label = str_trim(str_slice(behind, sign, behind.len));
    return label->len > 0;
}

/* "NETPRO: How likely …", "[NETPRO] …", "Q1. How likely …", the same behind a tab, "GATE" alone,
 * "How likely …?" */
static bool split_heading(str line, str *name, str *label)
{
    str rest = {NULL, 0};
    size_t len = word_len(line);
    *label = S("");
    if (line.ptr[0] == '[') {
        *name = str_trim(str_cut(str_slice(line, 1, line.len), ']', &rest));
    } else if (len > 0 && (len == line.len || str_has(S(".)\t"), line.ptr[len]))) {
        *name = str_slice(line, 0, len);
        rest = str_slice(line, len < line.len ? len + 1 : len, line.len);
    } else if (str_has(line, ':')) {
        *name = str_trim(str_cut(line, ':', &rest));
    } else if (line.ptr[line.len - 1] == '?') {
        *name = line;
        return true;
    }
    if (!rest.ptr || name->len == 0)
        return false;
    rest = str_trim(rest);
    if (str_starts_with(rest, S(":")))
        rest = str_trim(str_slice(rest, 1, rest.len));
    *label = rest;
    return true;
}

static struct err *read_line(struct book_reader *r, str line)
{
    str name = {NULL, 0}, label = {NULL, 0};
    line = str_trim(line);
    if (line.len == 0)
        return NULL;
    if (r->at && book_split_code(line, true, &name, &label))
        return book_code(r, name, label);
    if (!split_heading(line, &name, &label))
        BOOK_FAIL(r,
                  "Line %zu of the code book is neither a variable, as in \"NETPRO: How likely "
                  "…?\", nor one of its codes, as in \"0 = Not at all likely\".",
                  r->line);
    book_begin(r, name);
    assert(r->at);
    if (r->at->made.heading.len == 0 && name.len < line.len)
        r->at->made.heading = line;
    if (label.len)
        book_label(r, label);
    return NULL;
}

static struct err *read_lines(struct book_reader *r, str text)
{
    for (str rest = text; rest.ptr;) {
        str line = str_cut(rest, '\n', &rest);
        r->line++;
        TRY(read_line(r, line));
    }
    return NULL;
}

static str without_mark(str text)
{
    return str_starts_with(text, S("\xEF\xBB\xBF")) ? str_slice(text, 3, text.len) : text;
}

static str decoded(struct arena *a, str bytes)
{
    bool is_mixed;
    if (text_is_utf8(bytes))
        return bytes;
    struct codepage file = codepage_of_sample(bytes, true);
    return codepage_decode(a, bytes, codepage_of_record(bytes, file, &is_mixed));
}

static struct err *read_text(struct arena *a, str text, struct code_book *out)
{
    struct book_reader r = book_reader_make(a);
    text = without_mark(decoded(a, text));
    TRY(book_is_spss(text) ? book_read_spss(&r, text) : read_lines(&r, text));
    *out = book_reader_done(&r);
    return NULL;
}

/* ---- files ---- */

static struct err *read_bytes(struct arena *a, str path, str *out)
{
    struct file *file = NULL;
    size_t len = 0, got = 0;
    TRY(packed_open(a, path, S(""), &file));
    TRY(utf16_open(a, file, &file));
    char *bytes = arena_take(a, LIMIT_CODE_BOOK_BYTES + 1);
    do {
        TRY(file_read(a, file, bytes + len, LIMIT_CODE_BOOK_BYTES + 1 - len, &got));
        len += got;
    } while (got && len <= LIMIT_CODE_BOOK_BYTES);
    if (len > LIMIT_CODE_BOOK_BYTES)
        FAIL(a, WHY_LIMIT,
             "The code book has more than %zu bytes, which are the most that is read.",
             LIMIT_CODE_BOOK_BYTES);
    *out = (str){bytes, len};
    return NULL;
}

static bool is_table(struct arena *a, str bytes)
{
    str rest = without_mark(decoded(a, bytes));
    if (str_starts_with(bytes, S("PK\x03\x04"))) /* a workbook */
        return true;
    while (rest.ptr) {
        str line = str_trim(str_cut(rest, '\n', &rest));
        if (line.len && !str_starts_with(line, S("sep=")))
            return book_is_table_header(a, line);
    }
    return false;
}

static struct err *read_table(struct arena *a, str path, struct code_book *out)
{
    struct book_reader r = book_reader_make(a);
    struct table *table = NULL;
    TRY(table_open(a, &(struct table_source){.path = path, .name = S("the code book")}, &table));
    TRY(book_read_table(&r, table));
    *out = book_reader_done(&r);
    return NULL;
}

struct err *code_book_of_bytes(struct arena *a, str bytes, struct code_book *out)
{
    str path;
    if (!is_table(a, bytes))
        return read_text(a, bytes, out);
    TRY(spool_bytes(a, bytes, &path));
    return read_table(a, path, out);
}

struct err *code_book_read(struct arena *a, str path, struct code_book *out)
{
    str bytes = {NULL, 0};
    TRY(read_bytes(a, path, &bytes));
    return is_table(a, bytes) ? read_table(a, path, out) : read_text(a, bytes, out);
}
