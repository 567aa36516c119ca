/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/head.h"

#include "base/limits.h"
#include "base/test.h"

static struct err *run(struct request *rq)
{
    (void)rq;
    return NULL;
}

static const struct route_parameter query[] = {{.name = "q", .about = "", .needed = true},
                                               {.name = "limit", .about = ""}};
static const struct route_content taken[] = {{.type = "application/json"},
                                             {.type = "application/x-ndjson"}};
static const struct route ask = {
    .path = "/ask", .query = query, .query_len = 2, .access = ACCESS_OPEN, .run = run};
static const struct route add = {
    .method = METHOD_POST,
    .path = "/things/{id}",
    .access = ACCESS_OPEN,
    .body = {.kind = BODY_TYPED, .max = 100, .types = taken, .types_len = 2},
    .run = run};
static const struct route *const routes[] = {&ask, &add};

struct asked {
    const char *method, *target, *version;
    const char *headers[8]; /* name, value, … */
};

static bool read_with(struct test *t, const struct asked *asked, const struct head_rules *rules,
                      struct request *rq, struct head_body *body)
{
    struct pair items[4];
    struct head head = {.method = str_of_chars(asked->method),
                        .target = str_of_chars(asked->target),
                        .version = str_of_chars(asked->version ? asked->version : "HTTP/1.1"),
                        .headers = {.items = items}};
    CHECK(address_of_str(S("127.0.0.1"), &head.peer));
    for (size_t i = 0; i < 8 && asked->headers[i]; i += 2)
        items[head.headers.len++] =
            (struct pair){str_of_chars(asked->headers[i]), str_of_chars(asked->headers[i + 1])};
    *rq = (struct request){.arena = t->arena, .id = S("id")};
    *body = (struct head_body){.len = 0};
    return head_read(rq, &head, rules, body);
}

static bool read(struct test *t, const struct asked *asked, struct request *rq,
                 struct head_body *body)
{
    static const struct address_ranges none;
    struct head_rules rules = {.router = router_make(t->arena, routes, 2), .proxies = &none};
    return read_with(t, asked, &rules, rq, body);
}

TEST(a_head_becomes_a_request)
{
    struct request rq;
    struct head_body body;
    CHECK(read(t,
               &(struct asked){"POST",
                               "/things/a%20b",
                               NULL,
                               {"Host", "x", "Content-Type", "application/json; charset=utf-8",
                                "COOKIE", "a=1", "content-length", "100"}},
               &rq, &body));
    CHECK(rq.route == &add && rq.is_local && !rq.is_head && body.comes && body.len == 100);
    CHECK_STR(request_parameter(&rq, "id"), S("a b"));
    CHECK_STR(request_header(&rq, "content-length"), S("100"));
    CHECK_STR(request_cookie(&rq, "a"), S("1"));
    CHECK_STR(rq.body.type, S("application/json"));
    CHECK_STR(rq.path, S("/things/a%20b"));
}

TEST(a_head_that_is_not_answered_says_why)
{
    static const struct {
        struct asked asked;
        int status;
        bool is_last;
    } all[] = {
        {{"GET", "/ask?q=1", "HTTP/2.0", {NULL}}, 505, true},
        {{"GET", "/ask?q=1", NULL, {"Host", "a b"}}, 400, true},
        {{"GET", "/ask?q=1", NULL, {"Content-Length", "1"}}, 413, true},
        {{"GET", "/ask?q=1", NULL, {"Content-Length", "0"}}, 0, false},
        {{"GET", "/ask", NULL, {NULL}}, 400, false},
        {{"GET", "/ask?q=", NULL, {NULL}}, 400, false},
        {{"GET", "/ask?q=1&limits=2", NULL, {NULL}}, 400, false},
        {{"GET", "ask", NULL, {NULL}}, 400, true},
        {{"GET", "", NULL, {NULL}}, 400, true},
        {{"get", "/ask?q=1", NULL, {NULL}}, 501, true},
        {{"PUT", "/ask?q=1", NULL, {NULL}}, 405, false},
        {{"OPTIONS", "/ask", NULL, {NULL}}, 204, false},
        {{"OPTIONS", "/none", NULL, {NULL}}, 404, false},
        {{"POST", "/none", NULL, {"Content-Length", "5"}}, 404, true},
        {{"POST", "/things/1", NULL, {"Content-Type", "application/x-ndjson"}}, 0, false},
        {{"POST", "/things/1", NULL, {"Content-Type", "text/csv"}}, 415, true},
        {{"POST", "/things/1", NULL, {NULL}}, 0, false},
        {{"POST", "/things/1", NULL, {"Transfer-Encoding", "chunked"}}, 415, true},
        {{"POST", "/things/1", NULL, {"Content-Type", "application/json", "Content-Length", "101"}},
         413,
         true},
        {{"POST",
          "/things/1",
          NULL,
          {"Content-Type", "application/json", "Transfer-Encoding", "chunked", "Content-Length",
           "1"}},
         400,
         true},
        {{"GET", "/ask?q=1", NULL, {"Authorization", "a", "authorization", "b"}}, 400, true},
        {{"GET", "/ask?q=1", NULL, {"Accept", "a", "Accept", "b"}}, 0, false},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct request rq;
        struct head_body body;
        bool is_answered = read(t, &all[i].asked, &rq, &body);
        CHECK_THAT(is_answered == !all[i].status && rq.reply.status == all[i].status &&
                       rq.reply.is_last == all[i].is_last,
                   "%zu: %d", i, rq.reply.status);
    }
}

TEST(headers_that_may_stand_several_times_are_one_list)
{
    struct request rq;
    struct head_body body;
    CHECK(read(t,
               &(struct asked){"GET",
                               "/ask?q=1",
                               NULL,
                               {"X-Forwarded-For", "1.1.1.1", "x-forwarded-for", "2.2.2.2",
                                "Cookie", "a=1", "Cookie", "b=2"}},
               &rq, &body));
    CHECK_STR(request_header(&rq, "x-forwarded-for"), S("1.1.1.1, 2.2.2.2"));
    CHECK_STR(request_cookie(&rq, "b"), S("2"));
    CHECK(!rq.is_local);
}

TEST(whole_numbers_of_a_query_have_bounds)
{
    struct request rq;
    struct head_body body;
    int64_t n = 0;
    CHECK(read(t, &(struct asked){"GET", "/ask?q=-5&limit=07", NULL, {NULL}}, &rq, &body));
    CHECK_OK(request_query_whole(&rq, "q", -5, 5, 0, &n));
    CHECK_INT(n, -5);
    CHECK_OK(request_query_whole(&rq, "limit", 0, 7, 0, &n));
    CHECK_INT(n, 7);
    CHECK_OK(request_query_whole(&rq, "none", 0, 7, 3, &n));
    CHECK_INT(n, 3);
    CHECK(request_query_whole(&rq, "q", -4, 5, 0, &n));
    CHECK(request_query_whole(&rq, "limit", 8, 9, 0, &n));
}
