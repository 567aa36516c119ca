/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Files of every kind, through attune score and attune import: one table is the same
 * however it is written.
 */
#include "base/xlsx_of_test.h"
#include "import.h"

#define NPS "--measure", "nps", "--field", "score"

#define TEXT(cell, text) "<c r=\"" cell "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define NUMBER(cell, number) "<c r=\"" cell "\"><v>" number "</v></c>"
#define DAY(cell, number) "<c r=\"" cell "\" s=\"1\"><v>" number "</v></c>"

static const char csv[] = "score,area,day\n9,A,2026-03-01\n3,B,2026-03-02\n10,A,2026-03-03\n";
static const char json[] = "[{\"score\": 9, \"area\": \"A\", \"day\": \"2026-03-01\"},\n"
                           "{\"score\": 3, \"area\": \"B\", \"day\": \"2026-03-02\"},\n"
                           "{\"score\": 10, \"area\": \"A\", \"day\": \"2026-03-03\"}]\n";
static const char lines[] = "{\"score\": 9, \"area\": \"A\", \"day\": \"2026-03-01\"}\n"
                            "{\"score\": 3, \"area\": \"B\", \"day\": \"2026-03-02\"}\n"
                            "{\"day\": \"2026-03-03\", \"score\": 10, \"area\": \"A\"}\n";
#define ANSWERS                                                                                    \
    "<row r=\"1\">" TEXT("A1", "score") TEXT("B1", "area") TEXT(                                   \
        "C1", "day") "</row>"                                                                      \
                     "<row r=\"2\">" NUMBER("A2", "9") TEXT("B2", "A") DAY(                        \
                         "C2",                                                                     \
                         "46082") "</row>"                                                         \
                                  "<row r=\"3\" hidden=\"1\">" NUMBER("A3", "3") TEXT("B3", "B")   \
                                      DAY("C3", "46083") "</row>"                                  \
                                                         "<row r=\"5\">" NUMBER("A5", "10.0")      \
                                                             TEXT("B5", "A")                       \
                                                                 DAY("C5", "46084") "</row>"

static const char *workbook(struct test *t, const char *other_rows)
{
    const struct test_sheet sheets[] = {{.name = "Answers", .xml = ANSWERS},
                                        {.name = "Notes &amp; more", .xml = other_rows}};
    struct test_workbook w = {.sheets = sheets,
                              .sheets_len = 2,
                              .styles =
                                  "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>"};
    return str_to_chars(t->arena, test_workbook(t, "a.xlsx", &w));
}

static void check_scores(struct test *t, const char *file)
{
    json_t *d = SCORE(t, file, NPS, "--by", "area", "--at", "day");
    CHECK_INT(json_array_size(run_at(d, "rows")), 2);
    CHECK_NEAR(run_number(run_row(d, "area", "A"), "value"), 100, 0);
    CHECK_NEAR(run_number(run_row(d, "area", "B"), "value"), -100, 0);
}

TEST(a_table_has_the_same_scores_however_it_is_written)
{
    check_scores(t, run_file(t, "a.csv", str_of_chars(csv)));
    check_scores(t, run_file(t, "a.json", str_of_chars(json)));
    check_scores(t, run_file(t, "a.txt", str_of_chars(json))); /* whatever it is called */
    check_scores(t, run_file(t, "a.ndjson", str_of_chars(lines)));
    check_scores(t, workbook(t, "<row/>"));
}

TEST(a_table_is_on_record_once_however_it_is_written)
{
    import_folder(t);
    const char *f = run_file(t, "a.csv", str_of_chars(csv));
    json_t *d = TAKE(t, f, "--source", "s");
    import_check_counts(d, 3, 3, 0, 0);
    f = run_file(t, "a.ndjson", str_of_chars(lines));
    import_check_counts(TAKE(t, f, "--source", "s"), 3, 0, 3, 0);
    f = run_file(t, "a.json", str_of_chars(json));
    import_check_counts(TAKE(t, f, "--source", "s"), 3, 0, 3, 0);
    d = TAKE(t, workbook(t, "<row/>"), "--source", "s");
    import_check_counts(d, 3, 0, 3, 0);
    CHECK(!import_question(d, "sheet"));
    CHECK_INT(run_number(run_note(d, "hidden_cells"), "rows"), 1);
    CHECK_INT(run_number(run_note(d, "hidden_cells"), "columns"), 0);
    CHECK_INT(import_n(t, "mean(score)"), 3);
}

TEST(records_of_json_come_by_a_pipe_too)
{
    struct run run = {.args = ARGS("score", "-", NPS, "--format", "json"),
                      .input = run_file(t, "a", str_of_chars(json))};
    struct ran ran = run_program(t, &run);
    CHECK_INT(ran.status, 0);
    CHECK_INT(run_number(run_parse(t, ran.out), "rows/0/n"), 3);
}

static void check_title(struct test *t, const char *file)
{
    json_t *d = TAKE(t, file, "--dry-run"), *question = import_question(d, "header");
    CHECK_INT(run_number(d, "rows"), 3);
    CHECK(question && run_has(run_text(question, "text"), "read from line 3"));
    CHECK_STR(run_text(question, "parts/title"), S("Survey, spring"));
    CHECK_STR(run_text(question, "map"), S("header: 1"));
    check_scores(t, file);
    json_t *note = run_note(SCORE(t, file, NPS), "title_above");
    CHECK_INT(run_number(note, "line"), 3);
    CHECK_STR(run_text(note, "title"), S("Survey, spring"));
}

TEST(a_title_above_the_names_is_left_out_and_asked_about)
{
    import_folder(t);
    str table = str_of_chars(csv);
    const char *f =
        run_file(t, "t.csv", str_format(t->arena, "\"Survey, spring\",,\n\n%.*s", STR(table)));
    check_title(t, f);
    check_title(
        t, run_file(t, "u.csv", str_format(t->arena, "\n\"Survey, spring\"\n%.*s", STR(table))));
    const char *map = run_file(t, "1.map", S("header: 1\n"));
    json_t *d = TAKE(t, f, "--dry-run", "--map", map);
    CHECK_INT(run_number(d, "rows"), 4);
    CHECK(!import_question(d, "header"));
    TAKE_FAILS(t, 64, "nothing in line 9", f, "--map", run_file(t, "9.map", S("header: 9\n")));
    f = run_file(t, "a.json", str_of_chars(json));
    TAKE_FAILS(t, 64, "no line of it", f, "--map", run_file(t, "2.map", S("header: 2\n")));
    import_check_counts(TAKE(t, run_file(t, "a.csv", table), "--source", "t"), 3, 3, 0, 0);
    import_check_counts(
        TAKE(t, run_file(t, "t.csv", str_format(t->arena, "Survey\n%.*s", STR(table)))), 3, 0, 3,
        0); /* the same records, of the same source */
}

TEST(a_workbook_with_several_sheets_is_asked_about)
{
    import_folder(t);
    const char *f = workbook(t, "<row>" TEXT("A1", "note") "</row><row>" TEXT("A2", "x") "</row>");
    json_t *d = TAKE(t, f, "--dry-run");
    CHECK_INT(run_number(d, "rows"), 3);
    json_t *question = import_question(d, "sheet");
    CHECK(question && run_has(run_text(question, "text"), "\"Answers\" was read"));
    CHECK_STR(run_text(question, "map"), S("sheet: Notes & more"));
    const char *map = run_file(t, "a.map", run_text(question, "map"));
    d = TAKE(t, f, "--dry-run", "--map", map);
    CHECK_INT(run_number(d, "rows"), 1);
    CHECK(!import_question(d, "sheet"));
    d = TAKE(t, f, "--dry-run", "--map", map, "--sheet", "1"); /* the command line goes first */
    CHECK_INT(run_number(d, "rows"), 3);
    TAKE_FAILS(t, 64, "has no sheet \"3\"", f, "--sheet", "3");
    f = run_file(t, "a.csv", str_of_chars(csv));
    TAKE_FAILS(t, 64, "no workbook", f, "--sheet", "1");
}

TEST(scores_of_a_workbook_say_which_sheet_they_are_of)
{
    const char *f =
        workbook(t, "<row>" TEXT("A1", "score") "</row><row>" NUMBER("A2", "7") "</row>");
    json_t *d = SCORE(t, f, NPS);
    CHECK_STR(run_text(run_note(d, "other_sheets"), "sheet"), S("Answers"));
    CHECK_INT(run_number(run_note(d, "other_sheets"), "n"), 1);
    CHECK_INT(run_number(run_note(d, "hidden_cells"), "rows"), 1);
    d = SCORE(t, f, NPS, "--scale", "0-10", "--sheet", "notes & MORE");
    CHECK_INT(run_number(d, "rows/0/n"), 1);
    CHECK(!run_note(d, "other_sheets") && !run_note(d, "hidden_cells"));
}

TEST(what_a_workbook_refuses_is_named_by_its_row)
{
    import_folder(t);
    const char *f = str_to_chars(
        t->arena,
        test_workbook_of_rows(t, "b.xlsx",
                              "<row r=\"3\">" TEXT("A3", "score") "</row><row r=\"5\">" NUMBER(
                                  "A5", "9") "</row><row r=\"9\">" TEXT("A9", "#N/A") "</row>"));
    json_t *d = SCORE_REFUSED(t, f, NPS, "--scale", "0-10");
    CHECK_INT(run_number(d, "refused/first/0/line"), 9);
    CHECK_STR(run_text(d, "refused/first/0/value"), S("#N/A"));
}

TEST(lines_with_answers_are_signals_and_others_records)
{
    import_folder(t);
    const char *f = run_file(t, "a.json",
                             S("{\"key\":\"1\",\"at\":\"2026-03-01T09:30:00Z\",\"answers\":"
                               "{\"recommend\":9}}\n"));
    json_t *d = TAKE(t, f);
    import_check_counts(d, 1, 1, 0, 0);
    CHECK_INT(json_array_size(run_at(d, "columns")), 0);
    f = run_file(t, "b.ndjson",
                 S("{\"key\":\"1\",\"at\":\"2026-03-01\",\"q\":{\"nps\":9},"
                   "\"ticks\":[\"x\",\"y\"]}\n{\"key\":\"2\"}\n"));
    d = TAKE(t, f);
    import_check_counts(d, 2, 2, 0, 0);
    CHECK_STR(run_text(d, "columns/2/column"), S("q.nps"));
    CHECK_STR(run_text(d, "columns/3/column"), S("ticks"));
}

TEST(a_json_file_that_is_broken_is_refused_with_its_place)
{
    import_folder(t);
    const char *f = run_file(t, "a.json", S("[{\"score\": 1},\n {\"score\": }]"));
    TAKE_FAILS(t, 65, "line 2, character 12", f);
    (void)FAILS(t, 65, "INVALID", "line 2, character 12", f, NPS);
}

TEST(a_definition_of_a_survey_is_no_table_of_answers)
{
    import_folder(t);
    TAKE_FAILS(
        t, 65, "definition of a survey of Qualtrics",
        run_file(t, "a.qsf",
                 S("{\"SurveyEntry\":{\"SurveyID\":\"SV_1\"},\"SurveyElements\":[{\"SurveyID\":"
                   "\"SV_1\",\"Element\":\"BL\",\"PrimaryAttribute\":\"x\"}]}\n")));
    TAKE_FAILS(t, 65, "Export the responses",
               run_file(t, "b.json",
                        S("{\"title\":\"NPS\",\"showProgressBar\":\"top\",\"pages\":[],"
                          "\"completedHtml\":\"Thanks\"}\n")));
}
