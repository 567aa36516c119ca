/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "api.h"

#include "base/limits.h"
#include "http/pairs.h"
#include "openapi.h"

const char *api_token(struct test *t, const char *folder, const char *name, bool opens)
{
    struct ran ran = opens ? RUN(t, "token", "--data", folder, "--name", name, "--fields", "open")
                           : RUN(t, "token", "--data", folder, "--name", name);
    CHECK_THAT(ran.status == 0, "%.*s", STR(ran.err));
    str rest = ran.out, token = S("");
    while (rest.len)
        token = str_cut(rest, '\n', &rest);
    return str_to_chars(t->arena, token);
}

struct api api_start(struct test *t)
{
    struct api api = {.t = t, .served = served_start_attune(t, NULL), .headers = ""};
    api.shop = api_token(t, served_folder(t), "shop", false);
    api.till = api_token(t, served_folder(t), "till", true);
    struct client_reply reply = client_ask(t, &api.served, "GET /api/v1/openapi.json", "", S(""));
    CHECK_INT(reply.status, 200);
    api.document = run_parse(t, reply.body);
    return api;
}

void api_stop(struct api *api)
{
    (void)served_stop(api->t, &api->served);
}

static void check_document(struct api *api, const struct api_ask *ask,
                           const struct client_reply *reply)
{
    str target, method = str_cut(str_of_chars(ask->what), ' ', &target);
    bool is_packed = client_header(reply, "content-encoding").len > 0;
    struct openapi_exchange x = {.method = method,
                                 .target = target,
                                 .sent_type = str_of_chars(ask->type ? ask->type : ""),
                                 .sent = ask->body,
                                 .status = reply->status,
                                 .type = client_header(reply, "content-type"),
                                 .body = is_packed ? S("") : reply->body};
    if (!api->document || reply->status == 0)
        return;
    str mistake = openapi_mistake(api->t, api->document, &x);
    CHECK_THAT(!mistake.len, "%.200s, %d: %.*s: %.300s", ask->what, reply->status, STR(mistake),
               str_to_chars(api->t->arena, reply->body));
}

struct client_reply api_ask(struct api *api, const struct api_ask *ask)
{
    struct arena *a = api->t->arena;
    str token = ask->token ? str_format(a, "Authorization: Bearer %s\r\n", ask->token) : S("");
    str type = ask->type ? str_format(a, "Content-Type: %s\r\n", ask->type) : S("");
    str headers = str_format(a, "%.*s%.*s%s", STR(token), STR(type), api->headers);
    struct client_reply reply =
        client_ask(api->t, &api->served, ask->what, str_to_chars(a, headers), ask->body);
    check_document(api, ask, &reply);
    return reply;
}

static json_t *document_of(struct api *api, const struct api_ask *ask, int status)
{
    struct client_reply reply = api_ask(api, ask);
    CHECK_THAT(reply.status == status, "%s: %d and not %d: %.*s", ask->what, reply.status, status,
               STR(reply.body));
    json_t *document = run_parse(api->t, reply.body);
    if (status >= 400) {
        CHECK_STR(client_header(&reply, "content-type"), S("application/problem+json"));
        CHECK_INT(run_number(document, "status"), status);
    }
    return document;
}

json_t *api_get(struct api *api, int status, const char *target)
{
    const char *what = str_format(api->t->arena, "GET %s", target).ptr;
    return document_of(api, &(struct api_ask){.what = what, .token = api->shop, .body = S("")},
                       status);
}

json_t *api_query(struct api *api, int status, const char *question)
{
    str q = pairs_encode(api->t->arena, str_of_chars(question));
    return api_get(api, status, str_format(api->t->arena, "/api/v1/query?q=%.*s", STR(q)).ptr);
}

json_t *api_post(struct api *api, const char *token, int status, const char *body)
{
    struct api_ask ask = {.what = "POST /api/v1/signals",
                          .token = token,
                          .type = "application/json",
                          .body = str_of_chars(body)};
    return document_of(api, &ask, status);
}

json_t *api_post_lines(struct api *api, const char *token, str body)
{
    struct client_reply reply = api_ask(api, &(struct api_ask){.what = "POST /api/v1/signals",
                                                               .token = token,
                                                               .type = "application/x-ndjson",
                                                               .body = body});
    CHECK_THAT(reply.status == 200, "%d: %.*s", reply.status, STR(reply.body));
    CHECK_STR(client_header(&reply, "content-type"), S("application/x-ndjson"));
    struct buf all = buf_make(api->t->arena, LIMIT_OUTPUT_BYTES);
    for (str rest = reply.body; rest.len;) {
        str line = str_cut(rest, '\n', &rest);
        buf_addf(&all, "%c%.*s", all.len ? ',' : '[', STR(line));
    }
    buf_add(&all, all.len ? S("]") : S("[]"));
    return run_parse(api->t, buf_str(&all));
}

void api_check_fault(json_t *problem, size_t number, size_t index, const char *code,
                     const char *pointer)
{
    json_t *fault = json_array_get(json_object_get(problem, "errors"), number);
    CHECK_THAT(fault, "there is no error %zu", number);
    CHECK_INT(json_object_size(fault), 4);
    CHECK_INT(run_number(fault, "index"), index);
    CHECK_STR(run_text(fault, "code"), str_of_chars(code));
    CHECK_STR(run_text(fault, "pointer"), str_of_chars(pointer));
    CHECK(run_text(fault, "detail").len > 0);
}
