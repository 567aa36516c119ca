/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Who asks, for the browser and for programs that want to see whether they are let in.
 */
#include "base/limits.h"
#include "http/request.h"
#include "people/gate_api.h"
#include "people/organisation_db.h"
#include "people/user_db.h"

static void add_text(struct json *j, const char *key, str text)
{
    json_key(j, str_of_chars(key));
    json_text(j, text);
}

static struct err *me_run(struct request *rq)
{
    str zone;
    struct user user = {.name = rq->principal.name};
    bool is_user = rq->principal.kind == PRINCIPAL_USER;
    struct db *db = store_db(rq->store);
    TRY(organisation_zone(rq->arena, db, &zone));
    if (is_user)
        TRY(user_get(rq->arena, db, &gate_keys(rq)->person, rq->principal.id, &user));
    struct json j = reply_json(rq, 200);
    json_open_object(&j);
    add_text(&j, "kind", is_user ? S("user") : S("token"));
    add_text(&j, "name", user.name);
    if (is_user) {
        add_text(&j, "role", authorise_role_name(user.role));
        add_text(&j, "csrf", gate_visit(rq)->csrf);
    }
    json_key(&j, S("organisation"));
    json_open_object(&j);
    add_text(&j, "zone", zone);
    json_close_object(&j);
    json_close_object(&j);
    rq->reply.is_plain = true;
    return NULL;
}

static const struct route_answer answers[] = {
    {.status = 200,
     .content =
         {"application/json",
          "{\"type\":\"object\",\"required\":[\"kind\",\"name\",\"organisation\"],\"properties\":{"
          "\"kind\":{\"enum\":[\"user\",\"token\"]},\"name\":{\"type\":\"string\"},"
          "\"role\":{\"enum\":[\"administrator\"]},\"csrf\":{\"type\":\"string\"},"
          "\"organisation\":{\"type\":\"object\",\"required\":[\"zone\"],\"properties\":{"
          "\"zone\":{\"type\":\"string\",\"examples\":[\"Europe/Madrid\"]}}}}}"}},
};

ROUTE(me) = {
    .method = METHOD_GET,
    .path = "/api/v1/me",
    .queue = QUEUE_READ,
    .access = ACCESS_EITHER,
    .about = "Who asks",
    .description = "For a person, csrf is what the header X-Attune-CSRF must say with everything "
                   "that changes something; programs with a token need none.",
    .tag = "access",
    .answers = answers,
    .answers_len = sizeof answers / sizeof *answers,
    .run = me_run,
};
