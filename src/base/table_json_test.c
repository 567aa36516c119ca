/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/json_records.h"
#include "base/table_of_test.h"

static struct err *try_read(struct test *t, str path, str name, bool has_lines, str *text)
{
    struct table *table = NULL;
    struct table_source source = {.path = path, .name = name};
    TRY(table_open(t->arena, &source, &table));
    return test_table_text(t, table, has_lines, text);
}

static str read_json(struct test *t, str json)
{
    str text = {NULL, 0};
    CHECK_OK(try_read(t, test_write(t, "a.json", json), S("a.json"), true, &text));
    return text;
}

#define CHECK_READ(json, should) CHECK_STR(read_json(t, S(json)), S(should))

static void check_refused(struct test *t, str json, enum why why, const char *words)
{
    str text = {NULL, 0};
    const struct err *e = try_read(t, test_write(t, "a.json", json), S("a.json"), true, &text);
    CHECK_THAT(e, "this was read as %.*s", STR(text));
    CHECK_THAT(e->why == why && strstr(e->text.ptr, words), "%.*s", STR(e->text));
    CHECK(str_starts_with(e->text, S("\"a.json\"")));
}

TEST(json_array_of_objects_is_a_table)
{
    CHECK_READ("[{\"a\": 1, \"b\": \"x\"},\n {\"b\": \" y \", \"c\": 2.50}\n]",
               "a|b|c\n1: 1|x|\n2: |y|2.50");
    CHECK_READ("\xEF\xBB\xBF [\n{\"a\": null, \"b\": true}, {\"b\": false, \"a\": 1e3}]",
               "a|b\n1: |true\n2: 1e3|false");
    CHECK_READ("[{\"a\":1},{\"a\":2},{\"a\":3}]", "a\n1: 1\n2: 2\n3: 3");
}

TEST(json_objects_line_by_line_are_a_table)
{
    CHECK_READ("{\"a\": 1}\n\n{\"b\": 2}\r\n{\"a\": 3}", "a|b\n1: 1|\n3: |2\n4: 3|");
    CHECK_READ("{\"a\":\n 1}\n{\"a\":\n2}\n", "a\n1: 1\n3: 2");
}

TEST(json_object_with_one_array_of_objects_is_that_arrays_table)
{
    CHECK_READ("{\"count\": 2, \"tags\": [\"x\"], \"responses\": [{\"a\": 1},\n{\"a\": 2}], "
               "\"more\": {\"z\": 1}}",
               "a\n1: 1\n2: 2");
    CHECK_READ("{\"a\": 1, \"b\": [2, 3]}", "a|b\n1: 1|2, 3");
    CHECK_READ("{\"a\": [{\"x\": 1}], \"b\": [{\"y\": 2}]}", "a|b\n1: {\"x\":1}|{\"y\":2}");
    CHECK_READ("{\"a\": [{\"x\": 1}]}\n{\"a\": []}", "a\n1: {\"x\":1}\n2: ");
}

TEST(json_members_within_members_are_columns_too)
{
    CHECK_READ("[{\"who\": {\"name\": {\"first\": \"A\"}, \"age\": 7}, \"x\": {}},\n"
               "{\"who\": null, \"who.age\": 8}]",
               "who.name.first|who.age|who\n1: A|7|\n2: |8|");
}

TEST(json_arrays_are_one_cell)
{
    CHECK_READ("[{\"a\": [\"x\", null, 2, true]},\n{\"a\": []},\n{\"a\": [[1, \"q\\\"\"], "
               "{\"k\": null}]}]",
               "a\n1: x, 2, true\n2: \n3: [1,\"q\\\"\"], {\"k\":null}");
}

TEST(json_that_is_no_table_is_refused_with_the_place)
{
    check_refused(t, S("{\"a.b\": 1, \"a\": {\"b\": 2}}"), WHY_INVALID,
                  "in line 1 has two values that are called \"a.b\"");
    check_refused(t, S("5"), WHY_INVALID, "holds a number and no table: at line 1, character 1");
    check_refused(t, S("[{\"a\": 1},\n 5]"), WHY_INVALID, "at line 2, character 2 stands a number");
    check_refused(t, S("[[1]]"), WHY_INVALID, "stands an array");
    check_refused(t, S("[]"), WHY_INVALID, "holds no record");
    check_refused(t, S("[{}]"), WHY_INVALID, "no values");
    check_refused(t, S("{\"a\": 1} {\"a\": 2}"), WHY_INVALID,
                  "at line 1, character 10 a line break between two records is expected");
    check_refused(t, S("{\"a\": 1}\n7"), WHY_INVALID, "at line 2, character 1 stands a number");
    check_refused(t, S("[{\"a\": 1}\n{\"a\": 2}]"), WHY_INVALID,
                  "at line 2, character 1 a comma or ] is expected, not \"{\"");
    check_refused(t, S("[{\"a\": 1}"), WHY_INVALID,
                  "character 10 a comma or ] is expected, but the file ends");
    check_refused(t, S("[{\"\xC3\xA9\": 1},\n {\"\xC3\xA9\": 01}]"), WHY_INVALID,
                  "at line 2, character 8");
    check_refused(t, S("[{\"a\": 1}] x"), WHY_INVALID, "the end of the file is expected");
    check_refused(t, S("{\"r\": [{\"a\": 1}], \"b\" 2}"), WHY_INVALID,
                  "character 23 a colon is expected");
    check_refused(t, S("[{\"a\": 1}\0]"), WHY_INVALID, "a comma or ] is expected, not");
}

TEST(json_records_have_limits)
{
    struct buf b = buf_make(t->arena, 64 * MIB);
    buf_add(&b, S("[{\"a\": \""));
    buf_add_repeated(&b, S("0123456789abcdef"), MIB + 1);
    buf_add(&b, S("\"}]"));
    check_refused(t, buf_str(&b), WHY_LIMIT, "at line 1, character 2");
    b.len = 0;
    for (unsigned i = 0; i < 5; i++) {
        buf_add_char(&b, '{');
        for (size_t k = 0; k <= LIMIT_COLUMNS / 5; k++)
            buf_addf(&b, "%s\"c%u_%zu\":1", k ? "," : "", i, k);
        buf_add(&b, S("}\n"));
    }
    check_refused(t, buf_str(&b), WHY_LIMIT, "has more than 10000 columns (line 5)");
}

/* Records that straddle buffers come out as they went in. */
TEST(json_of_many_records_is_read)
{
    struct buf b = buf_make(t->arena, 64 * MIB), should = b;
    enum { RECORDS = 60000 };
    buf_add(&b, S("[\n"));
    buf_add(&should, S("n|text"));
    for (size_t i = 0; i < RECORDS; i++) {
        buf_addf(&b, "{\"n\": %zu, \"text\": \"%.*s\\u00e9\"}%s\n", i, (int)(i % 23),
                 "abcdefghijklmnopqrstuvw", i + 1 < RECORDS ? "," : "]");
        buf_addf(&should, "\n%zu: %zu|%.*s\xC3\xA9", i + 2, i, (int)(i % 23),
                 "abcdefghijklmnopqrstuvw");
    }
    CHECK(!b.full && b.len > MIB);
    str is = read_json(t, buf_str(&b));
    CHECK(str_equal(is, buf_str(&should)));
}

TEST(json_that_grows_leaves_out_its_last_half_record)
{
    struct json_records *records = NULL;
    struct json_record record;
    bool found = false;
    str path = test_write(t, "a.ndjson", S("{\"a\": 1}\n{\"a\": "));
    CHECK_OK(json_records_open(t->arena, path, S("a.ndjson"), &records));
    (void)test_write(t, "a.ndjson", S("{\"a\": 1}\n{\"a\": 2}\n"));
    CHECK_OK(json_records_next(records, &record, &found));
    CHECK(found && !json_records_left_out_tail(records));
    CHECK_OK(json_records_next(records, &record, &found));
    CHECK(!found && json_records_left_out_tail(records));
}

/* ---- files of ../shared/data ---- */

/* All but location_coordinates, whose two files hold other numbers. */
TEST(json_twins_of_tables_are_those_tables)
{
    static const char *const names[] = {"comma_in_quotes",
                                        "empty",
                                        "empty_crlf",
                                        "escaped_quotes",
                                        "json",
                                        "newlines",
                                        "newlines_crlf",
                                        "quotes_and_newlines",
                                        "simple",
                                        "simple_crlf",
                                        "utf8"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        str csv = {NULL, 0}, json = {NULL, 0};
        char path[100];
        (void)snprintf(path, sizeof path, "data/csv_spectrum/csvs/%s.csv", names[i]);
        CHECK_OK(try_read(t, test_shared(t, path), S("a.csv"), false, &csv));
        (void)snprintf(path, sizeof path, "data/csv_spectrum/json/%s.json", names[i]);
        CHECK_OK(try_read(t, test_shared(t, path), S("a.json"), false, &json));
        CHECK_THAT(str_equal(csv, json), "%s: %.*s, not %.*s", names[i], STR(json), STR(csv));
    }
}

static bool has_words(str text, const char *const *words)
{
    for (; *words; words++)
        if (memmem(text.ptr, text.len, *words, strlen(*words)))
            return true;
    return false;
}

/* What is no JSON is refused with its place; what is, is read or called what it is. */
static void check_file(struct test *t, str folder, str name, size_t *read)
{
    static const char *const places[] = {"line ", "is empty", "nothing but blanks", NULL};
    static const char *const kinds[] = {" holds a number and no table",
                                        " holds a text and no table",
                                        " holds true and no table",
                                        " holds false and no table",
                                        " holds null and no table",
                                        " stands ",
                                        " holds no record",
                                        " no values in them",
                                        "is the name of a second member",
                                        "U+0000",
                                        NULL};
    str text = {NULL, 0}, path = str_format(t->arena, "%.*s/%.*s", STR(folder), STR(name));
    const struct err *e = try_read(t, path, name, true, &text);
    *read += !e;
    if (name.ptr[0] == 'n')
        CHECK_THAT(e && has_words(e->text, places), "%.*s: %.*s", STR(name),
                   STR(e ? e->text : text));
    if (name.ptr[0] == 'y' && e)
        CHECK_THAT(has_words(e->text, kinds), "%.*s: %.*s", STR(name), STR(e->text));
}

TEST(json_of_the_test_suite_is_read_or_refused)
{
    str folder = test_shared(t, "data/json_test_suite/test_parsing");
    DIR *dir = opendir(str_to_chars(t->arena, folder));
    CHECK(dir);
    size_t files = 0, read = 0;
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL; files++) {
        str name = str_copy(t->arena, str_of_chars(entry->d_name));
        if (name.ptr[0] != '.')
            check_file(t, folder, name, &read);
    }
    (void)closedir(dir);
    CHECK_INT(files, 318 + 2);
    CHECK_INT(read, 8);
}
