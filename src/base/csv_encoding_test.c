/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include "base/csv_of_test.h"
#include "base/text.h"

TEST(csv_reads_both_encodings_as_utf8)
{
    CHECK_STR(read_text(t, S("n\xE4me,b\n\x80,\x93x\x94\n")), S("<näme><b> 2:[€][“x”]"));
    CHECK_STR(read_text(t, S("näme,b\n€,😀\n")), S("<näme><b> 2:[€][😀]"));
    CHECK_STR(read_text(t, S("\xEF\xBB\xBF\"a\",b\n1,2\n")), S("<a><b> 2:[1][2]"));
}

TEST(csv_says_where_a_file_leaves_its_encoding)
{
    struct buf b = buf_make(t->arena, MIB);
    buf_add(&b, S("a,b,c\n"));
    while (b.len < LIMIT_ENCODING_SAMPLE)
        buf_add(&b, S("1,é,3\n"));
    buf_add(&b, S("x,\xE9,ö\ny,é,z\n"));
    struct csv *csv = opened(t, test_write(t, "a.csv", buf_str(&b)));
    str all = shown(t, csv);
    CHECK(strstr(all.ptr, ":[x][é][ö] ") && strstr(all.ptr, ":[y][é][z]"));
    CHECK(csv_dialect(csv)->page.is_utf8);
    CHECK_INT(csv_mixed(csv)->records, 1);
    CHECK(strstr(
        all.ptr,
        str_format(t->arena, " %llu:[x]", (unsigned long long)csv_mixed(csv)->lines[0]).ptr));
}

TEST(csv_of_one_stray_byte_is_still_utf8)
{
    struct csv *csv =
        opened(t, test_write(t, "a.csv", S("näme,b\nÜ,\xE9\n\"\xFC\",ü\n1,2\nçà,ß\n")));
    CHECK_STR(shown(t, csv), S("<näme><b> 2:[Ü][é] 3:[ü][ü] 4:[1][2] 5:[çà][ß]"));
    CHECK_INT(csv_mixed(csv)->records, 2);
    CHECK(csv_mixed(csv)->lines[0] == 2 && csv_mixed(csv)->lines[1] == 3);
}

TEST(csv_lists_the_first_20_records_that_are_mixed)
{
    struct buf b = buf_make(t->arena, MIB);
    buf_add(&b, S("a,b\n"));
    buf_add_repeated(&b, S("é,è\n"), 100);
    buf_add_repeated(&b, S("\xE9,x\n"), 30);
    struct csv *csv = opened(t, test_write(t, "a.csv", buf_str(&b)));
    (void)shown(t, csv);
    CHECK_INT(csv_mixed(csv)->records, 30);
    CHECK_INT(table_mixed_listed(csv_mixed(csv)), LIMIT_MIXED_LISTED);
    CHECK_INT(csv_mixed(csv)->lines[LIMIT_MIXED_LISTED - 1], 121);
}

TEST(csv_reads_utf16_of_either_order)
{
    CHECK_STR(read_text(t, S("\xFF\xFE"
                             "a\0;\0b\0\r\0\n\0\"\0\xE9\0\"\0;\0\xAC\x20\n\0")),
              S("<a><b> 2:[é][€]"));
    CHECK_STR(read_text(t, S("\xFE\xFF\0a\0,\0b\0\n\0\x31\0,\xD8\x3D\xDE\0\0\n")),
              S("<a><b> 2:[1][😀]"));
    CHECK_STR(read_text(t, S("a\0,\0b\0\n\0\x31\0,\0002\0")), S("<a><b> 2:[1][2]"));
    CHECK(refused_with(t, S("\xFF\xFE"), WHY_INVALID, "is empty"));
    CHECK(refused_with(t, S("\xFF\xFE\n\0"), WHY_INVALID, "nothing but blanks"));
    CHECK(refused_with(t, S("\xFF\xFE{\0\"\0a\0"), WHY_INVALID, "JSON"));
    CHECK(refused_with(t,
                       S("\xFF\xFE"
                         "a\0\0\0"),
                       WHY_INVALID, "NUL"));
}

/* ---- bytes of several code pages, as they were found ---- */

TEST(csv_of_mixed_bytes_is_its_decoded_twin_cell_for_cell)
{
    struct csv *found = opened_with_all(
        t, test_shared(t, "data/retail_nps_french/nps_demo_odd_as_found_bytes.csv"));
    struct csv *twin =
        opened_with_all(t, test_shared(t, "data/retail_nps_french/nps_demo_odd_utf8.csv"));
    struct table_record is, should;
    size_t records = 0, cells = 0;
    for (bool more = true;; records++) {
        CHECK_OK(csv_next(found, &is, &more));
        bool there = false;
        CHECK_OK(csv_next(twin, &should, &there));
        CHECK(more == there);
        if (!more)
            break;
        CHECK(is.fault == TABLE_SOUND && is.line == should.line);
        for (size_t i = 0; i < should.cells_len; i++, cells++)
            CHECK_STR(is.cells[i], should.cells[i]);
    }
    CHECK_INT(records, 7015);
    CHECK_INT(cells, (size_t)7015 * 9);
    CHECK(!csv_dialect(found)->page.is_utf8 && csv_dialect(found)->page.is_dos);
    CHECK(csv_mixed(found)->records > 500 && csv_mixed(twin)->records == 0);
    CHECK_INT(csv_mixed(found)->lines[0], 4);
}
