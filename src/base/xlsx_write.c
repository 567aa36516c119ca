/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/xlsx_write.h"

#include "base/cell.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/zip.h"

enum { LETTERS = 26, DIGITS = 15, BOOK_BYTES = 64 * 1024 };

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml."

/* ---- texts ---- */

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/* "_x000D_": how a workbook writes what XML cannot hold, and so what must not look like it. */
static bool is_escape(str s)
{
    return s.len >= 7 && s.ptr[0] == '_' && s.ptr[1] == 'x' && is_hex(s.ptr[2]) &&
           is_hex(s.ptr[3]) && is_hex(s.ptr[4]) && is_hex(s.ptr[5]) && s.ptr[6] == '_';
}

static void add_char(struct buf *out, str rest)
{
    unsigned char c = (unsigned char)rest.ptr[0];
    if (c == '&')
        buf_add(out, S("&amp;"));
    else if (c == '<')
        buf_add(out, S("&lt;"));
    else if (c == '>')
        buf_add(out, S("&gt;"));
    else if (c == '"')
        buf_add(out, S("&quot;"));
    else if ((c < ' ' && c != '\t' && c != '\n') || (c == '_' && is_escape(rest)))
        buf_addf(out, "_x%04X_", c);
    else
        buf_add_char(out, rest.ptr[0]);
}

/* U+FFFE and U+FFFF are no characters, and nor are they XML. */
static bool is_no_character(str s)
{
    return s.len >= 3 && s.ptr[0] == '\xEF' && s.ptr[1] == '\xBF' &&
           (s.ptr[2] == '\xBE' || s.ptr[2] == '\xBF');
}

static void add_escaped(struct buf *out, str text)
{
    for (size_t i = 0; i < text.len; i++) {
        str rest = str_slice(text, i, text.len);
        if (is_no_character(rest)) {
            buf_add(out, rest.ptr[2] == '\xBE' ? S("_xFFFE_") : S("_xFFFF_"));
            i += 2;
        } else {
            add_char(out, rest);
        }
    }
}

bool xlsx_fits(str text)
{
    size_t units = 0;
    if (text.len < LIMIT_EXPORT_CELL_CHARS)
        return true;
    for (str rest = text; rest.len;) {
        uint32_t c = 0;
        (void)text_next(&rest, &c);
        units += c > 0xFFFF ? 2 : 1;
    }
    return units < LIMIT_EXPORT_CELL_CHARS; /* an apostrophe may come */
}

/* ---- cells ---- */

static bool are_digits(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return s.len > 0;
}

/* Digits that a spreadsheet keeps, written as it writes them: no 007, 1.50 or -0. */
static bool is_kept_number(str s)
{
    bool is_negative = str_starts_with(s, S("-"));
    str digits = str_slice(s, is_negative, s.len), behind = {NULL, 0};
    str before = str_cut(digits, '.', &behind);
    if (digits.len > DIGITS || !are_digits(before) || (before.len > 1 && before.ptr[0] == '0'))
        return false;
    if (behind.ptr)
        return are_digits(behind) && behind.ptr[behind.len - 1] != '0';
    return !is_negative || !str_equal(before, S("0"));
}

/* A1 */
static void add_place(struct buf *out, uint64_t row, size_t column)
{
    char letters[8];
    size_t at = sizeof letters;
    for (size_t rest = column + 1; rest > 0; rest = (rest - 1) / LETTERS)
        letters[--at] = (char)('A' + (rest - 1) % LETTERS);
    buf_addf(out, "<c r=\"%.*s%llu\"", (int)(sizeof letters - at), letters + at,
             (unsigned long long)row);
}

void xlsx_add_text(struct buf *out, uint64_t row, size_t column, str text)
{
    if (text.len == 0)
        return;
    add_place(out, row, column);
    buf_add(out, S(" t=\"inlineStr\"><is><t xml:space=\"preserve\">"));
    if (cell_needs_apostrophe(text))
        buf_add_char(out, '\'');
    add_escaped(out, text);
    buf_add(out, S("</t></is></c>"));
}

void xlsx_add_cell(struct buf *out, uint64_t row, size_t column, str text)
{
    if (!is_kept_number(text)) {
        xlsx_add_text(out, row, column, text);
        return;
    }
    add_place(out, row, column);
    buf_add(out, S("><v>"));
    buf_add(out, text);
    buf_add(out, S("</v></c>"));
}

void xlsx_begin_sheet(struct buf *out)
{
    buf_add(out, S(XML "<worksheet xmlns=\"" MAIN "\"><sheetViews><sheetView workbookViewId=\"0\">"
                       "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" "
                       "state=\"frozen\"/></sheetView></sheetViews><sheetData>"));
}

void xlsx_begin_row(struct buf *out, uint64_t row)
{
    buf_addf(out, "<row r=\"%llu\">", (unsigned long long)row);
}

void xlsx_end_row(struct buf *out)
{
    buf_add(out, S("</row>"));
}

void xlsx_end_sheet(struct buf *out)
{
    buf_add(out, S("</sheetData></worksheet>"));
}

/* ---- the archive ---- */

static str types_xml(struct arena *a, size_t sheets)
{
    struct buf b = buf_make(a, BOOK_BYTES);
    buf_add(&b, S(XML "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"rels\" "
                      "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                      "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                      "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" TYPE
                      "sheet.main+xml\"/>"));
    for (size_t i = 1; i <= sheets; i++)
        buf_addf(&b,
                 "<Override PartName=\"/xl/worksheets/sheet%zu.xml\" ContentType=\"" TYPE
                 "worksheet+xml\"/>",
                 i);
    buf_add(&b, S("</Types>"));
    return buf_str(&b);
}

static str relations_xml(struct arena *a, size_t sheets)
{
    struct buf b = buf_make(a, BOOK_BYTES);
    buf_add(&b, S(XML "<Relationships xmlns=\"" PACKAGE "relationships\">"));
    for (size_t i = 1; i <= sheets; i++)
        buf_addf(&b,
                 "<Relationship Id=\"rId%zu\" Type=\"" RELATIONS
                 "/worksheet\" Target=\"worksheets/sheet%zu.xml\"/>",
                 i, i);
    buf_add(&b, S("</Relationships>"));
    return buf_str(&b);
}

static str book_xml(struct arena *a, const struct xlsx_sheet_file *sheets, size_t len)
{
    struct buf b = buf_make(a, BOOK_BYTES);
    buf_add(&b, S(XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" RELATIONS "\"><sheets>"));
    for (size_t i = 0; i < len; i++) {
        buf_add(&b, S("<sheet name=\""));
        add_escaped(&b, sheets[i].name);
        buf_addf(&b, "\" sheetId=\"%zu\" r:id=\"rId%zu\"/>", i + 1, i + 1);
    }
    buf_add(&b, S("</sheets></workbook>"));
    return buf_str(&b);
}

struct err *xlsx_write(struct arena *a, str path, const struct xlsx_sheet_file *sheets, size_t len)
{
    struct zip_writer *w = NULL;
    TRY(zip_writer_open(a, path, &w));
    TRY(zip_writer_add(a, w, S("[Content_Types].xml"), types_xml(a, len)));
    TRY(zip_writer_add(a, w, S("_rels/.rels"),
                       S(XML "<Relationships xmlns=\"" PACKAGE
                             "relationships\"><Relationship Id=\"rId1\" Type=\"" RELATIONS
                             "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")));
    TRY(zip_writer_add(a, w, S("xl/workbook.xml"), book_xml(a, sheets, len)));
    TRY(zip_writer_add(a, w, S("xl/_rels/workbook.xml.rels"), relations_xml(a, len)));
    for (size_t i = 0; i < len; i++) {
        str name = str_format(a, "xl/worksheets/sheet%zu.xml", i + 1);
        TRY(sheets[i].path.len ? zip_writer_add_file(a, w, name, sheets[i].path)
                               : zip_writer_add(a, w, name, sheets[i].text));
    }
    return zip_writer_close(a, w);
}
