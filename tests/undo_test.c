/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune imports, attune undo, attune import --quarantine: what was imported is listed,
 * taken out again whenever that is cut short, and what was refused comes back mended.
 */
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "base/test_random.h"
#include "import.h"

enum { ROWS = 60000, KILLS = 4, SOONEST_MS = 60, LATEST_MS = 300, ENDED = 75 };

static const char *many(struct test *t, const char *name, unsigned from)
{
    struct buf b = buf_make(t->arena, (size_t)ROWS * 64);
    buf_add(&b, S("id,score,area,mail\n"));
    for (unsigned i = from; i < from + ROWS; i++)
        buf_addf(&b, "%u,%u,%c,p%u@example.org\n", i, i % 11, 'A' + (int)(i % 5), i);
    return run_file(t, name, buf_str(&b));
}

static json_t *imports(struct test *t)
{
    struct ran ran = RUN(t, "imports", "--data", "data", "--format", "json");
    CHECK_THAT(ran.status == 0, "%.*s", STR(ran.err));
    return run_parse(t, ran.out);
}

static json_t *undo(struct test *t, const char *import)
{
    struct ran ran = RUN(t, "undo", "--data", "data", import, "--format", "json");
    CHECK_THAT(ran.status == 0, "%.*s", STR(ran.err));
    return run_parse(t, ran.out);
}

TEST(imports_are_listed_the_newest_first)
{
    import_folder(t);
    const char *a = run_file(t, "a.csv", S("score,area\n9,A\n3,B\n"));
    (void)TAKE(t, a);
    (void)TAKE(t, a);
    json_t *d = imports(t);
    CHECK_INT(json_array_size(run_at(d, "imports")), 2);
    CHECK_INT(run_number(d, "imports/0/import"), 2);
    CHECK_INT(run_number(d, "imports/0/duplicates"), 2);
    CHECK_INT(run_number(d, "imports/1/taken"), 2);
    CHECK_STR(run_text(d, "imports/1/state"), S("done"));
    CHECK_STR(run_text(d, "imports/1/source"), S("a"));
    struct ran table = RUN(t, "imports", "--data", "data");
    CHECK(run_has(table.out, "a.csv") && run_has(table.out, "done"));
    struct ran csv = RUN(t, "imports", "--data", "data", "--format", "csv");
    CHECK_INT(run_count_lines(csv.out), 3);
}

TEST(an_undo_says_what_it_cannot_undo)
{
    import_folder(t);
    (void)TAKE(t, run_file(t, "a.csv", S("score,area\n9,A\n3,B\n")));
    struct ran none = RUN(t, "undo", "--data", "data", "2");
    CHECK_INT(none.status, 66);
    struct ran word = RUN(t, "undo", "--data", "data", "a.csv");
    CHECK_INT(word.status, 64);
    struct ran done = RUN(t, "undo", "--data", "data", "1");
    CHECK_INT(done.status, 0);
    CHECK(run_has(done.out, "Import 1 of a is undone: 2 signals are out of the record."));
    struct ran again = RUN(t, "undo", "--data", "data", "1");
    CHECK_INT(again.status, 73);
    CHECK(run_has(again.err, "undone already"));
    import_ask_fails(t, 64, "score", "mean(score)");
    import_check_counts(TAKE(t, run_file(t, "a.csv", S("score,area\n9,A\n3,B\n"))), 2, 2, 0, 0);
    CHECK_INT(import_n(t, "mean(score)"), 2);
}

TEST(a_source_that_somebody_described_stays)
{
    import_folder(t);
    (void)TAKE(t, run_file(t, "a.csv", S("score,area\n9,A\n3,B\n")));
    (void)TAKE(t, run_file(t, "b.csv", S("score,place\n9,A\n3,B\n")));
    CHECK_INT(RUN(t, "source", "--data", "data", "a", "--invited", "40").status, 0);
    (void)undo(t, "1");
    (void)undo(t, "2");
    struct ran sources = RUN(t, "source", "--data", "data", "--format", "json");
    json_t *d = run_parse(t, sources.out);
    CHECK_INT(json_array_size(run_at(d, "sources")), 1);
    CHECK_STR(run_text(d, "sources/0/key"), S("a"));
    CHECK_INT(run_number(d, "sources/0/invited"), 40);
}

TEST(a_killed_undo_goes_on_where_it_was)
{
    struct test_random dice = {20260301};
    import_folder(t);
    const char *map = run_file(t, "a.map", S("source: a\nemail: mail\n"));
    (void)TAKE(t, many(t, "a.csv", 0), "--map", map);
    (void)TAKE(t, many(t, "b.csv", ROWS / 2), "--map", map);
    CHECK_INT(import_n(t, "mean(score)"), ROWS + ROWS / 2);
    bool was_cut = false;
    for (int kill = 0; kill < KILLS; kill++) {
        struct run run = {.args = ARGS("undo", "--data", "data", "2")};
        struct running running = run_start(t, &run);
        (void)poll(NULL, 0, (int)(SOONEST_MS + test_random_below(&dice, LATEST_MS - SOONEST_MS)));
        run_kill(&running, SIGKILL);
        was_cut = was_cut || str_equal(run_text(imports(t), "imports/0/state"), S("undoing"));
    }
    CHECK(was_cut);
    if (str_equal(run_text(imports(t), "imports/0/state"), S("undoing"))) {
        TAKE_FAILS(t, 73, "being undone", many(t, "b.csv", ROWS / 2), "--map", map);
        CHECK_INT(run_number(undo(t, "2"), "removed"), ROWS / 2);
    }
    CHECK_INT(import_n(t, "mean(score)"), ROWS);
    CHECK_INT(RUN(t, "doctor", "--data", "data").status, 0);
    json_t *d = TAKE(t, many(t, "b.csv", ROWS / 2), "--map", map);
    const unsigned half = ROWS / 2;
    import_check_counts(d, ROWS, half, half, 0);
}

/* ---- quarantine ---- */

static void quarantine_is(struct test *t, const char *name, const char *should)
{
    CHECK_STR(test_read(t, str_format(t->arena, "%.*s/%s", STR(t->dir), name)),
              str_of_chars(should));
}

TEST(refused_records_come_back_mended)
{
    import_folder(t);
    const char *f =
        run_file(t, "spring.csv", S("score,area\n9,A\n8,=B1\n7,B,\"x, y\"\n6,A\n5,C\n4,C\n3,B\n"));
    import_check_counts(TAKE_REFUSED(t, f, "--quarantine", "refused.csv"), 7, 6, 0, 1);
    quarantine_is(t, "refused.csv",
                  "attune_line,attune_reason,score,area\n"
                  "4,3 cells instead of 2,\"7,B,\"\"x, y\"\"\"\n");
    TAKE_FAILS(t, 73, "refused.csv", f, "--quarantine", "refused.csv"); /* is there already */
    const char *mended = run_file(t, "mended.csv",
                                  S("attune_line,attune_reason,score,area\n"
                                    "4,3 cells instead of 2,7,B\n"));
    json_t *d = TAKE(t, mended);
    CHECK_STR(run_text(d, "source"), S("spring"));
    import_check_counts(d, 1, 1, 0, 0);
    CHECK_INT(import_n(t, "mean(score)"), 7);
    import_check_counts(TAKE(t, mended), 1, 0, 1, 0);
}

TEST(a_record_that_says_otherwise_is_quarantined_as_it_was_read)
{
    import_folder(t);
    const char *map = run_file(t, "a.map", S("key: id\n"));
    (void)TAKE(t, run_file(t, "a.csv", S("id;score;said\n1;9;=A1\n2;7,5;no\n3;4;\n")), "--map",
               map);
    const char *f =
        run_file(t, "a.csv", S("id;score;said\n1;9;=A2\n2;7,5;no\n3;4;\n4;1;\"a;b\"\n"));
    import_check_counts(TAKE_REFUSED(t, f, "--map", map, "--quarantine", "refused.csv"), 4, 1, 2,
                        1);
    quarantine_is(t, "refused.csv",
                  "attune_line;attune_reason;id;score;said\n"
                  "2;\"a record with this key was taken before and says otherwise; that one "
                  "stays\";1;9;=A2\n");
}

TEST(card_numbers_do_not_stand_in_quarantine_either)
{
    import_folder(t);
    const char *map = run_file(t, "a.map", S("key: id\n"));
    str cards = S("id,score,card\n1,9,4111111111111111\n2,7,5555555555554444\n"
                  "3,4,378282246310005\n4,5,6011111111111117\n");
    (void)TAKE(t, run_file(t, "a.csv", cards), "--map", map);
    const char *f = run_file(t, "b.csv",
                             S("id,score,card\n1,8,4111111111111111\n2,7,5555555555554444\n"
                               "3,4,378282246310005\n4,5,6011111111111117\n"));
    json_t *d = TAKE_REFUSED(t, f, "--map", map, "--source", "a", "--quarantine", "refused.csv");
    import_check_counts(d, 4, 0, 3, 1);
    CHECK(import_question(d, "card_numbers"));
    quarantine_is(t, "refused.csv",
                  "attune_line,attune_reason,id,score,card\n"
                  "2,a record with this key was taken before and says otherwise; that one "
                  "stays,1,8,\n");
}
