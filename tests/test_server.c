/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * test_server — attune with some more routes, so that tests have requests that are slow,
 * that wait for the disk, that say what they see.  It is not installed.
 */
#include <unistd.h>

#include "base/limits.h"
#include "http/link.h"
#include "http/request.h"
#include "listen/signal.h"

static const struct route_parameter ms_parameter[] = {{.name = "ms", .about = "how long"}};
static const struct route_parameter key_parameter[] = {{.name = "key", .about = "of the signal"}};
static const struct route_parameter n_parameter[] = {{.name = "n", .about = "how many bytes"}};

static const struct route_content json_type = {.type = "application/json"};
static const struct route_content form_type = {.type = "application/x-www-form-urlencoded"};

/* ---- time ---- */

static struct err *burn(struct request *rq)
{
    int64_t ms = 0, until = link_now_ms();
    TRY(request_query_whole(rq, "ms", 0, 10000, 0, &ms));
    until += ms;
    while (link_now_ms() < until && !request_is_to_end(rq))
        continue;
    (void)reply_text(rq, 200, S("text/plain"));
    buf_addf(&rq->reply.text, "%s", request_is_to_end(rq) ? "told to end" : "done");
    return NULL;
}

ROUTE(test_slow) = {.path = "/test/slow",
                    .queue = QUEUE_SLOW,
                    .access = ACCESS_OPEN,
                    .query = ms_parameter,
                    .query_len = 1,
                    .about = "Takes its time",
                    .run = burn};
ROUTE(test_slow_body) = {.method = METHOD_POST,
                         .path = "/test/slow",
                         .queue = QUEUE_SLOW,
                         .access = ACCESS_OPEN,
                         .body = {.kind = BODY_ANY},
                         .query = ms_parameter,
                         .query_len = 1,
                         .about = "Takes its time",
                         .run = burn};
ROUTE(test_quick) = {.path = "/test/quick",
                     .queue = QUEUE_READ,
                     .access = ACCESS_OPEN,
                     .query = ms_parameter,
                     .query_len = 1,
                     .about = "Takes no time, or some",
                     .run = burn};

/* ---- the record ---- */

static struct err *run_signal(struct request *rq)
{
    const struct signal_value nine = {.name = S("recommend"), .text = S("9")};
    const struct signal one = {
        .key = request_query(rq, "key"), .at = rq->now, .values = &nine, .values_len = 1};
    struct signal_batch batch = {
        .signals = &one, .len = 1, .source = S("test"), .opens = true, .now = rq->now};
    TRY(signal_submit(rq->arena, rq->store, &batch));
    (void)reply_text(rq, batch.outcomes[0].is_duplicate ? 200 : 201, S("text/plain"));
    buf_addf(&rq->reply.text, "%lld", (long long)batch.outcomes[0].id);
    return NULL;
}

ROUTE(test_signal) = {.method = METHOD_POST,
                      .path = "/test/signals",
                      .queue = QUEUE_WRITE,
                      .access = ACCESS_OPEN,
                      .query = key_parameter,
                      .query_len = 1,
                      .about = "Submits one signal",
                      .run = run_signal};

/* ---- what is seen ---- */

static struct err *run_echo(struct request *rq)
{
    str bytes;
    bool is_spooled = rq->body.path.len > 0;
    TRY(request_body_bytes(rq, &bytes));
    struct json j = reply_json(rq, 200);
    json_open_object(&j);
    json_key(&j, S("len"));
    json_whole(&j, (int64_t)bytes.len);
    json_key(&j, S("hash"));
    json_text(&j, str_format(rq->arena, "%016llx", (unsigned long long)str_hash(bytes)));
    json_key(&j, S("spooled"));
    json_bool(&j, is_spooled);
    json_key(&j, S("type"));
    json_text(&j, rq->body.type);
    json_close_object(&j);
    return NULL;
}

ROUTE(test_echo) = {.method = METHOD_POST,
                    .path = "/test/echo",
                    .queue = QUEUE_READ,
                    .access = ACCESS_OPEN,
                    .body = {.kind = BODY_ANY, .max = 4 * MIB},
                    .about = "Says what came",
                    .run = run_echo};
ROUTE(test_json) = {.method = METHOD_PUT,
                    .path = "/test/echo",
                    .queue = QUEUE_READ,
                    .access = ACCESS_OPEN,
                    .body = {.kind = BODY_TYPED, .max = 1000, .types = &json_type, .types_len = 1},
                    .about = "Says what came",
                    .run = run_echo};

static struct err *run_form(struct request *rq)
{
    struct pairs form;
    TRY(request_form(rq, &form));
    (void)reply_text(rq, 200, S("text/plain"));
    for (size_t i = 0; i < form.len; i++)
        buf_addf(&rq->reply.text, "%.*s=%.*s\n", STR(form.items[i].name), STR(form.items[i].value));
    return NULL;
}

ROUTE(test_form) = {.method = METHOD_POST,
                    .path = "/test/form",
                    .queue = QUEUE_READ,
                    .access = ACCESS_OPEN,
                    .body = {.kind = BODY_TYPED, .types = &form_type, .types_len = 1},
                    .about = "Says what came",
                    .run = run_form};

static struct err *run_who(struct request *rq)
{
    struct json j = reply_json(rq, 200);
    json_open_object(&j);
    json_key(&j, S("client"));
    json_text(&j, address_to_str(rq->arena, rq->client));
    json_key(&j, S("local"));
    json_bool(&j, rq->is_local);
    json_key(&j, S("cookie"));
    json_text(&j, request_cookie(rq, "a"));
    json_key(&j, S("now"));
    json_text(&j, usec_to_str(rq->arena, rq->now));
    json_close_object(&j);
    return NULL;
}

ROUTE(test_who) = {.path = "/test/who",
                   .queue = QUEUE_READ,
                   .access = ACCESS_OPEN,
                   .about = "Says who asks",
                   .run = run_who};

static struct err *run_thing(struct request *rq)
{
    str id = request_parameter(rq, "id");
    if (str_equal(id, S("none")))
        FAIL(rq->arena, WHY_MISSING, "There is no thing %.*s.", STR(id));
    if (str_equal(id, S("broken")))
        FAIL(rq->arena, WHY_FAILED, "The file /secret/place cannot be read.");
    if (reply_has_etag(rq, S("v1")))
        return NULL;
    buf_add(reply_text(rq, 200, S("text/plain; charset=utf-8")), id);
    return NULL;
}

ROUTE(test_thing) = {.path = "/test/things/{id}",
                     .queue = QUEUE_READ,
                     .access = ACCESS_OPEN,
                     .about = "A thing of that name",
                     .run = run_thing};

static struct err *run_text(struct request *rq)
{
    int64_t n = 0;
    TRY(request_query_whole(rq, "n", 0, 100000000, 0, &n));
    buf_add_repeated(reply_text(rq, 200, S("text/plain")), S("a"), (size_t)n);
    return NULL;
}

ROUTE(test_text) = {.path = "/test/text",
                    .queue = QUEUE_READ,
                    .access = ACCESS_OPEN,
                    .query = n_parameter,
                    .query_len = 1,
                    .about = "So many letters",
                    .run = run_text};

ROUTE(test_secret) = {.path = "/test/secret",
                      .queue = QUEUE_READ,
                      .access = ACCESS_TOKEN,
                      .about = "For programs alone",
                      .run = run_who};

ROUTE(test_person) = {.path = "/test/person",
                      .queue = QUEUE_READ,
                      .access = ACCESS_USER,
                      .about = "For people alone",
                      .run = run_who};

ROUTE(test_change) = {.method = METHOD_POST,
                      .path = "/test/person",
                      .queue = QUEUE_READ,
                      .access = ACCESS_EITHER,
                      .body = {.kind = BODY_ANY},
                      .about = "Would change something",
                      .run = run_who};
