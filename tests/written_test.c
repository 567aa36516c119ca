/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Cells as other tools and other people write them: dates in words, the seconds that programs
 * count, answers in words.
 */
#include "import.h"

static const char *file(struct test *t, const char *name, const char *content)
{
    return run_file(t, name, str_of_chars(content));
}

/* How many signals of an export were at which time. */
static str exported(struct test *t)
{
    struct ran out = RUN(t, "export", "--data", "data", "--to", "out");
    CHECK_THAT(out.status == 0, "%.*s", STR(out.err));
    struct ran cat = RUN(t, "score", "out/times.csv", "--measure", "choices", "--field",
                         "signal.at", "--format", "json");
    CHECK_THAT(cat.status == 0, "%.*s", STR(cat.err));
    return cat.out;
}

TEST(a_moment_is_the_same_however_it_is_written)
{
    static const char *const ways[] = {"Tue Feb 24 11:35:52 +0000 2015",
                                       "\"Tuesday, February 24, 2015 11:35:52 AM\"",
                                       "24-Feb-2015 11:35:52",
                                       "02/24/2015 11:35:52 AM",
                                       "24.02.2015 11:35:52",
                                       "24. Februar 2015 um 11:35:52 Uhr",
                                       "2015-02-24T12:35:52+01:00",
                                       "1424777752",
                                       "1424777752000"};
    enum { WAYS = sizeof ways / sizeof *ways };
    import_folder(t);
    str map = S("source: times\ntime: review time\n");
    for (size_t i = 0; i < WAYS; i++) {
        const char *f = file(
            t, "times.csv",
            str_to_chars(t->arena, str_format(t->arena, "review time,nps\n%s,%zu\n", ways[i], i)));
        import_check_counts(TAKE(t, f, "--map", run_file(t, "a.map", map)), 1, 1, 0, 0);
    }
    str all = exported(t);
    CHECK_THAT(run_has(all, "\"2015-02-24T11:35:52Z\""), "%.*s", STR(all));
    json_t *d = run_parse(t, all);
    CHECK_INT(json_array_size(run_at(d, "rows")), 1);
    CHECK_NEAR(run_number(d, "rows/0/n"), WAYS, 0);
}

TEST(seconds_of_programs_may_say_when_where_the_name_does)
{
    import_folder(t);
    const char *csv = "unixReviewTime,order,stars\n1424777752,1424777752,5\n"
                      "1424877752,1424777753,4\n1424977752,1424777754,1\n";
    json_t *d = TAKE(t, file(t, "a.csv", csv));
    CHECK_STR(run_text(import_column(d, "unixReviewTime"), "kind"), S("date"));
    CHECK(!str_equal(run_text(import_column(d, "order"), "kind"), S("date")));
    CHECK_STR(run_text(import_question(d, "time"), "map"), S("time: unixReviewTime"));
}

TEST(other_dates_are_asked_for_their_order_and_kept_by_it)
{
    import_folder(t);
    const char *csv =
        "answered,contract,area,nps\n2026-01-01,05/04/2026,A,9\n2026-01-02,03/04/2026,A,8\n"
        "2026-01-03,02/01/2026,B,7\n";
    const char *f = file(t, "a.csv", csv);
    json_t *d = TAKE(t, f, "--dry-run");
    CHECK_STR(run_text(import_question(d, "date_order"), "map"),
              S("[contract] date order: day first"));
    d = TAKE(t, f, "--map", file(t, "a.map", "time: answered\n[contract] date order: day first\n"));
    CHECK(!import_question(d, "date_order"));
    d = import_ask(t, "choices(contract)");
    CHECK_STR(run_text(d, "rows/0/choice"), S("2026-01-02"));
    CHECK_INT(import_n(t, "nps(nps) where contract > 2026-04-01"), 2);
}

TEST(a_domain_is_left_out_with_all_its_addresses)
{
    import_folder(t);
    const char *f = file(t, "a.csv",
                         "email,nps\na@gmail.example,9\nb@Acme.example,1\n"
                         "c@not-acme.example,9\nd@sub.acme.example,9\n");
    json_t *d = TAKE(t, f, "--map", file(t, "a.map", "[email] leave out: @acme.example\n"));
    import_check_counts(d, 4, 3, 0, 0);
    CHECK_INT(import_n(t, "mean(nps)"), 3);
}

#define DEGREES "degrees: Strongly disagree, Disagree, Neutral, Agree, Strongly agree\n"

TEST(answers_in_words_have_a_mean_and_keep_it_next_month_and_in_an_export)
{
    import_folder(t);
    const char *first = file(t, "pulse.csv",
                             "who,I feel valued\n1,Agree\n2,Strongly agree\n"
                             "3,Neutral\n4,Disagree\n5,agree\n");
    json_t *d = TAKE(t, first, "--dry-run");
    CHECK(import_question(d, "degrees"));
    (void)TAKE(t, first, "--map", file(t, "a.map", "[I feel valued] " DEGREES));
    CHECK_NEAR(run_number(import_ask(t, "mean(i_feel_valued)"), "rows/0/value"), 3.6, 1e-9);
    const char *next = file(t, "pulse.csv", "who,I feel valued\n6,Strongly disagree\n7,Agree\n");
    import_check_counts(TAKE(t, next), 2, 2, 0, 0);
    CHECK_NEAR(run_number(import_ask(t, "mean(i_feel_valued)"), "rows/0/value"), 23.0 / 7, 1e-9);
    struct ran out = RUN(t, "export", "--data", "data", "--to", "out");
    CHECK_THAT(out.status == 0, "%.*s", STR(out.err));
    struct ran made = RUN(t, "init", "other", "--zone", "UTC");
    CHECK_INT(made.status, 0);
    struct ran ran = RUN(t, "import", "--data", "other", "out/pulse.csv", "--map", "out/pulse.map");
    CHECK_THAT(ran.status == 0, "%.*s", STR(ran.err));
    struct ran query =
        RUN(t, "query", "--data", "other", "--format", "json", "mean(i_feel_valued)");
    CHECK_NEAR(run_number(run_parse(t, query.out), "rows/0/value"), 23.0 / 7, 1e-9);
}

TEST(a_cell_that_is_no_degree_is_refused_with_its_line)
{
    import_folder(t);
    const char *f = file(t, "p.csv", "who,valued\n1,Agree\n2,perhaps\n3,Neutral\n4,Disagree\n");
    json_t *d = TAKE_REFUSED(t, f, "--map", file(t, "a.map", "[valued] " DEGREES));
    CHECK_NEAR(run_number(d, "refused_n"), 1, 0);
    CHECK_NEAR(run_number(d, "refused/0/line"), 3, 0);
}

TEST(what_is_personal_is_what_the_map_calls_so)
{
    import_folder(t);
    const char *csv = "Customer Name,nps\nAnn Smith,9\nBob Jones,8\nCyd Miller,7\nDora Brown,6\n"
                      "Emil Meyer,5\nFay Young,4\n";
    const char *f = file(t, "names.csv", csv);
    CHECK(import_question(TAKE(t, f, "--dry-run"), "personal"));
    json_t *d = TAKE(t, f, "--dry-run", "--map",
                     file(t, "a.map", "[Customer Name] kind: comment\npersonal: no\n"));
    CHECK(!import_question(d, "personal"));
    (void)TAKE(t, f);
    struct ran out = RUN(t, "export", "--data", "data", "--to", "out", "--personal");
    CHECK_THAT(out.status == 0, "%.*s", STR(out.err));
    struct ran cat = RUN(t, "import", "--data", "data", "out/names.csv", "--map", "out/names.map",
                         "--dry-run", "--format", "json");
    CHECK(!import_question(run_parse(t, cat.out), "personal"));
}
