/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_map.h"

#include <string.h>

#include "base/limits.h"
#include "base/test.h"

static struct import_map read_map(struct test *t, str text)
{
    struct import_map map = {.columns_len = 0};
    CHECK_OK(import_map_of_str(t->arena, text, &map));
    return map;
}

static void check_refused(struct test *t, str text, size_t line, size_t position, str part)
{
    struct import_map map = {.columns_len = 0};
    const struct err *e = import_map_of_str(t->arena, text, &map);
    CHECK_THAT(e, "this map is read: %.*s", STR(text));
    CHECK(e->why == WHY_USAGE);
    CHECK_STR(e->at, str_format(t->arena, "line %zu", line));
    CHECK_INT(e->position, position);
    for (size_t i = 0; i + part.len <= e->text.len; i++)
        if (str_equal(str_slice(e->text, i, i + part.len), part))
            return;
    test_fail(__FILE__, __LINE__, "\"%.*s\" does not say \"%.*s\"", STR(e->text), STR(part));
}

TEST(a_map_says_who_when_and_what_the_columns_are)
{
    struct import_map m = read_map(t, S("# the airport\n"
                                        "source: sfo_2017\n"
                                        "sheet: Answers 2017\n"
                                        "header: 4\n"
                                        "key: RESPNUM\n"
                                        "Time Order: Day first\n"
                                        "time:  DATE of the day \n"
                                        "weight: none\n"
                                        "channel: #12\n"
                                        "\n"
                                        "[NETPRO]\n"
                                        "  field: recommend\n"
                                        "  label: How likely: 0 to 10?\n"
                                        "  scale: 0-10\n"
                                        "  missing: 11, 99\n"
                                        "  code 10: extremely likely\n"
                                        "  code 0: not at all\n"
                                        "[AIRLINE] kind: choice\n"
                                        "leave out: none, \"a, b\", test\n"));
    CHECK_STR(m.source, S("sfo_2017"));
    CHECK_STR(m.sheet, S("Answers 2017"));
    CHECK_INT(m.names_line, 4);
    CHECK_STR(m.roles[IMPORT_ROLE_KEY].name, S("RESPNUM"));
    CHECK_INT(m.roles[IMPORT_ROLE_KEY].line, 5);
    CHECK_STR(m.roles[IMPORT_ROLE_TIME].name, S("DATE of the day"));
    CHECK(m.has_time_order && m.time_order == DATE_DAY_FIRST);
    CHECK(m.roles[IMPORT_ROLE_WEIGHT].is_none);
    CHECK_INT(m.roles[IMPORT_ROLE_CHANNEL].number, 12);
    CHECK_INT(m.roles[IMPORT_ROLE_PERSON].line, 0);
    CHECK_INT(m.columns_len, 2);
    CHECK_INT(m.columns[1].leave_out_len, 3);
    CHECK_STR(m.columns[1].leave_out[0], S("none"));
    CHECK_STR(m.columns[1].leave_out[1], S("a, b"));
    const struct import_map_column *c = m.columns;
    CHECK_STR(c->name.name, S("NETPRO"));
    CHECK_STR(c->field, S("recommend"));
    CHECK(!c->has_kind && c->has_scale && c->has_missing && c->proposes);
    CHECK(decimal_equal(c->scale.hi, decimal_of_int(10)));
    CHECK_INT(c->missing_len, 2);
    CHECK_STR(c->missing[1], S("99"));
    CHECK_INT(c->codes_len, 2);
    CHECK_STR(c->codes[1].code, S("0"));
    CHECK_STR(c->codes[1].label, S("not at all"));
    CHECK(c[1].has_kind && c[1].kind == IMPORT_CHOICE && !c[1].has_missing);
}

TEST(an_empty_map_says_nothing)
{
    CHECK_INT(read_map(t, S("")).columns_len, 0);
    CHECK_INT(read_map(t, S("\xEF\xBB\xBF\r\n  # only this\r\n")).columns_len, 0);
    CHECK_STR(import_map_to_text(t->arena, &(struct import_map){.columns_len = 0}), S(""));
}

TEST(what_is_said_of_the_file_may_stand_behind_a_section)
{
    struct import_map m = read_map(t, S("[A] kind: id\ntime: B\n[C] scale: 1-5\nkey: A\n"));
    CHECK_STR(m.roles[IMPORT_ROLE_TIME].name, S("B"));
    CHECK_STR(m.roles[IMPORT_ROLE_KEY].name, S("A"));
    CHECK_INT(m.columns_len, 2);
}

TEST(names_may_hold_anything_in_quotes)
{
    struct import_map m = read_map(t, S("[Grid [Row 1]]\n"
                                        "missing: none, \"none\", \"a,b\", -1\n"
                                        "code \"a:b\": \" c \"\n"
                                        "[\"a]\\nb \\\"\\\\\"] kind: skip\n"
                                        "[\"#3\"]\n"
                                        "[#3]\n"
                                        "time: \"none\"\n"));
    CHECK_STR(m.columns[0].name.name, S("Grid [Row 1]"));
    CHECK(!m.columns[0].proposes);
    CHECK_INT(m.columns[0].missing_len, 3);
    CHECK_STR(m.columns[0].missing[0], S("none"));
    CHECK_STR(m.columns[0].missing[1], S("a,b"));
    CHECK_STR(m.columns[0].codes[0].code, S("a:b"));
    CHECK_STR(m.columns[0].codes[0].label, S(" c "));
    CHECK_STR(m.columns[1].name.name, S("a]\nb \"\\"));
    CHECK(m.columns[1].kind == IMPORT_SKIP);
    CHECK_STR(m.columns[2].name.name, S("#3"));
    CHECK_INT(m.columns[3].name.number, 3);
    CHECK_STR(m.roles[IMPORT_ROLE_TIME].name, S("none"));
}

TEST(a_map_is_printed_so_that_it_reads_as_the_same)
{
    str canonical = S("source: sfo\n"
                      "key: \"#\"\n"
                      "time: \"none\"\n"
                      "time order: month first\n"
                      "weight: none\n"
                      "unit: #4\n"
                      "\n"
                      "[a [b]]\n"
                      "field: a_b\n"
                      "kind: score\n"
                      "label: \"\\ttab\"\n"
                      "scale: -3-3\n"
                      "measures: against expectation\n"
                      "measures of: people\n"
                      "expected from: promise\n"
                      "better: low\n"
                      "missing: none, \"a,b\", \"none\"\n"
                      "code \"1:2\": one: two\n"
                      "\n"
                      "[\"a]\"]\n"
                      "missing: none\n"
                      "\n"
                      "[b]\n"
                      "measures of: none\n"
                      "currency: EUR\n"
                      "\n"
                      "[#7]\n"
                      "kind: skip\n"
                      "missing: 99\n");
    struct import_map m = read_map(t, canonical);
    CHECK_STR(import_map_to_text(t->arena, &m), canonical);
}

TEST(a_name_with_a_zero_byte_is_printed_whole)
{
    str canonical = S("\n[\"#a\0b\"]\nlabel: c\0d\n");
    struct import_map m = read_map(t, canonical);
    CHECK_STR(import_map_to_text(t->arena, &m), canonical);
}

TEST(an_entry_that_is_unknown_is_named_with_what_it_may_be)
{
    check_refused(t, S("[A]\n feild: x\n"), 2, 2, S("did you mean \"field\"?"));
    check_refused(t, S("\ntimes: x\n"), 2, 1, S("did you mean \"time\"?"));
    check_refused(
        t, S("nonsense: x\n"), 1, 1,
        S("it is one of layout, left out, source, wave of, sheet, header, join, join by, join "
          "to, join twice, time order, name"));
    check_refused(t, S("[A] kind: skore\n"), 1, 11, S("did you mean \"score\"?"));
    check_refused(t, S("time order: day\n"), 1, 13, S("month first, day first"));
    check_refused(t, S("field: x\n"), 1, 1, S("brackets"));
    check_refused(t, S("code 3: x\n"), 1, 1, S("brackets"));
    check_refused(t, S("hello\n"), 1, 1, S("name: value"));
}

TEST(a_value_that_cannot_be_is_refused_at_its_place)
{
    check_refused(t, S("[A]\nscale: 10-0\n"), 2, 8, S("as in 0-10"));
    check_refused(t, S("[A]\nfield: Net Promoter\n"), 2, 8, S("write \"net_promoter\"."));
    check_refused(t, S("source: ?\n"), 1, 9, S("has no letter"));
    check_refused(t, S("time:\n"), 1, 6, S("says nothing"));
    check_refused(t, S("[A]\nmissing: 1,,2\n"), 2, 12, S("empty"));
    check_refused(t, S("[A]\nmissing: \"1\" 2\n"), 2, 14, S("comma"));
    check_refused(t, S("[A]\ncode : x\n"), 2, 6, S("code 3: Terminal B"));
    check_refused(t, S("[A]\ncode 3\n"), 2, 6, S("code 3: Terminal B"));
    check_refused(t, S("[A]\nmeasures: efort\n"), 2, 11, S("did you mean \"effort\"?"));
    check_refused(t, S("[A]\nbetter: up\n"), 2, 9, S("it is one of high, low"));
    check_refused(t, S("[A]\ncurrency: euro\n"), 2, 11, S("as in EUR"));
    check_refused(t, S("[A\n"), 1, 1, S("not closed"));
    check_refused(t, S("[\"A]\n"), 1, 2, S("not closed"));
    check_refused(t, S("[]\n"), 1, 2, S("says nothing"));
    check_refused(t, S("key: \"a\\z\"\n"), 1, 8, S("backslash"));
    check_refused(t, S("key: \"a\" b\n"), 1, 10, S("closing quote"));
    check_refused(t, S("key: \xff\n"), 1, 1, S("not UTF-8"));
}

TEST(what_is_said_twice_or_clashes_is_refused)
{
    check_refused(t, S("key: A\n\nkey: B\n"), 3, 1, S("line 1 already"));
    check_refused(t, S("[A]\nkind: id\nkind: id\n"), 3, 1, S("line 2 already"));
    check_refused(t, S("[A]\ncode 1: a\ncode 1: b\n"), 3, 6, S("has a label already"));
    check_refused(t, S("[A]\nscale: 1-5\nkind: text\n"), 3, 1, S("is a score"));
    check_refused(t, S("[A]\ncurrency: EUR\nkind: text\n"), 3, 1, S("is a number"));
    check_refused(t, S("[A]\nfield: x\n[B]\nfield: x\n"), 3, 0, S("line 1 goes to the field"));
}

TEST(a_map_has_a_limit)
{
    struct import_map map = {.columns_len = 0};
    char *text = arena_take(t->arena, LIMIT_MAP_BYTES + 1);
    memset(text, '\n', LIMIT_MAP_BYTES + 1);
    CHECK_OK(import_map_of_str(t->arena, (str){text, LIMIT_MAP_BYTES}, &map));
    const struct err *e = import_map_of_str(t->arena, (str){text, LIMIT_MAP_BYTES + 1}, &map);
    CHECK(e && e->why == WHY_LIMIT);
}

static const str header[] = {S_INIT("NETPRO"), S_INIT("x"),      S_INIT("x"),
                             S_INIT(""),       S_INIT("NetPro"), S_INIT("Größe")};

static void check_unbound(struct test *t, str text, str at, str sentence)
{
    struct import_map m = read_map(t, text);
    const struct err *e = import_map_bind(t->arena, &m, header, 6);
    CHECK(e && e->why == WHY_USAGE);
    CHECK_STR(e->at, at);
    CHECK_STR(e->text, sentence);
}

TEST(columns_of_a_map_are_found_in_the_header)
{
    struct import_map m =
        read_map(t, S("key: GRÖßE\ntime: #4\nemail: none\n[NetPro]\n[#3]\n[NETPRO]\n"));
    CHECK_OK(import_map_bind(t->arena, &m, header, 6));
    CHECK_INT(m.roles[IMPORT_ROLE_KEY].position, 5);
    CHECK_INT(m.roles[IMPORT_ROLE_TIME].position, 3);
    CHECK_INT(m.columns[0].name.position, 4);
    CHECK_INT(m.columns[1].name.position, 2);
    CHECK_INT(m.columns[2].name.position, 0);
}

TEST(a_column_that_the_header_lacks_is_named_with_the_nearest)
{
    check_unbound(t, S("\nkey: Grösse\n"), S("line 2"),
                  S("Line 2 of the map: there is no column \"Grösse\"; did you mean \"Größe\"?"));
    check_unbound(
        t, S("[elephant]\n"), S("line 1"),
        S("Line 1 of the map: there is no column \"elephant\" among the 6 of this file."));
    check_unbound(t, S("key: #7\n"), S("line 1"),
                  S("Line 1 of the map: there is no column #7; this file has 6."));
}

TEST(a_column_that_is_not_one_alone_is_refused)
{
    check_unbound(t, S("[X]\n"), S("line 1"),
                  S("Line 1 of the map: two columns are called \"X\"; write #2 or #3."));
    check_unbound(t, S("[x]\n"), S("line 1"),
                  S("Line 1 of the map: two columns are called \"x\"; write #2 or #3."));
    check_unbound(t, S("[netpro]\n"), S("line 1"),
                  S("Line 1 of the map: two columns are called \"netpro\"; write #1 or #5."));
    check_unbound(t, S("[NETPRO]\n\n[#1]\n"), S("line 3"),
                  S("Line 3 of the map: line 1 is about the same column; put both together."));
}

TEST(a_column_is_written_as_the_map_reads_it)
{
    struct arena *a = t->arena;
    CHECK_STR(import_map_section(a, S("a [b]"), 3, false), S("a [b]"));
    CHECK_STR(import_map_section(a, S("a] ["), 3, false), S("\"a] [\""));
    CHECK_STR(import_map_section(a, S("none"), 3, false), S("none"));
    CHECK_STR(import_map_section(a, S("x"), 3, true), S("#4"));
    CHECK_STR(import_map_section(a, S(""), 3, false), S("#4"));
    CHECK_STR(import_map_column_name(a, S("None"), 3, false), S("\"None\""));
    CHECK_STR(import_map_column_name(a, S("a\nb"), 3, false), S("\"a\\nb\""));
    CHECK_STR(import_map_column_name(a, S("#1"), 3, false), S("\"#1\""));
}
