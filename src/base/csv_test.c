/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/csv.h"

#include <string.h>

#include "base/csv_of_test.h"

TEST(csv_reads_a_simple_table)
{
    CHECK_STR(read_text(t, S("a,b\n1,2\n3,4\n")), S("<a><b> 2:[1][2] 3:[3][4]"));
    CHECK_STR(read_text(t, S("a,b\r\n1,2\r\n3,4")), S("<a><b> 2:[1][2] 3:[3][4]"));
    CHECK_STR(read_text(t, S("a,b\r1,2\r3,4\r")), S("<a><b> 2:[1][2] 3:[3][4]"));
    CHECK_STR(read_text(t, S("a,b\n")), S("<a><b>"));
    CHECK_STR(read_text(t, S("a,b")), S("<a><b>"));
    CHECK_STR(read_text(t, S("a\tb\n1\t\n")), S("<a><b> 2:[1][]"));
}

TEST(csv_reads_line_ends_that_differ_within_a_file)
{
    CHECK_STR(read_text(t, S("a,b\r1,2\r3,4\n5,6\r\n\r7,8")),
              S("<a><b> 2:[1][2] 3:[3][4] 4:[5][6] 6:[7][8]"));
    CHECK_STR(read_text(t, S("a,b\r\n1,2\n3,4\r\n5,6\n")), S("<a><b> 2:[1][2] 3:[3][4] 4:[5][6]"));
    CHECK_STR(read_text(t, S("a,b\r1,\"x\ry\"\n\"\r\n\",4\r5,\"\n\"\r\n7,8\r")),
              S("<a><b> 2:[1][x\ny] 4:[][4] 6:[5][] 8:[7][8]"));
}

TEST(csv_keeps_line_breaks_within_quotes_whatever_ends_lines)
{
    CHECK_STR(read_text(t, S("a,b\n1,\"x\ny\r\nz\rw\"\n3,4\n")),
              S("<a><b> 2:[1][x\ny\r\nz\rw] 5:[3][4]"));
    CHECK_STR(read_text(t, S("a,b\r\n1,\"x\ny\r\nz\rw\"\r\n3,4\r\n")),
              S("<a><b> 2:[1][x\ny\r\nz\rw] 5:[3][4]"));
    CHECK_STR(read_text(t, S("a,b\r1,\"x\ry\rz\"\r3,4\r")), S("<a><b> 2:[1][x\ry\rz] 5:[3][4]"));
}

TEST(csv_trims_cells_and_names)
{
    CHECK_STR(read_text(t, S(" a ,\" b \"\n 1 ,\" 2\t\"\n\xC2\xA0,x\n")),
              S("<a><b> 2:[1][2] 3:[][x]"));
}

TEST(csv_passes_over_a_first_line_that_names_the_delimiter)
{
    CHECK_STR(read_text(t, S("sep=;\r\na;b\r\n1,5;2\r\n")), S("<a><b> 3:[1,5][2]"));
    CHECK_STR(read_text(t, S("\xEF\xBB\xBFsep=,\n\"a\",b\n1,2\n")), S("<a><b> 3:[1][2]"));
    should_agree(t, S("sep=|\n\na|b\n1|2\n"), 1);
}

TEST(csv_reads_quoted_cells)
{
    CHECK_STR(read_text(t, S("a,b\n\"1,\"\"2\"\"\",\"\"\n\"\"\"\",\"x\ny\"\nz,w\n")),
              S("<a><b> 2:[1,\"2\"][] 3:[\"][x\ny] 5:[z][w]"));
    CHECK_STR(read_text(t, S("a,b\r\n\"1\",\"2\"\r\n\"3\",\"4\"")), S("<a><b> 2:[1][2] 3:[3][4]"));
}

TEST(csv_takes_a_quote_within_a_cell_for_a_character)
{
    CHECK_STR(read_text(t, S("a,b\n1\"2,3\"\nx, \"y\"\n")), S("<a><b> 2:[1\"2][3\"] 3:[x][\"y\"]"));
    CHECK_STR(read_text(t, S("a,b\n\"1\"2,\"3\" \n\"a\"b\"c\"\"d,x\n")),
              S("<a><b> 2:[12][3] 3:[ab\"c\"\"d][x]"));
}

TEST(csv_passes_over_empty_lines_and_counts_them)
{
    CHECK_STR(read_text(t, S("\n\r\na,b\n\n1,2\r\n\r\n\n3,4\n\n")), S("<a><b> 5:[1][2] 8:[3][4]"));
    CHECK_STR(read_text(t, S("a,b\n,\n\"\"\n \n")), S("<a><b> 2:[][] 3:!1(1) 4:!1(1)"));
}

TEST(csv_takes_an_empty_line_of_one_column_for_an_empty_cell)
{
    CHECK_STR(read_text(t, S("a\n1\n\n2\n")), S("<a> 2:[1] 3:[] 4:[2]"));
    CHECK_STR(read_text(t, S("\na\r\n\r\n2\r\n\r\n")), S("<a> 3:[] 4:[2] 5:[]"));
}

TEST(csv_says_which_records_are_not_the_headers)
{
    CHECK_STR(read_text(t, S("a,b\n1\n1,2,3\n4,5\n")), S("<a><b> 2:!1(1) 3:!2(3) 4:[4][5]"));
}

TEST(csv_loses_one_line_to_a_quote_that_never_closes)
{
    CHECK_STR(read_text(t, S("a,b\n1,2\n\"3,4\n5,6\n7,8\n")),
              S("<a><b> 2:[1][2] 3:!3(1) 4:[5][6] 5:[7][8]"));
    CHECK_STR(read_text(t, S("a,b\n1,2\n3,\"4")), S("<a><b> 2:[1][2] 3:!3(2)"));
    CHECK_STR(read_text(t, S("a,b\n\"1,2\n3,\"\"\n5,6\n")), S("<a><b> 2:!3(1) 3:[3][] 4:[5][6]"));
}

TEST(csv_delivers_the_columns_asked_for_only)
{
    struct csv *csv = opened(t, test_write(t, "a.csv", S("a,b,c,d\n1,2,3,4\n5,\"6\"\"\",7,8\n")));
    struct table_record record;
    bool found = false;
    CHECK_OK(csv_next(csv, &record, &found));
    CHECK(found && record.cells_len == 4 && record.fault == TABLE_SOUND);
    csv_select(csv, (const size_t[]){1, 3}, 2);
    CHECK_OK(csv_next(csv, &record, &found));
    CHECK(found);
    CHECK_STR(record.cells[0], S("6\""));
    CHECK_STR(record.cells[1], S("8"));
    CHECK_OK(csv_next(csv, &record, &found));
    CHECK(!found);
    CHECK_OK(csv_next(csv, &record, &found)); /* and again */
    CHECK(!found);
}

/* ---- bad input ---- */

TEST(csv_refuses_what_is_no_table_with_the_reason)
{
    CHECK(refused_with(t, S(""), WHY_INVALID, "is empty"));
    CHECK(refused_with(t, S("\n\r\n\n"), WHY_INVALID, "nothing but blanks"));
    CHECK(refused_with(t, S("\xEF\xBB\xBF"), WHY_INVALID, "nothing but blanks"));
    CHECK(refused_with(t, S("{\"a\": 1}"), WHY_INVALID, "JSON"));
    CHECK(refused_with(t, S("PK\x03\x04xlsx"), WHY_INVALID, "spreadsheet"));
    CHECK(refused_with(t, S("a,b\n\0,\0\n"), WHY_INVALID, "NUL"));
    CHECK(refused_with(t, S("a,\"b\n1,2\n"), WHY_INVALID, "header line"));
}

TEST(csv_of_many_blank_lines_is_read_if_something_follows)
{
    struct buf b = buf_make(t->arena, 8 * MIB);
    buf_add_repeated(&b, S("\n"), 600 * KIB);
    CHECK(refused_with(t, buf_str(&b), WHY_INVALID, "nothing but blanks"));
    buf_add(&b, S("a,b\n1,2\n"));
    CHECK_STR(read_text(t, buf_str(&b)), S("<a><b> 614402:[1][2]"));
}

TEST(csv_of_10000_columns_is_read_and_of_one_more_refused)
{
    struct buf b = buf_make(t->arena, MIB);
    for (size_t i = 0; i < LIMIT_COLUMNS; i++)
        buf_addf(&b, "%sc%zu", i ? "," : "", i);
    size_t header = b.len;
    buf_add_char(&b, '\n');
    buf_add_repeated(&b, S("7,"), LIMIT_COLUMNS - 1);
    buf_add(&b, S("8\n"));
    should_agree(t, buf_str(&b), 3);
    str wider = str_format(t->arena, "%.*s,one\n1,2\n", (int)header, b.ptr);
    CHECK(refused_with(t, wider, WHY_LIMIT, "has 10001 columns; at most 10000"));
}

TEST(csv_record_of_16_mib_is_read_and_of_one_more_byte_refused)
{
    for (unsigned quoted = 0; quoted < 2; quoted++)
        for (size_t more = 0; more < 2; more++) {
            struct arena *a = arena_make(0);
            str table = one_record(a, LIMIT_RECORD_BYTES + more, quoted);
            struct csv *csv = opened(t, test_write(t, "a.csv", table));
            struct table_record record;
            bool found = false;
            const struct err *e = csv_next(csv, &record, &found);
            CHECK(more ? e && e->why == WHY_LIMIT && strstr(e->text.ptr, "line 2") : !e && found);
            arena_done(a);
        }
}

TEST(csv_header_longer_than_16_mib_is_refused)
{
    struct buf b = buf_make(t->arena, 64 * MIB);
    buf_add_repeated(&b, S("header "), LIMIT_RECORD_BYTES / 7 + 2);
    CHECK(refused_with(t, buf_str(&b), WHY_LIMIT, "line 1"));
}
