/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/csv_dialect.h"

#include <string.h>

#include "base/csv_rows.h"
#include "base/limits.h"
#include "base/text.h"

enum { RECORDS_LOOKED_AT = 200 };

/* Shares of records with as many cells as the first: below WELL_CUT a title may stand above
 * them, above LIKE_A_TABLE they show that one does. */
static const double WELL_CUT = 0.8, LIKE_A_TABLE = 0.6;

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

/* How well a delimiter cuts the text: the share of records with as many cells
 * as the first, which must have two; more cells decide between equals. */
static double fitness(str text, bool whole, char delimiter, char newline)
{
    size_t first = 0, alike = 0, records = 0;
    while (records < RECORDS_LOOKED_AT && text.len) {
        struct table_row row;
        if (!csv_row_at_front(&text, delimiter, newline, whole, &row))
            break;
        if (row.filled == 0 && row.cells == 1)
            continue;
        if (records++ == 0)
            first = row.cells;
        alike += row.cells == first;
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

/* Where this delimiter shows titles above the names and cuts what is below them better than
 * best, takes both. */
static double try_titles(str text, bool whole, char delimiter, double best, struct csv_dialect *d)
{
    str title;
    size_t titles = csv_titles(text, delimiter, d->newline, whole, &title);
    if (titles == 0)
        return best;
    double fit = fitness(str_slice(text, titles, text.len), whole, delimiter, d->newline);
    if (fit < best || fit < LIKE_A_TABLE)
        return best;
    d->delimiter = delimiter;
    d->titles = titles;
    d->title = title;
    return fit;
}

/* The delimiter, and what stands above the names; returns the fitness of both.  Where a
 * delimiter cuts all of the text well, no other is tried: a title has its empty cells. */
static double find_cut(str text, bool whole, struct csv_dialect *d)
{
    double best = find_delimiter(text, whole, d);
    if (d->hint || best >= WELL_CUT) {
        double fit = try_titles(text, whole, d->delimiter, best < WELL_CUT ? best : 0, d);
        return fit > best ? fit : best;
    }
    for (size_t i = 0; i < sizeof delimiters; i++)
        best = try_titles(text, whole, delimiters[i], best, d);
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
    if (find_cut((str){mended, text.len}, whole, &both) > best)
        *d = both;
}

/* Bytes of text before a line, from 1; the whole text where it has fewer. */
static size_t bytes_before(str text, char newline, uint64_t line)
{
    str rest = text;
    while (line > 1 && rest.len) {
        (void)str_cut(rest, newline, &rest);
        line--;
    }
    return text.len - rest.len;
}

static struct err *skip_to_line(struct arena *a, const struct csv_front *front, str text,
                                struct csv_dialect *d)
{
    uint64_t line = front->names_line - (d->hint && front->names_line > 1);
    d->titles = bytes_before(text, d->newline, line);
    d->title = S("");
    if (d->titles == text.len)
        FAIL(a, WHY_USAGE,
             "\"%.*s\" has nothing in line %llu%s, where the names of its columns should stand.",
             STR(front->name), (unsigned long long)front->names_line,
             front->whole ? "" : " of its first 64 KiB");
    (void)find_delimiter(str_slice(text, d->titles, text.len), front->whole, d);
    return NULL;
}

struct err *csv_dialect_of(struct arena *a, const struct csv_front *front, struct csv_dialect *out)
{
    struct csv_dialect d = {.delimiter = ',', .newline = '\n'};
    str sample = front->sample;
    TRY(refuse_signatures(a, sample, front->name));
    if (str_starts_with(sample, S("\xEF\xBB\xBF")))
        d.bom = 3;
    str text = str_slice(sample, d.bom, sample.len);
    TRY(refuse_other_texts(a, text, front->whole, front->name));
    d.page = codepage_of_sample(text, front->whole);
    d.page.is_utf8 |= d.bom > 0;
    if (!str_has(text, '\n') && str_has(text, '\r'))
        d.newline = '\r';
    d.hint = read_hint(text, &d);
    text = str_slice(text, d.hint, text.len);
    double best = find_cut(text, front->whole, &d);
    if (d.newline == '\n' && str_has(text, '\r'))
        look_for_both(a, text, front->whole, best, &d);
    if (front->names_line)
        TRY(skip_to_line(a, front, text, &d));
    *out = d;
    return NULL;
}
