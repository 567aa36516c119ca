/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Columns that say who somebody is, through attune import: sealed, and in no question.
 */
#include "api.h"
#include "import.h"

static const char csv[] = "score,Phone,First Name\n"
                          "9,+49 30 1234567,Ada\n"
                          "3,+49 171 765432,Alan\n"
                          "10,+49 89 998877,Grace\n";

TEST(what_says_who_is_kept_sealed_and_asked_about)
{
    import_folder(t);
    const char *f = run_file(t, "a.csv", str_of_chars(csv));
    json_t *d = TAKE(t, f, "--source", "s");
    import_check_counts(d, 3, 3, 0, 0);
    CHECK_STR(run_text(import_column(d, "Phone"), "kind"), S("comment"));
    CHECK_STR(run_text(import_column(d, "Phone"), "field"), S("phone"));
    CHECK_STR(run_text(import_column(d, "First Name"), "kind"), S("comment"));
    CHECK_STR(run_text(import_question(d, "personal"), "map"), S("[Phone] kind: skip"));
    CHECK_INT(import_n(t, "mean(score)"), 3);
}

TEST(the_line_leaves_a_personal_column_out)
{
    import_folder(t);
    const char *f = run_file(t, "a.csv", str_of_chars(csv));
    const char *map = run_file(t, "a.map", S("[Phone] kind: skip\n[First Name] kind: skip\n"));
    json_t *d = TAKE(t, f, "--source", "s", "--map", map);
    CHECK(!import_question(d, "personal"));
    CHECK(json_is_null(run_at(import_column(d, "Phone"), "field")));
}

TEST(what_says_who_is_none_of_what_people_said)
{
    struct api api = api_start(t);
    const char *f = run_file(t, "a.csv",
                             S("score,Phone,comment\n9,+49 30 1234567,\n3,+49 171 765432,Too slow\n"
                               "10,+49 89 998877,\n"));
    const char *map = run_file(t, "a.map", S("[comment] kind: comment\n"));
    struct ran ran = RUN(t, "import", "--data", served_folder(t), f, "--map", map, "--source", "s");
    CHECK_THAT(ran.status == 0, "%.*s%.*s", STR(ran.out), STR(ran.err));
    json_t *d = api_get(&api, 200, "/api/v1/signals?q=mean(s.score)");
    CHECK_INT(run_number(d, "n"), 3);
    CHECK_INT(run_number(d, "n_words"), 1);
    enum { ROOM = 1 << 16 };
    char *bytes = arena_take(t->arena, ROOM);
    str all = {bytes, json_dumpb(d, bytes, ROOM, 0)};
    CHECK(all.len < ROOM);
    CHECK(run_has(all, "Too slow"));
    CHECK(!run_has(all, "1234567"));
    CHECK(!run_has(all, "hone"));
    api_stop(&api);
}

TEST(a_card_number_within_a_comment_is_masked_and_counted)
{
    import_folder(t);
    const char *f = run_file(
        t, "a.csv", S("score,comment\n9,My card 4111 1111 1111 1111 was charged twice\n3,Fine\n"));
    const char *map = run_file(t, "a.map", S("[comment] kind: comment\n"));
    json_t *d = TAKE(t, f, "--source", "s", "--map", map);
    import_check_counts(d, 2, 2, 0, 0);
    CHECK_STR(run_text(d, "notes/1/code"), S("assumed_times"));
    CHECK_STR(run_text(d, "notes/0/code"), S("cards_masked"));
    CHECK_INT(run_number(d, "notes/0/numbers"), 1);
    struct ran ran = RUN(t, "export", "--data", "data", "--to", "-", "--source", "s", "--personal");
    CHECK_INT(ran.status, 0);
    CHECK(!run_has(ran.out, "4111"));
    CHECK(run_has(ran.out, "1111 was charged twice"));
    import_check_counts(TAKE(t, f, "--source", "s", "--map", map), 2, 0, 2, 0);
}
