/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * fuzz_head — arbitrary lines as the head of a request: method, target, version, then
 * "name: value" lines.
 *
 * Whatever comes: it is a request of a declared route, or refused with a status; a body
 * has one length; a refusal that leaves a body unread is the last on its connection.
 */
#include <assert.h>

#include "base/limits.h"
#include "http/field.h"
#include "http/head.h"
#include "http/reply_finish.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEADERS_MAX = 200 };

static struct err *run(struct request *rq)
{
    (void)rq;
    return NULL;
}

static const struct route_parameter query[] = {{.name = "q", .about = "", .needed = true}};
static const struct route_content json = {.type = "application/json"};
static const struct route ask = {
    .path = "/ask", .query = query, .query_len = 1, .access = ACCESS_OPEN, .run = run};
static const struct route thing = {
    .path = "/things/{id}", .any_query = true, .access = ACCESS_OPEN, .run = run};
static const struct route file = {.path = "/files/{path*}", .access = ACCESS_OPEN, .run = run};
static const struct route add = {
    .method = METHOD_POST,
    .path = "/things",
    .body = {.kind = BODY_TYPED, .max = 100, .types = &json, .types_len = 1},
    .access = ACCESS_OPEN,
    .run = run};
static const struct route *const routes[] = {&ask, &thing, &file, &add};

static struct head head_of(struct arena *a, str text)
{
    struct head head = {.headers = {.items = ARENA_ARRAY(a, struct pair, HEADERS_MAX)}};
    head.method = str_cut(text, '\n', &text);
    head.target = str_cut(text, '\n', &text);
    head.version = str_cut(text, '\n', &text);
    bool is_known = address_of_str(str_cut(text, '\n', &text), &head.peer);
    if (!is_known)
        head.peer = (struct address){.bytes = {0}};
    while (text.len && head.headers.len < HEADERS_MAX) {
        str value, name = str_cut(str_cut(text, '\n', &text), ':', &value);
        head.headers.items[head.headers.len++] = (struct pair){name, value.ptr ? value : S("")};
    }
    return head;
}

static void check_answered(const struct request *rq, const struct head_body *body)
{
    assert(rq->route && !rq->reply.status);
    assert(rq->headers.len <= LIMIT_HTTP_HEADERS);
    for (size_t i = 0; i < rq->headers.len; i++)
        assert(field_is_name(rq->headers.items[i].name) &&
               field_is_value(rq->headers.items[i].value));
    if (rq->route == &add)
        assert(body->len <= 100 && (!body->comes || rq->body.type.len));
    else
        assert(!body->comes);
    assert(!(request_header(rq, "content-length").ptr && body->is_chunked));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_make(0);
    struct address_ranges proxies;
    struct err *e = address_ranges_of_str(a, S("10.0.0.0/8"), &proxies);
    assert(!e);
    struct head_rules rules = {.router = router_make(a, routes, 4), .proxies = &proxies};
    struct request rq = {.arena = a, .id = S("0123"), .reply = {.file = -1}};
    struct head_body body = {.len = 0};
    rules.public_host = size % 2 ? S("cx.example.org") : S("");
    struct head head = head_of(a, str_copy(a, (str){(const char *)data, size}));
    if (head_read(&rq, &head, &rules, &body))
        check_answered(&rq, &body);
    else
        assert(rq.reply.status >= 204 && rq.reply.status < 600 &&
               (!body.comes || rq.reply.is_last));
    reply_finish(&rq);
    arena_done(a);
    return 0;
}
