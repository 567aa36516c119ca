/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What is written, by its XML; that a reader finds the same in it: tests/export_test.c.
 */
#include "base/xlsx_write.h"

#include "base/limits.h"
#include "base/test.h"
#include "base/zip.h"

static str cell(struct test *t, str text)
{
    struct buf b = buf_make(t->arena, MIB);
    xlsx_add_cell(&b, 7, 27, text);
    return buf_str(&b);
}

static str text_cell(struct test *t, const char *inside)
{
    return str_format(t->arena,
                      "<c r=\"AB7\" t=\"inlineStr\"><is><t xml:space=\"preserve\">%s</t></is></c>",
                      inside);
}

TEST(a_number_is_one_where_nothing_of_its_text_is_lost)
{
    static const char *const numbers[] = {"0", "7", "-7", "10.5", "-0.25", "123456789012345"};
    static const char *const texts[] = {"007",
                                        "9.0",
                                        ".5",
                                        "5.",
                                        "-0",
                                        "+1",
                                        "1e5",
                                        "1,5",
                                        "1.2.3",
                                        "-",
                                        "1234567890123456",
                                        "0.1234567890123456"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        CHECK_STR(cell(t, str_of_chars(numbers[i])),
                  str_format(t->arena, "<c r=\"AB7\"><v>%s</v></c>", numbers[i]));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        bool shielded = str_equal(str_of_chars(texts[i]), S("-"));
        const char *inside = shielded ? "'-" : texts[i];
        CHECK_STR(cell(t, str_of_chars(texts[i])), text_cell(t, inside));
    }
}

TEST(what_xml_cannot_hold_is_written_otherwise)
{
    CHECK_STR(cell(t, S("a<b>&\"c\"")), text_cell(t, "a&lt;b&gt;&amp;&quot;c&quot;"));
    CHECK_STR(cell(t, S("a\r\nb\x01")), text_cell(t, "a_x000D_\nb_x0001_"));
    CHECK_STR(cell(t, S("a_x0041_b_x")), text_cell(t, "a_x005F_x0041_b_x"));
    CHECK_STR(cell(t, S("\xEF\xBF\xBE")), text_cell(t, "_xFFFE_"));
    CHECK_STR(cell(t, S("Zürich")), text_cell(t, "Zürich"));
    CHECK_STR(cell(t, S("")), S(""));
}

TEST(a_formula_is_a_text_with_an_apostrophe)
{
    CHECK_STR(cell(t, S("=1+2")), text_cell(t, "'=1+2"));
}

TEST(a_place_is_called_by_letters)
{
    static const struct {
        size_t column;
        const char *letters;
    } places[] = {{0, "A"}, {25, "Z"}, {26, "AA"}, {701, "ZZ"}, {702, "AAA"}, {16383, "XFD"}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct buf b = buf_make(t->arena, KIB);
        xlsx_add_cell(&b, 1048576, places[i].column, S("1"));
        CHECK_STR(buf_str(&b),
                  str_format(t->arena, "<c r=\"%s1048576\"><v>1</v></c>", places[i].letters));
    }
}

TEST(a_cell_holds_so_many_characters)
{
    struct buf b = buf_make(t->arena, MIB);
    buf_add_repeated(&b, S("ü"), LIMIT_EXPORT_CELL_CHARS - 1);
    CHECK(xlsx_fits(buf_str(&b)));
    buf_add(&b, S("ü"));
    CHECK(!xlsx_fits(buf_str(&b)));
    b.len = 0;
    buf_add_repeated(&b, S("\U0001F600"), LIMIT_EXPORT_CELL_CHARS / 2); /* two units each */
    CHECK(xlsx_fits(buf_str(&b)));
    buf_add(&b, S("\U0001F600"));
    CHECK(!xlsx_fits(buf_str(&b)));
}

static str member(struct test *t, const struct zip_archive *z, str name)
{
    struct zip_stream *s = NULL;
    size_t index = 0, got = 0;
    struct buf b = buf_make(t->arena, MIB);
    char piece[256];
    CHECK_THAT(zip_archive_find(z, name, &index), "there is no %.*s", STR(name));
    CHECK_OK(zip_stream_open(t->arena, z, index, &s));
    do {
        CHECK_OK(zip_stream_read(t->arena, s, piece, sizeof piece, &got));
        buf_add(&b, (str){piece, got});
    } while (got);
    return buf_str(&b);
}

TEST(a_workbook_holds_its_sheets)
{
    str path = str_format(t->arena, "%.*s/a.xlsx", STR(t->dir));
    str sheet = test_write(t, "sheet.xml", S("<worksheet>1</worksheet>"));
    const struct xlsx_sheet_file sheets[] = {{.name = S("a & b"), .path = sheet},
                                             {.name = S("c"), .text = S("<worksheet/>")}};
    struct zip_archive *z = NULL;
    CHECK_OK(xlsx_write(t->arena, path, sheets, 2));
    CHECK_OK(zip_archive_open(t->arena, path, S("a.xlsx"), &z));
    CHECK_STR(member(t, z, S("xl/worksheets/sheet1.xml")), S("<worksheet>1</worksheet>"));
    CHECK_STR(member(t, z, S("xl/worksheets/sheet2.xml")), S("<worksheet/>"));
    str book = member(t, z, S("xl/workbook.xml"));
    CHECK(strstr(str_to_chars(t->arena, book), "<sheet name=\"a &amp; b\" sheetId=\"1\""));
    (void)member(t, z, S("[Content_Types].xml"));
}

TEST(an_archive_that_is_given_up_leaves_nothing)
{
    struct arena *own = arena_make(0);
    struct zip_writer *w = NULL;
    str path = str_format(t->arena, "%.*s/b.zip", STR(t->dir));
    CHECK_OK(zip_writer_open(own, path, &w));
    CHECK_OK(zip_writer_add(own, w, S("a"), S("b")));
    arena_done(own);
    struct zip_archive *z = NULL;
    CHECK(zip_archive_open(t->arena, path, S("b.zip"), &z) != NULL);
    CHECK_OK(zip_writer_open(t->arena, path, &w));
    CHECK_OK(zip_writer_add_file(t->arena, w, S("a"), S("/nowhere/at/all")));
    CHECK(zip_writer_close(t->arena, w) != NULL);
}
