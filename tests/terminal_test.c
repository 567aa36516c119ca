/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Tables for people: they fit the terminal, steer nothing, and keep colour to
 * where it is wanted.
 */
#include "base/text.h"
#include "run.h"

static const char *sample(struct test *t)
{
    return run_file(t, "sample.csv",
                    TABLE(t, "score,Area of the building,who,day",
                          {"10,Boarding area A (international),p1,2025-01-10", 140},
                          {"3,Boarding area A (international),p2,2025-02-12", 60},
                          {"9,\"Boarding area B, north wing\",p3,2025-02-01", 200},
                          {"0,\"Boarding area B, south wing\",p4,2025-03-03", 9},
                          {"7,,p5,2025-03-01", 12}, {"12,x,p6,2025-03-02", 2}));
}

static struct ran run_wide(struct test *t, const char *columns, const char *const *args)
{
    const char *width = str_format(t->arena, "COLUMNS=%s", columns).ptr;
    return run_program(t, &(struct run){.args = args, .env = ARGS(width)});
}

TEST(no_line_is_wider_than_the_terminal)
{
    const char *f = sample(t);
    const char *const *const questions[] = {
        ARGS("score", f, "--measure", "nps", "--field", "score", "--by", "Area of the building",
             "--compare", "rest"),
        ARGS("score", f, "--measure", "nps", "--field", "score", "--at", "day", "--per", "month",
             "--compare", "previous", "--now", "2026-01-01", "--person", "who"),
        ARGS("score", f, "--measure", "choices", "--field", "Area of the building"),
        ARGS("help"),
        ARGS("help", "files"),
        ARGS("help", "comparisons"),
    };
    static const char *const widths[] = {"140", "100", "80", "60", "40", "20"};
    for (size_t q = 0; q < sizeof questions / sizeof *questions; q++)
        for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
            struct ran ran = run_wide(t, widths[w], questions[q]);
            CHECK(ran.status <= 1 && ran.out.len > 0);
            for (str rest = ran.out; rest.len;) {
                str line = str_cut(rest, '\n', &rest);
                CHECK_THAT(text_width(line) <= (size_t)strtod(widths[w], NULL),
                           "wider than %s: %.*s", widths[w], STR(line));
                CHECK_THAT(line.len == 0 || line.ptr[line.len - 1] != ' ', "ends with blanks: %.*s",
                           STR(line));
            }
        }
}

TEST(what_stands_in_a_file_does_not_steer_the_terminal)
{
    const char *f = run_file(t, "esc.csv",
                             TABLE(t, "score,\"g\x1b[2J\",c",
                                   {"9,\x1b[31mred\x1b[0m,a\xE2\x80\x8B"
                                    "b;\x07",
                                    30},
                                   {"3,plain\xC2\x9B,c\rd", 30}, {"\x1b]0;title\x07,plain,c", 1}));
    static const char *const formats[] = {"table", "csv", "json"};
    for (int i = 0; i < 3; i++) {
        struct ran ran =
            RUN(t, "score", f, "--measure", "nps", "--field", "score", "--by", "g\x1b[2J",
                "--compare", "c = c", "--where", "c is not missing", "--format", formats[i]);
        CHECK_INT(ran.status, 1);
        bool raw = i == 1; /* CSV is data */
        CHECK(raw || !(str_has(ran.out, '\x1b') || str_has(ran.out, '\x07')));
        CHECK(raw || !run_has(ran.out, "\xE2\x80\x8B") || i == 2);
        CHECK(!str_has(ran.err, '\x1b'));
    }
    struct ran ran = RUN(t, "score", f, "--measure", "choices", "--field", "c");
    CHECK(run_has(ran.out, "a\\u200bb") && run_has(ran.out, "\\x07"));
}

TEST(colour_is_for_terminals_only)
{
    const char *const *args = ARGS("score", sample(t), "--measure", "nps", "--field", "score",
                                   "--by", "Area of the building", "--compare", "rest");
    struct ran pipe = run_program(t, &(struct run){.args = args});
    CHECK(!str_has(pipe.out, '\x1b'));
    struct ran forced =
        run_program(t, &(struct run){.args = args, .env = ARGS("CLICOLOR_FORCE=1")});
    CHECK(str_has(forced.out, '\x1b'));
    struct ran never =
        run_program(t, &(struct run){.args = args, .env = ARGS("CLICOLOR_FORCE=1", "NO_COLOR=1")});
    CHECK_STR(never.out, pipe.out);
    struct ran terminal = run_program(t, &(struct run){.args = args, .terminal_width = 100});
    CHECK(str_has(terminal.out, '\x1b'));
    struct ran dumb = run_program(
        t, &(struct run){.args = args, .env = ARGS("TERM=dumb"), .terminal_width = 100});
    CHECK_STR(dumb.out, pipe.out);
    struct ran no_colour = run_program(
        t, &(struct run){.args = args, .env = ARGS("NO_COLOR=1"), .terminal_width = 100});
    CHECK_STR(no_colour.out, pipe.out);
}

TEST(the_terminal_says_how_wide_it_is)
{
    const char *const *args = ARGS("score", sample(t), "--measure", "nps", "--field", "score",
                                   "--by", "Area of the building", "--compare", "rest");
    struct ran narrow = run_program(
        t, &(struct run){.args = args, .env = ARGS("NO_COLOR=1"), .terminal_width = 50});
    CHECK_STR(narrow.out, run_wide(t, "50", args).out);
    struct ran said = run_program(
        t,
        &(struct run){.args = args, .env = ARGS("NO_COLOR=1", "COLUMNS=70"), .terminal_width = 50});
    CHECK_STR(said.out, run_wide(t, "70", args).out);
}

TEST(a_terminal_without_utf8_gets_ascii)
{
    struct ran ran = run_program(
        t, &(struct run){.args = ARGS("score", sample(t), "--measure", "nps", "--field", "score",
                                      "--by", "Area of the building", "--compare", "rest"),
                         .env = ARGS("LC_ALL=C")});
    CHECK(str_is_ascii(ran.out));
    CHECK(run_has(ran.out, "|-"));
}

TEST(a_table_says_what_was_refused_missing_and_faint)
{
    struct ran ran = RUN(t, "score", sample(t), "--measure", "nps", "--field", "score", "--by",
                         "Area of the building");
    CHECK_INT(ran.status, 1);
    CHECK(run_has(ran.out, "Net Promoter Score of score by \"Area of the building\"\n"));
    CHECK(run_has(ran.out, "sample.csv"));
    CHECK(run_has(ran.out, "2 refused: line 423, \"12\" in \"score\" (outside the scale 0 to 10)"));
    CHECK(run_has(ran.out, "too few answers"));
    CHECK(run_has(ran.out, "chance only"));
}

/* What a screen hides, files carry. */
TEST(a_table_hides_the_score_of_fewer_than_ten_answers)
{
    const char *f = run_file(t, "few.csv", TABLE(t, "x", {"1", 2}, {"0", 3}));
    struct ran table = RUN(t, "score", f, "--measure", "share", "--field", "x", "--box", "1");
    CHECK(!run_has(table.out, "40.0"));
    struct ran csv =
        RUN(t, "score", f, "--measure", "share", "--field", "x", "--box", "1", "--format", "csv");
    CHECK(run_has(csv.out, "\n40,"));
    f = run_file(t, "equal.csv", S("x\n4\n4\n"));
    table = RUN(t, "score", f, "--measure", "mean", "--field", "x", "--scale", "1-5");
    CHECK(!run_has(table.out, "4.00"));
}
