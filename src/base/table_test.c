/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/table.h"

#include "base/test.h"

static struct table *opened(struct test *t, const char *name, str bytes)
{
    struct table *table = NULL;
    struct table_source source = {.path = test_write(t, name, bytes)};
    CHECK_OK(table_open(t->arena, &source, &table));
    return table;
}

TEST(table_delivers_the_columns_asked_for_and_says_how_far_it_is)
{
    struct table *table = opened(t, "a.csv", S("a;b;c\n1;2;3\n4;5;6\n"));
    struct table_record record;
    bool found = false;
    size_t len = 0;
    const str *header = table_header(table, &len);
    CHECK_INT(len, 3);
    CHECK_STR(header[2], S("c"));
    CHECK(table_decimal_comma(table));
    CHECK_INT(table_size(table), 18);
    table_select(table, (const size_t[]){0, 2}, 2);
    CHECK_OK(table_next(table, &record, &found));
    CHECK(found && record.line == 2 && record.fault == TABLE_SOUND);
    CHECK_STR(record.cells[0], S("1"));
    CHECK_STR(record.cells[1], S("3"));
    table_select_all(t->arena, table);
    CHECK_OK(table_next(table, &record, &found));
    CHECK_STR(record.cells[1], S("5"));
    CHECK_OK(table_next(table, &record, &found));
    CHECK(!found && table_taken(table) == 18 && !table_left_out_tail(table));
    CHECK_INT(table_mixed(table)->records, 0);
}

TEST(table_says_why_a_record_is_not_sound)
{
    struct table *table = opened(t, "a.csv", S("a,b\n1\n1,2,3\n\"1,2\n"));
    struct table_record record;
    bool found = false;
    CHECK_OK(table_next(table, &record, &found));
    CHECK_STR(table_fault_reason(t->arena, table, &record), S("1 cell instead of 2"));
    CHECK_OK(table_next(table, &record, &found));
    CHECK_STR(table_fault_reason(t->arena, table, &record), S("3 cells instead of 2"));
    CHECK_OK(table_next(table, &record, &found));
    CHECK_STR(table_fault_reason(t->arena, table, &record),
              S("a quote is opened in this line and never closed"));
}

TEST(table_is_called_by_the_name_it_was_given)
{
    struct table *table = NULL;
    struct table_source source = {.path = test_write(t, "spool", S("")), .name = S("mine.csv")};
    const struct err *e = table_open(t->arena, &source, &table);
    CHECK(e && e->why == WHY_INVALID && str_starts_with(e->text, S("\"mine.csv\" is empty")));
}
