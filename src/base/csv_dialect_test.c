/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/csv_dialect.h"

#include <string.h>

#include "base/limits.h"
#include "base/test.h"
#include "base/text.h"

static struct csv_dialect found(struct test *t, str sample, bool whole)
{
    struct csv_dialect d = {.delimiter = '?'};
    struct csv_front front = {.sample = sample, .whole = whole, .name = S("a.csv")};
    CHECK_OK(csv_dialect_of(t->arena, &front, &d));
    return d;
}

static void should_cut_at(struct test *t, char delimiter, const char *text)
{
    struct csv_dialect d = found(t, str_of_chars(text), true);
    CHECK_THAT(d.delimiter == delimiter, "\"%s\" is cut at '%c'", text, d.delimiter);
}

TEST(csv_dialect_finds_the_delimiter)
{
    should_cut_at(t, ',', "a,b\n1,2\n");
    should_cut_at(t, ';', "a;b\n1;2\n");
    should_cut_at(t, '\t', "a\tb\n1\t2\n");
    should_cut_at(t, '|', "a|b|c\n1|2|3\n");
}

TEST(csv_dialect_is_not_misled_by_other_signs)
{
    should_cut_at(t, ';', "a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n");
    should_cut_at(t, '\t', "Area, name\tScore, 0-10\tWhy\nA\t9\tgood, fast\nB\t3\tno\n");
    should_cut_at(t, ',', "id,comment\n1,\"a;b;c\"\n2,\"d|e;f\"\n");
    should_cut_at(t, ';', "id;\"a,b\";c\n1;\"d,e\";2\n");
    should_cut_at(t, ',', "id,comment\n1,\"two\nlines; of | it\"\n2,x\n");
    should_cut_at(t, ';', "Name;NPS (0-10), now;c\n1;2;3\n4;5;6\n");
    should_cut_at(t, ',', "a,b\n1,2\n3\n4,5,6\n7,8\n"); /* some are ragged */
}

TEST(csv_dialect_of_one_column_is_the_comma)
{
    should_cut_at(t, ',', "comment\n\"good, fast\"\nslow\n");
    should_cut_at(t, ',', "score\n9\n10\n");
    should_cut_at(t, ',', "score");
    should_cut_at(t, ',', "comment\ngood, fast\na; b; c\n");
}

TEST(csv_dialect_of_a_header_alone_is_the_sign_it_has_most_of)
{
    should_cut_at(t, ';', "a;b;c");
    should_cut_at(t, ',', "a,b,c\n");
}

TEST(csv_dialect_leaves_a_record_that_the_sample_cuts_out_of_account)
{
    struct csv_dialect d = found(t, S("a;b\n1;2\n3;4,5,6,7,"), false);
    CHECK_INT(d.delimiter, ';');
    d = found(t, S("a,b\n1,\"2;;;;;\n"), false); /* the quote may close behind the sample */
    CHECK_INT(d.delimiter, ',');
}

TEST(csv_dialect_follows_a_first_line_that_names_the_delimiter)
{
    struct csv_dialect d = found(t, S("sep=;\r\na;b,c,d\r\n1;2\r\n"), true);
    CHECK(d.delimiter == ';' && d.hint == 7);
    d = found(t, S("\xEF\xBB\xBFSEP=\t\na,b\n1,2\n"), true);
    CHECK(d.delimiter == '\t' && d.hint == 6 && d.bom == 3);
    d = found(t, S("sep=,\ra;b\r1;2\r"), true);
    CHECK(d.delimiter == ',' && d.hint == 6);
    CHECK_INT(found(t, S("sep=;x\na;b\n"), true).hint, 0);
    CHECK_INT(found(t, S("sep=x\na;b\n"), true).hint, 0);
    CHECK_INT(found(t, S("sep=;"), true).hint, 0);
    CHECK_INT(found(t, S("sep;a\n1;2\n"), true).hint, 0);
}

static void should_skip(struct test *t, size_t bytes, const char *title, const char *text)
{
    struct csv_dialect d = found(t, str_of_chars(text), true);
    CHECK_THAT(d.titles == bytes, "\"%s\": %zu bytes are above the names", text, d.titles);
    CHECK_STR(d.title, str_of_chars(title));
}

TEST(csv_dialect_leaves_titles_above_the_names_out)
{
    should_skip(t, 7, "Survey", "Survey\nid,a,b\n1,2,3\n4,5,6\n");
    should_skip(t, 10, "Survey", "Survey,,\r\nid,a,b\r\n1,2,3\r\n4,5,6\r\n");
    should_skip(t, 18, "Sales, spring", "\"Sales, spring\",,\nid,a,b\n1,2,3\n4,5,6\n");
    should_skip(t, 16, "Sales, spring", "\n\nSales, spring\nid;a;b\n1;2;3\n4;5;6\n");
    should_cut_at(t, ';', "\n\nSales, spring\nid;a;b\n1;2;3\n4;5;6\n");
    should_skip(t, 0, "", "id,a,b\n1,2,3\n4,5,6\n");
    should_skip(t, 0, "", "comment\ngood, fast\na; b; c\n");
    struct csv_dialect d = found(t, S("sep=;\nSurvey\nid;a\n1;2\n4;5\n"), true);
    CHECK(d.hint == 6 && d.titles == 7 && d.delimiter == ';');
    d = found(t, S("Survey\rid,a\r1,2\n4,5\n6,7\r8,9\n"), true); /* line ends of both kinds */
    CHECK(d.has_both && d.titles == 7);
}

static const struct err *named_in(struct test *t, uint64_t line, str sample, struct csv_dialect *d)
{
    struct csv_front front = {
        .sample = sample, .whole = true, .name = S("a.csv"), .names_line = line};
    return csv_dialect_of(t->arena, &front, d);
}

TEST(csv_dialect_takes_the_line_of_the_names_that_is_given)
{
    struct csv_dialect d;
    CHECK_OK(named_in(t, 1, S("Survey\nid;a\n1;2\n4;5\n"), &d));
    CHECK(d.titles == 0 && d.title.len == 0);
    CHECK_OK(named_in(t, 3, S("x,y,z\nx,y,z\nid;a\n1;2\n4;5\n"), &d));
    CHECK(d.titles == 12 && d.delimiter == ';' && d.title.len == 0);
    CHECK_OK(named_in(t, 3, S("sep=;\nx,y\nid;a\n1;2\n"), &d));
    CHECK(d.hint == 6 && d.titles == 4 && d.delimiter == ';');
    const struct err *e = named_in(t, 5, S("a\nb\nc\nd\n"), &d);
    CHECK(e && e->why == WHY_USAGE && strstr(e->text.ptr, "nothing in line 5, where"));
}

TEST(csv_dialect_finds_line_ends)
{
    CHECK_INT(found(t, S("a,b\n1,2\n"), true).newline, '\n');
    CHECK_INT(found(t, S("a,b\r\n1,2\r\n"), true).newline, '\n');
    CHECK_INT(found(t, S("a,b\r1,2\r"), true).newline, '\r');
    CHECK_INT(found(t, S("a;b\r1;2\r3;4"), true).delimiter, ';');
    CHECK_INT(found(t, S("a,b"), true).newline, '\n');
}

TEST(csv_dialect_finds_line_ends_that_differ_within_a_file)
{
    CHECK(found(t, S("a,b\r1,2\r3,4\n5,6\r\n7,8\n"), true).has_both);
    CHECK(found(t, S("a;b\r1;2,3\n3;4\r5;6\n"), true).delimiter == ';');
    CHECK(found(t, S("sep=,\na,b\r1,2\n3,4\n5,6\n"), true).has_both);
    CHECK(!found(t, S("a,b\r\n1,2\n3,4\r\n"), true).has_both);
    CHECK(!found(t, S("a,b\n1,x\ry\n3,\"\r\"\n"), true).has_both); /* within cells */
    CHECK(!found(t, S("a\r1\n2\n"), true).has_both);
}

TEST(csv_dialect_mends_a_cr_that_stands_alone)
{
    char text[] = "\ra\r\r\n\nb\r";
    csv_mend_line_ends(text, sizeof text - 1, false);
    CHECK_STR(str_of_chars(text), S("\na\n\r\n\nb\r"));
    csv_mend_line_ends(text, sizeof text - 1, true);
    CHECK_STR(str_of_chars(text), S("\na\n\r\n\nb\n"));
    (void)t;
}

TEST(csv_dialect_finds_the_encoding)
{
    struct csv_dialect d = found(t, S("a,b\n1,\xC3\xA9\n"), true);
    CHECK(d.page.is_utf8 && d.bom == 0);
    CHECK(found(t, S("a,b\n1,x\n"), true).page.is_utf8);
    CHECK(!found(t, S("a,b\n1,\xE9\n"), true).page.is_utf8);
    d = found(t,
              S("\xEF\xBB\xBF"
                "a,b\n1,2\n"),
              true);
    CHECK(d.page.is_utf8 && d.bom == 3);
    d = found(t,
              S("\xEF\xBB\xBF"
                "a;b\n1;\xE9\n"),
              true); /* the mark decides */
    CHECK(d.page.is_utf8 && d.bom == 3 && d.delimiter == ';');
}

TEST(csv_dialect_forgives_a_character_that_the_sample_cuts)
{
    static const char text[] = "a,b\n1,😀\n2,€é\n";
    for (size_t len = 4; len < sizeof text; len++) {
        str sample = {text, len};
        CHECK(found(t, sample, false).page.is_utf8);
    }
    CHECK(!found(t, S("a,b\n1,\xE9x\n2,\xC3"), false).page.is_utf8); /* not for one before */
    CHECK(!found(t, S("a,b\n1,\xBF\xBF\xBF\xBF"), false).page.is_utf8);
    CHECK(found(t, S("a,b\n1,\xF0\x9F\x98"), false).page.is_utf8);
}

static str refusal(struct test *t, str sample)
{
    struct csv_dialect d = {.delimiter = '?'};
    struct csv_front front = {.sample = sample, .whole = true, .name = S("a.csv")};
    const struct err *e = csv_dialect_of(t->arena, &front, &d);
    CHECK_THAT(e, "%.*s is taken for a table", STR(text_quote(t->arena, sample)));
    CHECK(e->why == WHY_INVALID && d.delimiter == '?');
    return e->text;
}

static bool says(str text, const char *words)
{
    return strstr(text.ptr, words) != NULL; /* a sentence of an error ends with NUL */
}

TEST(csv_dialect_says_what_a_file_is_that_is_no_table)
{
    CHECK(says(refusal(t, S("")), "is empty"));
    CHECK(says(refusal(t, S(" \r\n\t\n")), "nothing but blanks"));
    CHECK(says(refusal(t, S("PK\x03\x04\x14\x00\x06")), "spreadsheet"));
    CHECK(says(refusal(t, S("\xD0\xCF\x11\xE0\xA1")), "old Excel"));
    CHECK(says(refusal(t, S("%PDF-1.7\n")), "PDF"));
    CHECK(says(refusal(t, S("\xFD"
                            "7zXZ\0")),
               "xz"));
    CHECK(says(refusal(t, S("7z\xBC\xAF\x27\x1C")), "7z"));
    CHECK(says(refusal(t, S("Rar!\x1A\x07")), "RAR"));
    CHECK(says(refusal(t, S("BZh91AY&SY\x12\x34")), "bzip2"));
    CHECK(says(refusal(t, S("SQLite format 3\0")), "database"));
    CHECK(says(refusal(t, S("a,b\n1,\0\n")), "byte 7 is a NUL"));
    CHECK(says(refusal(t, S("\x7F"
                            "ELF\x02\0")),
               "NUL"));
}

TEST(csv_dialect_knows_json_when_it_sees_it)
{
    CHECK(says(refusal(t, S("{\"a\":1}")), "JSON"));
    CHECK(says(refusal(t, S("{}")), "JSON"));
    CHECK(says(refusal(t, S("\n [\n  {\"a\": 1}]")), "JSON"));
    CHECK(says(refusal(t, S("[\"a\",\"b\"]")), "JSON"));
    CHECK(says(refusal(t, S("[]")), "JSON"));
    CHECK(says(refusal(t, S("[1, 2,\n 3]\n")), "JSON"));
    CHECK(says(refusal(t, S("[[1,2],[3]]")), "JSON"));
    CHECK(says(refusal(t, S("\xEF\xBB\xBF{\"a\":1}\n{\"a\":2}\n")), "JSON"));
    should_cut_at(t, ',', "[1] How likely,[2] Why\n9,good\n"); /* as some tools number */
    should_cut_at(t, ',', "{id},{name}\n1,x\n");
    should_cut_at(t, ',', "[x],y\n1,2\n");
}

TEST(csv_dialect_knows_a_web_page_when_it_sees_it)
{
    CHECK(says(refusal(t, S("<!DOCTYPE html>\n<html>")), "web page"));
    CHECK(says(refusal(t, S("\n <html><body><table>")), "web page"));
    CHECK(says(refusal(t, S("<?xml version=\"1.0\"?>\n<a>")), "XML"));
    CHECK(says(refusal(t, S("\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<a>")), "XML"));
}

TEST(csv_dialect_of_a_byte_order_mark_alone_is_that_of_nothing)
{
    CHECK(says(refusal(t, S("\xEF\xBB\xBF")), "nothing but blanks"));
    CHECK(says(refusal(t, S("\xEF\xBB\xBF\r\n\r\n")), "nothing but blanks"));
}
