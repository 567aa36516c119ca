/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the server makes of requests, well-formed and hostile, byte by byte.
 */
#include <dirent.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "client.h"

enum { WAIT_MS = 20000, CALM_MS = 300 };

/* ---- ordinary requests ---- */

TEST(every_reply_carries_the_headers_that_protect_who_reads_it)
{
    struct served s = served_start(t, NULL, NULL);
    static const char *const asked[] = {
        "GET /livez",       "GET /readyz",      "GET /test/quick",       "GET /nothing",
        "DELETE /livez",    "OPTIONS /livez",   "GET /livez?x=1",        "GET /test/things/broken",
        "GET /test/secret", "BREW /test/quick", "GET /test/text?n=5000", "HEAD /test/quick"};
    static const char *const headers[] = {"Content-Security-Policy",
                                          "X-Content-Type-Options",
                                          "Referrer-Policy",
                                          "X-Frame-Options",
                                          "Cross-Origin-Opener-Policy",
                                          "Permissions-Policy",
                                          "Cache-Control",
                                          "X-Request-Id"};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct client_reply reply = client_ask(t, &s, asked[i], "", S(""));
        CHECK_THAT(reply.status, "%s is not answered", asked[i]);
        for (size_t k = 0; k < sizeof headers / sizeof *headers; k++)
            CHECK_THAT(client_header(&reply, headers[k]).len, "%s: no %s", asked[i], headers[k]);
        CHECK(!client_header(&reply, "Server").ptr);
        CHECK_INT(client_header(&reply, "X-Request-Id").len, 16);
    }
    served_stop(t, &s);
}

TEST(addresses_and_methods_that_are_not_there_are_told_so)
{
    struct served s = served_start(t, NULL, NULL);
    static const struct {
        const char *asked;
        int status;
        const char *code, *allow;
    } all[] = {
        {"GET /nothing", 404, "\"MISSING\"", NULL},
        {"DELETE /test/echo", 405, "\"METHOD\"", "POST, PUT, OPTIONS"},
        {"HEAD /test/echo", 405, NULL, "POST, PUT, OPTIONS"},
        {"OPTIONS /test/slow", 204, NULL, "GET, HEAD, POST, OPTIONS"},
        {"BREW /test/quick", 501, "\"METHOD\"", NULL},
        {"GET /test/quick?mss=1", 400, "did you mean ms?", NULL},
        {"GET /test/quick?ms=1&ms=2", 400, "twice", NULL},
        {"GET /test/quick?ms=%", 400, "hexadecimal", NULL},
        {"GET /test/quick?ms=-1", 400, "whole number from 0", NULL},
        {"GET /test/things/none", 404, "There is no thing none.", NULL},
        {"GET /test/things/broken", 500, "\"FAILED\"", NULL},
        {"GET /test/secret", 401, "\"DENIED\"", NULL},
        {"GET /test/things/a%00b", 404, NULL, NULL},
        {"GET /test/things/..", 404, NULL, NULL},
        {"GET *", 400, "\"TARGET\"", NULL},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct client_reply reply = client_ask(t, &s, all[i].asked, "", S(""));
        CHECK_THAT(reply.status == all[i].status, "%s: %d", all[i].asked, reply.status);
        if (all[i].code) {
            CHECK_THAT(run_has(reply.body, all[i].code), "%s: %.*s", all[i].asked, STR(reply.body));
            CHECK_STR(client_header(&reply, "content-type"), S("application/problem+json"));
            json_t *problem = run_parse(t, reply.body);
            CHECK_INT(run_number(problem, "status"), all[i].status);
            CHECK_STR(run_text(problem, "request"), client_header(&reply, "x-request-id"));
        }
        if (all[i].allow)
            CHECK_STR(client_header(&reply, "allow"), str_of_chars(all[i].allow));
        CHECK(!run_has(reply.body, "/secret/place")); /* what failed inside is for the log */
    }
    struct ran ran = served_stop(t, &s);
    CHECK(run_has(ran.err, "\"event\":\"request.failed\"") && run_has(ran.err, "/secret/place"));
}

TEST(pages_of_the_interface_have_addresses_and_no_others_have)
{
    struct served s = served_start(t, NULL, NULL);
    struct client_reply shell = client_ask(t, &s, "GET /", "", S(""));
    CHECK_INT(shell.status, 200);
    static const char *const pages[] = {"GET /sources?edit=spring", "GET /imports",
                                        "GET /imports/new", "GET /imports/12?from=50"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        CHECK_STR(client_ask(t, &s, pages[i], "", S("")).body, shell.body);
    static const char *const others[] = {"GET /overview", "GET /sources/spring", "GET /imports/",
                                         "GET /imports/12/report"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        CHECK_INT(client_ask(t, &s, others[i], "", S("")).status, 404);
    served_stop(t, &s);
}

TEST(a_head_is_a_get_without_its_body)
{
    struct served s = served_start(t, NULL, NULL);
    int end = client_connect(t, &s, NULL);
    CHECK(client_send(t, end,
                      S("HEAD /test/text?n=10 HTTP/1.1\r\nHost: x\r\n\r\n"
                        "GET /test/text?n=3 HTTP/1.1\r\nHost: x\r\n\r\n")));
    struct client_reply head = client_read(t, end, true, WAIT_MS);
    CHECK_INT(head.status, 200);
    CHECK_STR(client_header(&head, "content-length"), S("10"));
    CHECK_STR(client_read(t, end, false, WAIT_MS).body, S("aaa"));
    served_stop(t, &s);
}

TEST(requests_that_come_together_are_answered_in_their_order)
{
    enum { TOGETHER = 20 };
    struct served s = served_start(t, NULL, NULL);
    int end = client_connect(t, &s, NULL);
    struct buf all = buf_make(t->arena, MIB);
    for (int i = 1; i <= TOGETHER; i++)
        buf_addf(&all, "%s /test/%s HTTP/1.1\r\nHost: x\r\n%s\r\n%s", i % 5 ? "GET" : "POST",
                 i % 5 ? str_format(t->arena, "text?n=%d", i).ptr : "form",
                 i % 5 ? ""
                       : "Content-Type: application/x-www-form-urlencoded\r\n"
                         "Content-Length: 3\r\n",
                 i % 5 ? "" : "a=b");
    CHECK(client_send(t, end, buf_str(&all)));
    for (int i = 1; i <= TOGETHER; i++) {
        struct client_reply reply = client_read(t, end, false, WAIT_MS);
        CHECK_INT(reply.status, 200);
        CHECK_INT(reply.body.len, i % 5 ? i : 4);
    }
    served_stop(t, &s);
}

TEST(a_version_that_the_client_has_is_not_sent_again)
{
    struct served s = served_start(t, NULL, NULL);
    struct client_reply reply = client_ask(t, &s, "GET /test/things/a", "", S(""));
    CHECK_INT(reply.status, 200);
    CHECK_STR(client_header(&reply, "etag"), S("W/\"v1\""));
    CHECK_STR(client_header(&reply, "cache-control"), S("private, no-cache"));
    reply = client_ask(t, &s, "GET /test/things/a", "If-None-Match: \"x\", \"v1\"\r\n", S(""));
    CHECK_INT(reply.status, 304);
    CHECK_STR(client_header(&reply, "etag"), S("W/\"v1\""));
    reply = client_ask(t, &s, "GET /test/things/a", "If-None-Match: \"v2\"\r\n", S(""));
    CHECK_INT(reply.status, 200);
    served_stop(t, &s);
}

TEST(a_long_text_is_compressed_where_the_client_takes_it)
{
    struct served s = served_start(t, NULL, NULL);
    struct client_reply reply =
        client_ask(t, &s, "GET /test/text?n=100000", "Accept-Encoding: br, gzip\r\n", S(""));
    CHECK_STR(client_header(&reply, "content-encoding"), S("gzip"));
    CHECK_STR(client_header(&reply, "vary"), S("Accept-Encoding"));
    CHECK(reply.body.len < 1000 && (unsigned char)reply.body.ptr[0] == 0x1F);
    reply = client_ask(t, &s, "GET /test/text?n=100000", "", S(""));
    CHECK(!client_header(&reply, "content-encoding").ptr && reply.body.len == 100000);
    CHECK_STR(client_header(&reply, "vary"), S("Accept-Encoding"));
    reply = client_ask(t, &s, "GET /test/text?n=100", "Accept-Encoding: gzip\r\n", S(""));
    CHECK(!client_header(&reply, "content-encoding").ptr);
    served_stop(t, &s);
}

/* ---- bodies ---- */

static size_t files_in_spool(struct test *t)
{
    size_t files = 0;
    DIR *dir = opendir(str_format(t->arena, "%s/spool", served_folder(t)).ptr);
    CHECK(dir);
    for (const struct dirent *file = readdir(dir); file; file = readdir(dir))
        files += file->d_name[0] != '.';
    (void)closedir(dir);
    return files;
}

static str letters(struct test *t, size_t len)
{
    char *text = arena_take(t->arena, len + 1);
    for (size_t i = 0; i < len; i++)
        text[i] = (char)('a' + (i * 7 + i / 1000) % 26);
    return (str){text, len};
}

static void check_echo(struct test *t, const struct client_reply *reply, str sent, bool is_spooled)
{
    CHECK_THAT(reply->status == 200, "%d: %.*s", reply->status, STR(reply->body));
    json_t *seen = run_parse(t, reply->body);
    CHECK_INT(run_number(seen, "len"), sent.len);
    CHECK_STR(run_text(seen, "hash"),
              str_format(t->arena, "%016llx", (unsigned long long)str_hash(sent)));
    CHECK_INT(json_is_true(run_at(seen, "spooled")), is_spooled);
}

TEST(a_body_comes_as_it_was_sent_in_memory_or_spooled)
{
    static const size_t lengths[] = {1, 1000, MIB, MIB + 1, 3 * MIB, 4 * MIB};
    struct served s = served_start(t, NULL, NULL);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        str sent = letters(t, lengths[i]);
        struct client_reply reply =
            client_ask(t, &s, "POST /test/echo", "Content-Type: Text/Plain; x=y\r\n", sent);
        check_echo(t, &reply, sent, lengths[i] > MIB);
        CHECK(run_has(reply.body, "\"type\":\"text/plain\""));
    }
    (void)poll(NULL, 0, CALM_MS);
    CHECK_INT(files_in_spool(t), 0);
    CHECK_INT(served_metric(t, &s, "attune_http_bodies_bytes"), 0);
    CHECK_INT(served_metric(t, &s, "attune_http_spool_bytes"), 0);
    served_stop(t, &s);
}

static str chunked(struct test *t, str body, size_t chunk)
{
    struct buf b = buf_make(t->arena, 64 * MIB);
    buf_add(&b, S("POST /test/echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n"));
    while (body.len) {
        str piece = str_slice(body, 0, chunk);
        buf_addf(&b, "%zx\r\n", piece.len);
        buf_add(&b, piece);
        buf_add(&b, S("\r\n"));
        body = str_slice(body, piece.len, body.len);
    }
    buf_add(&b, S("0\r\n\r\n"));
    return buf_str(&b);
}

TEST(a_body_in_chunks_is_the_same)
{
    static const size_t lengths[] = {0, 5, 100000, 2 * MIB};
    struct served s = served_start(t, NULL, NULL);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        int end = client_connect(t, &s, NULL);
        str sent = letters(t, lengths[i]);
        CHECK(client_send(t, end, chunked(t, sent, i % 2 ? 3 : 70000)));
        struct client_reply reply = client_read(t, end, false, WAIT_MS);
        check_echo(t, &reply, sent, lengths[i] > MIB);
        (void)close(end);
    }
    served_stop(t, &s);
}

TEST(a_body_that_is_not_taken_is_refused)
{
    static const struct {
        const char *asked, *headers;
        size_t len;
        int status;
        const char *part;
    } all[] = {
        {"POST /test/echo", "Content-Type: text/plain\r\n", 4 * MIB + 1, 413, "longer than"},
        {"PUT /test/echo", "Content-Type: application/json\r\n", 1001, 413, "longer than 1000"},
        {"PUT /test/echo", "Content-Type: text/plain\r\n", 10, 415, "text/plain"},
        {"PUT /test/echo", "", 10, 415, "does not say what it is"},
        {"PUT /test/echo", "Content-Type: application/json\r\nContent-Encoding: gzip\r\n", 10, 415,
         "compressed"},
        {"POST /test/form", "Content-Type: application/json\r\n", 10, 415, "application/json"},
        {"GET /test/quick", "", 10, 413, "takes no body"},
        {"POST /test/echo", "Content-Type: text/plain\r\nExpect: a-miracle\r\n", 10, 417, "EXPECT"},
    };
    struct served s = served_start(t, NULL, NULL);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct client_reply reply =
            client_ask(t, &s, all[i].asked, all[i].headers, letters(t, all[i].len));
        CHECK_THAT(reply.status == all[i].status && run_has(reply.body, all[i].part),
                   "%s %s: %d %.*s", all[i].asked, all[i].headers, reply.status, STR(reply.body));
        CHECK_STR(client_header(&reply, "connection"), S("close"));
    }
    int end = client_connect(t, &s, NULL);
    (void)client_send(t, end, chunked(t, letters(t, 5 * MIB), 70000));
    struct client_reply reply = client_read(t, end, false, WAIT_MS);
    CHECK_INT(reply.status, 413);
    served_stop(t, &s);
}

TEST(a_form_is_read)
{
    struct served s = served_start(t, NULL, NULL);
    const char *type = "Content-Type: application/x-www-form-urlencoded\r\n";
    struct client_reply reply = client_ask(t, &s, "POST /test/form", type, S("a=1+2&b=%C3%A9"));
    CHECK_STR(reply.body, S("a=1 2\nb=\xC3\xA9\n"));
    reply = client_ask(t, &s, "POST /test/form", type, S("a=%zz"));
    CHECK_INT(reply.status, 422);
    served_stop(t, &s);
}

TEST(who_waits_to_be_told_is_told_to_go_on)
{
    struct served s = served_start(t, NULL, NULL);
    int end = client_connect(t, &s, NULL);
    CHECK(client_send(t, end,
                      S("POST /test/echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
                        "Content-Length: 4\r\nExpect: 100-continue\r\n\r\n")));
    struct pollfd p = {.fd = end, .events = POLLIN};
    CHECK_INT(poll(&p, 1, WAIT_MS), 1);
    char bytes[12];
    CHECK(recv(end, bytes, sizeof bytes, MSG_PEEK) == sizeof bytes &&
          memcmp(bytes, "HTTP/1.1 100", sizeof bytes) == 0);
    CHECK(client_send(t, end, S("abcd")));
    CHECK_INT(client_read(t, end, false, WAIT_MS).status, 200);
    served_stop(t, &s);
}

/* ---- hostile heads ---- */

/* How many replies come before the connection is closed, and the first one's status. */
static size_t count_replies(struct test *t, int end, int *first)
{
    size_t replies = 0;
    *first = 0;
    for (;;) {
        struct pollfd p = {.fd = end, .events = POLLIN};
        if (poll(&p, 1, CALM_MS) <= 0)
            return replies;
        struct client_reply reply = client_read(t, end, false, WAIT_MS);
        if (!reply.status)
            return replies;
        *first = replies ? *first : reply.status;
        replies++;
    }
}

#define POST_ECHO "POST /test/echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
#define SMUGGLED "GET /test/secret HTTP/1.1\r\nHost: x\r\n\r\n"

TEST(what_two_could_read_differently_is_refused)
{
    static const struct {
        str sent;
        int status; /* 0: the connection is closed */
    } all[] = {
        /* a body of two lengths */
        {S_INIT(POST_ECHO "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
                          "0\r\n\r\n" SMUGGLED),
         400},
        {S_INIT(POST_ECHO "Transfer-Encoding: chunked\r\nContent-Length: 44\r\n\r\n"
                          "0\r\n\r\n" SMUGGLED),
         400},
        {S_INIT(POST_ECHO "Content-Length: 0\r\nContent-Length: 39\r\n\r\n" SMUGGLED), 400},
        {S_INIT(POST_ECHO "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd" SMUGGLED), 400},
        {S_INIT(POST_ECHO "Content-Length: 4, 4\r\n\r\nabcd" SMUGGLED), 400},
        {S_INIT(POST_ECHO "Content-Length: +4\r\n\r\nabcd" SMUGGLED), 400},
        {S_INIT(POST_ECHO "Content-Length: -4\r\n\r\nabcd" SMUGGLED), 400},
        {S_INIT(POST_ECHO "Content-Length: 0x4\r\n\r\nabcd" SMUGGLED), 400},
        {S_INIT(POST_ECHO "Content-Length: 4 4\r\n\r\nabcd" SMUGGLED), 400},
        {S_INIT(POST_ECHO "Content-Length:\r\n\r\nabcd" SMUGGLED), 400},
        {S_INIT(POST_ECHO "Content-Length: 99999999999999999999\r\n\r\nabcd" SMUGGLED), 413},
        /* codings */
        {S_INIT(POST_ECHO "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" SMUGGLED), 501},
        {S_INIT(POST_ECHO "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" SMUGGLED), 501},
        {S_INIT(POST_ECHO "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n" SMUGGLED), 501},
        {S_INIT(POST_ECHO
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n" SMUGGLED),
         400},
        {S_INIT(POST_ECHO "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" SMUGGLED), 400},
        {S_INIT(POST_ECHO "Transfer-Encoding: \x0b"
                          "chunked\r\n\r\n0\r\n\r\n" SMUGGLED),
         400},
        {S_INIT("POST /test/echo HTTP/1.0\r\nContent-Type: text/plain\r\n"
                "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" SMUGGLED),
         400},
        /* chunks */
        {S_INIT(POST_ECHO "Transfer-Encoding: chunked\r\n\r\nx\r\n" SMUGGLED), 400},
        {S_INIT(POST_ECHO "Transfer-Encoding: chunked\r\n\r\n-1\r\n" SMUGGLED), 400},
        {S_INIT(POST_ECHO "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n" SMUGGLED), 413},
        {S_INIT(POST_ECHO "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n" SMUGGLED),
         400},
        /* heads */
        {S_INIT("GET /test/quick HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n" SMUGGLED), 400},
        {S_INIT("GET /test/quick HTTP/1.1\r\n\r\n" SMUGGLED), 400},
        {S_INIT("GET /test/quick HTTP/1.1\r\nHost: x/y\r\n\r\n" SMUGGLED), 400},
        {S_INIT("GET /test/quick HTTP/1.1\r\nHost: x\r\nA B: c\r\n\r\n" SMUGGLED), 400},
        {S_INIT("GET /test/quick HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n" SMUGGLED), 400},
        {S_INIT("GET /test/quick HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n" SMUGGLED), 400},
        {S_INIT("GET http://x/test/quick HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED), 400},
        {S_INIT("GET /test/quick HTTP/3.0\r\nHost: x\r\n\r\n" SMUGGLED), 505},
        {S_INIT("GET /test/quick#a HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED), 400},
        {S_INIT("GET /test/quick\x01 HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED), 400},
    };
    struct served s = served_start(t, NULL, NULL);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        int end = client_connect(t, &s, NULL), first = 0;
        CHECK(client_send(t, end, all[i].sent));
        size_t replies = count_replies(t, end, &first);
        CHECK_THAT(replies <= 1 && first == all[i].status, "%zu: %zu replies, %d: %.*s", i, replies,
                   first, STR(all[i].sent));
        (void)close(end);
    }
    CHECK_INT(client_ask(t, &s, "GET /test/quick", "", S("")).status, 200);
    served_stop(t, &s);
}

/* "GET /test/things/aaa…", with headers of so many letters each. */
struct large {
    size_t path, headers, each;
    int status;
};

static struct client_reply ask_large(struct test *t, const struct served *s, struct large what)
{
    struct buf b = buf_make(t->arena, 16 * MIB);
    buf_add(&b, S("GET /test/things/"));
    buf_add_repeated(&b, S("a"), what.path);
    buf_addf(&b, " HTTP/1.1\r\nHost: x\r\n");
    for (size_t i = 0; i < what.headers; i++) {
        buf_addf(&b, "X-%zu: ", i);
        buf_add_repeated(&b, S("a"), what.each);
        buf_add(&b, S("\r\n"));
    }
    buf_add(&b, S("\r\n"));
    int end = client_connect(t, s, NULL);
    (void)client_send(t, end, buf_str(&b));
    struct client_reply reply = client_read(t, end, false, WAIT_MS);
    (void)close(end);
    return reply;
}

TEST(heads_that_are_too_large_are_told_so_by_a_problem)
{
    struct served s = served_start(t, NULL, NULL);
    static const struct large all[] = {
        {8 * KIB, 0, 0, 200},    {LIMIT_HTTP_TARGET_BYTES + 1, 0, 0, 414},
        {64 * KIB, 0, 0, 414},   {1, 10, 100, 200},
        {1, 1, 8 * KIB, 200},    {1, 101, 10, 431},
        {1, 5, 8 * KIB, 431},    {1, 1, 64 * KIB, 431},
        {64 * KIB, 5, 100, 414}, {LIMIT_HTTP_TARGET_BYTES - 20, 9, 2 * KIB, 200},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct client_reply reply = ask_large(t, &s, all[i]);
        CHECK_THAT(reply.status == all[i].status, "%zu: %d", i, reply.status);
        CHECK_INT(client_header(&reply, "x-request-id").len, 16);
        if (reply.status == 200)
            continue;
        CHECK_STR(client_header(&reply, "content-type"), S("application/problem+json"));
        CHECK_STR(client_header(&reply, "connection"), S("close"));
        json_t *problem = run_parse(t, reply.body);
        CHECK_INT(run_number(problem, "status"), all[i].status);
        CHECK_STR(run_text(problem, "code"), S("LIMIT"));
    }
    served_stop(t, &s);
}

TEST(heads_that_are_larger_than_a_connection_are_the_librarys_and_end_it)
{
    struct served s = served_start(t, NULL, NULL);
    static const struct large all[] = {{MIB, 0, 0, 414},
                                       {10 * MIB, 0, 0, 414},
                                       {1, 1, MIB, 431},
                                       {1, 1, 10 * MIB, 431},
                                       {1, 100000, 10, 431}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        /* Who goes on sending may meet a reset instead. */
        int status = ask_large(t, &s, all[i]).status;
        CHECK_THAT(status == all[i].status || !status, "%zu: %d", i, status);
        CHECK_INT(client_ask(t, &s, "GET /test/quick", "", S("")).status, 200);
    }
    (void)poll(NULL, 0, CALM_MS);
    CHECK_INT(served_metric(t, &s, "attune_http_connections"), 1); /* its own */
    served_stop(t, &s);
}

TEST(a_query_of_many_names_is_told_that_it_is_too_long)
{
    struct served s = served_start(t, NULL, NULL);
    static const struct {
        size_t names;
        int status;
    } all[] = {{100, 400}, {LIMIT_HTTP_PAIRS + 1, 413}, {2000, 413}, {7000, 413}, {30000, 414}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct buf b = buf_make(t->arena, MIB);
        buf_add(&b, S("GET /test/quick?ms=1"));
        for (size_t k = 1; k < all[i].names; k++)
            buf_add(&b, i ? S("&a") : S("&b=1"));
        struct client_reply reply = client_ask(t, &s, buf_str(&b).ptr, "", S(""));
        CHECK_THAT(reply.status == all[i].status, "%zu: %d", all[i].names, reply.status);
        CHECK_STR(client_header(&reply, "content-type"), S("application/problem+json"));
    }
    CHECK_INT(client_ask(t, &s, "GET /test/quick?ms=1", "", S("")).status, 200);
    served_stop(t, &s);
}

TEST(requests_that_break_off_leave_nothing_behind)
{
    static const str whole = S_INIT(POST_ECHO "Content-Length: 4\r\n\r\nabcd");
    struct served s = served_start(t, NULL, NULL);
    for (size_t len = 0; len < whole.len; len++) {
        int end = client_connect(t, &s, NULL);
        CHECK(client_send(t, end, str_slice(whole, 0, len)));
        if (len % 2)
            (void)shutdown(end, SHUT_WR);
        (void)close(end);
    }
    int end = client_connect(t, &s, NULL);
    CHECK(client_send(t, end, S("\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03\r\n\r\n"))); /* TLS */
    int status = client_read(t, end, false, WAIT_MS).status;
    CHECK(status == 400 || !status);
    (void)close(end);
    (void)poll(NULL, 0, 6 * CALM_MS);
    CHECK_INT(served_metric(t, &s, "attune_http_connections"), 1); /* its own */
    CHECK_INT(served_metric(t, &s, "attune_http_bodies_bytes"), 0);
    served_stop(t, &s);
}

/* ---- who asks whom ---- */

TEST(another_host_than_the_public_one_is_refused)
{
    struct served s = served_start(t, NULL, ARGS("ATTUNE_PUBLIC_URL=https://cx.example.org"));
    static const struct {
        const char *host;
        int status;
    } all[] = {{"cx.example.org", 200},    {"CX.Example.Org", 200},
               {"evil.example", 421},      {"cx.example.org.evil.example", 421},
               {"localhost:99", 200},      {"127.0.0.1", 200},
               {"cx.example.org:444", 421}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        int end = client_connect(t, &s, NULL);
        CHECK(client_send(
            t, end,
            str_format(t->arena, "GET /test/quick HTTP/1.1\r\nHost: %s\r\n\r\n", all[i].host)));
        struct client_reply reply = client_read(t, end, false, WAIT_MS);
        CHECK_THAT(reply.status == all[i].status, "%s: %d", all[i].host, reply.status);
        CHECK(client_header(&reply, "strict-transport-security").len);
        (void)close(end);
    }
    served_stop(t, &s);
}

TEST(only_a_trusted_proxy_says_who_asks)
{
    struct served s = served_start(t, NULL, NULL);
    struct client_reply reply =
        client_ask(t, &s, "GET /test/who", "X-Forwarded-For: 6.6.6.6\r\nCookie: a=b\r\n", S(""));
    CHECK(run_has(reply.body, "\"client\":\"127.0.0.1\",\"local\":false,\"cookie\":\"b\""));
    reply = client_ask(t, &s, "GET /test/who", "", S(""));
    CHECK(run_has(reply.body, "\"client\":\"127.0.0.1\",\"local\":true"));
    CHECK_INT(client_ask(t, &s, "GET /metrics", "X-Forwarded-For: 6.6.6.6\r\n", S("")).status, 401);
    served_stop(t, &s);
    s = served_start(t, NULL, ARGS("ATTUNE_TRUSTED_PROXIES=127.0.0.0/8"));
    reply = client_ask(t, &s, "GET /test/who", "X-Forwarded-For: 1.1.1.1, 6.6.6.6\r\n", S(""));
    CHECK(run_has(reply.body, "\"client\":\"6.6.6.6\",\"local\":false"));
    CHECK_INT(client_ask(t, &s, "GET /metrics", "", S("")).status, 401);
    served_stop(t, &s);
}

TEST(the_settings_file_is_read_and_the_log_written)
{
    CHECK_INT(RUN(t, "init", served_folder(t)).status, 0);
    (void)test_write(t, "data/attune.conf", S("connections_per_address = 2\nlog_requests = yes\n"));
    struct served s = served_start(t, ARGS("--now", "2026-03-01T09:30:00Z"), NULL);
    int one = client_connect(t, &s, NULL), two = client_connect(t, &s, NULL);
    CHECK(client_send(t, one, S("GET /test/who HTTP/1.1\r\nHost: x\r\n\r\n")));
    struct client_reply reply = client_read(t, one, false, WAIT_MS);
    CHECK(run_has(reply.body, "\"now\":\"2026-03-01T09:30:"));
    CHECK(client_send(t, two, S("GET /test/quick HTTP/1.1\r\nHost: x\r\n\r\n")));
    CHECK_INT(client_read(t, two, false, WAIT_MS).status, 200);
    int three = client_connect(t, &s, NULL), other = client_connect(t, &s, "127.0.0.3");
    CHECK(client_is_closed(three, WAIT_MS));
    CHECK(client_send(t, other, S("GET /test/quick HTTP/1.1\r\nHost: x\r\n\r\n")));
    CHECK_INT(client_read(t, other, false, WAIT_MS).status, 200);
    struct ran ran = served_stop(t, &s);
    str line = str_cut(ran.err, '\n', &(str){NULL, 0});
    json_t *entry = run_parse(t, line);
    CHECK_STR(run_text(entry, "event"), S("request.answered"));
    CHECK_STR(run_text(entry, "route"), S("/test/who"));
    CHECK_STR(run_text(entry, "request"), client_header(&reply, "x-request-id"));
    CHECK(!run_has(ran.err, "127.0.0."));
}
