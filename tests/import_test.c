/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What attune import promises: contract.md §8, to the letter.
 */
#include <sys/stat.h>
#include <unistd.h>

#include "import.h"

static const char answers[] = "score,area,day\n"
                              "9,A,2026-01-05\n"
                              "9,A,2026-01-05\n"
                              "9,A,2026-01-05\n"
                              "3,B,2026-02-06\n"
                              "7,B,2026-02-07\n";

static const char *file(struct test *t, const char *name, const char *content)
{
    return run_file(t, name, str_of_chars(content));
}

static void append(struct test *t, const char *name, const char *more)
{
    str path = str_format(t->arena, "%.*s/%s", STR(t->dir), name);
    (void)test_write(t, name, str_format(t->arena, "%.*s%s", STR(test_read(t, path)), more));
}

/* ---- keys ---- */

TEST(the_same_file_again_changes_nothing)
{
    import_folder(t);
    const char *f = file(t, "answers.csv", answers);
    import_check_counts(TAKE(t, f), 5, 5, 0, 0);
    json_t *before = import_ask(t, "choices(area) by score");
    for (int i = 0; i < 2; i++)
        import_check_counts(TAKE(t, f), 5, 0, 5, 0);
    CHECK(json_equal(before, import_ask(t, "choices(area) by score")));
    CHECK_INT(import_n(t, "mean(score)"), 5);
}

/* Line ends, quotes and delimiters are not what a record says. */
TEST(the_same_records_written_otherwise_are_known)
{
    import_folder(t);
    import_check_counts(TAKE(t, file(t, "a.csv", "score,area\n9,A\n3,B\n")), 2, 2, 0, 0);
    json_t *d = TAKE(t, file(t, "b.csv", "\"score\";\"area\"\r\n\"9\";A \r\n3;\"B\"\r\n"));
    CHECK_STR(run_text(d, "source"), S("a"));
    import_check_counts(d, 2, 0, 2, 0);
}

TEST(a_file_that_grew_adds_what_is_new)
{
    import_folder(t);
    const char *f = file(t, "answers.csv", answers);
    import_check_counts(TAKE(t, f), 5, 5, 0, 0);
    append(t, "answers.csv", "9,A,2026-01-05\n1,C,2026-03-08\n");
    import_check_counts(TAKE(t, f), 7, 2, 5, 0);
    CHECK_INT(import_n(t, "mean(score) where score = 9"), 4); /* three became four */
    /* In another order, with one more among the same ones. */
    (void)file(t, "answers.csv",
               "score,area,day\n1,C,2026-03-08\n9,A,2026-01-05\n9,A,2026-01-05\n9,A,2026-01-05\n"
               "9,A,2026-01-05\n9,A,2026-01-05\n3,B,2026-02-06\n7,B,2026-02-07\n");
    import_check_counts(TAKE(t, f), 8, 1, 7, 0);
    CHECK_INT(import_n(t, "mean(score) where score = 9"), 5);
}

TEST(a_key_column_says_what_is_known)
{
    import_folder(t);
    const char *map = file(t, "a.map", "key: id\n");
    const char *f = file(t, "a.csv", "id,score\n1,9\n2,9\n3,4\n");
    import_check_counts(TAKE(t, f, "--map", map), 3, 3, 0, 0);
    (void)file(t, "a.csv", "id,score\n3,4\n2,8\n1,9\n4,9\n");
    json_t *d = TAKE_REFUSED(t, f, "--map", map);
    import_check_counts(d, 4, 1, 2, 1);
    CHECK_INT(run_number(d, "refused/0/line"), 3);
    CHECK(run_is_null(d, "refused/0/column"));
    CHECK(run_has(run_text(d, "refused/0/reason"), "key"));
    CHECK_INT(import_n(t, "mean(score) where score = 9"), 3); /* the first stays */
}

TEST(a_known_key_with_another_weight_or_place_is_refused_too)
{
    import_folder(t);
    const char *map = file(t, "a.map", "key: id\nweight: w\nunit: shop\nperson: who\n");
    const char *f = file(t, "a.csv", "id,w,shop,who,score\n1,1,A,x,9\n2,1,A,x,9\n3,1,A,x,9\n");
    import_check_counts(TAKE(t, f, "--map", map), 3, 3, 0, 0);
    (void)file(t, "a.csv", "id,w,shop,who,score\n1,1,A,x,9\n2,2,A,x,9\n3,1,B,x,9\n");
    import_check_counts(TAKE_REFUSED(t, f, "--map", map), 3, 0, 1, 2);
}

TEST(a_key_that_repeats_or_lacks_is_none)
{
    import_folder(t);
    const char *map = file(t, "a.map", "key: id\n");
    json_t *d = TAKE(t, file(t, "a.csv", "id,score\n1,9\n1,8\n2,4\n"), "--map", map);
    import_check_counts(d, 3, 3, 0, 0);
    CHECK(import_question(d, "key_repeats"));
    CHECK_STR(run_text(import_question(d, "key_repeats"), "map"), S("key: none"));
    d = TAKE(t, file(t, "b.csv", "id,mark\n1,9\n,8\n2,4\n"), "--map", map);
    import_check_counts(d, 3, 3, 0, 0);
    CHECK(import_question(d, "key_repeats"));
}

/* More ids than are counted one by one while the file is looked at. */
TEST(a_key_is_looked_through_to_its_end)
{
    enum { IDS = 5000 };
    import_folder(t);
    struct buf b = buf_make(t->arena, 1 << 20);
    buf_add(&b, S("id,score\n"));
    for (int i = 0; i < IDS; i++)
        buf_addf(&b, "%d,%d\n", i, i % 11);
    buf_addf(&b, "%d,3\n", IDS - 1);
    const char *map = file(t, "a.map", "key: id\n");
    json_t *d = TAKE(t, run_file(t, "a.csv", buf_str(&b)), "--map", map);
    import_check_counts(d, IDS + 1, IDS + 1, 0, 0);
    CHECK(run_note(d, "key_repeats") || import_question(d, "key_repeats"));
}

/* ---- times ---- */

TEST(times_come_from_a_column)
{
    import_folder(t);
    json_t *d = TAKE(t, file(t, "a.csv", answers), "--map", file(t, "a.map", "time: day\n"));
    CHECK_STR(run_text(import_column(d, "day"), "role"), S("time"));
    CHECK(!json_object_get(d, "notes"));
    d = import_ask(t, "mean(score) by month");
    CHECK_INT(json_array_size(run_at(d, "rows")), 2);
    CHECK_INT(run_number(run_row(d, "month", "2026-01"), "n"), 3);
    CHECK_INT(run_number(run_row(d, "month", "2026-02"), "n"), 2);
    CHECK(!run_note(d, "assumed_times"));
}

TEST(times_come_from_the_command_line)
{
    import_folder(t);
    json_t *d = TAKE(t, file(t, "a.csv", answers), "--at", "2025-12-31");
    CHECK(!json_object_get(d, "notes") && !import_question(d, "time"));
    d = import_ask(t, "mean(score) by day");
    CHECK_INT(run_number(run_row(d, "day", "2025-12-31"), "n"), 5);
    TAKE_FAILS(t, 64, "--at takes a date", "a.csv", "--at", "yesterday");
}

TEST(times_that_nobody_says_are_assumed_and_said_to_be)
{
    import_folder(t);
    json_t *d = TAKE(t, file(t, "a.csv", answers));
    CHECK(run_note(d, "assumed_times"));
    CHECK_STR(run_text(import_question(d, "time"), "map"), S("time: day"));
    d = import_ask(t, "mean(score) by month");
    CHECK_INT(json_array_size(run_at(d, "rows")), 0);
    CHECK_INT(run_number(run_note(d, "assumed_times"), "n"), 5);
    CHECK_INT(import_n(t, "mean(score)"), 5);
    CHECK(!run_note(import_ask(t, "mean(score)"), "assumed_times"));
}

TEST(a_time_that_is_none_is_refused_and_its_answers_are_taken)
{
    import_folder(t);
    const char *f = file(t, "a.csv", "score,day\n9,2026-01-05\n8,soon\n7,\n");
    json_t *d = TAKE_REFUSED(t, f, "--map", file(t, "a.map", "time: day\n"));
    import_check_counts(d, 3, 3, 0, 1);
    CHECK_INT(run_number(d, "refused/0/line"), 3);
    CHECK_STR(run_text(d, "refused/0/column"), S("day"));
    CHECK_INT(import_n(t, "mean(score)"), 3);
    CHECK_INT(run_number(run_note(import_ask(t, "mean(score) by year"), "assumed_times"), "n"), 2);
}

TEST(days_and_months_are_told_apart_or_asked_for)
{
    import_folder(t);
    const char *map = file(t, "a.map", "time: day\n");
    json_t *d = TAKE(t, file(t, "a.csv", "score,day\n9,1/2/2026\n8,3/2/2026\n"), "--map", map);
    CHECK_STR(run_text(import_question(d, "time_order"), "map"), S("time order: day first"));
    map = file(t, "b.map", "time: day\ntime order: day first\n");
    d = TAKE(t, file(t, "b.csv", "mark,day\n9,1/2/2026\n8,3/2/2026\n"), "--map", map);
    CHECK(!import_question(d, "time_order"));
    d = import_ask(t, "mean(mark) by month");
    CHECK_INT(run_number(run_row(d, "month", "2026-02"), "n"), 2);
}

/* ---- sources ---- */

TEST(a_source_is_known_by_its_header_and_named_after_its_file)
{
    import_folder(t);
    json_t *d = TAKE(t, file(t, "Spring Wave-2026.CSV", "score,area\n9,A\n"));
    CHECK_STR(run_text(d, "source"), S("spring_wave_2026"));
    d = TAKE(t, file(t, "next.csv", "score,area\n8,B\n"));
    CHECK_STR(run_text(d, "source"), S("spring_wave_2026"));
    d = TAKE(t, file(t, "other.csv", "score,region\n8,B\n"));
    CHECK_STR(run_text(d, "source"), S("other"));
}

TEST(two_sources_with_one_header_are_asked_for_by_name)
{
    import_folder(t);
    const char *f = file(t, "a.csv", "score,area\n9,A\n");
    CHECK_STR(run_text(TAKE(t, f, "--source", "north"), "source"), S("north"));
    CHECK_STR(run_text(TAKE(t, f, "--source", "south"), "source"), S("south"));
    TAKE_FAILS(t, 64, "north and south", f);
    import_check_counts(TAKE(t, f, "--source", "north"), 1, 0, 1, 0);
    TAKE_FAILS(t, 64, "\"far_north\", not \"Far North\"", f, "--source", "Far North");
}

TEST(the_map_may_name_the_source)
{
    import_folder(t);
    const char *map = file(t, "a.map", "source: spring\n");
    const char *f = file(t, "a.csv", "score,area\n9,A\n");
    CHECK_STR(run_text(TAKE(t, f, "--map", map), "source"), S("spring"));
    CHECK_STR(run_text(TAKE(t, f, "--map", map, "--source", "autumn"), "source"), S("autumn"));
}

TEST(a_name_that_two_sources_share_lists_the_full_ones)
{
    import_folder(t);
    (void)TAKE(t, file(t, "sfo.csv", "SCORE,gate\n9,A\n7,A\n"));
    CHECK_INT(import_n(t, "mean(score)"), 2);
    (void)TAKE(t, file(t, "lax.csv", "SCORE,pier\n5,A\n"));
    import_ask_fails(t, 64, "several fields; write sfo.score or lax.score", "mean(score)");
    CHECK_INT(import_n(t, "mean(sfo.score)"), 2);
    CHECK_INT(import_n(t, "mean(lax.score)"), 1);
}

TEST(sources_of_an_answer_are_named_with_their_n)
{
    import_folder(t);
    const char *all = "recommend\n0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";
    (void)TAKE(t, file(t, "a.csv", all), "--source", "north");
    (void)TAKE(t, file(t, "a.csv", all), "--source", "south");
    json_t *d = import_ask(t, "nps(recommend)");
    CHECK_INT(run_number(d, "rows/0/n"), 22);
    CHECK_INT(run_number(run_note(d, "sources"), "sources/north"), 11);
    CHECK_INT(run_number(run_note(d, "sources"), "sources/south"), 11);
    CHECK_INT(import_n(t, "nps(north.recommend)"), 11);
}

/* ---- fields ---- */

static const char *scores(struct test *t, const char *name, const char *column, int lo, int hi)
{
    struct buf b = buf_make(t->arena, 4096);
    buf_addf(&b, "%s,area\n", column);
    for (int i = 0; i < 3; i++)
        for (int code = lo; code <= hi; code++)
            buf_addf(&b, "%d,%c\n", code, 'A' + i);
    return run_file(t, name, buf_str(&b));
}

TEST(recommend_is_shared_on_0_to_10_alone)
{
    import_folder(t);
    json_t *d = TAKE(t, scores(t, "a.csv", "How likely are you to recommend us?", 0, 10));
    json_t *column = import_column(d, "How likely are you to recommend us?");
    CHECK_STR(run_text(column, "field"), S("recommend"));
    CHECK_STR(run_text(column, "kind"), S("score"));
    CHECK(json_is_true(json_object_get(column, "shared")));
    d = TAKE(t, scores(t, "b.csv", "recommend to friends", 1, 10));
    column = import_column(d, "recommend to friends");
    CHECK_STR(run_text(column, "field"), S("recommend_to_friends"));
    CHECK(!json_object_get(column, "shared"));
    CHECK_STR(run_text(import_question(d, "scale_1_10"), "map"),
              S("[recommend to friends] field: recommend"));
    CHECK_INT(import_n(t, "nps(recommend)"), 33);
    CHECK_INT(import_n(t, "nps(`how likely are you to recommend us?`)"), 33);
    CHECK_INT(import_n(t, "nps(`recommend to friends`)"), 30);
}

TEST(a_field_of_ones_own_may_be_called_like_a_shared_one)
{
    import_folder(t);
    json_t *d = TAKE(t, scores(t, "a.csv", "recommend", 1, 10));
    CHECK(import_question(d, "scale_1_10"));
    CHECK(!json_object_get(import_column(d, "recommend"), "shared"));
    CHECK_INT(import_n(t, "nps(recommend)"), 30); /* nobody else asks it */
    CHECK_INT(import_n(t, "nps(a.recommend)"), 30);
    d = TAKE(t, scores(t, "b.csv", "NPS", 0, 10));
    CHECK_STR(run_text(import_column(d, "NPS"), "field"), S("recommend"));
    CHECK_INT(import_n(t, "nps(recommend)"), 33); /* every source's, from now on */
    CHECK_INT(import_n(t, "nps(a.recommend)"), 30);
}

TEST(nps_of_a_field_on_another_scale_is_refused_as_in_a_file)
{
    import_folder(t);
    (void)TAKE(t, scores(t, "a.csv", "overall satisfaction", 1, 5));
    CHECK_INT(import_n(t, "csat(satisfaction)"), 15);
    import_ask_fails(t, 64, "nps is asked on 0 to 10, and \"satisfaction\" on 1 to 5",
                     "nps(satisfaction)");
}

TEST(other_columns_keep_their_names_in_small_letters)
{
    import_folder(t);
    json_t *d = TAKE(t, file(t, "a.csv", "Location 1,location_1,Über 18?,score\nx,y,ja,4\n"));
    CHECK_STR(run_text(import_column(d, "Location 1"), "field"), S("location_1"));
    CHECK_STR(run_text(import_column(d, "location_1"), "field"), S("location_1_2"));
    CHECK_STR(run_text(import_column(d, "Über 18?"), "field"), S("über_18"));
    CHECK_INT(import_n(t, "mean(score) where `über 18?` = ja"), 1);
}

TEST(a_map_says_what_cannot_be_known)
{
    import_folder(t);
    const char *f = file(t, "a.csv",
                         "id,who,when,w,q1,gate\n"
                         "1,ann,2026-01-05,2,4,1\n"
                         "2,bob,2026-01-06,1,5,2\n"
                         "3,ann,2026-01-07,0.5,8,1\n"
                         "4,cid,2026-01-08,1,9,7\n");
    const char *map = file(t, "a.map",
                           "# what we know\n"
                           "source: spring\n"
                           "key: id\ntime: when\nperson: who\nweight: w\n"
                           "[q1]\nkind: score\nscale: 1-5\nmissing: 8\nlabel: How was it?\n"
                           "[gate] kind: choice\ncode 1: Gate A\ncode 2: Gate B\n");
    json_t *d = TAKE_REFUSED(t, f, "--map", map);
    import_check_counts(d, 4, 4, 0, 1); /* 9 is off the scale */
    CHECK_STR(run_text(d, "refused/0/column"), S("q1"));
    CHECK_INT(run_number(d, "refused/0/line"), 5);
    CHECK_STR(run_text(import_column(d, "q1"), "missing/0"), S("8"));
    CHECK_STR(run_text(import_column(d, "who"), "kind"), S("skip"));
    CHECK(run_is_null(import_column(d, "who"), "field"));
    d = import_ask(t, "mean(q1) weighted");
    CHECK_NEAR(run_number(d, "rows/0/value"), (2 * 4 + 1 * 5) / 3.0, 1e-15);
    CHECK_INT(run_number(d, "scale/1"), 5);
    CHECK(!run_note(d, "scale_guessed"));
    d = import_ask(t, "choices(gate)");
    CHECK_INT(run_number(run_choice(d, "Gate A"), "n_persons"), 3);
    CHECK_NEAR(run_number(run_choice(d, "Gate A"), "value"), 50, 1e-12);
    CHECK_NEAR(run_number(run_choice(d, "7"), "value"), 25, 1e-12);
    CHECK_INT(import_n(t, "mean(q1) where gate = \"Gate B\""), 1);
    import_ask_fails(t, 64, "no field", "choices(who)");
}

/* And other usual codes stay proposed, unless the map says none. */
TEST(codes_that_a_map_calls_missing_are_no_answers_when_asked)
{
    import_folder(t);
    const char *f = file(t, "a.csv", "q\n1\n5\n3\n8\n99\n");
    (void)TAKE(t, f, "--map", file(t, "a.map", "source: a\n[q]\nscale: 1-5\nmissing: 8\n"));
    json_t *d = import_ask(t, "mean(a.q)");
    CHECK_INT(run_number(d, "rows/0/n"), 3);
    CHECK_INT(json_array_size(run_at(d, "missing")), 2);
    CHECK_INT(run_number(d, "refused/n"), 0);
    const char *map = file(t, "b.map", "source: b\n[q]\nscale: 1-5\nmissing: none, 8\n");
    (void)TAKE_REFUSED(t, f, "--map", map);
    d = import_ask(t, "mean(b.q)");
    CHECK_INT(json_array_size(run_at(d, "missing")), 1);
}

TEST(a_map_that_is_wrong_names_its_line)
{
    import_folder(t);
    const char *f = file(t, "a.csv", answers);
    TAKE_FAILS(t, 64, "Line 2", f, "--map", file(t, "a.map", "# so\ncolour: blue\n"));
    TAKE_FAILS(t, 64, "weigh", f, "--map", file(t, "b.map", "weigh: score\n"));
    TAKE_FAILS(t, 64, "scores", f, "--map", file(t, "c.map", "time: scores\n"));
    TAKE_FAILS(t, 66, "no.map", f, "--map", "no.map");
    import_ask_fails(t, 64, "no field", "mean(score)"); /* nothing was written */
}

/* ---- signals as lines ---- */

TEST(signals_come_as_lines_and_bad_ones_are_refused_by_line)
{
    import_folder(t);
    const char *f =
        file(t, "feed.ndjson",
             "{\"key\":\"1\",\"at\":\"2026-03-01T09:30:00Z\",\"answers\":{\"recommend\":9}}\n"
             "\n"
             "{\"key\":\"2\",\"at\":\"2026-03-01\",\"answers\":{\"recommend\":8}}\n"
             "not json at all\n"
             "{\"key\":\"3\",\"at\":\"2026-03-02T09:30:00+02:00\",\"source\":\"web\",\"answers\":"
             "{\"recommend\":10,\"comment\":\"good\"},\"context\":{\"plan\":\"pro\"}}\n"
             "{\"key\":\"1\",\"at\":\"2026-03-01T09:30:00Z\",\"answers\":{\"recommend\":0}}\n"
             "{\"at\":\"2026-03-01T09:30:00Z\",\"answers\":{\"recommend\":7}}\n");
    json_t *d = TAKE_REFUSED(t, f);
    import_check_counts(d, 6, 2, 1, 3);
    CHECK_STR(run_text(d, "source"), S("feed"));
    CHECK_INT(run_number(d, "refused/0/line"), 3);
    CHECK_INT(run_number(d, "refused/1/line"), 4);
    CHECK_INT(run_number(d, "refused/2/line"), 7);
    CHECK(run_has(run_text(d, "refused/2/reason"), "key"));
    CHECK_INT(json_array_size(run_at(d, "columns")), 0);
    CHECK_INT(import_n(t, "nps(recommend)"), 2);
    CHECK_INT(import_n(t, "nps(recommend) where plan = pro"), 1);
    CHECK_INT(import_n(t, "nps(feed.recommend)"), 1);
    import_check_counts(TAKE_REFUSED(t, f), 6, 0, 3, 3);
}

/* ---- ways to call it ---- */

TEST(a_trial_says_what_would_be_taken_and_changes_nothing)
{
    import_folder(t);
    const char *f = file(t, "a.csv", answers);
    json_t *d = TAKE(t, f, "--dry-run");
    CHECK(json_is_true(run_at(d, "dry_run")));
    import_check_counts(d, 5, 5, 0, 0);
    CHECK_INT(json_array_size(run_at(d, "columns")), 3);
    import_ask_fails(t, 64, "no field", "mean(score)");
    import_check_counts(TAKE(t, f), 5, 5, 0, 0);
    append(t, "a.csv", "9,A,2026-01-05\n8,C,2026-03-08\n8\n");
    import_check_counts(TAKE_REFUSED(t, f, "--dry-run"), 8, 2, 5, 1);
    CHECK_INT(import_n(t, "mean(score)"), 5);
    f = file(t, "b.ndjson",
             "{\"key\":\"1\",\"at\":\"2026-03-01T09:30:00Z\",\"answers\":{\"x\":9}}\nbad\n");
    import_check_counts(TAKE_REFUSED(t, f, "--dry-run"), 2, 1, 0, 1);
    import_check_counts(TAKE_REFUSED(t, f), 2, 1, 0, 1);
    import_check_counts(TAKE_REFUSED(t, f, "--dry-run"), 2, 0, 1, 1);
}

TEST(standard_input_is_a_file_too)
{
    import_folder(t);
    const char *f = file(t, "a.csv", answers);
    struct run run = {.args = import_words(t, ARGS("-", "--source", "pipe")), .input = f};
    struct ran ran = run_program(t, &run);
    import_check_counts(import_document(t, &ran, 0), 5, 5, 0, 0);
    ran = run_program(t, &run);
    import_check_counts(import_document(t, &ran, 0), 5, 0, 5, 0);
    CHECK(rmdir("data/spool") == 0); /* nothing is left in it */
    CHECK(mkdir("data/spool", 0700) == 0);
    CHECK_INT(import_n(t, "mean(score)"), 5);
}

TEST(without_json_it_is_a_text_for_people)
{
    import_folder(t);
    struct ran ran = RUN(t, "import", "--data", "data", file(t, "a.csv", answers));
    CHECK_INT(ran.status, 0);
    CHECK_STR(ran.err, S(""));
    CHECK(run_has(ran.out, "a: 5 records taken"));
    CHECK(run_has(ran.out, "time: day"));
}

TEST(mistakes_end_with_their_status)
{
    import_folder(t);
    const char *f = file(t, "a.csv", answers);
    TAKE_FAILS(t, 66, "There is no file", "nothing.csv");
    TAKE_FAILS(t, 65, "empty", file(t, "empty.csv", ""));
    TAKE_FAILS(t, 65, "does not look like one table", file(t, "r.csv", "a,b\n1\n2\n3,4\n"));
    TAKE_FAILS(t, 65, "", ".");
    TAKE_FAILS(t, 64, "--colour", f, "--colour", "blue");
    struct ran ran = RUN(t, "import", "--data", "nowhere", f);
    CHECK_INT(ran.status, 66);
    CHECK(run_has(ran.err, "attune init makes one"));
    ran = RUN(t, "import", f);
    CHECK_INT(ran.status, 64);
    CHECK(run_has(ran.err, "--data DIR"));
    ran = run_program(t, &(struct run){.args = import_words(t, ARGS(f)), .output_is_closed = true});
    CHECK_INT(ran.status, 74);
    import_check_counts(TAKE(t, f), 5, 0, 5, 0); /* what could not be said was done */
}

TEST(a_table_without_records_is_taken)
{
    import_folder(t);
    import_check_counts(TAKE(t, file(t, "a.csv", "score,area\n")), 0, 0, 0, 0);
    import_check_counts(TAKE(t, file(t, "a.csv", "score,area\n9,A\n")), 1, 1, 0, 0);
    CHECK_INT(import_n(t, "mean(score)"), 1);
}

TEST(ragged_records_are_refused_by_line)
{
    import_folder(t);
    json_t *d = TAKE_REFUSED(
        t, file(t, "a.csv", "score,area\n9,A\n8\n7,B\n6,C\n5,A\n4,B\n3,C,D\n2,A\n1,B\n9,C\n"));
    import_check_counts(d, 10, 8, 0, 2);
    CHECK_INT(run_number(d, "refused/0/line"), 3);
    CHECK_STR(run_text(d, "refused/0/reason"), S("1 cell instead of 2"));
    CHECK_INT(run_number(d, "refused/1/line"), 8);
}

/* One row that cannot be must not keep the others out. */
TEST(an_id_and_an_address_of_two_persons_are_a_refused_record)
{
    import_folder(t);
    const char *map = file(t, "a.map", "person: who\nemail: mail\n");
    json_t *d = TAKE_REFUSED(t,
                             file(t, "a.csv",
                                  "who,mail,score\nann,a@x.org,9\nbob,b@x.org,8\n"
                                  "ann,b@x.org,7\ncid,c@x.org,6\nbob,a@x.org,5\n"),
                             "--map", map);
    import_check_counts(d, 5, 3, 0, 2);
    CHECK_INT(run_number(d, "refused/0/line"), 4);
    CHECK_INT(run_number(d, "refused/1/line"), 6);
    CHECK(run_has(run_text(d, "refused/0/reason"), "two persons"));
    CHECK_INT(import_n(t, "mean(score)"), 3);
}
