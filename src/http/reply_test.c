/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/test.h"
#include "http/reply_finish.h"

static struct request make(struct test *t)
{
    return (struct request){.arena = t->arena, .id = S("0123"), .reply = {.file = -1}};
}

static str header(const struct request *rq, const char *name)
{
    for (size_t i = 0; i < rq->reply.headers_len; i++)
        if (str_equal(rq->reply.headers[i].name, str_of_chars(name)))
            return rq->reply.headers[i].value;
    return (str){NULL, 0};
}

TEST(an_error_becomes_a_problem_with_its_place)
{
    struct request rq = make(t);
    struct err *e = err_make(t->arena, WHY_USAGE, "f", 1, "There is no field \"x\".");
    e->position = 5;
    reply_problem(&rq, e);
    reply_finish(&rq);
    CHECK_INT(rq.reply.status, 400);
    CHECK_STR(rq.reply.body,
              S("{\"type\":\"about:blank\",\"title\":\"Bad request\",\"status\":400,\"code\":"
                "\"USAGE\",\"detail\":\"There is no field \\\"x\\\".\",\"request\":\"0123\","
                "\"position\":5}"));
    CHECK_STR(header(&rq, "Content-Type"), S("application/problem+json"));
    CHECK_STR(header(&rq, "Cache-Control"), S("no-store"));
}

TEST(each_why_has_its_status)
{
    static const int statuses[WHY_COUNT] = {
        [WHY_USAGE] = 400,    [WHY_INVALID] = 422, [WHY_LIMIT] = 413, [WHY_MISSING] = 404,
        [WHY_CONFLICT] = 409, [WHY_FAILED] = 500,  [WHY_BUSY] = 503,  [WHY_DENIED] = 403};
    for (unsigned i = 0; i < WHY_COUNT; i++)
        CHECK_INT(reply_status_of_why((enum why)i), statuses[i]);
    struct request rq = make(t);
    reply_problem(&rq, err_make(t->arena, WHY_BUSY, "f", 1, "Not now."));
    reply_finish(&rq);
    CHECK_STR(header(&rq, "Retry-After"), S("1"));
}

TEST(a_problem_takes_the_place_of_what_was_begun)
{
    struct request rq = make(t);
    struct json j = reply_json(&rq, 200);
    json_open_object(&j);
    reply_header(&rq, "X-Kept", S("yes"));
    (void)reply_has_etag(&rq, S("v1"));
    reply_problem_of(&rq, 404, "MISSING", S("It is not there."));
    reply_finish(&rq);
    CHECK(str_starts_with(rq.reply.body, S("{\"type\":\"about:blank\"")));
    CHECK(!header(&rq, "ETag").ptr);
    CHECK_STR(header(&rq, "X-Kept"), S("yes"));
}

TEST(a_page_may_load_what_comes_from_here)
{
    struct request rq = make(t);
    reply_static(&rq, 200, S("text/html; charset=utf-8"), S("<!doctype html>"));
    reply_finish(&rq);
    CHECK(str_starts_with(header(&rq, "Content-Security-Policy"), S("default-src 'self'")));
    rq = make(t);
    reply_static(&rq, 200, S("text/html; charset=utf-8"), S("<!doctype html>"));
    rq.reply.policy = S("default-src 'none'");
    reply_finish(&rq);
    CHECK_STR(header(&rq, "Content-Security-Policy"), S("default-src 'none'"));
}

TEST(a_route_that_answers_nothing_is_a_failure)
{
    struct request rq = make(t);
    reply_finish(&rq);
    CHECK_INT(rq.reply.status, 500);
}
