/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The server under load and at its ends: who is slow keeps nobody waiting, what was
 * acknowledged is there.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "client.h"

enum { WAIT_MS = 20000, TRIES = 4 };

static str get(struct test *t, const char *path)
{
    return str_format(t->arena, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path);
}

/* ---- slow beside fast ---- */

enum { SLOW = 8, SLOW_MS = 300, FAST_MOST_MS = 50 };

/* The longest that one of many fast requests took within so many milliseconds. */
static int64_t longest_within(struct test *t, const struct served *s, int64_t ms)
{
    int fast = client_connect(t, s, NULL);
    int64_t longest = 0, end = client_now_ms() + ms;
    while (client_now_ms() < end) {
        int64_t began = client_now_ms();
        CHECK(client_send(t, fast, get(t, "/test/quick")));
        CHECK_INT(client_read(t, fast, false, WAIT_MS).status, 200);
        int64_t took = client_now_ms() - began;
        longest = took > longest ? took : longest;
    }
    (void)close(fast);
    return longest;
}

/* The same while slow ones are worked on, from calm_ms after they came. */
static int64_t longest_beside(struct test *t, const struct served *s, const char *slow_path,
                              int calm_ms)
{
    int slow[SLOW];
    for (size_t i = 0; i < SLOW; i++) {
        slow[i] = client_connect(t, s, NULL);
        CHECK(client_send(t, slow[i], get(t, slow_path)));
    }
    (void)poll(NULL, 0, calm_ms);
    int64_t longest = longest_within(t, s, (int64_t)SLOW_MS * 3);
    for (size_t i = 0; i < SLOW; i++) {
        CHECK_INT(client_read(t, slow[i], false, WAIT_MS).status, 200);
        (void)close(slow[i]);
    }
    return longest;
}

/* What it takes without slow ones beside it is the machine's, which may have other things
 * to do; and one of several tries counts. */
static void check_fast_beside(struct test *t, const struct served *s, const char *slow_path,
                              int calm_ms)
{
    int64_t delay = INT64_MAX;
    for (int i = 0; i < TRIES && delay > FAST_MOST_MS; i++) {
        int64_t alone = longest_within(t, s, SLOW_MS);
        delay = longest_beside(t, s, slow_path, calm_ms) - alone;
    }
    CHECK_THAT(delay <= FAST_MOST_MS, "a fast request was delayed by %lld ms", (long long)delay);
}

TEST(eight_slow_requests_never_delay_a_fast_one)
{
    struct served s = served_start(t, NULL, NULL);
    check_fast_beside(t, &s, str_format(t->arena, "/test/slow?ms=%d", SLOW_MS).ptr, 0);
    served_stop(t, &s);
}

TEST(eight_long_questions_soon_let_a_short_one_go_first)
{
    enum { SOON_MS = 200 };
    struct served s = served_start(t, NULL, NULL);
    check_fast_beside(t, &s, str_format(t->arena, "/test/quick?ms=%d", SLOW_MS * 3).ptr, SOON_MS);
    CHECK(served_metric(t, &s, "attune_http_long_total") >= SLOW);
    served_stop(t, &s);
}

/* ---- clients that drip ---- */

enum { DRIPPING = 2000, OTHER_MOST_MS = 1000 };

static void allow_descriptors(void)
{
    struct rlimit most;
    (void)getrlimit(RLIMIT_NOFILE, &most);
    most.rlim_cur = most.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &most);
    if (most.rlim_cur < DRIPPING + 200)
        test_skip("this machine does not let a process have 2,000 connections");
}

static void drip(struct test *t, const int *ends, size_t len)
{
    (void)t;
    for (size_t i = 0; i < len; i++)
        (void)!send(ends[i], "x", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

TEST(two_thousand_dripping_clients_of_one_address_leave_another_served)
{
    allow_descriptors();
    struct served s = served_start(t, NULL, NULL);
    int *ends = ARENA_ARRAY(t->arena, int, DRIPPING);
    for (size_t i = 0; i < DRIPPING; i++) {
        ends[i] = client_connect(t, &s, "127.0.0.1");
        (void)!send(ends[i], "GET /livez HTTP/1.1\r\nX-", 23, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    for (int round = 0; round < 10; round++) {
        drip(t, ends, DRIPPING);
        int64_t began = client_now_ms();
        int other = client_connect(t, &s, "127.0.0.2");
        CHECK(client_send(t, other, get(t, "/test/quick")));
        CHECK_INT(client_read(t, other, false, WAIT_MS).status, 200);
        CHECK(client_now_ms() - began <= OTHER_MOST_MS);
        (void)close(other);
        (void)poll(NULL, 0, 50);
    }
    for (size_t i = 0; i < DRIPPING; i++)
        (void)close(ends[i]);
    served_stop(t, &s);
}

TEST(who_drips_a_head_or_a_body_is_ended_in_time)
{
    static const char *const begun[] = {
        "GET /livez HTTP/1.1\r\nX-",
        "GET /live",
        "POST /test/echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
        "Content-Length: 100000\r\n\r\n",
        "POST /test/echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
        "Transfer-Encoding: chunked\r\n\r\nfffff\r\n",
        "",
    };
    enum { KINDS = sizeof begun / sizeof *begun, STEP_MS = 500, SLACK_MS = 3000 };
    struct served s = served_start(t, NULL, NULL);
    int ends[KINDS];
    int64_t began = client_now_ms(), most = LIMIT_HTTP_GRACE_MS + SLACK_MS;
    for (size_t i = 0; i < KINDS; i++) {
        ends[i] = client_connect(t, &s, NULL);
        CHECK(client_send(t, ends[i], str_of_chars(begun[i])));
    }
    size_t open = KINDS;
    while (open > 0) {
        CHECK_THAT(client_now_ms() - began <= most, "%zu are still open", open);
        for (size_t i = 0; i < KINDS; i++) {
            if (ends[i] < 0)
                continue;
            if (begun[i][0])
                (void)!send(ends[i], "x", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
            if (client_is_closed(ends[i], 1)) {
                CHECK(client_now_ms() - began >= LIMIT_HTTP_HEAD_MS - 1000);
                (void)close(ends[i]);
                ends[i] = -1;
                open--;
            }
        }
        (void)poll(NULL, 0, STEP_MS);
    }
    CHECK_INT(served_metric(t, &s, "attune_http_connections_expired_total"), KINDS);
    served_stop(t, &s);
}

/* ---- many that wait for the disk ---- */

enum { CLIENTS = 64, ROUNDS = 10, LEAST_SHARED = 4 };

static str post_signal(struct test *t, const char *run, size_t client, size_t round)
{
    return str_format(t->arena,
                      "POST /test/signals?key=%s-%zu-%zu HTTP/1.1\r\nHost: x\r\n"
                      "Content-Length: 0\r\n\r\n",
                      run, client, round);
}

TEST(sixty_four_clients_that_wait_for_the_disk_share_commits)
{
    struct served s = served_start(t, NULL, NULL);
    int ends[CLIENTS];
    for (size_t i = 0; i < CLIENTS; i++)
        ends[i] = client_connect(t, &s, NULL);
    double commits = served_metric(t, &s, "attune_store_commits_total");
    double writes = served_metric(t, &s, "attune_store_writes_total");
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < CLIENTS; i++)
            CHECK(client_send(t, ends[i], post_signal(t, "a", i, round)));
        for (size_t i = 0; i < CLIENTS; i++)
            CHECK_INT(client_read(t, ends[i], false, WAIT_MS).status, 201);
    }
    commits = served_metric(t, &s, "attune_store_commits_total") - commits;
    writes = served_metric(t, &s, "attune_store_writes_total") - writes;
    CHECK_INT(writes, CLIENTS * ROUNDS);
    CHECK_THAT(commits * LEAST_SHARED <= writes, "%.0f writes took %.0f commits", writes, commits);
    served_stop(t, &s);
}

/* ---- more than it can ---- */

TEST(overload_is_sent_away_before_the_body_is_read)
{
    enum { BEING_DONE = LIMIT_HTTP_SLOW, MS = 1500 };
    struct served s = served_start(t, NULL, NULL);
    size_t len = LIMIT_HTTP_SLOW_QUEUED + BEING_DONE;
    int *ends = ARENA_ARRAY(t->arena, int, len);
    str slow = get(t, str_format(t->arena, "/test/slow?ms=%d", MS).ptr);
    for (size_t i = 0; i < len; i++) {
        ends[i] = client_connect(t, &s, NULL);
        CHECK(client_send(t, ends[i], slow));
        (void)poll(NULL, 0, i < BEING_DONE ? 100 : 0);
    }
    (void)poll(NULL, 0, 200);
    int late = client_connect(t, &s, NULL);
    CHECK(client_send(t, late,
                      S("POST /test/slow HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
                        "Content-Length: 1000000\r\n\r\n")));
    struct client_reply reply = client_read(t, late, false, MS);
    CHECK_INT(reply.status, 503);
    CHECK(run_has(reply.body, "\"code\":\"BUSY\""));
    str retry = client_header(&reply, "retry-after");
    CHECK(retry.len == 1 && retry.ptr[0] >= '1' && retry.ptr[0] <= '3');
    CHECK(client_is_closed(late, WAIT_MS));
    CHECK_INT(client_ask(t, &s, "GET /test/quick", "", S("")).status, 200);
    CHECK(served_metric(t, &s, "attune_http_shed_total{queue=\"slow\"}") >= 1);
    (void)served_stop(t, &s); /* who waited is told to end */
}

/* ---- the end ---- */

enum { POSTING = 16, BEFORE_END_MS = 300, END_MOST_MS = 10000 };

/* Which signals of each client were acknowledged: all before acked[client]. */
static void post_until_closed(struct test *t, struct served *s, size_t acked[POSTING])
{
    int ends[POSTING];
    int64_t began = client_now_ms();
    bool is_told = false;
    size_t open = POSTING;
    for (size_t i = 0; i < POSTING; i++) {
        ends[i] = client_connect(t, s, NULL);
        CHECK(client_send(t, ends[i], post_signal(t, "end", i, 0)));
    }
    while (open > 0) {
        if (!is_told && client_now_ms() - began > BEFORE_END_MS) {
            (void)kill(s->running.process, SIGTERM);
            is_told = true;
        }
        CHECK(client_now_ms() - began < END_MOST_MS);
        for (size_t i = 0; i < POSTING; i++) {
            struct pollfd p = {.fd = ends[i], .events = POLLIN};
            if (ends[i] < 0 || poll(&p, 1, 1) <= 0)
                continue;
            struct client_reply reply = client_read(t, ends[i], false, WAIT_MS);
            CHECK(reply.status == 201 || reply.status == 503 || reply.status == 0);
            acked[i] += reply.status == 201;
            if (reply.status == 201 && client_send(t, ends[i], post_signal(t, "end", i, acked[i])))
                continue;
            (void)close(ends[i]);
            ends[i] = -1;
            open--;
        }
    }
}

TEST(a_server_told_to_end_under_load_loses_nothing_acknowledged)
{
    size_t acked[POSTING] = {0}, all = 0;
    struct served s = served_start(t, NULL, NULL);
    post_until_closed(t, &s, acked);
    CHECK_INT(run_end(t, &s.running).status, 0);
    s = served_start(t, NULL, NULL);
    int end = client_connect(t, &s, NULL);
    for (size_t i = 0; i < POSTING; i++)
        for (size_t round = 0; round < acked[i]; round++, all++) {
            CHECK(client_send(t, end, post_signal(t, "end", i, round)));
            CHECK_INT(client_read(t, end, false, WAIT_MS).status, 200); /* known already */
        }
    CHECK(all > POSTING);
    served_stop(t, &s);
}

TEST(a_server_told_to_end_answers_what_was_asked_before)
{
    struct served s = served_start(t, NULL, NULL);
    int end = client_connect(t, &s, NULL), idle = client_connect(t, &s, NULL);
    CHECK(client_send(t, end, get(t, "/test/slow?ms=1000")));
    (void)poll(NULL, 0, 200);
    (void)kill(s.running.process, SIGTERM);
    CHECK(client_is_closed(idle, 1000));
    struct client_reply reply = client_read(t, end, false, WAIT_MS);
    CHECK_INT(reply.status, 200);
    CHECK_STR(reply.body, S("done"));
    CHECK(client_is_closed(end, WAIT_MS));
    CHECK_INT(run_end(t, &s.running).status, 0);
}

TEST(a_server_told_to_end_ends_long_work_within_ten_seconds)
{
    struct served s = served_start(t, NULL, NULL);
    int end = client_connect(t, &s, NULL);
    CHECK(client_send(t, end, get(t, "/test/slow?ms=10000")));
    (void)poll(NULL, 0, 200);
    int64_t began = client_now_ms();
    (void)kill(s.running.process, SIGTERM);
    CHECK_STR(client_read(t, end, false, WAIT_MS).body, S("told to end"));
    CHECK_INT(run_end(t, &s.running).status, 0);
    CHECK(client_now_ms() - began <= END_MOST_MS);
}

/* ---- how it starts ---- */

TEST(a_second_server_ends_with_75_and_names_the_first)
{
    struct served s = served_start(t, NULL, NULL);
    struct ran ran = RUN(t, "serve", "--data", served_folder(t), "--listen", "127.0.0.1:0");
    CHECK_INT(ran.status, 75);
    CHECK_STR(ran.out, S(""));
    CHECK(run_has(ran.err, "(serve)"));
    served_stop(t, &s);
}

TEST(commands_run_beside_a_server)
{
    struct served s = served_start(t, NULL, NULL);
    const char *file = run_file(t, "some.csv", S("id,recommend\na,0\nb,10\n"));
    CHECK_INT(RUN(t, "import", "--data", served_folder(t), file).status, 0);
    struct ran ran =
        RUN(t, "query", "--data", served_folder(t), "nps(recommend)", "--format", "json");
    CHECK_INT(ran.status, 0);
    CHECK(run_has(ran.out, "\"n\":2,"));
    served_stop(t, &s);
}

/* ---- beside answering ---- */

static bool has_files(const char *path)
{
    size_t files = 0;
    DIR *dir = opendir(path);
    for (const struct dirent *file = dir ? readdir(dir) : NULL; file; file = readdir(dir))
        files += file->d_name[0] != '.';
    if (dir)
        (void)closedir(dir);
    return files > 0;
}

enum { BATCHES = 7, BATCH = 10000 };

static str batch_of_signals(struct test *t, int batch)
{
    struct buf b = buf_make(t->arena, 8 * MIB);
    for (int i = 0; i < BATCH; i++)
        buf_addf(
            &b,
            "%c{\"key\":\"%d-%d\",\"at\":\"2026-01-05T10:00:00Z\",\"answers\":{\"recommend\":%d}}",
            i ? ',' : '[', batch, i, i % 11);
    buf_add_char(&b, ']');
    return buf_str(&b);
}

TEST(a_server_makes_segments_of_the_signals_that_came)
{
    struct served s = served_start(t, NULL, NULL);
    struct ran ran =
        RUN(t, "token", "--data", served_folder(t), "--name", "test", "--fields", "open");
    CHECK_INT(ran.status, 0);
    str rest = ran.out, token = {NULL, 0};
    while (rest.len)
        token = str_cut(rest, '\n', &rest);
    const char *headers = str_format(t->arena,
                                     "Authorization: Bearer %.*s\r\nContent-Type: "
                                     "application/json\r\n",
                                     STR(token))
                              .ptr;
    for (int i = 0; i < BATCHES; i++) {
        struct client_reply reply =
            client_ask(t, &s, "POST /api/v1/signals", headers, batch_of_signals(t, i));
        CHECK_THAT(reply.status == 201, "%d: %.*s", reply.status, STR(reply.body));
    }
    int64_t end = client_now_ms() + WAIT_MS;
    const char *columns = str_format(t->arena, "%s/columns", served_folder(t)).ptr;
    while (!has_files(columns)) {
        CHECK(client_now_ms() < end);
        (void)poll(NULL, 0, 100);
    }
    struct client_reply reply =
        client_ask(t, &s, "GET /api/v1/query?q=nps(recommend)", headers, S(""));
    CHECK(reply.status == 200 && run_has(reply.body, "\"n\":70000,"));
    served_stop(t, &s);
}

TEST(settings_that_are_wrong_keep_a_server_from_starting)
{
    CHECK_INT(RUN(t, "init", served_folder(t)).status, 0);
    static const struct {
        const char *listen, *setting, *part;
        int status;
    } wrong[] = {
        {"example.org:80", NULL, "the command line: listen must be an address", 64},
        {"127.0.0.1:99999", NULL, "listen must be an address", 64},
        {"192.0.2.1:0", NULL, "cannot listen", 64},
        {"127.0.0.1:0", "ATTUNE_PUBLIC_URL=ftp://x", "ATTUNE_PUBLIC_URL: public_url must be", 64},
        {"127.0.0.1:0", "ATTUNE_PUBLC_URL=http://x", "did you mean public_url?", 64},
        {"127.0.0.1:0", "ATTUNE_TRUSTED_PROXIES=all", "must be addresses or ranges", 64},
        {"127.0.0.1:0", "ATTUNE_CONNECTIONS=0", "whole number from 16 to 4096", 64},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct ran ran =
            run_program(t, &(struct run){.args = ARGS("serve", "--data", served_folder(t),
                                                      "--listen", wrong[i].listen),
                                         .env = wrong[i].setting ? ARGS(wrong[i].setting) : NULL});
        CHECK_THAT(ran.status == wrong[i].status && run_has(ran.err, wrong[i].part), "%d: %.*s",
                   ran.status, STR(ran.err));
        CHECK_STR(ran.out, S(""));
    }
}

TEST(an_address_that_is_taken_is_said_so)
{
    struct served s = served_start(t, NULL, NULL);
    const char *other = str_format(t->arena, "%.*s/other", STR(t->dir)).ptr;
    CHECK_INT(RUN(t, "init", other).status, 0);
    const char *at = str_format(t->arena, "127.0.0.1:%u", s.port).ptr;
    struct ran ran = RUN(t, "serve", "--data", other, "--listen", at);
    CHECK_INT(ran.status, 73);
    CHECK(run_has(ran.err, "Address already in use"));
    served_stop(t, &s);
}
