/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * GET /api/v1/overview — what is in the record.
 */
#include "http/request.h"
#include "understand/overview.h"

static struct err *overview_run(struct request *rq)
{
    struct db *db = store_db(rq->store);
    struct buf *out = reply_text(rq, 200, S("application/json"));
    TRY(db_begin_read(rq->arena, db));
    struct err *e = overview_to_json(rq->arena, rq->store, db, rq->now, out);
    db_end_read(db);
    return e;
}

static const struct route_answer answers[] = {
    {.status = 200,
     .content = {"application/json",
                 "{\"type\":\"object\",\"required\":[\"organisation\",\"now\",\"is_sample\","
                 "\"signals\",\"sources\",\"measures\",\"dimensions\",\"periods\",\"per\"]}"}},
};

ROUTE(overview) = {
    .method = METHOD_GET,
    .path = "/api/v1/overview",
    .queue = QUEUE_READ,
    .access = ACCESS_EITHER,
    .about = "Say what is in the record",
    .description = "Sources with their signals, what can be measured with the question for it, by "
                   "what it can be split, and over which whole periods.",
    .tag = "questions",
    .answers = answers,
    .answers_len = sizeof answers / sizeof *answers,
    .run = overview_run,
};
