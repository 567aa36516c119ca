/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Trials and answers of the own staff: they are found, and left out where somebody says so.
 */
#include "import.h"

static const char answers[] = "id,score,is_test,said,status\n"
                              "1,9,no,Fine,done\n2,3,yes,hm,done\n3,4,no,\"well, it was\",preview\n"
                              "4,5,no,good,done\n5,5,no,ok then,done\n6,5,no,Test,done\n"
                              "7,5,no,nothing to add,done\n8,9,no,very good,done\n"
                              "9,9,no,so so,done\n10,1\n";

static bool asks(json_t *report, const char *line)
{
    size_t at;
    json_t *q;
    json_array_foreach(run_at(report, "questions"), at, q)
    {
        if (str_equal(run_text(q, "code"), S("test_answers")) &&
            str_equal(run_text(q, "map"), str_of_chars(line)))
            return true;
    }
    return false;
}

TEST(trials_are_found_and_taken_until_the_map_leaves_them_out)
{
    import_folder(t);
    const char *f = run_file(t, "a.csv", str_of_chars(answers));
    json_t *d = TAKE_REFUSED(t, f, "--dry-run");
    CHECK(asks(d, "[is_test] leave out: yes"));
    CHECK(asks(d, "[status] leave out: preview"));
    CHECK(asks(d, "[said] leave out: Test"));
    CHECK_INT(run_number(d, "taken"), 9);
    const char *map = run_file(t, "m",
                               S("[is_test] leave out: YES\n[status]\nleave out: preview, other\n"
                                 "[said] leave out: \"test\"\n"));
    d = TAKE_REFUSED(t, f, "--map", map);
    import_check_counts(d, 10, 6, 0, 1);
    CHECK(!import_question(d, "test_answers"));
    CHECK_STR(run_text(d, "notes/0/code"), S("left_out_by_map"));
    CHECK_INT(run_number(d, "notes/0/records"), 3);
    CHECK_INT(import_n(t, "mean(score)"), 6);

    /* Whoever was left out comes in when nobody leaves them out any more. */
    import_check_counts(TAKE_REFUSED(t, f), 10, 3, 6, 1);
    CHECK_INT(import_n(t, "mean(score)"), 9);
}

TEST(what_many_say_is_no_trial)
{
    import_folder(t);
    json_t *d = TAKE(t,
                     run_file(t, "a.csv",
                              S("score,staff,role\n9,yes,staff\n8,yes,customer\n7,no,staff\n"
                                "6,yes,customer\n5,no,customer\n")),
                     "--dry-run");
    CHECK(!import_question(d, "test_answers"));
}

TEST(a_file_of_trials_alone_leaves_nothing)
{
    import_folder(t);
    const char *f = run_file(t, "a.csv", S("score,test\n9,yes\n8,yes\n"));
    json_t *d = TAKE(t, f, "--map", run_file(t, "m", S("[test] leave out: yes\n")));
    import_check_counts(d, 2, 0, 0, 0);
    TAKE_FAILS(t, 64, "no column", f, "--map", run_file(t, "m2", S("[tset] leave out: yes\n")));
    TAKE_FAILS(t, 64, "two commas is empty", f, "--map",
               run_file(t, "m3", S("[test] leave out: yes,,no\n")));
}
