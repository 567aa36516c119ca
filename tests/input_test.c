/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Input that is odd, large or broken, and is read or answered clearly.
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "run.h"

#define NPS "--measure", "nps", "--field", "score"

static void check_rows(json_t *d, double value, int n)
{
    CHECK_NEAR(run_number(d, "rows/0/value"), value, 1e-12);
    CHECK_INT(run_number(d, "rows/0/n"), n);
}

TEST(a_header_alone_is_nobody)
{
    json_t *d = SCORE(t, run_file(t, "h.csv", S("score,g\n")), NPS);
    CHECK_STR(run_text(d, "rows/0/status"), S("no_data"));
    CHECK_INT(run_number(d, "rows/0/n"), 0);
    d = SCORE(t, run_file(t, "i.csv", S("score,g")), NPS, "--by", "g");
    CHECK_INT(json_array_size(run_at(d, "rows")), 0);
}

TEST(a_line_of_ten_megabytes_is_read)
{
    struct buf b = buf_make(t->arena, 12 * MIB);
    buf_add(&b, S("score,text\n9,\""));
    buf_add_repeated(&b, S("long \"\"words\"\", and\nlines; "), 10 * MIB / 26);
    buf_add(&b, S("\"\n3,short\n"));
    check_rows(SCORE(t, run_file(t, "long.csv", buf_str(&b)), NPS), 0, 2);
}

TEST(five_thousand_columns_are_read)
{
    struct buf b = buf_make(t->arena, MIB);
    for (int i = 1; i <= 5000; i++)
        buf_addf(&b, "%sc%d", i > 1 ? "," : "", i);
    for (int row = 0; row < 3; row++)
        for (int i = 1; i <= 5000; i++)
            buf_addf(&b, "%s%d", i > 1 ? "," : "\n", i == 4321 ? 8 + row : row);
    const char *f = run_file(t, "wide.csv", buf_str(&b));
    check_rows(SCORE(t, f, "--measure", "nps", "--field", "C4321"), 200.0 / 3, 3);
    check_rows(SCORE(t, f, "--measure", "nps", "--field", "c4321", "--where", "c5000 >= 1"), 100,
               2);
}

TEST(ragged_records_up_to_a_fifth_are_refused_and_the_rest_counts)
{
    const char *f = run_file(t, "r.csv", S("score,g\n9,a\n8\n3,b\n9,c\n9,a\n"));
    json_t *d = SCORE_REFUSED(t, f, NPS);
    check_rows(d, 50, 4);
    CHECK_INT(run_number(d, "refused/n"), 1);
    CHECK_INT(run_number(d, "refused/first/0/line"), 3);
    CHECK(run_is_null(d, "refused/first/0/column") && run_is_null(d, "refused/first/0/value"));
    CHECK_INT(RUN(t, "score", f, NPS).status, 1);
    CHECK_INT(RUN(t, "score", f, NPS, "--format", "csv").status, 1);
}

TEST(an_unclosed_quote_is_refused_with_the_line_it_is_opened_in)
{
    str table = TABLE(t, "score,text", {"9,fine", 30}, {"3,\"never closed", 1}, {"9,lost", 2});
    json_t *d = SCORE_REFUSED(t, run_file(t, "q.csv", table), NPS);
    check_rows(d, 100, 32);
    CHECK_INT(run_number(d, "refused/n"), 1);
    CHECK_INT(run_number(d, "refused/first/0/line"), 32);
    CHECK(run_has(run_text(d, "refused/first/0/reason"), "quote"));
}

TEST(rows_without_a_weight_are_left_out_and_counted)
{
    json_t *d = SCORE(t, run_file(t, "w.csv", S("score,w\n9,2\n3,0\n3,-1\n9,x\n9,\n3,1\n3,NA\n")),
                      NPS, "--weight", "w");
    check_rows(d, 100.0 / 3, 2);
    CHECK_INT(run_number(run_note(d, "no_weight"), "n"), 5);
    CHECK_INT(run_number(d, "refused/n"), 0);
}

TEST(weights_that_are_all_zero_leave_nobody)
{
    json_t *d = SCORE(t, run_file(t, "z.csv", S("score,w\n9,0\n3,0\n")), NPS, "--weight", "w");
    CHECK_STR(run_text(d, "rows/0/status"), S("no_data"));
    CHECK(run_is_null(d, "rows/0/value"));
    CHECK_INT(run_number(run_note(d, "no_weight"), "n"), 2);
}

TEST(delimiters_line_ends_and_marks_are_found)
{
    check_rows(SCORE(t, run_file(t, "a", S("score;g\r\n9;a\r\n3;b\r\n10;c")), NPS), 100.0 / 3, 3);
    check_rows(SCORE(t, run_file(t, "b", S("score\tg\n9\ta,b\n3\tb\n10\tc\n")), NPS), 100.0 / 3, 3);
    check_rows(SCORE(t, run_file(t, "c", S("score|g\r9|a\r3|b\r10|c\r")), NPS), 100.0 / 3, 3);
    check_rows(SCORE(t, run_file(t, "d", S("\xEF\xBB\xBFscore,g\n9,a\n3,b\n10,c\n")), NPS),
               100.0 / 3, 3);
    check_rows(SCORE(t, run_file(t, "e", S("score\n9\n\n3\n10\n")), NPS), 100.0 / 3, 3);
    check_rows(SCORE(t, run_file(t, "f", S("\"score\",g\n\" 9 \",\"a\"\n9.0,b\n09,c\n")), NPS), 100,
               3);
}

TEST(standard_input_is_read)
{
    const char *f = run_file(t, "in.csv", S("score,g\n9,a\n3,b\n10,c\n"));
    struct ran ran = run_program(
        t, &(struct run){.args = ARGS("score", "-", NPS, "--format", "json"), .input = f});
    CHECK_INT(ran.status, 0);
    check_rows(run_parse(t, ran.out), 100.0 / 3, 3);
}

TEST(a_file_name_that_begins_with_a_dash_stands_behind_two)
{
    (void)run_file(t, "--odd.csv", S("score\n9\n8\n"));
    check_rows(SCORE(t, NPS, "--", "--odd.csv"), 50, 2);
}

TEST(a_value_may_stand_behind_an_equals_sign)
{
    const char *f = run_file(t, "e.csv", S("a=b,--by\n9,x\n8,x\n"));
    check_rows(SCORE(t, f, "--measure=nps", "--field=a=b", "--by=--by", "--where=`a=b` >= 8"), 50,
               2);
}

TEST(names_are_found_whatever_their_case_and_blanks)
{
    const char *f = run_file(t, "n.csv", S(" Größe in CM ,g\n9,x\n8,x\n"));
    json_t *d = SCORE(t, f, "--measure", "nps", "--field", "GRÖßE in cm", "--by", "G");
    CHECK_INT(run_number(run_row(d, "G", "x"), "n"), 2);
}

TEST(a_name_that_holds_a_comma_is_given_whole)
{
    const char *f =
        run_file(t, "c.csv", S("score,\"Area, city\",Area,city\n9,\"N, 1\",n,c\n3,\"S, 1\",s,c\n"));
    json_t *d = SCORE(t, f, NPS, "--by", "area, city");
    CHECK_NEAR(run_number(run_row(d, "area, city", "N, 1"), "value"), 100, 0);
    d = SCORE(t, f, NPS, "--by", "Area,city");
    CHECK_NEAR(run_number(run_row(d, "Area", "s"), "value"), -100, 0);
    CHECK_STR(run_text(run_row(d, "Area", "s"), "by/city"), S("c"));
    d = SCORE(t, f, NPS, "--by", "Area, city", "--by", "city");
    CHECK_STR(run_text(run_row(d, "Area, city", "N, 1"), "by/city"), S("c"));
}

TEST(cells_of_another_encoding_are_read_with_a_note)
{
    struct buf b = buf_make(t->arena, MIB);
    buf_add(&b, S("score,g\n"));
    buf_add_repeated(&b, S("9,Z\xC3\xBCrich\n"), 8000); /* beyond the sample */
    buf_add(&b, S("3,Z\xFCrich\n"));
    json_t *d = SCORE(t, run_file(t, "mixed.csv", buf_str(&b)), NPS, "--by", "g");
    CHECK_INT(json_array_size(run_at(d, "rows")), 1);
    CHECK_INT(run_number(run_row(d, "g", "Zürich"), "n"), 8001);
    CHECK_INT(run_number(run_note(d, "mixed_encoding"), "records"), 1);
    CHECK_INT(run_number(run_note(d, "mixed_encoding"), "lines/0"), 8002);
    d = SCORE(t, run_file(t, "latin.csv", S("score,g\n9,Z\xFCrich\n8,\x80uro\n")), NPS, "--by",
              "g");
    CHECK_INT(run_number(run_row(d, "g", "Zürich"), "n"), 1);
    CHECK_INT(run_number(run_row(d, "g", "€uro"), "n"), 1);
    CHECK(!run_note(d, "mixed_encoding"));
}

/* Appends, a few bytes at once, until it is killed. */
static _Noreturn void append_for_ever(const char *path)
{
    int file = open(path, O_WRONLY | O_APPEND);
    static const char lines[] = "3,B\n3,B\n3,B\n";
    for (size_t i = 0;; i = (i + 3) % 12)
        if (file < 0 || write(file, lines + i, 3) != 3)
            _exit(1);
}

TEST(a_file_that_grows_while_it_is_read_is_read_to_a_whole_record)
{
    enum { RECORDS = 4000000, TRIES = 5 };
    struct buf b = buf_make(t->arena, 64 * MIB);
    buf_add(&b, S("score,g\n"));
    buf_add_repeated(&b, S("9,A\n"), RECORDS);
    const char *f = run_file(t, "grows.csv", buf_str(&b));
    for (int i = 0; i < TRIES; i++) {
        pid_t writer = fork();
        if (writer == 0)
            append_for_ever(f);
        json_t *d = SCORE(t, f, NPS, "--by", "g");
        CHECK(kill(writer, SIGKILL) == 0 && waitpid(writer, NULL, 0) == writer);
        CHECK_INT(run_number(d, "refused/n"), 0);
        CHECK_INT(run_number(run_row(d, "g", "A"), "n"), RECORDS);
        CHECK(truncate(f, (off_t)b.len) == 0);
    }
}

TEST(times_are_taken_as_written_and_what_is_no_time_is_refused)
{
    const char *f = run_file(
        t, "d.csv", S("score,d\n9,2025-01-31T23:59:59-08:00\n9,31.01.2025 10:00\n3,someday\n8,\n"));
    json_t *d = SCORE_REFUSED(t, f, NPS, "--at", "d", "--per", "month", "--now", "2026-01-01");
    CHECK_INT(run_number(run_row(d, "period", "2025-01"), "n"), 2);
    CHECK_INT(run_number(d, "refused/n"), 1);
    CHECK_STR(run_text(d, "refused/first/0/value"), S("someday"));
}

TEST(a_date_whose_order_is_open_is_read_month_first_with_a_note)
{
    const char *open = run_file(t, "o.csv", S("score,d\n9,03/04/2025\n8,05/06/2025\n"));
    json_t *d = SCORE(t, open, NPS, "--at", "d", "--per", "month", "--now", "2026-01-01");
    CHECK_STR(run_text(d, "rows/0/by/period"), S("2025-03"));
    CHECK_STR(run_text(run_note(d, "date_order_guessed"), "order"), S("month_first"));
    const char *clear = run_file(t, "c.csv", S("score,d\n9,03/04/2025\n8,25/06/2025\n"));
    d = SCORE(t, clear, NPS, "--at", "d", "--per", "month", "--now", "2026-01-01");
    CHECK_STR(run_text(d, "rows/0/by/period"), S("2025-04"));
    CHECK(!run_note(d, "date_order_guessed"));
}

TEST(a_scale_of_another_measure_is_no_matter_of_the_file)
{
    json_t *d = SCORE_REFUSED(t, run_file(t, "s.csv", S("score\n9\n12\n11\n-1\n5\n")), NPS);
    check_rows(d, 0, 2);
    CHECK_INT(run_number(d, "refused/n"), 1);
    CHECK_STR(run_text(d, "missing/0"), S("-1"));
    CHECK_STR(run_text(d, "missing/1"), S("11"));
}
