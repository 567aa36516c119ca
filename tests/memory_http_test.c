/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What was said of a file holds for the next one of its kind; an import that was read wrongly is
 * undone, and its file looked at again as it was read.
 */
#include <unistd.h>

#include "base/limits.h"
#include "import.h"
#include "imports_http.h"

#define MAP                                                                                        \
    "source: pulse\ntime: day\n[mood] kind: choice\n[team] kind: skip\n[nps] label: Would you "    \
    "recommend us?\n"

static str month(struct test *t, const char *header, int which)
{
    struct buf b = buf_make(t->arena, MIB);
    buf_addf(&b, "%s\n", header);
    for (int i = 0; i < 33; i++)
        buf_addf(&b, "2026-%02d-%02d,%d,%d,T%d\n", which, 1 + i % 28, i % 11, 1 + i % 5, i % 4);
    return buf_str(&b);
}

static const char *kind_of(json_t *d, const char *column)
{
    return json_string_value(json_object_get(import_column(run_at(d, "report"), column), "kind"));
}

static json_t *note_of(json_t *d, const char *code)
{
    size_t i = 0;
    json_t *note = NULL;
    json_array_foreach(run_at(d, "report/notes"), i, note)
    {
        if (str_equal(run_text(note, "code"), str_of_chars(code)))
            return note;
    }
    return NULL;
}

static json_t *take(struct browser *b, const char *name, str body, const char *map)
{
    json_t *d = imports_upload(b, name, body);
    if (map)
        d = imports_say(b, run_number(d, "import"), map);
    return imports_run(b, run_number(d, "import"));
}

TEST(next_months_file_is_read_as_the_one_before)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    (void)take(&ada, "march.csv", month(t, "day,nps,mood,team", 3), MAP);
    json_t *d = imports_upload(&ada, "april.csv", month(t, "day,nps,mood,team", 4));
    CHECK_STR(run_text(d, "source"), S("pulse"));
    CHECK_STR(run_text(import_column(run_at(d, "report"), "day"), "role"), S("time"));
    CHECK_STR(str_of_chars(kind_of(d, "mood")), S("choice"));
    CHECK_STR(str_of_chars(kind_of(d, "team")), S("skip"));
    CHECK(note_of(d, "remembered"));
    CHECK(!note_of(d, "columns_new") && !note_of(d, "columns_gone"));
    CHECK_INT(json_array_size(run_at(d, "report/questions")), 0);
    (void)imports_run(&ada, run_number(d, "import"));
    CHECK_INT(import_n(t, "nps(recommend) in 2026-04"), 33);
    (void)served_stop(t, &s);
}

TEST(a_command_reads_a_file_as_the_one_before_where_it_is_told_to)
{
    import_folder(t);
    const char *march = run_file(t, "march.csv", month(t, "day,nps,mood,team", 3));
    const char *april = run_file(t, "april.csv", month(t, "day,nps,mood,team", 4));
    TAKE_FAILS(t, 66, "say with --map what", march, "--as-before");
    const char *plain = run_file(t, "plain.csv", S("day,score\n2026-03-01,9\n"));
    (void)TAKE(t, plain);
    import_check_counts(TAKE(t, plain, "--as-before"), 1, 0, 1, 0); /* nothing was said */
    const char *map = run_file(t, "a.map", str_of_chars(MAP));
    json_t *d = TAKE(t, march, "--map", map);
    CHECK(!json_object_get(d, "notes"));
    d = TAKE(t, april, "--dry-run");
    CHECK_INT(run_number(run_note(d, "read_otherwise"), "import"), 3);
    CHECK_STR(run_text(import_column(d, "team"), "kind"), S("choice"));
    TAKE_FAILS(t, 64, "--map is another", april, "--as-before", "--map", map);
    d = TAKE(t, april, "--as-before");
    CHECK(!run_note(d, "read_otherwise"));
    CHECK_INT(run_number(run_note(d, "remembered"), "import"), 3);
    CHECK_STR(run_text(d, "source"), S("pulse"));
    CHECK_INT(import_n(t, "nps(recommend) in 2026-04"), 33);
    const char *may = run_file(t, "may.csv", month(t, "day,nps,mood,floor", 5));
    TAKE_FAILS(t, 66, "No file with the header", may, "--as-before");
    d = TAKE(t, may, "--as-before", "--source", "pulse");
    CHECK_INT(run_number(run_note(d, "remembered"), "import"), 4);
    CHECK_STR(run_text(run_note(d, "columns_new"), "names/0"), S("floor"));
    CHECK_INT(import_n(t, "nps(recommend) in 2026-05"), 33);
}

TEST(columns_that_came_went_or_have_another_name_are_told)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    (void)take(&ada, "march.csv", month(t, "day,nps,mood,team", 3), MAP);
    str body = month(t, "day,nps,mood today,floor", 4);
    struct client_reply reply =
        imports_send(&ada, "POST /api/v1/imports?name=april.csv&source=pulse", "text/csv", body);
    json_t *d = imports_document(&ada, &reply, 201);
    CHECK_STR(run_text(import_column(run_at(d, "report"), "day"), "role"), S("time"));
    CHECK_STR(run_text(note_of(d, "columns_new"), "names/0"), S("mood today"));
    CHECK_STR(run_text(note_of(d, "columns_new"), "names/1"), S("floor"));
    CHECK_STR(run_text(note_of(d, "columns_gone"), "names/0"), S("mood"));
    json_t *renamed = import_question(run_at(d, "report"), "renamed");
    CHECK(renamed);
    CHECK_STR(run_text(renamed, "map"), S("[mood today] field: mood"));
    (void)served_stop(t, &s);
}

/* Its header is another and nobody said whose it is, until the proposal is taken. */
TEST(a_file_that_changed_is_read_as_the_last_one_where_its_source_is_named)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    (void)take(&ada, "march.csv", month(t, "day,nps,mood,team", 3), MAP);
    json_t *d = imports_upload(&ada, "april.csv", month(t, "day,nps,mood,floor", 4));
    CHECK(!note_of(d, "remembered"));
    double id = run_number(d, "import");
    d = imports_say(&ada, id, "source: pulse\n");
    CHECK_INT(run_number(note_of(d, "remembered"), "import"), 1);
    CHECK_STR(run_text(import_column(run_at(d, "report"), "day"), "role"), S("time"));
    CHECK_STR(str_of_chars(kind_of(d, "mood")), S("choice"));
    CHECK_STR(run_text(note_of(d, "columns_new"), "names/0"), S("floor"));
    CHECK(run_has(run_text(d, "report/map"), "source: pulse"));
    /* Whoever says more says all. */
    d = imports_say(&ada, id, "source: pulse\n[mood] kind: skip\n");
    CHECK(!note_of(d, "remembered"));
    CHECK_STR(str_of_chars(kind_of(d, "mood")), S("skip"));
    d = imports_say(&ada, id, "source: nobody_knows\n");
    CHECK(!note_of(d, "remembered"));
    CHECK_STR(run_text(d, "source"), S("nobody_knows"));
    (void)served_stop(t, &s);
}

TEST(what_was_read_wrongly_is_undone_and_looked_at_again)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    json_t *d = take(&ada, "march.csv", month(t, "day,nps,mood,team", 3), MAP);
    double id = run_number(d, "import");
    const char *again = imports_path(t, "POST", id, "/again");
    struct client_reply reply = imports_send(&ada, again, NULL, S(""));
    (void)imports_document(&ada, &reply, 409); /* it would be taken twice */
    reply = imports_send(&ada, imports_path(t, "DELETE", id, ""), NULL, S(""));
    (void)imports_document(&ada, &reply, 202);
    (void)imports_wait_until(&ada, id, "undone");
    reply = imports_send(&ada, again, NULL, S(""));
    d = imports_document(&ada, &reply, 201);
    CHECK(run_number(d, "import") > id);
    CHECK_STR(run_text(d, "source"), S("pulse"));
    CHECK_STR(str_of_chars(kind_of(d, "team")), S("skip"));
    CHECK_INT(run_number(d, "report/taken"), 33);
    d = imports_say(&ada, run_number(d, "import"),
                    "source: pulse\ntime: day\n[mood] kind: score\n");
    (void)imports_run(&ada, run_number(d, "import"));
    CHECK_INT(import_n(t, "mean(mood) in 2026-03"), 33);
    (void)served_stop(t, &s);
}

TEST(a_file_that_is_gone_is_sent_again_and_read_as_before)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    str body = month(t, "day,nps,mood,team", 3);
    double id = run_number(take(&ada, "march.csv", body, MAP), "import");
    struct client_reply reply = imports_send(&ada, imports_path(t, "DELETE", id, ""), NULL, S(""));
    (void)imports_document(&ada, &reply, 202);
    (void)imports_wait_until(&ada, id, "undone");
    str path = str_format(t->arena, "%.*s/data/uploads/%.0f", STR(t->dir), id);
    CHECK_INT(unlink(path.ptr), 0);
    reply = imports_send(&ada, imports_path(t, "POST", id, "/again"), NULL, S(""));
    (void)imports_document(&ada, &reply, 404);
    json_t *d = imports_upload(&ada, "march.csv", body);
    CHECK(note_of(d, "remembered"));
    CHECK_STR(run_text(d, "source"), S("pulse"));
    CHECK_STR(str_of_chars(kind_of(d, "mood")), S("choice"));
    (void)served_stop(t, &s);
}
