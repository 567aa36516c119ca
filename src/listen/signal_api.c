/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * POST /api/v1/signals — signals from programs, through the one door.  contract.md §9.
 */
#include "base/json_read.h"
#include "base/limits.h"
#include "http/request.h"
#include "listen/import_key.h"
#include "listen/signal_json.h"
#include "listen/signal_lines_api.h"

#define MAYBE_TEXT "{\"type\":[\"string\",\"null\"]}"
#define ANSWER                                                                                     \
    "{\"type\":[\"string\",\"number\",\"boolean\",\"array\",\"null\"],\"items\":{"                 \
    "\"type\":[\"string\",\"number\"]}}"
#define SIGNAL                                                                                     \
    "{\"type\":\"object\",\"required\":[\"key\",\"at\",\"answers\"],\"properties\":{"              \
    "\"key\":{\"type\":\"string\",\"minLength\":1},"                                               \
    "\"at\":{\"type\":\"string\",\"format\":\"date-time\"},"                                       \
    "\"kind\":{\"type\":[\"string\",\"null\"],\"default\":\"survey\"},"                            \
    "\"source\":" MAYBE_TEXT ",\"channel\":" MAYBE_TEXT ",\"unit\":" MAYBE_TEXT ","                \
    "\"touchpoint\":" MAYBE_TEXT ",\"person\":{\"type\":[\"object\",\"null\"],\"properties\":{"    \
    "\"external_id\":" MAYBE_TEXT ",\"email\":" MAYBE_TEXT "},\"additionalProperties\":false},"    \
    "\"account\":" MAYBE_TEXT ",\"relationship\":" MAYBE_TEXT ",\"language\":" MAYBE_TEXT ","      \
    "\"weight\":{\"type\":[\"number\",\"null\"]},"                                                 \
    "\"answers\":{\"type\":\"object\",\"additionalProperties\":" ANSWER "},"                       \
    "\"context\":{\"type\":[\"object\",\"null\"],\"additionalProperties\":{\"type\":["             \
    "\"string\",\"number\",\"boolean\",\"null\"]}}},"                                              \
    "\"additionalProperties\":false}"

#define ACCEPTED                                                                                   \
    "{\"type\":\"object\",\"required\":[\"accepted\",\"duplicates\",\"ids\"],\"properties\":{"     \
    "\"accepted\":{\"type\":\"integer\"},\"duplicates\":{\"type\":\"integer\"},"                   \
    "\"ids\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}},\"additionalProperties\":"      \
    "false}"
#define ANSWERED_LINE                                                                              \
    "{\"type\":\"object\",\"required\":[\"line\",\"status\",\"id\",\"error\"],\"properties\":{"    \
    "\"line\":{\"type\":\"integer\",\"minimum\":1},"                                               \
    "\"status\":{\"enum\":[\"accepted\",\"duplicate\",\"refused\"]},"                              \
    "\"id\":" MAYBE_TEXT ",\"error\":" MAYBE_TEXT "},\"additionalProperties\":false}"

static const struct route_content sent[] = {
    {.type = "application/json",
     .schema =
         "{\"oneOf\":[" SIGNAL ",{\"type\":\"array\",\"maxItems\":10000,\"items\":" SIGNAL "}]}"},
    {.type = "application/x-ndjson", .schema = SIGNAL},
};

static const struct route_answer answers[] = {
    {.status = 201,
     .about = "Taken, one at least for the first time",
     .content = {"application/json", ACCEPTED}},
    {.status = 200, .about = "All were known already", .content = {"application/json", ACCEPTED}},
    {.status = 200,
     .about = "an answer for each line, where lines were sent",
     .content = {"application/x-ndjson", ANSWERED_LINE}},
    {.status = 409, .about = "The names of a person belong to two", .code = "CONFLICT"},
    {.status = 422, .code = "INVALID"},
};

str signal_source_of(struct arena *a, const struct request *rq)
{
    str name = rq->principal.name;
    return import_key_is_valid(a, name) ? name : import_key_of_column(a, name, 0);
}

static void write_faults(struct json *j, const struct signal_fault *faults, size_t len)
{
    json_key(j, S("errors"));
    json_open_array(j);
    for (size_t i = 0; i < len; i++) {
        json_open_object(j);
        json_key(j, S("index"));
        json_whole(j, (int64_t)faults[i].index);
        json_key(j, S("pointer"));
        json_text(j, faults[i].pointer);
        json_key(j, S("code"));
        json_text(j, str_of_chars(faults[i].code));
        json_key(j, S("detail"));
        json_text(j, faults[i].detail);
        json_close_object(j);
    }
    json_close_array(j);
    json_close_object(j);
}

/* All or nothing: nothing was stored. */
static void refuse(struct request *rq, enum why why, const struct signal_fault *faults, size_t len)
{
    struct json j =
        reply_open_problem(rq, reply_status_of_why(why), str_to_chars(rq->arena, why_name(why)),
                           str_format(rq->arena, "%zu thing%s wrong, so nothing was stored.", len,
                                      len == 1 ? " is" : "s are"));
    write_faults(&j, faults, len);
}

static void write_accepted(struct request *rq, const struct signal_batch *batch)
{
    size_t duplicates = 0;
    for (size_t i = 0; i < batch->len; i++)
        duplicates += batch->outcomes[i].is_duplicate;
    struct json j = reply_json(rq, duplicates < batch->len ? 201 : 200);
    json_open_object(&j);
    json_key(&j, S("accepted"));
    json_whole(&j, (int64_t)(batch->len - duplicates));
    json_key(&j, S("duplicates"));
    json_whole(&j, (int64_t)duplicates);
    json_key(&j, S("ids"));
    json_open_array(&j);
    for (size_t i = 0; i < batch->len; i++)
        json_text(&j, signal_public_id(rq->arena, store_key(rq->store), batch->outcomes[i].id));
    json_close_array(&j);
    json_close_object(&j);
}

static struct err *add_document(struct request *rq)
{
    str body;
    struct json_value document;
    struct signal_json signals;
    TRY(request_body_bytes(rq, &body));
    TRY(json_read(rq->arena, body, &document));
    TRY(signal_json_batch(rq->arena, &document, &signals));
    if (signals.faults.len) {
        refuse(rq, WHY_INVALID, signals.faults.list, signals.faults.len);
        return NULL;
    }
    struct signal_batch batch = {.signals = signals.signals,
                                 .len = signals.len,
                                 .source = signal_source_of(rq->arena, rq),
                                 .opens = rq->principal.opens,
                                 .now = rq->now};
    struct err *e = signal_submit(rq->arena, rq->store, &batch);
    if (e && batch.faults_len) {
        refuse(rq, e->why, batch.faults, batch.faults_len);
        return NULL;
    }
    TRY(e);
    write_accepted(rq, &batch);
    return NULL;
}

static struct err *signals_add_run(struct request *rq)
{
    if (str_equal(rq->body.type, S("application/x-ndjson")))
        return signal_lines_add(rq);
    return add_document(rq);
}

ROUTE(signals_add) = {
    .method = METHOD_POST,
    .path = "/api/v1/signals",
    .queue = QUEUE_WRITE,
    .access = ACCESS_TOKEN,
    .body = {.kind = BODY_TYPED, .types = sent, .types_len = sizeof sent / sizeof *sent},
    .about = "Send signals",
    .description =
        "One signal, or an array of at most 10,000, all or nothing; a key that is known to its "
        "source is a duplicate and gets the first id. As application/x-ndjson, one signal a line, "
        "each line is answered by a line: what is refused keeps nothing else out. What is answered "
        "as accepted is on disk.",
    .tag = "signals",
    .answers = answers,
    .answers_len = sizeof answers / sizeof *answers,
    .run = signals_add_run,
};
