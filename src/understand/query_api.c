/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * GET /api/v1/query — a question to the record.  contract.md §2, §9.
 */
#include "base/limits.h"
#include "base/secret.h"
#include "http/request.h"
#include "understand/inquiry.h"

static const struct route_parameter parameters[] = {
    {.name = "q",
     .about = "the question, as in nps(recommend) by month",
     .schema = "{\"type\":\"string\",\"minLength\":1}",
     .needed = true},
};

static struct err *answer(struct request *rq, struct arena *a, struct db *db,
                          struct record_answer *out)
{
    struct inquiry inquiry;
    TRY(inquiry_make(a, rq->store, db, request_query(rq, "q"), rq->now, &inquiry));
    return record_answer(a, db, &inquiry.asked, out);
}

static struct err *write_answer(struct request *rq, struct arena *a, struct buf *out)
{
    struct db *db = store_db(rq->store);
    struct record_answer made;
    TRY(db_begin_read(a, db));
    struct err *e = answer(rq, a, db, &made);
    db_end_read(db);
    if (e)
        inquiry_say_words(a, e);
    TRY(e);
    answer_to_json(&made.answer, out);
    return NULL;
}

/* The same body, the same tag: whatever it was computed from. */
static str tag_of(struct arena *a, str body)
{
    struct secret_hash hash = secret_hash_parts(&body, 1);
    return secret_to_hex(a, secret_hash_str(&hash));
}

/* Of what an answer is made of, megabytes, nothing waits with it for its client. */
static struct err *query_run_route(struct request *rq)
{
    struct arena *a = arena_make(LIMIT_REQUEST_BYTES);
    struct buf out = buf_make(rq->arena, LIMIT_OUTPUT_BYTES);
    struct err *e = write_answer(rq, a, &out);
    if (e)
        e = err_copy(rq->arena, e);
    arena_done(a);
    TRY(e);
    if (out.full)
        FAIL(rq->arena, WHY_LIMIT, "The answer is longer than %zu MiB.", LIMIT_OUTPUT_BYTES / MIB);
    if (!reply_has_etag(rq, tag_of(rq->arena, buf_str(&out))))
        reply_static(rq, 200, S("application/json"), buf_str(&out));
    return NULL;
}

static const struct route_answer answers[] = {
    {.status = 200,
     .content =
         {"application/json",
          "{\"type\":\"object\",\"required\":[\"measure\",\"scale\",\"notes\",\"missing\","
          "\"refused\",\"rows\"],\"properties\":{\"measure\":{\"type\":\"string\"},"
          "\"scale\":{\"type\":[\"array\",\"null\"],\"items\":{\"type\":\"number\"}},"
          "\"notes\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"code\"]}},"
          "\"missing\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},"
          "\"refused\":{\"type\":\"object\",\"required\":[\"n\",\"first\"]},"
          "\"rows\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"by\","
          "\"value\",\"lo\",\"hi\",\"n\",\"n_eff\",\"status\",\"method\"]}}}}"}},
    {.status = 304, .about = "The version that was named is still the answer"},
};

ROUTE(query) = {
    .method = METHOD_GET,
    .path = "/api/v1/query",
    .queue = QUEUE_READ,
    .access = ACCESS_EITHER,
    .about = "Put a question to the record",
    .description = "Answers with intervals, comparisons and trends, as attune query --format json "
                   "does; attune help questions says how a question is written.",
    .tag = "questions",
    .query = parameters,
    .query_len = sizeof parameters / sizeof *parameters,
    .answers = answers,
    .answers_len = sizeof answers / sizeof *answers,
    .run = query_run_route,
};
