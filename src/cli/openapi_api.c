/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * GET /api/v1/openapi.json — what the server answers, as a document.
 */
#include "cli/version.h"
#include "http/openapi.h"
#include "http/request.h"
#include "http/route_index.h"
#include "http/server.h"

static struct err *openapi_run(struct request *rq)
{
    struct buf *out = reply_text(rq, 200, S("application/json"));
    openapi_of_routes(route_index, route_index_len, server_public_url(rq->server),
                      str_of_chars(version_number), out);
    return NULL;
}

static const struct route_answer answers[] = {
    {.status = 200,
     .content = {"application/json",
                 "{\"type\":\"object\",\"required\":[\"openapi\",\"info\",\"paths\"]}"}},
};

ROUTE(openapi) = {
    .method = METHOD_GET,
    .path = "/api/v1/openapi.json",
    .queue = QUEUE_READ,
    .access = ACCESS_OPEN,
    .about = "The API as an OpenAPI 3.1 document",
    .tag = "about",
    .answers = answers,
    .answers_len = sizeof answers / sizeof *answers,
    .run = openapi_run,
};
