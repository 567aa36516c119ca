/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * GET /api/v1/sources, PATCH /api/v1/sources/{key} — where signals come from, and who was
 * asked.
 */
#include "base/json_read.h"
#include "http/request.h"
#include "listen/source_change.h"

#define MAYBE_PEOPLE "{\"type\":[\"integer\",\"null\"],\"minimum\":1}"
#define MAYBE_DAY "{\"type\":[\"string\",\"null\"],\"format\":\"date\"}"
#define HOW "{\"enum\":[\"everybody\",\"random\",\"open\",\"unknown\"]}"
#define REACH                                                                                      \
    "\"name\":{\"type\":\"string\"},\"reached\":" HOW ",\"invited\":" MAYBE_PEOPLE                 \
    ",\"population\":" MAYBE_PEOPLE ",\"from\":" MAYBE_DAY ",\"to\":" MAYBE_DAY
#define SOURCE                                                                                     \
    "{\"type\":\"object\",\"required\":[\"key\",\"name\",\"reached\",\"invited\",\"population\","  \
    "\"from\",\"to\",\"wave_of\",\"signals\",\"response_rate\"],\"properties\":{\"key\":{"         \
    "\"type\":"                                                                                    \
    "\"string\"}," REACH ",\"wave_of\":{\"type\":[\"string\",\"null\"]},\"signals\":{\"type\":"    \
    "\"integer\"},\"response_rate\":{\"type\":["                                                   \
    "\"number\",\"null\"],\"minimum\":0,\"maximum\":100}}}"

static struct err *put(struct request *rq, struct json *j, const struct source *source)
{
    uint64_t signals = 0;
    TRY(source_signals(rq->arena, store_db(rq->store), source->id, &signals));
    source_to_json(rq->arena, j, source, signals);
    return NULL;
}

static struct err *sources_run(struct request *rq)
{
    struct source *sources = NULL;
    size_t len = 0;
    TRY(source_list(rq->arena, store_db(rq->store), &sources, &len));
    struct json j = reply_json(rq, 200);
    json_open_object(&j);
    json_key(&j, S("sources"));
    json_open_array(&j);
    for (size_t i = 0; i < len; i++)
        TRY(put(rq, &j, &sources[i]));
    json_close_array(&j);
    json_close_object(&j);
    return NULL;
}

static const struct route_answer list_answers[] = {
    {.status = 200,
     .content = {"application/json",
                 "{\"type\":\"object\",\"required\":[\"sources\"],\"properties\":{\"sources\":{"
                 "\"type\":\"array\",\"items\":" SOURCE "}}}"}},
};

ROUTE(sources) = {
    .method = METHOD_GET,
    .path = "/api/v1/sources",
    .queue = QUEUE_READ,
    .access = ACCESS_EITHER,
    .about = "List where signals come from",
    .description = "response_rate: of a hundred people who were asked; null where nobody said how "
                   "many were.",
    .tag = "sources",
    .answers = list_answers,
    .answers_len = sizeof list_answers / sizeof *list_answers,
    .run = sources_run,
};

/* Numbers as they are written; null says that it is not known. */
static struct err *read_member(struct request *rq, const struct json_value *member,
                               struct source_change *change)
{
    const struct {
        const char *key;
        str *to;
        enum json_kind kind;
    } members[] = {
        {"name", &change->name, JSON_KIND_TEXT},
        {"reached", &change->reach.reached, JSON_KIND_TEXT},
        {"invited", &change->reach.invited, JSON_KIND_NUMBER},
        {"population", &change->reach.population, JSON_KIND_NUMBER},
        {"from", &change->reach.from, JSON_KIND_TEXT},
        {"to", &change->reach.to, JSON_KIND_TEXT},
    };
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (!str_equal(member->key, str_of_chars(members[i].key)))
            continue;
        if (member->kind != members[i].kind && member->kind != JSON_KIND_NULL)
            FAIL(rq->arena, WHY_USAGE, "%s: this is no %s.", members[i].key,
                 members[i].kind == JSON_KIND_TEXT ? "text" : "number");
        *members[i].to = member->kind == JSON_KIND_NULL ? S("") : member->text;
        return NULL;
    }
    FAIL(rq->arena, WHY_USAGE, "A source has nothing called \"%.*s\" that can be changed.",
         STR(member->key));
}

static struct err *read_change(struct request *rq, struct source_change *change)
{
    str body;
    struct json_value document;
    TRY(request_body_bytes(rq, &body));
    TRY(json_read(rq->arena, body, &document));
    if (document.kind != JSON_KIND_OBJECT)
        FAIL(rq->arena, WHY_INVALID, "The body is no JSON object.");
    for (size_t i = 0; i < document.len; i++) {
        struct err *e = read_member(rq, &document.items[i], change);
        if (e)
            e->at = document.items[i].key;
        TRY(e);
    }
    return NULL;
}

static struct err *source_change_run(struct request *rq)
{
    struct source source;
    struct source_change change = {
        .key = request_parameter(rq, "key"), .actor = rq->principal.name, .now = rq->now};
    TRY(read_change(rq, &change));
    TRY(source_change(rq->arena, rq->store, &change, &source));
    struct json j = reply_json(rq, 200);
    return put(rq, &j, &source);
}

static const struct route_content changes = {.type = "application/json",
                                             .schema = "{\"type\":\"object\",\"properties\":{" REACH
                                                       "},\"additionalProperties\":false}"};

static const struct route_answer change_answers[] = {
    {.status = 200, .about = "The source as it is now", .content = {"application/json", SOURCE}},
    {.status = 404, .about = "There is no such source", .code = "MISSING"},
    {.status = 422, .code = "INVALID"},
};

ROUTE(source_change) = {
    .method = METHOD_PATCH,
    .path = "/api/v1/sources/{key}",
    .queue = QUEUE_WRITE,
    .access = ACCESS_USER,
    .body = {.kind = BODY_TYPED, .types = &changes, .types_len = 1},
    .about = "Say who was reached",
    .description = "What is not named stays as it is; null says that it is not known. It holds "
                   "for every answer of this source.",
    .tag = "sources",
    .answers = change_answers,
    .answers_len = sizeof change_answers / sizeof *change_answers,
    .run = source_change_run,
};
