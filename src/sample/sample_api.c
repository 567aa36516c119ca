/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * DELETE /api/v1/sample — takes the sample organisation out, with one action.
 */
#include "http/request.h"
#include "sample/sample.h"

static struct err *sample_delete_run(struct request *rq)
{
    struct sample_removal removal = {
        .now = rq->now, .actor = rq->principal.name, .ends = rq->is_to_end};
    TRY(sample_remove(rq->arena, rq->store, store_db(rq->store), &removal));
    reply_empty(rq, 204);
    return NULL;
}

static const struct route_answer answers[] = {
    {.status = 204, .about = "It is gone"},
    {.status = 404, .about = "There is none", .code = "MISSING"},
};

ROUTE(sample_delete) = {
    .method = METHOD_DELETE,
    .path = "/api/v1/sample",
    .queue = QUEUE_SLOW,
    .access = ACCESS_USER,
    .about = "Take the sample organisation out",
    .description = "Everything that was made for it goes; what others put into the record stays.",
    .tag = "sample",
    .answers = answers,
    .answers_len = sizeof answers / sizeof *answers,
    .run = sample_delete_run,
};
