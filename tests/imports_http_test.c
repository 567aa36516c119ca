/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Imports over HTTP: a file is sent, looked at, mapped, run, undone.
 */
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "base/limits.h"
#include "import.h"
#include "imports_http.h"

enum { MANY = 60000, WATCHED = 240000 };

static const char answers[] = "netpro,area,said\n"
                              "9,A,\"Fine, really.\"\n"
                              "10,A,\n"
                              "3,B,Not so\n"
                              "12,B,\n";

static const char map[] = "[netpro]\nfield: recommend\nkind: score\nscale: 0-10\n"
                          "[said]\nkind: comment\n";

static str many(struct test *t, unsigned len)
{
    struct buf b = buf_make(t->arena, (size_t)len * 32);
    buf_add(&b, S("id,score,area\n"));
    for (unsigned i = 0; i < len; i++)
        buf_addf(&b, "%u,%u,%c\n", i, i % 11, 'A' + (int)(i % 5));
    return buf_str(&b);
}

/* ---- from the file to the record and back ---- */

TEST(a_file_that_is_sent_is_looked_at_and_nothing_is_taken)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    json_t *d = imports_upload(&ada, "spring.csv", str_of_chars(answers));
    CHECK_STR(run_text(d, "state"), S("looked_at"));
    CHECK_STR(run_text(d, "source"), S("spring"));
    CHECK_INT(run_number(d, "rows"), 4);
    CHECK_INT(run_number(d, "report/taken"), 4);
    CHECK_STR(run_text(d, "report/questions/0/code"), S("scale_unclear"));
    d = imports_say(&ada, run_number(d, "import"), map);
    CHECK_INT(run_number(d, "report/refused/0/line"), 5);
    CHECK_STR(run_text(d, "report/columns/0/field"), S("recommend"));
    CHECK_STR(run_text(d, "report/first/0/cells/0"), S("9"));
    CHECK_STR(run_text(d, "report/first/0/cells/2"), S("Fine, really."));
    CHECK(run_is_null(d, "report/first/1/cells/2"));
    CHECK(run_is_null(d, "report/first/3/cells/0"));
    CHECK_INT(run_number(d, "report/first/3/line"), 5);
    CHECK_STR(run_text(d, "report/first/3/refused/0/column"), S("netpro"));
    CHECK_STR(run_text(d, "report/scores/0/measure"), S("nps"));
    CHECK_INT(run_number(d, "report/scores/0/n"), 3);
    CHECK_INT(run_number(d, "report/scores/0/refused"), 1);
    json_t *again = imports_get(&ada, run_number(d, "import"));
    CHECK(json_equal(again, d));
    import_ask_fails(t, 64, "netpro", "nps(netpro)");
    CHECK_INT(imports_files(t, "uploads"), 1);
    CHECK_INT(imports_files(t, "spool"), 0);
    (void)served_stop(t, &s);
}

TEST(a_map_changes_the_plan_and_the_scores)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    double id = run_number(imports_upload(&ada, "spring.csv", str_of_chars(answers)), "import");
    json_t *d = imports_say(&ada, id,
                            "source: summer\n[netpro]\nkind: score\nfield: liking\nscale: 0-12\n");
    CHECK_STR(run_text(d, "source"), S("summer"));
    CHECK_STR(run_text(d, "report/columns/0/field"), S("liking"));
    CHECK_STR(run_text(d, "report/scores/0/measure"), S("mean"));
    CHECK_NEAR(run_number(d, "report/scores/0/value"), 8.5, 1e-12);
    CHECK(run_has(run_text(d, "report/map"), "scale: 0-12"));
    struct client_reply reply = imports_send(&ada, imports_path(t, "PUT", id, "/map"), "text/plain",
                                             S("[nothing]\nkind: score\n"));
    (void)imports_document(&ada, &reply, 400);
    CHECK_STR(run_text(imports_get(&ada, id), "source"), S("summer")); /* stays as it was */
    d = imports_run(&ada, id);
    CHECK_INT(run_number(d, "taken"), 4);
    CHECK_INT(run_number(d, "refused"), 0);
    CHECK_NEAR(run_number(import_ask(t, "mean(liking)"), "rows/0/value"), 8.5, 1e-12);
    reply = imports_send(&ada, imports_path(t, "PUT", id, "/map"), "text/plain", S(""));
    (void)imports_document(&ada, &reply, 409);
    (void)served_stop(t, &s);
}

TEST(an_import_over_http_is_the_same_as_by_the_command)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    double id = run_number(imports_upload(&ada, "spring.csv", str_of_chars(answers)), "import");
    const char *said = run_file(t, "spring.map", str_of_chars(map));
    (void)imports_say(&ada, id, map);
    json_t *d = imports_run(&ada, id);
    CHECK_INT(run_number(d, "taken"), 4);
    CHECK_INT(run_number(d, "refused"), 1);
    CHECK_INT(run_number(d, "report/import"), id);
    CHECK_INT(run_number(d, "report/refused/0/line"), 5);
    json_t *same = TAKE_REFUSED(t, run_file(t, "spring.csv", str_of_chars(answers)), "--map", said);
    import_check_counts(same, 4, 0, 4, 1);
    CHECK_INT(import_n(t, "nps(recommend)"), 3);

    struct client_reply list = GET(&ada, "/api/v1/imports?limit=1");
    d = imports_document(&ada, &list, 200);
    CHECK_INT(run_number(d, "imports/0/duplicates"), 4);
    str next =
        str_format(t->arena, "GET /api/v1/imports?limit=1&cursor=%.*s", STR(run_text(d, "next")));
    list = browser_ask(&ada, str_to_chars(t->arena, next), "", S(""));
    d = imports_document(&ada, &list, 200);
    CHECK_INT(run_number(d, "imports/0/import"), id);
    CHECK(run_has(run_text(d, "imports/0/by"), "user "));
    CHECK(run_is_null(d, "next"));

    struct client_reply removed =
        imports_send(&ada, imports_path(t, "DELETE", id, ""), NULL, S(""));
    (void)imports_document(&ada, &removed, 202);
    d = imports_wait_until(&ada, id, "undone");
    CHECK_INT(run_number(d, "removed"), 4);
    removed = imports_send(&ada, imports_path(t, "DELETE", id, ""), NULL, S(""));
    CHECK_INT(removed.status, 409);
    import_check_counts(
        TAKE_REFUSED(t, run_file(t, "spring.csv", str_of_chars(answers)), "--map", said), 4, 4, 0,
        1);
    (void)served_stop(t, &s);
}

TEST(a_file_that_is_taken_back_is_gone)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    double id = run_number(imports_upload(&ada, "spring.csv", str_of_chars(answers)), "import");
    CHECK_INT(imports_send(&ada, imports_path(t, "DELETE", id, ""), NULL, S("")).status, 204);
    CHECK_INT(imports_files(t, "uploads"), 0);
    CHECK_INT(browser_ask(&ada, imports_path(t, "GET", id, ""), "", S("")).status, 404);
    CHECK_INT(imports_send(&ada, imports_path(t, "POST", id, "/run"), NULL, S("")).status, 404);
    double next = run_number(imports_upload(&ada, "spring.csv", str_of_chars(answers)), "import");
    CHECK(next > id);
    (void)served_stop(t, &s);
}

TEST(what_cannot_be_looked_at_is_not_kept)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    struct client_reply reply =
        imports_send(&ada, "POST /api/v1/imports?name=a.csv", "text/csv", S("a,b\n1\n2\n3,4,5\n"));
    CHECK_STR(run_text(imports_document(&ada, &reply, 422), "code"), S("INVALID"));
    reply = imports_send(&ada, "POST /api/v1/imports?name=a.csv", "text/csv", S(""));
    CHECK_THAT(reply.status == 422 || reply.status == 415, "%d", reply.status);
    reply = imports_send(&ada, "POST /api/v1/imports", "text/csv", S("a\n1\n"));
    CHECK_INT(reply.status, 400);
    reply = imports_send(&ada, "POST /api/v1/imports?name=a.csv&at=soon", "text/csv", S("a\n1\n"));
    CHECK_INT(reply.status, 400);
    reply = imports_send(&ada, "POST /api/v1/imports?name=a.csv", "image/png", S("a\n1\n"));
    CHECK_INT(reply.status, 415);
    reply = browser_ask(&ada, "POST /api/v1/imports?name=a.csv", "Content-Type: text/csv\r\n",
                        S("a\n1\n"));
    CHECK_INT(reply.status, 403); /* from another site */
    CHECK_INT(client_ask(t, &s, "GET /api/v1/imports", "", S("")).status, 401);
    CHECK_INT(imports_files(t, "uploads"), 0);
    struct client_reply list = GET(&ada, "/api/v1/imports");
    CHECK_INT(json_array_size(run_at(imports_document(&ada, &list, 200), "imports")), 0);
    (void)served_stop(t, &s);
}

TEST(programs_with_a_token_import_no_files)
{
    struct api api = api_start(t);
    struct api_ask ask = {.what = "GET /api/v1/imports", .token = api.till};
    CHECK_INT(api_ask(&api, &ask).status, 403);
    ask = (struct api_ask){.what = "POST /api/v1/imports?name=a.csv",
                           .token = api.till,
                           .type = "text/csv",
                           .body = S("a\n1\n")};
    CHECK_INT(api_ask(&api, &ask).status, 403);
    api_stop(&api);
}

/* ---- long ones, short ones, and bad days ---- */

TEST(a_long_file_is_spooled_and_taken)
{
    struct served s = served_start(t, NULL, (const char *const[]){"ATTUNE_UPLOAD_MIB=2", NULL});
    struct browser ada = browser_administrator(t, &s);
    str body = many(t, MANY);
    CHECK(body.len > 500000);
    struct buf twice = buf_make(t->arena, 10000000);
    buf_add(&twice, body);
    for (int i = 0; i < 4; i++)
        buf_add(&twice, str_slice(body, 14, body.len));
    struct client_reply reply =
        imports_send(&ada, "POST /api/v1/imports?name=big.csv", "text/csv", buf_str(&twice));
    CHECK_THAT(reply.status == 413, "%d: %.*s", reply.status, STR(reply.body));
    twice.len = 0;
    buf_add(&twice, body);
    buf_add(&twice, str_slice(body, 14, body.len));
    CHECK(twice.len > MIB && twice.len < 2 * MIB);
    json_t *d =
        imports_run(&ada, run_number(imports_upload(&ada, "big.csv", buf_str(&twice)), "import"));
    CHECK_INT(run_number(d, "taken"), 2 * MANY);
    CHECK_INT(imports_files(t, "spool"), 0);
    (void)served_stop(t, &s);
}

TEST(a_file_that_is_cut_off_leaves_nothing)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    str body = many(t, MANY);
    int socket = client_connect(t, &s, NULL);
    str head = str_format(t->arena,
                          "POST /api/v1/imports?name=big.csv HTTP/1.1\r\nHost: x\r\n"
                          "Content-Type: text/csv\r\n%sCookie: %.*s\r\nX-Attune-CSRF: %.*s\r\n"
                          "Content-Length: 9000000\r\n\r\n",
                          ada.from, STR(ada.session), STR(browser_csrf(&ada)));
    CHECK(client_send(t, socket, head));
    for (int i = 0; i < 3; i++)
        CHECK(client_send(t, socket, body));
    for (int ms = 0; ms < IMPORTS_WAIT_MS && imports_files(t, "spool") == 0; ms += IMPORTS_PAUSE_MS)
        (void)poll(NULL, 0, IMPORTS_PAUSE_MS);
    CHECK_INT(imports_files(t, "spool"), 1);
    (void)close(socket);
    for (int ms = 0; ms < IMPORTS_WAIT_MS && imports_files(t, "spool"); ms += IMPORTS_PAUSE_MS)
        (void)poll(NULL, 0, IMPORTS_PAUSE_MS);
    CHECK_INT(imports_files(t, "spool") + imports_files(t, "uploads"), 0);
    struct client_reply list = GET(&ada, "/api/v1/imports");
    CHECK_INT(json_array_size(run_at(imports_document(&ada, &list, 200), "imports")), 0);
    (void)served_stop(t, &s);
}

TEST(an_import_that_runs_outlives_its_server)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    double id = run_number(imports_upload(&ada, "big.csv", many(t, MANY)), "import");
    struct client_reply reply =
        imports_send(&ada, imports_path(t, "POST", id, "/run"), NULL, S(""));
    (void)imports_document(&ada, &reply, 202);
    for (int ms = 0; ms < IMPORTS_WAIT_MS && run_number(imports_get(&ada, id), "taken") == 0; ms++)
        (void)poll(NULL, 0, 1);
    run_kill(&s.running, SIGKILL);
    s = served_start(t, NULL, NULL);
    json_t *d = imports_wait_until(&ada, id, "done");
    CHECK_INT(run_number(d, "taken"), MANY);
    CHECK_INT(import_n(t, "mean(score)"), MANY);
    (void)served_stop(t, &s);
}

TEST(two_of_the_same_file_at_once_take_it_once)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    double ids[] = {run_number(imports_upload(&ada, "big.csv", many(t, MANY)), "import"),
                    run_number(imports_upload(&ada, "big.csv", many(t, MANY)), "import")};
    for (int i = 0; i < 2; i++) {
        struct client_reply reply =
            imports_send(&ada, imports_path(t, "POST", ids[i], "/run"), NULL, S(""));
        (void)imports_document(&ada, &reply, 202);
    }
    CHECK_STR(run_text(imports_get(&ada, ids[1]), "state"), S("waiting"));
    CHECK_INT(run_number(imports_wait_until(&ada, ids[0], "done"), "taken"), MANY);
    CHECK_INT(run_number(imports_wait_until(&ada, ids[1], "done"), "duplicates"), MANY);
    (void)served_stop(t, &s);
}

TEST(a_file_that_was_taken_is_gone_after_a_day)
{
    struct served s = served_start(t, ARGS("--now", "2026-03-01T09:00:00Z"), NULL);
    struct browser ada = browser_administrator(t, &s);
    double id = run_number(imports_upload(&ada, "spring.csv", str_of_chars(answers)), "import");
    (void)imports_run(&ada, id);
    (void)served_stop(t, &s);
    s = served_start(t, ARGS("--now", "2026-03-01T20:00:00Z"), NULL);
    CHECK_INT(run_number(imports_get(&ada, id), "import"), id);
    CHECK_INT(imports_files(t, "uploads"), 1);
    (void)served_stop(t, &s);
    s = served_start(t, ARGS("--now", "2026-03-02T09:01:00Z"), NULL);
    for (int ms = 0; ms < IMPORTS_WAIT_MS && imports_files(t, "uploads"); ms += IMPORTS_PAUSE_MS)
        (void)poll(NULL, 0, IMPORTS_PAUSE_MS);
    CHECK_INT(imports_files(t, "uploads"), 0);
    (void)served_stop(t, &s);
}

TEST(what_nobody_runs_is_gone_after_a_day)
{
    struct served s = served_start(t, ARGS("--now", "2026-03-01T09:00:00Z"), NULL);
    struct browser ada = browser_administrator(t, &s);
    double id = run_number(imports_upload(&ada, "spring.csv", str_of_chars(answers)), "import");
    (void)served_stop(t, &s);
    s = served_start(t, ARGS("--now", "2026-03-01T20:00:00Z"), NULL);
    CHECK_INT(run_number(imports_get(&ada, id), "import"), id);
    (void)served_stop(t, &s);
    s = served_start(t, ARGS("--now", "2026-03-02T09:00:01Z"), NULL);
    for (int ms = 0; ms < IMPORTS_WAIT_MS && imports_files(t, "uploads"); ms += IMPORTS_PAUSE_MS)
        (void)poll(NULL, 0, IMPORTS_PAUSE_MS);
    CHECK_INT(imports_files(t, "uploads"), 0);
    struct ran list = RUN(t, "imports", "--data", "data", "--format", "csv");
    CHECK_INT(run_count_lines(list.out), 1);
    (void)served_stop(t, &s);
}

/* ---- watching ---- */

/* HTTP/1.0, so that what comes is what was said, until the end of the connection. */
static int watch(struct browser *b, double id)
{
    int socket = client_connect(b->t, b->server, NULL);
    str head = str_format(b->t->arena, "%s HTTP/1.0\r\nHost: x\r\nCookie: %.*s\r\n\r\n",
                          imports_path(b->t, "GET", id, "/events"), STR(b->session));
    CHECK(client_send(b->t, socket, head));
    return socket;
}

/* Until part has come, or the other end is closed. */
static str read_until(struct test *t, int socket, const char *part)
{
    struct buf b = buf_make(t->arena, 10000000);
    int64_t end = client_now_ms() + IMPORTS_WAIT_MS;
    char piece[4096];
    while (client_now_ms() < end && !run_has(buf_str(&b), part)) {
        struct pollfd ready = {.fd = socket, .events = POLLIN};
        if (poll(&ready, 1, IMPORTS_PAUSE_MS) <= 0)
            continue;
        ssize_t got = read(socket, piece, sizeof piece);
        if (got <= 0)
            break;
        buf_add(&b, (str){piece, (size_t)got});
    }
    CHECK_THAT(run_has(buf_str(&b), part), "%s is not in %.*s", part, STR(buf_str(&b)));
    return buf_str(&b);
}

TEST(who_watches_is_told_how_far_it_is_until_it_is_done)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    double id = run_number(imports_upload(&ada, "big.csv", many(t, WATCHED)), "import");
    int socket = watch(&ada, id);
    str said = read_until(t, socket, "event: progress\ndata: {");
    CHECK(run_has(said, "content-type: text/event-stream") ||
          run_has(said, "Content-Type: text/event-stream"));
    CHECK(run_has(said, "\"state\":\"looked_at\""));
    struct client_reply reply =
        imports_send(&ada, imports_path(t, "POST", id, "/run"), NULL, S(""));
    (void)imports_document(&ada, &reply, 202);
    said = read_until(t, socket, "event: done\ndata: {");
    CHECK(run_has(said, "\"state\":\"running\""));
    (void)close(socket);
    socket = watch(&ada, id); /* comes too late, and is told all the same */
    said = read_until(t, socket, "}\n\n");
    CHECK(run_has(said, "event: done") && run_has(said, "\"taken\":240000") &&
          run_has(said, "\"report\":{"));
    CHECK(client_is_closed(socket, IMPORTS_WAIT_MS));
    (void)close(socket);
    (void)served_stop(t, &s);
}

enum { WATCHERS = 64 };

TEST(those_who_watch_keep_nobody_waiting)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    double id = run_number(imports_upload(&ada, "spring.csv", str_of_chars(answers)), "import");
    int sockets[WATCHERS];
    for (size_t i = 0; i < WATCHERS; i++)
        sockets[i] = watch(&ada, id);
    for (size_t i = 0; i < WATCHERS; i++)
        (void)read_until(t, sockets[i], "event: progress");
    CHECK_INT(served_metric(t, &s, "attune_http_streams"), WATCHERS);
    int64_t began = client_now_ms();
    for (int i = 0; i < 20; i++)
        (void)imports_get(&ada, id);
    CHECK(client_now_ms() - began < 5000);
    struct client_reply full = browser_ask(&ada, imports_path(t, "GET", id, "/events"), "", S(""));
    CHECK_INT(full.status, 503);
    for (size_t i = 0; i < WATCHERS / 2; i++)
        (void)close(sockets[i]);
    for (int ms = 0;
         ms < IMPORTS_WAIT_MS && served_metric(t, &s, "attune_http_streams") > WATCHERS / 2.0;
         ms += IMPORTS_PAUSE_MS)
        (void)poll(NULL, 0, IMPORTS_PAUSE_MS);
    CHECK_INT(served_metric(t, &s, "attune_http_streams"), WATCHERS / 2);
    (void)served_stop(t, &s); /* soon, though some still watch */
    for (size_t i = WATCHERS / 2; i < WATCHERS; i++)
        (void)close(sockets[i]);
}

TEST(an_import_that_is_taken_back_is_told_to_who_watches)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    double id = run_number(imports_upload(&ada, "spring.csv", str_of_chars(answers)), "import");
    int socket = watch(&ada, id);
    (void)read_until(t, socket, "event: progress");
    CHECK_INT(imports_send(&ada, imports_path(t, "DELETE", id, ""), NULL, S("")).status, 204);
    (void)read_until(t, socket, "event: gone");
    (void)close(socket);
    CHECK_INT(browser_ask(&ada, imports_path(t, "GET", id, "/events"), "", S("")).status, 404);
    (void)served_stop(t, &s);
}

TEST(refused_records_are_given_back_for_a_week)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    double id = run_number(
        imports_upload(&ada, "spring.csv",
                       S("score,area\n9,A\n7,B,4111 1111 1111 1111\n6,A\n5,C\n4,C\n3,B\n")),
        "import");
    CHECK_INT(browser_ask(&ada, imports_path(t, "GET", id, "/quarantine"), "", S("")).status, 404);
    CHECK_INT(run_number(imports_run(&ada, id), "refused"), 1);
    struct client_reply reply =
        browser_ask(&ada, imports_path(t, "GET", id, "/quarantine"), "", S(""));
    CHECK_INT(reply.status, 200);
    CHECK_STR(reply.body, S("attune_line,attune_reason,score,area\n"
                            "3,3 cells instead of 2,\"7,B,•••• •••• •••• 1111\"\n"));
    CHECK(run_has(client_header(&reply, "content-disposition"), "attachment"));
    reply = imports_send(&ada, imports_path(t, "DELETE", id, ""), NULL, S(""));
    (void)imports_document(&ada, &reply, 202);
    (void)imports_wait_until(&ada, id, "undone");
    for (int ms = 0; ms < IMPORTS_WAIT_MS && imports_files(t, "uploads") > 1;
         ms += IMPORTS_PAUSE_MS)
        (void)poll(NULL, 0, IMPORTS_PAUSE_MS);
    CHECK_INT(imports_files(t, "uploads"), 1); /* the file itself, for a day */
    CHECK_INT(browser_ask(&ada, imports_path(t, "GET", id, "/quarantine"), "", S("")).status, 404);
    (void)served_stop(t, &s);
}
