/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/packed.h"

#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/gzip.h"
#include "base/limits.h"
#include "base/table.h"
#include "base/test.h"
#include "base/xlsx_of_test.h"
#include "base/zstd.h"

static const str table = S_INIT("a,b\n1,2\n3,4\n5,6\n7,8\n1,2\n3,4\n5,6\n7,8\n1,2\n3,4\n");

static str gzipped(struct test *t, str text)
{
    str out;
    CHECK(gzip_of_str(t->arena, text, &out));
    return out;
}

static str with_zstd(struct test *t, const char *name, str text)
{
    struct new_file *f = NULL;
    str path = str_format(t->arena, "%.*s/%s", STR(t->dir), name);
    CHECK_OK(new_file_make(t->arena, path, &f));
    struct zstd_writer *z = zstd_writer_make(t->arena, f);
    CHECK_OK(zstd_write(t->arena, z, text));
    CHECK_OK(zstd_write_end(t->arena, z));
    CHECK_OK(new_file_keep(t->arena, f));
    return path;
}

/* An archive of members that all hold the text; NULL behind the last. */
static str archive(struct test *t, const char *name, const char *const *members, str text)
{
    enum { MEMBERS_MAX = 32 };
    const char *parts[2 * MEMBERS_MAX + 1] = {NULL};
    char *content = str_to_chars(t->arena, text);
    for (size_t i = 0; members[i]; i++) {
        CHECK(i < MEMBERS_MAX);
        parts[2 * i] = members[i];
        parts[2 * i + 1] = content;
    }
    return test_archive(t, name, parts);
}

static struct err *read_all(struct test *t, str path, str *text)
{
    struct file *f = NULL;
    struct buf b = buf_make(t->arena, 256 * MIB);
    char piece[1000];
    TRY(packed_open(t->arena, path, S(""), &f));
    for (size_t got = 1; got;) {
        TRY(file_read(t->arena, f, piece, sizeof piece, &got));
        buf_add(&b, (str){piece, got});
    }
    *text = buf_str(&b);
    return NULL;
}

static void should_hold_the_table(struct test *t, str path)
{
    str text = S("");
    CHECK_OK(read_all(t, path, &text));
    CHECK_STR(text, table);
}

static bool refused_with(struct test *t, str path, enum why why, const char *words)
{
    str text;
    const struct err *e = read_all(t, path, &text);
    return e && e->why == why && strstr(e->text.ptr, words);
}

TEST(packed_reads_a_file_as_what_is_in_it)
{
    should_hold_the_table(t, test_write(t, "plain.csv.gz", table)); /* the name says nothing */
    should_hold_the_table(t, test_write(t, "a.csv", gzipped(t, table)));
    should_hold_the_table(t, with_zstd(t, "a.zst", table));
    should_hold_the_table(t, archive(t, "a.zip", (const char *const[]){"b.csv", NULL}, table));
    str text;
    CHECK_OK(read_all(t, test_write(t, "empty", S("")), &text));
    CHECK_STR(text, S(""));
}

TEST(packed_passes_over_what_systems_put_into_archives)
{
    static const char *const members[] = {"__MACOSX/._b.csv", "x/",        "x/.DS_Store",
                                          ".hidden/a.csv",    "x/y/b.csv", NULL};
    should_hold_the_table(t, archive(t, "a.zip", members, table));
}

TEST(packed_names_the_files_of_an_archive_of_several)
{
    str path = archive(t, "a.zip", (const char *const[]){"b.csv", "x/c.csv", NULL}, table);
    CHECK(refused_with(t, path, WHY_INVALID, "with 2 files in it: \"b.csv\", \"x/c.csv\"; unpack"));
    path = archive(t, "b.zip", (const char *const[]){"x/", ".b", NULL}, table);
    CHECK(refused_with(t, path, WHY_INVALID, "with no file in it"));
    static const char *const many[] = {"1", "2", "3", "4",  "5",  "6",
                                       "7", "8", "9", "10", "11", NULL};
    CHECK(refused_with(t, archive(t, "c.zip", many, table), WHY_INVALID, "\"10\" and 1 others;"));
}

TEST(packed_leaves_a_workbook_as_it_is)
{
    static const char *const members[] = {"[Content_Types].xml", "xl/workbook.xml", NULL};
    str text;
    CHECK_OK(read_all(t, archive(t, "a.xlsx", members, table), &text));
    CHECK(str_starts_with(text, S("PK\x03\x04")));
}

TEST(packed_twice_is_refused)
{
    CHECK(refused_with(
        t,
        test_write(t, "a.gz",
                   gzipped(t, test_read(t, archive(t, "a.zip", (const char *const[]){"b.csv", NULL},
                                                   table)))),
        WHY_INVALID, "so again"));
    str once = gzipped(t, table);
    CHECK(refused_with(t, archive(t, "b.zip", (const char *const[]){"b.csv.gz", NULL}, once),
                       WHY_INVALID, "so again"));
}

TEST(packed_that_was_made_to_fill_a_machine_is_refused)
{
    struct buf b = buf_make(t->arena, 256 * MIB);
    buf_add_repeated(&b, S("1,2,3,4,5,6,7,8\n"), (LIMIT_UNPACKED_SMALL + 2 * MIB) / 16);
    CHECK(refused_with(t, with_zstd(t, "a.zst", buf_str(&b)), WHY_LIMIT, "500 times its length"));
    b.len = LIMIT_UNPACKED_SMALL - 1000; /* short enough to be what it is */
    str text;
    CHECK_OK(read_all(t, with_zstd(t, "b.zst", buf_str(&b)), &text));
    CHECK_INT(text.len, b.len);
}

TEST(packed_that_is_damaged_says_so)
{
    str zipped = test_read(t, archive(t, "a.zip", (const char *const[]){"b.csv", NULL}, table));
    CHECK(refused_with(t, test_write(t, "b.zip", str_slice(zipped, 0, zipped.len / 2)), WHY_INVALID,
                       "its end is missing"));
    str packed = gzipped(t, table);
    CHECK(refused_with(t, test_write(t, "a.gz", str_slice(packed, 0, packed.len - 3)), WHY_INVALID,
                       "is cut off"));
    CHECK(refused_with(t, test_write(t, "b.gz", S("\x1F\x8B,b\n")), WHY_INVALID, "damaged"));
}

TEST(packed_file_is_called_by_its_name_and_measured_as_it_lies_there)
{
    struct file *f = NULL;
    str path = test_write(t, "spool", gzipped(t, table));
    str front;
    CHECK_OK(packed_open(t->arena, path, S("mine.gz"), &f));
    CHECK_STR(file_path(f), S("mine.gz"));
    CHECK_OK(file_peek(t->arena, f, 1000, &front));
    CHECK_INT(front.len, table.len);
    CHECK(file_size(f) == test_read(t, path).len && file_taken(f) == file_size(f));
    CHECK_OK(packed_open(t->arena, archive(t, "a.zip", (const char *const[]){"b", NULL}, table),
                         S("mine.zip"), &f));
    CHECK_STR(file_path(f), S("mine.zip"));
    CHECK_INT(file_size(f), table.len);
}

TEST(packed_table_does_not_grow)
{
    str path = test_write(t, "a.csv.gz", gzipped(t, str_slice(table, 0, table.len - 1)));
    struct table *opened = NULL;
    struct table_source source = {.path = path};
    struct table_record record;
    CHECK_OK(table_open(t->arena, &source, &opened));
    FILE *out = fopen(path.ptr, "ab");
    CHECK(out && fputs("more", out) >= 0 && fclose(out) == 0);
    size_t records = 0;
    for (bool found = true;; records++) {
        CHECK_OK(table_next(opened, &record, &found));
        if (!found)
            break;
    }
    CHECK(records == 10 && !table_left_out_tail(opened));
}

TEST(packed_archive_may_come_from_a_pipe)
{
    str path = archive(t, "a.zip", (const char *const[]){"b.csv", NULL}, table);
    CHECK(freopen(path.ptr, "rb", stdin));
    should_hold_the_table(t, S("-"));
    path = test_write(t, "a.gz", gzipped(t, table));
    CHECK(freopen(path.ptr, "rb", stdin));
    should_hold_the_table(t, S("-"));
}

TEST(packed_inner_name_drops_how_it_is_compressed)
{
    (void)t;
    CHECK_STR(packed_inner_name(S("survey.csv.gz")), S("survey.csv"));
    CHECK_STR(packed_inner_name(S("survey.ZIP")), S("survey"));
    CHECK_STR(packed_inner_name(S("survey.ndjson.zst")), S("survey.ndjson"));
    CHECK_STR(packed_inner_name(S("survey.csv")), S("survey.csv"));
    CHECK_STR(packed_inner_name(S(".gz")), S(".gz"));
}
