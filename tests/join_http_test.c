/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What is sent beside a file over HTTP: a second table that is joined to it, a code book; and
 * the first records of a file as its layout means them.
 */
#include "base/xlsx_of_test.h"
#include "import.h"
#include "imports_http.h"

static const char answers[] = "customer,score\nC-1,9\nC-2,4\nC-3,7\nC-9,10\n";
static const char plans[] = "id,plan\nC-1,basic\nC-3,gold\nC-2,gold\n";

#define TEXT(cell, text) "<c r=\"" cell "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"

static struct client_reply put(struct browser *b, double id, const char *what, const char *type,
                               str body)
{
    return imports_send(b, imports_path(b->t, "PUT", id, what), type, body);
}

static json_t *join(struct browser *b, double id, const char *table)
{
    struct client_reply reply = put(b, id, "/join?name=plan.csv", "text/csv", str_of_chars(table));
    return imports_document(b, &reply, 200);
}

TEST(a_second_table_is_sent_for_a_file_that_was_looked_at)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    double id = run_number(imports_upload(&ada, "spring.csv", str_of_chars(answers)), "import");
    json_t *d = join(&ada, id, plans);
    CHECK_STR(run_text(d, "report/join/by"), S("customer"));
    CHECK_INT(run_number(d, "report/join/matched"), 3);
    CHECK_STR(run_text(d, "report/columns/2/column"), S("plan"));
    CHECK_STR(run_text(d, "report/first/1/cells/2"), S("gold"));
    CHECK(run_has(run_text(d, "report/map"), "join: plan.csv"));
    CHECK_INT(imports_files(t, "uploads"), 2);
    CHECK_INT(run_number(imports_run(&ada, id), "taken"), 4);
    CHECK_INT(import_n(t, "mean(score) where plan = \"gold\""), 2);
    /* Both are kept for a day, and come along when the file is looked at again. */
    CHECK_INT(imports_files(t, "uploads"), 2);
    (void)imports_send(&ada, imports_path(t, "DELETE", id, ""), NULL, S(""));
    (void)imports_wait_until(&ada, id, "undone");
    struct client_reply again =
        imports_send(&ada, imports_path(t, "POST", id, "/again"), NULL, S(""));
    CHECK_INT(run_number(imports_document(&ada, &again, 201), "report/join/matched"), 3);
    (void)served_stop(t, &s);
}

TEST(what_must_be_chosen_of_a_second_table_holds_the_import_up)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    double id = run_number(imports_upload(&ada, "spring.csv", str_of_chars(answers)), "import");
    json_t *d = join(&ada, id, "a,b\nx,1\ny,2\n");
    CHECK(run_is_null(d, "report/join/by"));
    CHECK_INT(imports_send(&ada, imports_path(t, "POST", id, "/run"), NULL, S("")).status, 409);
    d = join(&ada, id, "customer,item\nC-1,tea\nC-1,jam\nC-2,jam\nC-3,tea\n");
    CHECK(json_is_true(run_at(d, "report/join/stops")));
    CHECK_STR(run_text(import_question(run_at(d, "report"), "join_twice"), "map"),
              S("join twice: first"));
    CHECK_INT(imports_send(&ada, imports_path(t, "POST", id, "/run"), NULL, S("")).status, 409);
    d = imports_say(&ada, id, "join: plan.csv\njoin by: customer\njoin twice: last\n");
    CHECK(!json_object_get(run_at(d, "report/join"), "stops"));
    CHECK_INT(run_number(imports_run(&ada, id), "taken"), 4);
    CHECK_INT(import_n(t, "mean(score) where item = \"jam\""), 2);
    (void)served_stop(t, &s);
}

/* One that is no table leaves the one before where it was; without "join" there is none. */
TEST(a_second_table_that_cannot_be_read_changes_nothing)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    double id = run_number(imports_upload(&ada, "spring.csv", str_of_chars(answers)), "import");
    json_t *before = join(&ada, id, plans);
    CHECK_INT(put(&ada, id, "/join?name=b.csv", "text/csv", S("")).status, 422);
    CHECK_INT(put(&ada, id, "/join?name=b.csv", "text/csv", S("a,b\n1\n2\n")).status, 422);
    CHECK_INT(put(&ada, id, "/join", "text/csv", S("a,b\n1,2\n")).status, 400);
    CHECK(json_equal(imports_get(&ada, id), before));
    CHECK_INT(imports_files(t, "uploads"), 2);
    json_t *d = imports_say(&ada, id, "");
    CHECK(!json_object_get(run_at(d, "report"), "join"));
    CHECK_INT(json_array_size(run_at(d, "report/columns")), 2);
    d = imports_say(&ada, id, "join: plan.csv\n");
    CHECK_INT(run_number(d, "report/join/matched"), 3);
    CHECK_INT(imports_send(&ada, imports_path(t, "DELETE", id, ""), NULL, S("")).status, 204);
    CHECK_INT(imports_files(t, "uploads"), 0);
    (void)served_stop(t, &s);
}

/* ---- beside it ---- */

TEST(a_code_book_may_come_as_a_workbook)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    double id =
        run_number(imports_upload(&ada, "gates.csv", S("gate,score\n1,9\n2,4\n1,7\n")), "import");
    const struct test_sheet sheet = {
        .name = "Codes",
        .xml = "<row>" TEXT("A1", "variable") TEXT("B1", "value")
            TEXT("C1", "label") "</row><row>" TEXT("A2", "gate") "<c r=\"B2\"><v>1</v></c>" TEXT(
                "C2", "Terminal A") "</row>"
                                    "<row><c r=\"B3\"><v>2</v></c>" TEXT("C3",
                                                                         "Terminal B") "</row>"};
    struct test_workbook book = {.sheets = &sheet, .sheets_len = 1};
    str bytes = test_read(t, test_workbook(t, "book.xlsx", &book));
    struct client_reply reply =
        put(&ada, id, "/codes", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            bytes);
    json_t *d = imports_document(&ada, &reply, 200);
    CHECK(run_has(run_text(d, "report/map"), "code 2: Terminal B"));
    (void)imports_run(&ada, id);
    CHECK_INT(import_n(t, "mean(score) where gate = \"Terminal A\""), 2);
    (void)served_stop(t, &s);
}

#define NUMBER(cell, number) "<c r=\"" cell "\"><v>" number "</v></c>"
#define ROW(line, area, score, more)                                                               \
    "<row>" TEXT("A" line, area) NUMBER("B" line, score) more "</row>"

TEST(refused_rows_are_those_of_the_sheet_that_was_read)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    const struct test_sheet sheets[] = {
        {.name = "One", .xml = "<row>" TEXT("A1", "a") "</row><row>" TEXT("A2", "b") "</row>"},
        {.name = "Two",
         .xml = "<row>" TEXT("A1", "Survey") "</row><row>" TEXT("A2", "area") TEXT(
             "B2", "score") "</row>" ROW("3", "A", "9", "") ROW("4", "B", "7", NUMBER("C4", "7"))
             ROW("5", "C", "5", "") ROW("6", "A", "6", "") ROW("7", "B", "8", "")}};
    struct test_workbook book = {.sheets = sheets, .sheets_len = 2};
    str bytes = test_read(t, test_workbook(t, "answers.xlsx", &book));
    double id = run_number(imports_upload(&ada, "answers.xlsx", bytes), "import");
    struct client_reply reply = put(&ada, id, "/map", "text/plain", S("sheet: Two\n"));
    json_t *d = imports_document(&ada, &reply, 200);
    CHECK_STR(run_text(import_question(run_at(d, "report"), "header"), "parts/title"), S("Survey"));
    CHECK_INT(run_number(imports_run(&ada, id), "refused"), 1);
    reply = browser_ask(&ada, imports_path(t, "GET", id, "/quarantine"), "", S(""));
    CHECK_STR(reply.body,
              S("attune_line,attune_reason,area,score\n4,3 cells instead of 2,\"B,7,7\"\n"));
    (void)served_stop(t, &s);
}

/* The lines below the header are none of its records, and columns that are made of others
 * have cells. */
TEST(the_first_records_are_those_of_the_layout)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    str file = test_read(t, test_shared(t, "data/fivethirtyeight_surveys/StarWars.csv"));
    json_t *d = imports_upload(&ada, "StarWars.csv", file);
    CHECK_STR(run_text(d, "report/layout"), S("surveymonkey"));
    size_t columns = json_array_size(run_at(d, "report/columns")), at = 0;
    json_t *record = NULL;
    json_array_foreach(run_at(d, "report/first"), at, record)
    {
        CHECK_INT(json_array_size(run_at(record, "cells")), columns);
        CHECK(run_number(record, "line") > 2);
    }
    CHECK_INT(at, 20);
    /* The first said that they saw all six films. */
    str films = S("");
    json_array_foreach(run_at(d, "report/columns"), at, record)
    {
        if (run_has(run_text(record, "column"), "Which of the following Star Wars films") &&
            !run_is_null(record, "field"))
            films = str_of_chars(
                json_string_value(json_array_get(run_at(d, "report/first/0/cells"), at)));
    }
    CHECK(run_has(films, "Episode I ") && run_has(films, "Episode VI "));
    (void)served_stop(t, &s);
}
