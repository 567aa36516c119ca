/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The shape of an answer, to the letter: keys, types, order of rows, statuses,
 * notes; and the columns of CSV.
 */
#include "run.h"

/* The keys of an object are these, whatever their order. */
static void check_keys(json_t *object, const char *path, const char *const *keys)
{
    json_t *here = path[0] ? run_at(object, path) : object;
    size_t len = 0;
    for (; keys[len]; len++)
        CHECK_THAT(json_object_get(here, keys[len]), "%s has no key %s: %s", path, keys[len],
                   json_dumps(here, 0));
    CHECK_THAT(json_object_size(here) == len, "%s has other keys than it should: %s", path,
               json_dumps(here, 0));
}
#define CHECK_KEYS(object, path, ...) check_keys((object), (path), ARGS(__VA_ARGS__))

static const char *sample(struct test *t)
{
    return run_file(t, "sample.csv",
                    TABLE(t, "score,AREA,w,who,day", {"10,A,1.5,p1,2025-01-10", 40},
                          {"3,A,1,p2,2025-01-12", 20}, {"9,B,2,p3,2025-02-01", 30},
                          {"0,B,1,p4,2025-02-03", 5}, {"7,,1,p5,2025-03-01", 12},
                          {"11,A,1,p6,2025-03-02", 2}));
}

TEST(json_of_a_plain_score_has_these_keys)
{
    json_t *d = SCORE(t, sample(t), "--measure", "nps", "--field", "score");
    CHECK_KEYS(d, "", "measure", "scale", "notes", "missing", "refused", "rows");
    CHECK_KEYS(d, "refused", "n", "first");
    CHECK_KEYS(d, "rows/0", "by", "value", "lo", "hi", "n", "n_eff", "status", "method");
    CHECK_STR(run_text(d, "measure"), S("nps"));
    CHECK(json_is_integer(run_at(d, "scale/0")) && json_is_integer(run_at(d, "scale/1")));
    CHECK_INT(json_object_size(run_at(d, "rows/0/by")), 0);
    CHECK_INT(json_array_size(run_at(d, "rows")), 1);
    CHECK(json_is_integer(run_at(d, "rows/0/n")));
    CHECK_INT(run_number(d, "rows/0/n"), 107);
    CHECK_INT(run_number(d, "rows/0/n_eff"), 107);
    CHECK_NEAR(run_number(d, "rows/0/value"), 100.0 * (70 - 25) / 107, 1e-14);
    CHECK_STR(run_text(d, "rows/0/status"), S("ok"));
    CHECK_STR(run_text(d, "rows/0/method"), S("adjusted_wald"));
    CHECK_STR(run_text(d, "missing/0"), S("11"));
    CHECK_INT(json_array_size(run_at(d, "refused/first")), 0);
}

TEST(json_of_a_comparison_by_person_has_these_keys)
{
    json_t *d = SCORE(t, sample(t), "--measure", "nps", "--field", "score", "--by", "AREA",
                      "--person", "who", "--compare", "rest");
    CHECK_KEYS(d, "rows/0", "by", "value", "lo", "hi", "n", "n_eff", "n_persons", "status",
               "method", "compare");
    CHECK_KEYS(d, "rows/0/compare", "with", "value", "n", "diff", "lo", "hi", "p", "q", "verdict",
               "more_n", "by_date");
    CHECK_STR(run_text(d, "rows/0/compare/with"), S("rest"));
    CHECK_INT(run_number(d, "rows/0/n_persons"), 2);
    CHECK_STR(run_text(d, "rows/0/method"), S("clustered"));
    CHECK(run_note(d, "compared"));
    CHECK_INT(run_number(run_note(d, "compared"), "n"), 3);
}

TEST(json_of_a_trend_has_limits)
{
    json_t *d = SCORE(t, sample(t), "--measure", "nps", "--field", "score", "--at", "day", "--per",
                      "month", "--compare", "previous", "--now", "2025-06-01");
    CHECK_INT(json_array_size(run_at(d, "rows")), 3);
    CHECK_KEYS(d, "rows/1", "by", "value", "lo", "hi", "n", "n_eff", "status", "method", "compare",
               "limits");
    CHECK_KEYS(d, "rows/1/limits", "centre", "lo", "hi", "out", "run");
    CHECK(json_is_boolean(run_at(d, "rows/1/limits/out")));
    CHECK_STR(run_text(d, "rows/0/by/period"), S("2025-01"));
    CHECK_STR(run_text(d, "rows/2/by/period"), S("2025-03"));
    CHECK(run_is_null(d, "rows/0/compare/value"));
    CHECK(run_is_null(d, "rows/0/compare/diff"));
    CHECK_INT(run_number(d, "rows/0/compare/n"), 0);
    CHECK_STR(run_text(d, "rows/0/compare/verdict"), S("cannot_tell"));
    CHECK_STR(run_text(d, "rows/1/compare/with"), S("previous"));
}

TEST(periods_are_written_as_promised)
{
    const char *file =
        run_file(t, "p.csv", S("x,at\n5,2026-03-01T09:30:00Z\n4,2026-03-01 10:00\n"));
    static const char *const periods[][2] = {{"year", "2026"},
                                             {"quarter", "2026-Q1"},
                                             {"month", "2026-03"},
                                             {"week", "2026-W09"},
                                             {"day", "2026-03-01"}};
    for (int i = 0; i < 5; i++) {
        json_t *d = SCORE(t, file, "--measure", "mean", "--field", "x", "--at", "at", "--per",
                          periods[i][0], "--now", "2030-01-01");
        CHECK_INT(json_array_size(run_at(d, "rows")), 1);
        CHECK_STR(run_text(d, "rows/0/by/period"), str_of_chars(periods[i][1]));
        CHECK_INT(run_number(d, "rows/0/n"), 2);
    }
}

TEST(rows_come_by_n_then_by_name_and_missing_is_null)
{
    json_t *d = SCORE(t, sample(t), "--measure", "mean", "--field", "score", "--by", " area ");
    CHECK_STR(run_text(d, "rows/0/by/area"), S("A")); /* the key is as it was written */
    CHECK_STR(run_text(d, "rows/1/by/area"), S("B"));
    CHECK(run_is_null(d, "rows/2/by/area"));
    const char *equal = run_file(t, "equal.csv", S("x,g\n1,b\n2,b\n1,a\n2,a\n1,c\n2,c\n"));
    d = SCORE(t, equal, "--measure", "mean", "--field", "x", "--by", "g");
    CHECK_STR(run_text(d, "rows/0/by/g"), S("a"));
    CHECK_STR(run_text(d, "rows/1/by/g"), S("b"));
    CHECK_STR(run_text(d, "rows/2/by/g"), S("c"));
}

TEST(words_that_mean_missing_are_null_in_groups_too)
{
    const char *file =
        run_file(t, "na.csv", S("x,g\n1,NA\n2,n/a\n3,NULL\n4,blank\n5,\n1,a\nNA,a\nBlank,a\n"));
    json_t *d = SCORE(t, file, "--measure", "mean", "--field", "x", "--by", "g");
    CHECK_INT(json_array_size(run_at(d, "rows")), 2);
    CHECK_INT(run_number(run_row(d, "g", NULL), "n"), 5);
    CHECK_INT(run_number(run_row(d, "g", "a"), "n"), 1);
    CHECK_INT(json_array_size(run_at(d, "missing")), 0);
}

TEST(statuses_go_by_n)
{
    const char *file = run_file(t, "s.csv",
                                TABLE(t, "x,g", {"10,thirty", 30}, {"3,twentynine", 29},
                                      {"4,ten", 10}, {"5,nine", 9}, {"5,one", 1}, {",none", 3}));
    json_t *d = SCORE(t, file, "--measure", "nps", "--field", "x", "--by", "g");
    static const char *const stated[][2] = {{"thirty", "ok"},    {"twentynine", "low_base"},
                                            {"ten", "low_base"}, {"nine", "too_few"},
                                            {"one", "too_few"},  {"none", "no_data"}};
    for (int i = 0; i < 6; i++)
        CHECK_STR(run_text(run_row(d, "g", stated[i][0]), "status"), str_of_chars(stated[i][1]));
    json_t *none = run_row(d, "g", "none");
    CHECK(run_is_null(none, "value") && run_is_null(none, "lo") && run_is_null(none, "hi"));
    CHECK(run_is_null(none, "method"));
    CHECK_INT(run_number(none, "n"), 0);
    CHECK_INT(run_number(none, "n_eff"), 0);
    CHECK_NEAR(run_number(run_row(d, "g", "nine"), "value"), -100, 0);
}

TEST(a_mean_of_one_answer_and_of_equal_answers_have_their_statuses)
{
    const char *file = run_file(
        t, "m.csv", TABLE(t, "x,g", {"4,one", 1}, {"3,equal", 40}, {"1,z", 1}, {"5,z", 1}));
    json_t *d = SCORE(t, file, "--measure", "mean", "--field", "x", "--by", "g");
    json_t *one = run_row(d, "g", "one"), *equal = run_row(d, "g", "equal");
    CHECK_STR(run_text(one, "status"), S("too_few"));
    CHECK(run_is_null(one, "lo") && run_is_null(one, "hi"));
    CHECK_STR(run_text(equal, "status"), S("degenerate"));
    CHECK_INT(run_number(equal, "lo"), 3);
    CHECK_INT(run_number(equal, "hi"), 3);
    CHECK_INT(run_number(equal, "value"), 3);
}

TEST(nobody_at_all_is_one_row_with_no_data)
{
    const char *file = run_file(t, "n.csv", S("x,g\n,a\nNA,b\n"));
    json_t *d = SCORE(t, file, "--measure", "nps", "--field", "x");
    CHECK_INT(json_array_size(run_at(d, "rows")), 1);
    CHECK_STR(run_text(d, "rows/0/status"), S("no_data"));
    d = SCORE(t, sample(t), "--measure", "nps", "--field", "score", "--where", "AREA = Z");
    CHECK_INT(json_array_size(run_at(d, "rows")), 1);
    CHECK_STR(run_text(d, "rows/0/status"), S("no_data"));
    CHECK_INT(run_number(d, "rows/0/n"), 0);
}

TEST(refusals_are_listed_with_their_lines)
{
    const char *file =
        run_file(t, "r.csv", S("score,note\n9,\"two\nlines\"\n12,a\n7.5,b\n10,c\nten,d\n9,e\n"));
    json_t *d = SCORE_REFUSED(t, file, "--measure", "nps", "--field", "score");
    CHECK_INT(run_number(d, "refused/n"), 3);
    CHECK_KEYS(d, "refused/first/0", "line", "column", "value", "reason");
    CHECK_INT(run_number(d, "refused/first/0/line"), 4); /* behind a cell of two lines */
    CHECK_STR(run_text(d, "refused/first/0/column"), S("score"));
    CHECK_STR(run_text(d, "refused/first/0/value"), S("12"));
    CHECK_INT(run_number(d, "refused/first/1/line"), 5);
    CHECK_STR(run_text(d, "refused/first/1/value"), S("7.5"));
    CHECK_STR(run_text(d, "refused/first/2/value"), S("ten"));
    CHECK_INT(run_number(d, "rows/0/n"), 3);
    /* The same whatever the question is about. */
    json_t *some =
        SCORE_REFUSED(t, file, "--measure", "nps", "--field", "score", "--where", "note = e");
    CHECK(json_equal(run_at(d, "refused"), run_at(some, "refused")));
}

TEST(at_most_a_hundred_refusals_are_listed_and_all_are_counted)
{
    const char *file = run_file(t, "many.csv", TABLE(t, "x", {"44", 250}, {"9", 300}, {"8", 1}));
    json_t *d = SCORE_REFUSED(t, file, "--measure", "nps", "--field", "x");
    CHECK_INT(run_number(d, "refused/n"), 250);
    CHECK_INT(json_array_size(run_at(d, "refused/first")), 100);
    CHECK_INT(run_number(d, "refused/first/99/line"), 101);
    /* A refused value is shown to 200 bytes, whole characters. */
    struct buf b = buf_make(t->arena, 4096);
    buf_add(&b, S("x\n9\n8\n"));
    buf_add_repeated(&b, S("\xC3\xA4"), 300);
    buf_add(&b, S("\n"));
    d = SCORE_REFUSED(t, run_file(t, "long.csv", buf_str(&b)), "--measure", "nps", "--field", "x");
    CHECK(run_text(d, "refused/first/0/value").len <= 200);
    CHECK(run_text(d, "refused/first/0/value").len > 190);
}

TEST(missing_lists_each_code_once_ascending_as_written)
{
    const char *file =
        run_file(t, "c.csv",
                 TABLE(t, "x", {"1", 9}, {"2", 9}, {"3", 9}, {"4", 9}, {"5", 9}, {"99", 2},
                       {"-9", 2}, {"98", 1}, {"6", 1}, {"0", 1}, {"NA", 5}, {"2.0", 1}));
    json_t *d = SCORE(t, file, "--measure", "mean", "--field", "x");
    CHECK_INT(run_number(d, "scale/0"), 1);
    CHECK_INT(run_number(d, "scale/1"), 5);
    static const char *const codes[] = {"-9", "0", "6", "98", "99"};
    CHECK_INT(json_array_size(run_at(d, "missing")), 5);
    for (size_t i = 0; i < 5; i++)
        CHECK_STR(run_text(run_at(d, "missing"), str_format(t->arena, "%zu", i).ptr),
                  str_of_chars(codes[i]));
    CHECK_INT(run_number(d, "rows/0/n"), 46);
    CHECK_KEYS(run_note(d, "scale_guessed"), "", "code", "scale");

    d = SCORE_REFUSED(t, file, "--measure", "mean", "--field", "x", "--scale", "1-5", "--missing",
                      "none");
    CHECK_INT(json_array_size(run_at(d, "missing")), 0);
    CHECK_INT(run_number(d, "refused/n"), 7);
    CHECK(!run_note(d, "scale_guessed"));
    d = SCORE(t, file, "--measure", "mean", "--field", "x", "--missing", "5,2");
    CHECK_INT(run_number(d, "rows/0/n"), 27); /* 1, 3, 4 */
}

TEST(csv_has_these_columns)
{
    struct ran ran = RUN(t, "score", sample(t), "--measure", "nps", "--field", "score", "--by",
                         "AREA", "--format", "csv");
    CHECK_INT(ran.status, 0);
    str rest = ran.out;
    CHECK_STR(str_cut(rest, '\n', &rest), S("AREA,value,lo,hi,n,n_eff,status,method"));
    CHECK(str_starts_with(rest, S("A,33.3333333333333")));
    CHECK_INT(run_count_lines(ran.out), 4);
    CHECK(run_has(ran.out, "\n,0,")); /* missing is empty; twelve sevens */
    ran = RUN(t, "score", sample(t), "--measure", "choices", "--field", "AREA", "--at", "day",
              "--per", "month", "--format", "csv");
    rest = ran.out;
    CHECK_STR(str_cut(rest, '\n', &rest), S("period,choice,value,lo,hi,n,n_eff,status,method"));
    CHECK(str_starts_with(rest, S("2025-01,A,100,")));
}

TEST(csv_leaves_what_is_undefined_empty_and_disarms_formulas)
{
    const char *file = run_file(t, "f.csv", S("x,g\n,=1+1\n9,\"a,\"\"b\"\n9,@c\n"));
    struct ran ran =
        RUN(t, "score", file, "--measure", "nps", "--field", "x", "--by", "g", "--format", "csv");
    CHECK(run_has(ran.out, "\"'=1+1\",,,,0,0,no_data,\n"));
    CHECK(run_has(ran.out, "\n\"a,\"\"b\",100,"));
    CHECK(run_has(ran.out, "\n\"'@c\",100,"));
}

TEST(notes_carry_their_numbers)
{
    const char *file = sample(t);
    json_t *d = SCORE(t, file, "--measure", "nps", "--field", "score", "--reached", "open");
    CHECK_STR(run_text(run_note(d, "chance_only"), "reached"), S("open"));
    d = SCORE(t, file, "--measure", "nps", "--field", "score", "--reached", "random");
    CHECK_INT(json_array_size(run_at(d, "notes")), 0);
    d = SCORE(t, file, "--measure", "nps", "--field", "score", "--reached", "everybody");
    CHECK_INT(json_array_size(run_at(d, "notes")), 0);
    d = SCORE(t, file, "--measure", "nps", "--field", "score", "--population", "200");
    CHECK_INT(run_number(run_note(d, "finite_population"), "population"), 200);
    CHECK_INT(run_number(run_note(d, "finite_population"), "n"), 107);
    d = SCORE(t, file, "--measure", "nps", "--field", "score", "--at", "day", "--per", "month",
              "--now", "2025-03-20");
    CHECK_STR(run_text(run_note(d, "running_period_left_out"), "period"), S("2025-03"));
    CHECK_INT(run_number(run_note(d, "running_period_left_out"), "n"), 12);
    CHECK_INT(json_array_size(run_at(d, "rows")), 2);
}

/* An hour before March ends in Greenwich, it is still March there and April in Madrid. */
TEST(the_running_period_is_the_one_where_the_machine_is)
{
    const char *file = sample(t);
    static const char *const zones[] = {"TZ=UTC", "TZ=Europe/Madrid"};
    for (int i = 0; i < 2; i++) {
        struct ran ran = run_program(
            t, &(struct run){.args = ARGS("score", file, "--measure", "nps", "--field", "score",
                                          "--at", "day", "--per", "month", "--now",
                                          "2025-03-31T23:00:00Z", "--format", "json"),
                             .env = ARGS(zones[i])});
        CHECK_INT(ran.status, 0);
        json_t *d = run_parse(t, ran.out), *note = run_note(d, "running_period_left_out");
        CHECK_INT(json_array_size(run_at(d, "rows")), i == 0 ? 2 : 3);
        CHECK((note != NULL) == (i == 0));
    }
}

TEST(an_index_carries_alpha_and_choices_their_names)
{
    const char *file = run_file(
        t, "i.csv", TABLE(t, "a,b,c", {"1,2,1", 20}, {"5,4,5", 20}, {"3,,", 5}, {"2,1,", 5}));
    json_t *d = SCORE(t, file, "--measure", "index", "--field", "a", "--field", "b", "--field", "c",
                      "--scale", "1-5");
    CHECK_KEYS(d, "rows/0", "by", "value", "lo", "hi", "n", "n_eff", "status", "method", "alpha");
    CHECK_INT(run_number(d, "rows/0/n"), 45); /* one of three items is too few */
    CHECK(run_number(d, "rows/0/alpha") > 0.9);

    file = run_file(t, "ch.csv", S("what\nWeb; Phone\nWeb\n\n\"Shop, large; Web\"\nPhone\n"));
    d = SCORE(t, file, "--measure", "choices", "--field", "what");
    CHECK_KEYS(d, "rows/0", "by", "choice", "value", "lo", "hi", "n", "n_eff", "status", "method");
    CHECK_INT(json_array_size(run_at(d, "rows")), 3);
    CHECK_NEAR(run_number(run_choice(d, "Web"), "value"), 75, 0);
    CHECK_NEAR(run_number(run_choice(d, "Shop, large"), "value"), 25, 0);
    CHECK_INT(run_number(run_choice(d, "Web"), "n"), 4);
    CHECK(run_is_null(d, "scale"));
}

TEST(a_column_for_each_choice_counts_rows_with_any_answer)
{
    const char *file = run_file(
        t, "cols.csv", S("web,phone,shop\n1,0,0\n1,1,0\n0,0,0\n,,\nNA,,NA\n1,,\n0,no,false\n"));
    json_t *d = SCORE(t, file, "--measure", "choices", "--field", "web", "--field", "phone",
                      "--field", "shop");
    CHECK_INT(run_number(run_choice(d, "web"), "n"), 5);
    CHECK_NEAR(run_number(run_choice(d, "web"), "value"), 60, 0);
    CHECK_NEAR(run_number(run_choice(d, "phone"), "value"), 20, 0);
    CHECK_NEAR(run_number(run_choice(d, "shop"), "value"), 0, 0);
}

TEST(empty_periods_between_others_are_rows_without_data)
{
    const char *file =
        run_file(t, "gap.csv", TABLE(t, "x,d", {"9,2025-01-05", 12}, {"3,2025-04-05", 12}));
    json_t *d = SCORE(t, file, "--measure", "nps", "--field", "x", "--at", "d", "--per", "month",
                      "--compare", "previous", "--now", "2026-01-01");
    CHECK_INT(json_array_size(run_at(d, "rows")), 4);
    CHECK_STR(run_text(d, "rows/1/by/period"), S("2025-02"));
    CHECK_STR(run_text(d, "rows/1/status"), S("no_data"));
    CHECK_STR(run_text(d, "rows/3/compare/verdict"), S("cannot_tell"));
    CHECK_INT(run_number(d, "rows/3/compare/n"), 0);
}
