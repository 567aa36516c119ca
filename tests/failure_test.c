/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What fails, fails with its exit status, one sentence, and nothing else.
 */
#include <sys/stat.h>
#include <unistd.h>

#include "run.h"

static const char *sample(struct test *t)
{
    return run_file(t, "sample.csv", S("score,AREA,day\n9,A,2025-01-01\n3,B,2025-01-02\n"));
}

TEST(a_question_put_wrongly_is_64)
{
    const char *f = sample(t);
    FAILS(t, 64, "USAGE", "has no option --mesure; did you mean --measure?", f, "--mesure", "nps");
    FAILS(t, 64, "USAGE", "has no option --x; attune help score", f, "--x");
    FAILS(t, 64, "USAGE", "no column \"scroe\"; did you mean \"score\"?", f, "--measure", "nps",
          "--field", "scroe");
    FAILS(t, 64, "USAGE", "--by: there is no column", f, "--measure", "nps", "--field", "score",
          "--by", "AREA,Z");
    FAILS(t, 64, "USAGE", "there is no measure \"npss\"", f, "--measure", "npss", "--field",
          "score");
    FAILS(t, 64, "USAGE", "--measure says what to compute", f, "--field", "score");
    FAILS(t, 64, "USAGE", "--field names the column", f, "--measure", "nps");
    FAILS(t, 64, "USAGE", "needs FILE", "--measure", "nps");
    FAILS(t, 64, "USAGE", "does not know what to do with \"b.csv\"", f, "b.csv");
    FAILS(t, 64, "USAGE", "--measure is given twice", f, "--measure", "nps", "--measure", "csat");
    FAILS(t, 64, "USAGE", "--field needs a value: --field COL", f, "--measure", "nps", "--field");
    FAILS(t, 64, "USAGE", "--field needs a value", f, "--field", "--measure", "nps");
    FAILS(t, 64, "USAGE", "two dashes: --measure", f, "-measure", "nps");
    FAILS(t, 64, "USAGE", "--help takes no value", f, "--help=yes");
    FAILS(t, 64, "USAGE", "--per takes day, week, month, quarter or year, not \"hour\"", f, "--per",
          "hour");
}

TEST(options_that_do_not_go_together_are_64)
{
    const char *f = sample(t);
#define NPS f, "--measure", "nps", "--field", "score"
    FAILS(t, 64, "USAGE", "needs --at", NPS, "--per", "month");
    FAILS(t, 64, "USAGE", "needs --at and --per", NPS, "--compare", "previous");
    FAILS(t, 64, "USAGE", "takes no --box", NPS, "--box", "9");
    FAILS(t, 64, "USAGE", "needs --box", f, "--measure", "share", "--field", "AREA");
    FAILS(t, 64, "USAGE", "give --field twice", f, "--measure", "index", "--field", "score");
    FAILS(t, 64, "USAGE", "one --field", NPS, "--field", "AREA");
    FAILS(t, 64, "USAGE", "given twice", NPS, "--field", "SCORE");
    FAILS(t, 64, "USAGE", "--scale takes", NPS, "--scale", "5-1");
    FAILS(t, 64, "USAGE", "--matters takes a number above 0", NPS, "--matters", "0");
    FAILS(t, 64, "USAGE", "2 people answered, more than the 1", NPS, "--population", "1");
    FAILS(t, 64, "USAGE", "--now takes a date", NPS, "--now", "yesterday");
    FAILS(t, 64, "USAGE", "or a time such as", NPS, "--now", "2026-03-01 25:00");
#undef NPS
}

/* The place is in the document, for whoever shows it. */
TEST(a_mistake_in_a_condition_has_its_position)
{
    const char *f = sample(t);
    json_t *d = FAILS(t, 64, "USAGE", "did you mean \"and\"?", f, "--measure", "nps", "--field",
                      "score", "--where", "AREA = A an score > 3");
    CHECK_INT(run_number(d, "error/at"), 10);
    d = FAILS(t, 64, "USAGE", "AREA", f, "--measure", "nps", "--field", "score", "--where",
              "score > 3 and AREAS = A");
    CHECK_INT(run_number(d, "error/at"), 15);
    /* In characters, not in bytes. */
    d = FAILS(t, 64, "USAGE", "closed", f, "--measure", "nps", "--field", "score", "--where",
              "AREA = äö and (score > 3");
    CHECK_INT(run_number(d, "error/at"), 15);
    d = FAILS(t, 64, "USAGE", "--compare: ", f, "--measure", "nps", "--field", "score", "--compare",
              "reste");
    CHECK(json_is_integer(run_at(d, "error/at")));
    d = FAILS(t, 64, "USAGE", "--field: ", f, "--measure", "nps", "--field", "x");
    CHECK_STR(run_text(d, "error/at"), S("--field"));
    d = FAILS(t, 64, "USAGE", "--per takes", f, "--per", "hour");
    CHECK_STR(run_text(d, "error/at"), S("--per"));
    d = FAILS(t, 66, "MISSING", "no file", "nowhere.csv");
    CHECK(run_is_null(d, "error/at"));
}

TEST(a_terminal_shows_the_place_of_the_mistake)
{
    struct ran ran =
        run_program(t, &(struct run){.args = ARGS("score", sample(t), "--measure", "nps", "--field",
                                                  "score", "--where", "AREA = A an score > 3"),
                                     .terminal_width = 80});
    CHECK_INT(ran.status, 64);
    CHECK(run_has(ran.out, "    AREA = A an score > 3\n             ^"));
}

TEST(a_file_that_is_not_there_is_66_and_a_folder_65)
{
    FAILS(t, 66, "MISSING", "There is no file \"nowhere.csv\"", "nowhere.csv", "--measure", "nps",
          "--field", "x");
    FAILS(t, 66, "MISSING", "There is no file", "sample.csv/x", "--measure", "nps", "--field", "x");
    CHECK(mkdir("folder", 0700) == 0);
    FAILS(t, 65, "INVALID", "is a folder", "folder", "--measure", "nps", "--field", "x");
}

TEST(a_file_without_permission_is_77)
{
    const char *f = sample(t);
    CHECK(chmod(f, 0000) == 0 && chmod(str_to_chars(t->arena, t->dir), 0755) == 0);
    struct ran ran =
        run_program(t, &(struct run){.args = ARGS("score", "sample.csv", "--measure", "nps",
                                                  "--field", "score", "--format", "json"),
                                     .as_nobody = true});
    if (ran.status == 127)
        test_skip("the program cannot be started without root's rights here");
    CHECK_INT(ran.status, 77);
    CHECK_STR(run_text(run_parse(t, ran.out), "error/code"), S("DENIED"));
    CHECK_INT(run_count_lines(ran.err), 1);
}

TEST(a_file_of_another_kind_is_65_and_is_called_by_its_name)
{
#define NPS "--measure", "nps", "--field", "score"
    FAILS(t, 65, "INVALID", "is empty", run_file(t, "empty.csv", S("")), NPS);
    FAILS(t, 65, "INVALID", "nothing but blanks", run_file(t, "blanks.csv", S("  \n \n")), NPS);
    FAILS(t, 65, "INVALID", "byte 3 is a NUL", run_file(t, "bin.csv", S("ab\0cd\n")), NPS);
    FAILS(t, 65, "INVALID", "stands a number", run_file(t, "a.csv", S("[9, 10]\n")), NPS);
    FAILS(t, 65, "INVALID", "character 16 stands", run_file(t, "b.csv", S("[{\"score\": 9}, 3]")),
          NPS);
    FAILS(t, 65, "INVALID", "ZIP file, and its end is missing",
          run_file(t, "c.csv", S("PK\003\004xyz")), NPS);
}

TEST(a_table_with_too_many_ragged_records_is_65)
{
    FAILS(t, 65, "INVALID", "2 of its 5 records",
          run_file(t, "a.csv", S("score,g\n9,a\n8\n7,b\n6,c,d\n5,a\n")), NPS);
    FAILS(t, 65, "INVALID", "never closed", run_file(t, "b.csv", S("score,g\n9,\"a\n8,b\n7,c\n")),
          NPS);
}

TEST(a_column_name_that_two_columns_share_is_64_when_asked_for)
{
    const char *f = run_file(t, "dup.csv", S("score,g,Score ,g\n9,a,8,b\n3,b,7,c\n"));
    FAILS(t, 64, "USAGE", "number 2 and number 4", f, "--measure", "mean", "--field", "score",
          "--by", "g");
    FAILS(t, 64, "USAGE", "number 1 and number 3", f, "--measure", "mean", "--field", "SCORE");
    FAILS(t, 64, "USAGE", "column 2 and column 4", f, "--measure", "mean", "--field", "score",
          "--where", "g = a");
    /* The exact spelling decides, and what is not asked for does not matter. */
    json_t *d = SCORE(t, f, "--measure", "mean", "--field", "score", "--scale", "0-10");
    CHECK_NEAR(run_number(d, "rows/0/value"), 6, 0);
    d = SCORE(t, f, "--measure", "mean", "--field", "Score", "--scale", "0-10");
    CHECK_NEAR(run_number(d, "rows/0/value"), 7.5, 0);
}

TEST(what_is_larger_than_a_limit_is_65)
{
    struct buf b = buf_make(t->arena, 64 * (size_t)1024 * 1024);
    buf_add(&b, S("score,text\n9,\""));
    buf_add_repeated(&b, S("0123456789abcdef"), 17 * (size_t)65536);
    buf_add(&b, S("\"\n"));
    FAILS(t, 65, "LIMIT", "16 MiB", run_file(t, "long.csv", buf_str(&b)), NPS);
    b = buf_make(t->arena, 1024 * (size_t)1024);
    buf_add(&b, S("score"));
    for (int i = 0; i < 10000; i++)
        buf_addf(&b, ",c%d", i);
    buf_add(&b, S("\n"));
    FAILS(t, 65, "LIMIT", "at most 10000", run_file(t, "wide.csv", buf_str(&b)), NPS);
#undef NPS
}

TEST(an_answer_that_cannot_be_written_is_74)
{
    const char *const *args =
        ARGS("score", sample(t), "--measure", "nps", "--field", "score", "--format", "json");
    struct ran full = run_program(t, &(struct run){.args = args, .output = "/dev/full"});
    CHECK_INT(full.status, 74);
    CHECK_STR(full.err, S("attune: The answer could not be written: No space left on device.\n"));
    struct ran closed = run_program(t, &(struct run){.args = args, .output_is_closed = true});
    CHECK_INT(closed.status, 74);
    CHECK_STR(closed.err, S("attune: The answer could not be written: Broken pipe.\n"));
}

TEST(an_unknown_command_is_64)
{
    struct ran ran = RUN(t, "scroe", "x.csv");
    CHECK_INT(ran.status, 64);
    CHECK_STR(ran.out, S(""));
    CHECK_STR(ran.err, S("attune: There is no command \"scroe\"; did you mean score?\n"));
    ran = RUN(t, "frobnicate", "--format", "json");
    CHECK_INT(ran.status, 64);
    CHECK_STR(run_text(run_parse(t, ran.out), "error/code"), S("USAGE"));
}

/* Names of files and columns are somebody else's, too. */
TEST(messages_steer_no_terminal)
{
    FAILS(t, 66, "MISSING", "\\x1b[2J", "\x1b[2J.csv", "--measure", "nps", "--field", "x");
    FAILS(t, 64, "USAGE", "\\x07", sample(t), "--measure", "nps", "--field", "bell\x07");
    FAILS(t, 64, "USAGE", "\\x1b", sample(t), "--measure", "nps", "--field", "score", "--where",
          "\x1b = 3");
    FAILS(t, 64, "USAGE", "\\x1b", sample(t), "--\x1b[31m");
}
