/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/csv_dialect.h"

#include <string.h>

#include "base/text.h"

enum { RECORDS_LOOKED_AT = 200 };

static const char delimiters[] = {',', ';', '\t', '|'};

static const struct {
    str start;
    const char *what;
} signatures[] = {
    {S_INIT("PK\x03\x04"), "a spreadsheet or another ZIP file; save the sheet as CSV"},
    {S_INIT("\xD0\xCF\x11\xE0"), "an old Excel file; save the sheet as CSV"},
    {S_INIT("%PDF"), "a PDF; export the answers as CSV"},
    {S_INIT("\x89PNG"), "a picture; export the answers as CSV"},
    {S_INIT("\xFF\xD8\xFF"), "a picture; export the answers as CSV"},
    {S_INIT("GIF8"), "a picture; export the answers as CSV"},
    {S_INIT("\xFD"
            "7zXZ"),
     "compressed with xz; unpack it first"},
    {S_INIT("BZh91AY&SY"), "compressed with bzip2; unpack it first"},
    {S_INIT("7z\xBC\xAF"), "a 7z archive; unpack it first"},
    {S_INIT("Rar!"), "a RAR archive; unpack it first"},
    {S_INIT("SQLite format 3"), "a database; export the answers as CSV"},
};

static str without_blanks_in_front(str s)
{
    while (s.len && (s.ptr[0] == ' ' || (s.ptr[0] >= '\t' && s.ptr[0] <= '\r')))
        s = str_slice(s, 1, s.len);
    return s;
}

bool csv_dialect_is_json(str s)
{
    s = str_trim(s);
    if (s.len < 2 || (s.ptr[0] != '{' && s.ptr[0] != '['))
        return false;
    bool object = s.ptr[0] == '{', closed = s.ptr[s.len - 1] == ']';
    s = without_blanks_in_front(str_slice(s, 1, s.len));
    if (s.len == 0)
        return false;
    if (str_has(object ? S("\"}") : S("{[]\""), s.ptr[0]))
        return true;
    /* "[1] How likely …" may well be a column's name. */
    return !object && closed && str_has(S("-0123456789"), s.ptr[0]);
}

static const char *web_page(str s)
{
    s = without_blanks_in_front(s);
    if (str_starts_with(s, S("<?xml")))
        return "XML";
    if (str_equal_ignoring_case(str_slice(s, 0, 5), S("<html")) ||
        str_equal_ignoring_case(str_slice(s, 0, 9), S("<!doctype")))
        return "a web page";
    return NULL;
}

static struct err *refuse_signatures(struct arena *a, str sample, str name)
{
    if (sample.len == 0)
        FAIL(a, WHY_INVALID, "\"%.*s\" is empty: there is no header line and no answer in it.",
             STR(name));
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
        if (str_starts_with(sample, signatures[i].start))
            FAIL(a, WHY_INVALID, "\"%.*s\" is not a table of text: it is %s.", STR(name),
                 signatures[i].what);
    const char *nul = memchr(sample.ptr, '\0', sample.len);
    if (nul)
        FAIL(a, WHY_INVALID,
             "\"%.*s\" is not a table of text: byte %zu is a NUL, as in a program or a picture.",
             STR(name), (size_t)(nul - sample.ptr) + 1);
    return NULL;
}

/* text: without a byte order mark. */
static struct err *refuse_other_texts(struct arena *a, str text, bool whole, str name)
{
    if (csv_dialect_is_json(text))
        FAIL(a, WHY_INVALID,
             "\"%.*s\" holds JSON, not a table with a header line and one answer per line.",
             STR(name));
    const char *page = web_page(text);
    if (page)
        FAIL(a, WHY_INVALID, "\"%.*s\" is %s, not a table; export the answers as CSV.", STR(name),
             page);
    if (whole && str_trim(text).len == 0)
        FAIL(a, WHY_INVALID, "\"%.*s\" holds nothing but blanks.", STR(name));
    return NULL;
}

/* Cells of the record at the front of *rest, which moves behind it; false where
 * the sample is cut before the record ends. */
static bool count_cells(str *rest, char delimiter, char newline, bool whole, size_t *cells)
{
    bool quoted = false, at_start = true;
    *cells = 1;
    for (size_t i = 0; i < rest->len; i++) {
        char c = rest->ptr[i];
        if (quoted) {
            if (c == '"' && i + 1 < rest->len && rest->ptr[i + 1] == '"')
                i++;
            else
                quoted = c != '"';
            continue;
        }
        if (c == newline) {
            *rest = str_slice(*rest, i + 1, rest->len);
            return true;
        }
        quoted = at_start && c == '"';
        at_start = c == delimiter;
        *cells += c == delimiter;
    }
    *rest = str_slice(*rest, rest->len, rest->len);
    return whole;
}

/* How well a delimiter cuts the sample: the share of records with as many cells
 * as the first, which must have two; more cells decide between equals. */
static double fitness(str sample, bool whole, char delimiter, char newline)
{
    size_t first = 0, alike = 0, records = 0;
    while (records < RECORDS_LOOKED_AT && sample.len) {
        size_t cells = 0;
        str record = sample;
        if (!count_cells(&sample, delimiter, newline, whole, &cells))
            break;
        record.len -= sample.len;
        if (str_trim(record).len == 0)
            continue;
        if (records++ == 0)
            first = cells;
        alike += cells == first;
    }
    if (first < 2)
        return 0;
    double more = (double)first / (double)(first + 1); /* below 1, grows with the cells */
    return (double)alike / (double)records + more / 1000;
}

/* Bytes of a first line "sep=;", which names the delimiter; 0 where there is none. */
static size_t read_hint(str text, struct csv_dialect *d)
{
    str rest = {NULL, 0}, line = str_cut(text, d->newline, &rest);
    if (!rest.ptr || line.len < 5 || !str_equal_ignoring_case(str_slice(line, 0, 4), S("sep=")))
        return 0;
    bool alone = line.len == 5 || (line.len == 6 && line.ptr[5] == '\r');
    if (!alone || !str_has((str){delimiters, sizeof delimiters}, line.ptr[4]))
        return 0;
    d->delimiter = line.ptr[4];
    return line.len + 1;
}

void csv_mend_line_ends(char *bytes, size_t len, bool whole)
{
    char *end = bytes + len, *at = bytes;
    while (at < end && (at = memchr(at, '\r', (size_t)(end - at))) != NULL) {
        bool is_last = at + 1 == end;
        if (is_last ? whole : at[1] != '\n')
            *at = '\n';
        at++;
    }
}

/* The delimiter that cuts best (of one that is named, only how well); returns its fitness. */
static double find_delimiter(str text, bool whole, struct csv_dialect *d)
{
    if (d->hint)
        return fitness(text, whole, d->delimiter, d->newline);
    double best = 0;
    for (size_t i = 0; i < sizeof delimiters; i++) {
        double fit = fitness(text, whole, delimiters[i], d->newline);
        if (fit > best) {
            best = fit;
            d->delimiter = delimiters[i];
        }
    }
    return best;
}

/* Where a CR alone ends some lines and an LF others, more records have as many cells as the
 * first if both do. */
static void look_for_both(struct arena *a, str text, bool whole, double best, struct csv_dialect *d)
{
    struct csv_dialect both = *d;
    char *mended = arena_take(a, text.len);
    memcpy(mended, text.ptr, text.len);
    csv_mend_line_ends(mended, text.len, whole);
    both.has_both = true;
    if (find_delimiter((str){mended, text.len}, whole, &both) > best)
        *d = both;
}

struct err *csv_dialect_of(struct arena *a, str sample, bool whole, str name,
                           struct csv_dialect *out)
{
    struct csv_dialect d = {.delimiter = ',', .newline = '\n'};
    TRY(refuse_signatures(a, sample, name));
    if (str_starts_with(sample, S("\xEF\xBB\xBF")))
        d.bom = 3;
    str text = str_slice(sample, d.bom, sample.len);
    TRY(refuse_other_texts(a, text, whole, name));
    d.page = codepage_of_sample(text, whole);
    d.page.is_utf8 |= d.bom > 0;
    if (!str_has(text, '\n') && str_has(text, '\r'))
        d.newline = '\r';
    d.hint = read_hint(text, &d);
    text = str_slice(text, d.hint, text.len);
    double best = find_delimiter(text, whole, &d);
    if (d.newline == '\n' && str_has(text, '\r'))
        look_for_both(a, text, whole, best, &d);
    *out = d;
    return NULL;
}
