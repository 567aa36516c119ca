/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * xlsx_of_test — workbooks of a test, written in XML by hand and packed.
 */
#ifndef BASE_XLSX_OF_TEST_H
#define BASE_XLSX_OF_TEST_H

#include <string.h>
#include <zip.h>

#include "base/buf.h"
#include "base/test.h"

struct test_sheet {
    const char *name;
    const char *xml; /* what stands in the worksheet element; or, from "<row" on, in its rows */
    bool is_hidden;
};

struct test_workbook {
    const struct test_sheet *sheets;
    size_t sheets_len;
    const char *texts;  /* what stands in sst; NULL: no such part */
    const char *styles; /* what stands in styleSheet */
    bool is_1904;
};

/* An archive of these members, name and content in turns, NULL behind the last. */
static inline str test_archive(struct test *t, const char *name, const char *const *parts)
{
    int code = 0;
    str path = str_format(t->arena, "%.*s/%s", STR(t->dir), name);
    struct zip *z = zip_open(str_to_chars(t->arena, path), ZIP_CREATE | ZIP_TRUNCATE, &code);
    CHECK(z);
    for (; *parts; parts += 2) {
        zip_source_t *source = zip_source_buffer(z, parts[1], strlen(parts[1]), 0);
        CHECK(source && zip_file_add(z, parts[0], source, ZIP_FL_ENC_UTF_8) >= 0);
    }
    CHECK(zip_close(z) == 0);
    return path;
}

enum { TEST_WORKBOOK_MOST = 256 * 1024 * 1024, TEST_WORKBOOK_PARTS = 64 };

#define TEST_RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static inline void test_add_relation(struct buf *b, const char *id, const char *type,
                                     const char *target)
{
    buf_addf(b, "<Relationship Id=\"%s\" Type=\"" TEST_RELATION "%s\" Target=\"%s\"/>", id, type,
             target);
}

static inline char *test_element(struct test *t, const char *name, const char *inside)
{
    return str_to_chars(t->arena, str_format(t->arena,
                                             "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                                             "<%s xmlns:r=\"r\">%s</%s>",
                                             name, inside ? inside : "", name));
}

static inline char *test_sheet_xml(struct test *t, const struct test_sheet *sheet)
{
    bool are_rows = strncmp(sheet->xml, "<row", 4) == 0;
    str inside = are_rows ? str_format(t->arena, "<sheetData>%s</sheetData>", sheet->xml)
                          : str_of_chars(sheet->xml);
    return test_element(t, "worksheet", str_to_chars(t->arena, inside));
}

static inline str test_workbook(struct test *t, const char *name, const struct test_workbook *w)
{
    const char *parts[TEST_WORKBOOK_PARTS] = {NULL};
    size_t len = 0;
    struct buf book = buf_make(t->arena, TEST_WORKBOOK_MOST), package = book, relations = book;
    test_add_relation(&package, "rId1", "officeDocument", "xl/workbook.xml");
    buf_addf(&book, "<workbookPr%s/><sheets>", w->is_1904 ? " date1904=\"1\"" : "");
    for (size_t i = 0; i < w->sheets_len; i++) {
        char *id = str_to_chars(t->arena, str_format(t->arena, "rId%zu", i + 1));
        char *target =
            str_to_chars(t->arena, str_format(t->arena, "worksheets/sheet%zu.xml", i + 1));
        buf_addf(&book, "<sheet name=\"%s\" sheetId=\"%zu\" r:id=\"%s\"%s/>", w->sheets[i].name,
                 i + 1, id, w->sheets[i].is_hidden ? " state=\"hidden\"" : "");
        test_add_relation(&relations, id, "worksheet", target);
        parts[len++] = str_to_chars(t->arena, str_format(t->arena, "xl/%s", target));
        parts[len++] = test_sheet_xml(t, &w->sheets[i]);
    }
    buf_add(&book, S("</sheets>"));
    if (w->texts) {
        test_add_relation(&relations, "rIdT", "sharedStrings", "/xl/sharedStrings.xml");
        parts[len++] = "xl/sharedStrings.xml";
        parts[len++] = test_element(t, "sst", w->texts);
    }
    if (w->styles) {
        test_add_relation(&relations, "rIdS", "styles", "../xl/styles.xml");
        parts[len++] = "xl/styles.xml";
        parts[len++] = test_element(t, "styleSheet", w->styles);
    }
    parts[len++] = "_rels/.rels";
    parts[len++] = test_element(t, "Relationships", str_to_chars(t->arena, buf_str(&package)));
    parts[len++] = "xl/_rels/workbook.xml.rels";
    parts[len++] = test_element(t, "Relationships", str_to_chars(t->arena, buf_str(&relations)));
    parts[len++] = "xl/workbook.xml";
    parts[len++] = test_element(t, "workbook", str_to_chars(t->arena, buf_str(&book)));
    return test_archive(t, name, parts);
}

/* One sheet of these rows. */
static inline str test_workbook_of_rows(struct test *t, const char *name, const char *rows)
{
    struct test_sheet sheet = {.name = "Sheet1", .xml = rows};
    return test_workbook(t, name, &(struct test_workbook){.sheets = &sheet, .sheets_len = 1});
}

#endif
