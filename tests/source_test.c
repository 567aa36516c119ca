/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Who was reached: said once of a source, on the command line and over HTTP, and what it
 * does to an answer.
 */
#include "api.h"
#include "base/limits.h"
#include "browser.h"
#include "import.h"

static const char *small_survey(struct test *t)
{
    struct buf b = buf_make(t->arena, MIB);
    buf_add(&b, S("recommend,area\n"));
    for (int i = 0; i < 38; i++)
        buf_addf(&b, "%d,%c\n", i % 11, "AB"[i % 2]);
    return run_file(t, "spring.csv", buf_str(&b));
}

static json_t *say(struct test *t, int status, const char *const *words)
{
    enum { MOST = 32 };
    const char *all[MOST] = {"source", "--data", "data", "--format", "json", "spring"};
    for (size_t i = 0; words[i]; i++)
        all[6 + i] = words[i];
    struct ran ran = run_program(t, &(struct run){.args = all});
    CHECK_THAT(ran.status == status, "%d: %.*s", ran.status, STR(ran.err));
    return run_parse(t, ran.out);
}
#define SAY(t, ...) say((t), 0, ARGS(__VA_ARGS__))

TEST(a_source_says_who_was_reached_and_answers_know_it)
{
    import_folder(t);
    (void)TAKE(t, small_survey(t));
    json_t *before = import_ask(t, "nps(recommend)");
    CHECK(run_note(before, "chance_only"));
    json_t *d = SAY(t, "--reached", "everybody", "--invited", "38", "--population", "40", "--from",
                    "2026-03-01", "--to", "2026-03-31", "--name", "Spring survey");
    CHECK_STR(run_text(d, "sources/0/name"), S("Spring survey"));
    CHECK_STR(run_text(d, "sources/0/from"), S("2026-03-01"));
    CHECK_NEAR(run_number(d, "sources/0/response_rate"), 100, 0);
    json_t *after = import_ask(t, "nps(recommend)");
    CHECK(!run_note(after, "chance_only"));
    CHECK(run_note(after, "finite_population"));
    CHECK(run_number(after, "rows/0/hi") - run_number(after, "rows/0/lo") <
          run_number(before, "rows/0/hi") - run_number(before, "rows/0/lo"));
    CHECK(json_equal(run_at(after, "rows"),
                     run_at(import_ask(t, "nps(recommend) population 40"), "rows")));
    /* Of some of them nobody knows how many people they speak for. */
    CHECK(!run_note(import_ask(t, "nps(recommend) where area = \"A\""), "finite_population"));
}

TEST(a_population_that_more_people_answered_than_it_has_is_not_used)
{
    import_folder(t);
    (void)TAKE(t, small_survey(t));
    (void)SAY(t, "--reached", "everybody", "--population", "30");
    struct ran ran = RUN(t, "query", "--data", "data", "nps(recommend)");
    CHECK_INT(ran.status, 0);
    CHECK_THAT(run_has(ran.out, "30, but 38 people answered"), "%.*s", STR(ran.out));
    (void)SAY(t, "--population", "unknown");
    CHECK(!run_has(RUN(t, "query", "--data", "data", "nps(recommend)").out, "but 38"));
}

TEST(sources_are_listed_and_what_is_wrong_is_named)
{
    import_folder(t);
    struct ran none = RUN(t, "source", "--data", "data");
    CHECK_INT(none.status, 0);
    CHECK(run_has(none.out, "no source yet"));
    (void)TAKE(t, small_survey(t));
    struct ran all = RUN(t, "source", "--data", "data");
    CHECK(run_has(all.out, "spring") && run_has(all.out, "38") && run_has(all.out, "unknown"));
    struct ran other = RUN(t, "source", "--data", "data", "sprng", "--invited", "40");
    CHECK_INT(other.status, 66);
    CHECK(run_has(other.err, "did you mean \"spring\"?"));
    struct ran nobody = RUN(t, "source", "--data", "data", "--invited", "40");
    CHECK_INT(nobody.status, 64);
    CHECK(run_has(nobody.err, "which source"));
    (void)say(t, 64, ARGS("--invited", "lots"));
    CHECK(json_is_null(run_at(SAY(t, "--reached", "open"), "sources/0/invited")));
}

TEST(who_was_reached_is_listed_over_http_and_changed_by_who_is_signed_in)
{
    struct api api = api_start(t);
    (void)api_post(&api, api.till, 201,
                   "{\"key\":\"1\",\"at\":\"2026-03-01T09:30:00Z\",\"answers\":{\"recommend\":9}}");
    json_t *d = api_get(&api, 200, "/api/v1/sources");
    CHECK_STR(run_text(d, "sources/0/key"), S("till"));
    CHECK_STR(run_text(d, "sources/0/reached"), S("unknown"));
    CHECK_INT(run_number(d, "sources/0/signals"), 1);
    struct api_ask ask = {.what = "PATCH /api/v1/sources/till",
                          .token = api.till,
                          .type = "application/json",
                          .body = S("{\"reached\":\"random\"}")};
    CHECK_INT(api_ask(&api, &ask).status, 403);
    api_stop(&api);
}

TEST(who_was_reached_is_said_by_who_is_signed_in)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    (void)TAKE(t, small_survey(t));
    struct client_reply reply = browser_send_json(
        &ada, "PATCH /api/v1/sources/spring",
        S("{\"reached\":\"random\",\"invited\":76,\"from\":\"2026-03-01\",\"name\":\"Spring\"}"));
    CHECK_THAT(reply.status == 200, "%d: %.*s", reply.status, STR(reply.body));
    json_t *d = run_parse(t, reply.body);
    CHECK_STR(run_text(d, "name"), S("Spring"));
    CHECK_NEAR(run_number(d, "response_rate"), 50, 0);
    reply = browser_send_json(&ada, "PATCH /api/v1/sources/spring", S("{\"invited\":null}"));
    CHECK(run_is_null(run_parse(t, reply.body), "invited"));
    reply = browser_send_json(&ada, "PATCH /api/v1/sources/spring", S("{\"invited\":\"x\"}"));
    CHECK_INT(reply.status, 400);
    CHECK_STR(run_text(run_parse(t, reply.body), "at"), S("invited"));
    reply = browser_send_json(&ada, "PATCH /api/v1/sources/spring", S("{\"colour\":1}"));
    CHECK_INT(reply.status, 400);
    reply = browser_send_json(&ada, "PATCH /api/v1/sources/sprang", S("{\"invited\":9}"));
    CHECK_INT(reply.status, 404);
    (void)served_stop(t, &s);
}
