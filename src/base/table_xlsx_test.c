/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <unistd.h>

#include "base/table_of_test.h"
#include "base/xlsx_of_test.h"

static struct err *try_open(struct test *t, str path, const char *sheet, struct table **out)
{
    struct table_source source = {.path = path, .name = S("a.xlsx"), .sheet = str_of_chars(sheet)};
    return table_open(t->arena, &source, out);
}

static str text_of(struct test *t, struct table *table)
{
    str text = {NULL, 0};
    CHECK_OK(test_table_text(t, table, true, &text));
    return text;
}

static str read_sheet(struct test *t, str path, const char *sheet)
{
    struct table *table = NULL;
    CHECK_OK(try_open(t, path, sheet, &table));
    return text_of(t, table);
}

static str rows(struct test *t, const char *xml)
{
    return read_sheet(t, test_workbook_of_rows(t, "a.xlsx", xml), "");
}

#define TEXT(cell, text) "<c r=\"" cell "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define NUMBER(cell, number) "<c r=\"" cell "\"><v>" number "</v></c>"
#define HEADER "<row r=\"1\">" TEXT("A1", "a") TEXT("B1", "b") TEXT("C1", "c") "</row>"

TEST(xlsx_rows_are_records_and_gaps_are_empty_cells)
{
    CHECK_STR(
        rows(t,
             HEADER "<row r=\"2\">" NUMBER("A2", "1") NUMBER(
                 "C2", "3.0") "</row>"
                              "<row r=\"5\">" NUMBER(
                                  "B5",
                                  "0.10000000000000001") "</row>"
                                                         "<row r=\"6\"/><row r=\"7\">" TEXT(
                                                             "A7",
                                                             "  ") "</row>"
                                                                   "<row><c><v>9</v></c><c "
                                                                   "t=\"str\"><v>x</v></c></row>"),
        S("a|b|c\n2: 1||3\n5: |0.1|\n8: 9|x|"));
}

#define TITLED                                                                                     \
    "<row r=\"2\">" TEXT("A2", "Survey") "</row><row r=\"4\">" TEXT("A4", "a")                     \
        TEXT("B4", "b") "</row><row r=\"5\">" NUMBER("A5", "1") NUMBER("B5", "2") "</row>"

TEST(xlsx_names_may_stand_below_a_title)
{
    str path = test_workbook_of_rows(t, "a.xlsx", TITLED);
    struct table *table = NULL;
    CHECK_OK(try_open(t, path, "", &table));
    CHECK_INT(table_names_line(table), 4);
    CHECK_STR(table_title(table), S("Survey"));
    CHECK_STR(text_of(t, table), S("a|b\n5: 1|2"));
    struct table_source source = {.path = path, .name = S("a.xlsx"), .names_line = 5};
    CHECK_OK(table_open(t->arena, &source, &table));
    CHECK(table_names_line(table) == 5 && table_title(table).len == 0);
    CHECK_STR(text_of(t, table), S("1|2"));
    source.names_line = 6;
    const struct err *e = table_open(t->arena, &source, &table);
    CHECK(e && e->why == WHY_USAGE && strstr(e->text.ptr, "has nothing in line 6"));
}

TEST(xlsx_cells_are_what_they_show)
{
    struct test_sheet sheet = {
        .name = "S",
        .xml = HEADER
        "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\" t=\"b\"><v>1</v></c>"
        "<c r=\"C2\" t=\"e\"><v>#N/A</v></c></row>"
        "<row r=\"3\"><c r=\"A3\" s=\"1\"><v>42858</v></c><c r=\"B3\" s=\"2\"><v>42858.5</v></c>"
        "<c r=\"C3\" s=\"1\"><f>1+1</f><v>-7.50</v></c></row>"
        "<row r=\"4\"><c r=\"A4\" t=\"s\"><v>0</v></c><c r=\"B4\" t=\"b\"><v>0</v></c>"
        "<c r=\"C4\" t=\"d\"><v>2017-05-03T14:30:00</v></c></row>"};
    struct test_workbook w = {
        .sheets = &sheet,
        .sheets_len = 1,
        .texts = "<si><t/></si><si><r><t>one</t></r><r><t xml:space=\"preserve\"> &amp; "
                 "_x0041__x000A_two</t></r><rPh><t>not this</t></rPh></si>",
        .styles = "<numFmts><numFmt numFmtId=\"164\" formatCode=\"d/m/yy h:mm\"/></numFmts>"
                  "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
                  "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/>"
                  "</cellXfs>"};
    CHECK_STR(read_sheet(t, test_workbook(t, "a.xlsx", &w), ""),
              S("a|b|c\n2: one & A\ntwo|TRUE|#N/A\n3: 2017-05-03|2017-05-03 12:00:00|-7.5\n"
                "4: |FALSE|2017-05-03T14:30:00"));
    w.is_1904 = true;
    str text = read_sheet(t, test_workbook(t, "a.xlsx", &w), "");
    CHECK(memmem(text.ptr, text.len, "2021-05-04|2021-05-04 12:00:00", 30));
}

TEST(xlsx_rows_with_more_cells_than_the_header_are_not_sound)
{
    CHECK_STR(rows(t,
                   HEADER "<row r=\"2\">" NUMBER(
                       "D2", "1") "</row>"
                                  "<row r=\"3\">" NUMBER("A3", "1") "<c r=\"D3\" s=\"0\"/></row>"),
              S("a|b|c\n2! 4 cells instead of 3\n3: 1||"));
}

TEST(xlsx_names_merged_over_columns_are_those_of_all)
{
    CHECK_STR(
        rows(t,
             "<sheetData><row r=\"2\">" TEXT("A2", "id") TEXT("B2", "why") "<c r=\"C2\"/>" TEXT(
                 "D2", "how") "<c r=\"E2\"/></row><row r=\"3\">" NUMBER("A3", "1")
                 NUMBER("E3",
                        "2") "</row></sheetData><mergeCells><mergeCell ref=\"B2:C2\"/>"
                             "<mergeCell ref=\"A3:B3\"/><mergeCell ref=\"D2:E2\"/></mergeCells>"),
        S("id|why|why|how|how\n3: 1||||2"));
}

/* ---- sheets ---- */

static str book_of_three(struct test *t)
{
    static const struct test_sheet sheets[] = {
        {.name = "Empty", .xml = "<sheetData/>"},
        {.name = "Secret", .xml = HEADER, .is_hidden = true},
        {.name = "Answers 2017",
         .xml = "<cols><col min=\"2\" max=\"16384\" hidden=\"1\"/></cols><sheetData>" HEADER
                "<row r=\"2\" hidden=\"1\">" NUMBER("A2", "1") "</row></sheetData>"},
        {.name = "1", .xml = "<row><c><v>7</v></c></row>"},
    };
    return test_workbook(t, "a.xlsx", &(struct test_workbook){.sheets = sheets, .sheets_len = 4});
}

TEST(xlsx_first_sheet_that_can_be_seen_and_holds_something_is_read)
{
    struct table *table = NULL;
    CHECK_OK(try_open(t, book_of_three(t), "", &table));
    const struct table_workbook *w = table_workbook(table);
    CHECK_STR(w->sheet, S("Answers 2017"));
    CHECK_INT(w->others_len, 1);
    CHECK_STR(w->others[0], S("1"));
    CHECK_INT(w->hidden_columns, 2);
    CHECK_STR(text_of(t, table), S("a|b|c\n2: 1||"));
    CHECK_INT(w->hidden_rows, 1);
    CHECK(table_taken(table) == table_size(table) && table_size(table) > 0);
}

TEST(xlsx_sheet_is_chosen_by_name_or_number)
{
    struct table *table = NULL;
    str path = book_of_three(t);
    CHECK_STR(read_sheet(t, path, " answers 2017"), S("a|b|c\n2: 1||"));
    CHECK_STR(read_sheet(t, path, "secret"), S("a|b|c"));
    CHECK_STR(read_sheet(t, path, "2"), S("a|b|c"));
    CHECK_STR(read_sheet(t, path, "1"), S("7"));
    const struct err *e = try_open(t, path, "5", &table);
    CHECK(e && e->why == WHY_USAGE);
    CHECK_STR(e->text, S("\"a.xlsx\" has no sheet \"5\"; it has \"Empty\", \"Secret\", "
                         "\"Answers 2017\", \"1\"."));
    e = try_open(t, path, "Empty", &table);
    CHECK(e && e->why == WHY_INVALID);
    e = try_open(t, test_write(t, "a.csv", S("a\n1\n")), "Empty", &table);
    CHECK(e && e->why == WHY_USAGE);
}

/* ---- what is none ---- */

static void check_refused(struct test *t, str path, enum why why, const char *words)
{
    struct table *table = NULL;
    const struct err *e = try_open(t, path, "", &table);
    struct table_record record;
    bool found = true;
    while (!e && found)
        e = table_next(table, &record, &found);
    CHECK_THAT(e, "this was read");
    CHECK_THAT(e->why == why && strstr(e->text.ptr, words), "%.*s", STR(e->text));
    CHECK(str_starts_with(e->text, S("\"a.xlsx\"")));
}

static void check_rows_refused(struct test *t, const char *xml, enum why why, const char *words)
{
    check_refused(t, test_workbook_of_rows(t, "a.xlsx", xml), why, words);
}

TEST(xlsx_that_is_damaged_is_refused_with_the_place)
{
    check_rows_refused(t, HEADER "<row r=\"1\"/>", WHY_INVALID, "in row 1 the next row's number");
    check_rows_refused(t, HEADER "<row r=\"2\">" NUMBER("B2", "1") NUMBER("A2", "1") "</row>",
                       WHY_INVALID, "in row 2 a cell's place");
    check_rows_refused(t, HEADER "<row r=\"2\">" NUMBER("A3", "1") "</row>", WHY_INVALID,
                       "in row 2 a cell's place");
    check_rows_refused(t, "<row r=\"2\"><c t=\"s\"><v>0</v></c></row>", WHY_INVALID,
                       "in row 2 a cell refers to a text that is not there");
    check_rows_refused(t, HEADER "<row r=\"1048577\"/>", WHY_LIMIT, "more than 1048576 rows");
    check_rows_refused(t, "<row r=\"1\">" NUMBER("XFD1", "1") "</row>", WHY_LIMIT,
                       "more than 10000 columns");
    check_rows_refused(t, HEADER "<row><c><v>1</c></row>", WHY_INVALID, "is no sound XML: line 1");
    check_rows_refused(t, "<sheetData/>", WHY_INVALID, "no sheet that can be seen");
}

TEST(xlsx_made_to_fill_a_machine_is_refused)
{
    struct buf b = buf_make(t->arena, 64 * MIB);
    for (unsigned i = 0; i < 70; i++)
        buf_add(&b, S("<a>"));
    check_rows_refused(t, str_to_chars(t->arena, buf_str(&b)), WHY_LIMIT, "more than 64 deep");
    b.len = 0;
    buf_add(&b, S("<a b=\""));
    buf_add_repeated(&b, S("0123456789abcdef"), 128 * KIB);
    buf_add(&b, S("\"/>"));
    check_rows_refused(t, str_to_chars(t->arena, buf_str(&b)), WHY_LIMIT, "in its tag");
    b.len = 0;
    buf_add(&b, S("<row><c t=\"str\"><v>"));
    buf_add_repeated(&b, S("0123456789abcdef"), MIB + 1);
    buf_add(&b, S("</v></c></row>"));
    check_rows_refused(t, str_to_chars(t->arena, buf_str(&b)), WHY_LIMIT, "row 1 has more than");
}

TEST(xlsx_with_a_document_type_is_refused)
{
    static const char bomb[] =
        "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><x>&b;</x>";
    check_refused(t,
                  test_archive(t, "b.xlsx", (const char *const[]){"xl/workbook.xml", bomb, NULL}),
                  WHY_INVALID, "declares a document type");
}

TEST(what_is_no_workbook_is_called_what_it_is)
{
    check_refused(t, test_archive(t, "b", (const char *const[]){"a.txt", "x", "b.txt", "x", NULL}),
                  WHY_INVALID, "is a ZIP file with 2 files in it");
    check_refused(t, test_archive(t, "b", (const char *const[]){"content.xml", "x", NULL}),
                  WHY_INVALID, "OpenDocument");
    check_refused(t, test_archive(t, "b", (const char *const[]){"word/document.xml", "", NULL}),
                  WHY_INVALID, "a Word document");
    check_refused(t, test_write(t, "b", S("PK\x03\x04 and no more")), WHY_INVALID,
                  "begins as a ZIP file");
#define OLE "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
    check_refused(t, test_write(t, "b", S(OLE "W\0o\0r\0k\0b\0o\0o\0k\0")), WHY_INVALID,
                  "an old Excel file (.xls)");
    check_refused(t, test_write(t, "b", S(OLE "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0")),
                  WHY_INVALID, "encrypted with a password");
    check_refused(t, test_write(t, "b", S(OLE)), WHY_INVALID, "an old Office file");
    check_refused(t, test_write(t, "b", S("\x89PNG\r\n\x1A\n")), WHY_INVALID, "a picture");
    check_refused(t, test_write(t, "b", S("\xFF\xD8\xFF\xE0")), WHY_INVALID, "a picture");
    check_refused(t, test_write(t, "b", S("%PDF-1.4")), WHY_INVALID, "a PDF");
}

TEST(xlsx_of_excel_is_read)
{
    static const struct {
        const char *folder, *file;
        size_t records;
        const char *header;
    } books[] = {
        {"Single Answer Matrix Questions", "Insights vs Pre-Insights Headers.xlsx", 30,
         "Insights|Pre-Insights\n2: ResponseID|V1\n"},
        {"Multiple Answer Multiple Choices Questions", "Insight vs Pre-Insight Headers.xlsx", 36,
         "Insights|Pre-Insights\n2: ResponseID|V1\n"},
        {"Multiple Answer Matrix Questions", "Insights vs Pre-Insights Headers.xlsx", 75,
         "Insights|Pre-Insights\n2: ResponseID|V1\n"},
        {"Sample Coded Comments", "Q5 Coded.xlsx", 5,
         "ResponseID|varname|Please briefly state your position on fruit|"
         "Category 1: Fruit are good|"},
    };
    for (size_t i = 0; i < sizeof books / sizeof *books; i++) {
        str path =
            str_format(t->arena, "data/qsf/ctesta01__QualtricsTools/data/Sample Surveys/%s/%s",
                       books[i].folder, books[i].file);
        str text = read_sheet(t, test_shared(t, str_to_chars(t->arena, path)), "");
        size_t records = 0;
        CHECK(str_starts_with(text, str_of_chars(books[i].header)));
        for (str rest = text; str_has(rest, '\n'); records++)
            (void)str_cut(rest, '\n', &rest);
        CHECK_INT(records, books[i].records);
    }
}

TEST(xlsx_may_come_through_a_pipe)
{
    int ends[2];
    struct table *table = NULL;
    str bytes = test_read(t, book_of_three(t));
    CHECK(pipe(ends) == 0);
    CHECK(write(ends[1], bytes.ptr, bytes.len) == (ssize_t)bytes.len && close(ends[1]) == 0);
    CHECK_OK(try_open(t, str_format(t->arena, "/proc/self/fd/%d", ends[0]), "", &table));
    CHECK_STR(text_of(t, table), S("a|b|c\n2: 1||"));
    CHECK(close(ends[0]) == 0);
}
