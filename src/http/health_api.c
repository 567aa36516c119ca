/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Whether the server lives, whether it can do its work, and how much it does: for those
 * who watch over it.
 */
#include "base/limits.h"
#include "http/server_private.h"
#include "store/migration.h"

static const char text_type[] = "text/plain; charset=utf-8";

static const struct route_answer answers[] = {
    {.status = 200, .content = {.type = "text/plain"}},
};

static struct err *run_livez(struct request *rq)
{
    reply_static(rq, 200, str_of_chars(text_type), S("ok\n"));
    return NULL;
}

ROUTE(livez) = {
    .method = METHOD_GET,
    .path = "/livez",
    .queue = QUEUE_NONE,
    .access = ACCESS_OPEN,
    .about = "Whether the process answers at all",
    .tag = "health",
    .answers = answers,
    .answers_len = sizeof answers / sizeof *answers,
    .run = run_livez,
};

/* Every signal that was acknowledged is in the record, and questions read the record behind
 * the segments: who can read it can ask for all of them. */
static struct err *run_readyz(struct request *rq)
{
    const struct server *s = rq->server;
    if (atomic_load(&s->is_ending))
        FAIL(rq->arena, WHY_BUSY, "The server is about to end.");
    if (store_state(rq->store).is_broken)
        FAIL(rq->arena, WHY_BUSY, "The disk failed to keep what was written to it.");
    struct db *db = store_db(rq->store);
    TRY(db_begin_read(rq->arena, db));
    struct err *e = migration_check(rq->arena, db);
    db_end_read(db);
    if (e)
        FAIL(rq->arena, WHY_BUSY, "The record cannot be read.");
    reply_static(rq, 200, str_of_chars(text_type), S("ready\n"));
    return NULL;
}

ROUTE(readyz) = {
    .method = METHOD_GET,
    .path = "/readyz",
    .queue = QUEUE_READ,
    .access = ACCESS_OPEN,
    .about = "Whether every signal that was acknowledged can be asked for",
    .tag = "health",
    .answers = answers,
    .answers_len = sizeof answers / sizeof *answers,
    .run = run_readyz,
};

static struct err *run_metrics(struct request *rq)
{
    server_to_metrics(rq->server, reply_text(rq, 200,
                                             S("text/plain; version=0.0.4; "
                                               "charset=utf-8")));
    return NULL;
}

ROUTE(metrics) = {
    .method = METHOD_GET,
    .path = "/metrics",
    .queue = QUEUE_READ,
    .access = ACCESS_LOCAL,
    .about = "What the server does, in numbers (Prometheus)",
    .tag = "health",
    .answers = answers,
    .answers_len = sizeof answers / sizeof *answers,
    .run = run_metrics,
};
