/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/openapi.h"

#include <assert.h>
#include <string.h>

#include "base/json.h"
#include "http/reply.h"

#define TEXT "{\"type\":\"string\"}"
#define WHOLE "{\"type\":\"integer\"}"
#define PROBLEM                                                                                    \
    "{\"type\":\"object\",\"required\":[\"type\",\"title\",\"status\",\"code\",\"detail\","        \
    "\"request\"],\"properties\":{\"type\":" TEXT ",\"title\":" TEXT ",\"status\":" WHOLE ","      \
    "\"code\":" TEXT ",\"detail\":" TEXT ",\"request\":" TEXT ",\"at\":" TEXT ","                  \
    "\"position\":" WHOLE ",\"errors\":{\"type\":\"array\",\"maxItems\":100,\"items\":{"           \
    "\"type\":\"object\",\"required\":[\"index\",\"pointer\",\"code\",\"detail\"],\"properties\":" \
    "{\"index\":" WHOLE ",\"pointer\":" TEXT ",\"code\":" TEXT ",\"detail\":" TEXT "},"            \
    "\"additionalProperties\":false}}},\"additionalProperties\":false}"

enum { ANSWERS = 100 }; /* of a route */

static const char *method_key(enum route_method method)
{
    static const char *const keys[METHOD_COUNT] = {
        [METHOD_GET] = "get",     [METHOD_POST] = "post",     [METHOD_PUT] = "put",
        [METHOD_PATCH] = "patch", [METHOD_DELETE] = "delete",
    };
    return keys[method];
}

static void text(struct json *j, str key, const char *value)
{
    json_key(j, key);
    json_text(j, str_of_chars(value));
}

/* A schema that stands in the declaration as JSON. */
static void schema(struct json *j, const char *written)
{
    json_key(j, S("schema"));
    json_literal(j, str_of_chars(written ? written : "{\"type\":\"string\"}"));
}

static void parameter(struct json *j, str name, const char *in, bool needed,
                      const struct route_parameter *p)
{
    json_open_object(j);
    json_key(j, S("name"));
    json_text(j, name);
    text(j, S("in"), in);
    json_key(j, S("required"));
    json_bool(j, needed);
    if (p)
        text(j, S("description"), p->about);
    schema(j, p ? p->schema : NULL);
    json_close_object(j);
}

/* Every {name} of the path. */
static void path_parameters(struct json *j, str path)
{
    while (path.ptr) {
        str rest;
        (void)str_cut(path, '{', &rest);
        if (!rest.ptr)
            return;
        str name = str_cut(rest, '}', &path);
        bool takes_rest = name.len && name.ptr[name.len - 1] == '*';
        parameter(j, str_slice(name, 0, name.len - takes_rest), "path", true, NULL);
    }
}

static const struct route_parameter csrf = {
    .about = "csrf of /api/v1/me; needed with a session, not with a token"};

static bool is_held_to_its_page(const struct route *r)
{
    return r->method != METHOD_GET && (r->access == ACCESS_USER || r->access == ACCESS_EITHER);
}

static void parameters(struct json *j, const struct route *r)
{
    json_key(j, S("parameters"));
    json_open_array(j);
    path_parameters(j, str_of_chars(r->path));
    if (is_held_to_its_page(r))
        parameter(j, S("X-Attune-CSRF"), "header", false, &csrf);
    for (size_t i = 0; i < r->query_len; i++)
        parameter(j, str_of_chars(r->query[i].name), "query", r->query[i].needed, &r->query[i]);
    json_close_array(j);
}

/* ---- bodies ---- */

/* Of lines the whole is a text; what each line holds has a key of its own, since OpenAPI 3.1
 * has none for it. */
static void content(struct json *j, const struct route_content *c)
{
    json_key(j, str_of_chars(c->type));
    json_open_object(j);
    if (strcmp(c->type, "application/x-ndjson") == 0) {
        schema(j, NULL);
        json_key(j, S("x-line-schema"));
        json_literal(j, str_of_chars(c->schema));
    } else if (c->schema) {
        schema(j, c->schema);
    }
    json_close_object(j);
}

static void request_body(struct json *j, const struct route *r)
{
    static const struct route_content any = {.type = "*/*"};
    if (r->body.kind == BODY_NONE)
        return;
    json_key(j, S("requestBody"));
    json_open_object(j);
    json_key(j, S("required"));
    json_bool(j, r->body.kind == BODY_TYPED && !r->body.is_optional);
    json_key(j, S("content"));
    json_open_object(j);
    for (size_t i = 0; i < r->body.types_len; i++)
        content(j, &r->body.types[i]);
    if (r->body.kind == BODY_ANY)
        content(j, &any);
    json_close_object(j);
    json_close_object(j);
}

/* ---- answers ---- */

struct answers {
    struct route_answer all[ANSWERS]; /* those of one status stand together */
    size_t len;
};

/* Behind those of the same status. */
static void insert(struct answers *to, struct route_answer answer)
{
    size_t i = to->len++;
    assert(i < ANSWERS);
    for (; i > 0 && to->all[i - 1].status > answer.status; i--)
        to->all[i] = to->all[i - 1];
    to->all[i] = answer;
}

static void answers_of(const struct route *r, struct answers *out)
{
    struct route_answer follows;
    out->len = 0;
    for (size_t i = 0; i < r->answers_len; i++)
        insert(out, r->answers[i]);
    for (size_t i = 0; route_follows(r, i, &follows); i++)
        insert(out, follows);
}

/* "All were known already; a line for each line". */
static void description(struct json *j, const struct route_answer *of, size_t len)
{
    char all[1000] = "";
    for (size_t i = 0; i < len; i++) {
        if (!of[i].about)
            continue;
        size_t used = strlen(all);
        (void)snprintf(all + used, sizeof all - used, "%s%s", used ? "; " : "", of[i].about);
    }
    text(j, S("description"), *all ? all : reply_title_of_status(of->status));
}

static void problem_content(struct json *j, const struct route_answer *of, size_t len)
{
    json_key(j, S("application/problem+json"));
    json_open_object(j);
    json_key(j, S("schema"));
    json_open_object(j);
    text(j, S("$ref"), "#/components/schemas/problem");
    json_key(j, S("properties"));
    json_open_object(j);
    json_key(j, S("code"));
    json_open_object(j);
    json_key(j, S("enum"));
    json_open_array(j);
    for (size_t i = 0; i < len; i++)
        if (of[i].code)
            json_text(j, str_of_chars(of[i].code));
    json_close_array(j);
    json_close_object(j);
    json_close_object(j);
    json_close_object(j);
    json_close_object(j);
}

/* What is answered with one status. */
static void response(struct json *j, const struct route_answer *of, size_t len)
{
    char status[8];
    bool has_body = false, has_problem = false;
    for (size_t i = 0; i < len; i++) {
        has_body = has_body || of[i].content.type || of[i].code;
        has_problem = has_problem || of[i].code;
    }
    (void)snprintf(status, sizeof status, "%d", of->status);
    json_key(j, str_of_chars(status));
    json_open_object(j);
    description(j, of, len);
    if (has_body) {
        json_key(j, S("content"));
        json_open_object(j);
        for (size_t i = 0; i < len; i++)
            if (of[i].content.type)
                content(j, &of[i].content);
        if (has_problem)
            problem_content(j, of, len);
        json_close_object(j);
    }
    json_close_object(j);
}

static void responses(struct json *j, const struct route *r)
{
    struct answers answers;
    answers_of(r, &answers);
    json_key(j, S("responses"));
    json_open_object(j);
    for (size_t i = 0, len = 0; i < answers.len; i += len) {
        for (len = 1; i + len < answers.len; len++)
            if (answers.all[i + len].status != answers.all[i].status)
                break;
        response(j, &answers.all[i], len);
    }
    json_close_object(j);
}

/* ---- operations ---- */

/* One of them is enough; {}: nobody in particular. */
static void security(struct json *j, enum route_access access)
{
    json_key(j, S("security"));
    json_open_array(j);
    if (access == ACCESS_LOCAL)
        json_literal(j, S("{}"));
    if (access == ACCESS_TOKEN || access == ACCESS_EITHER || access == ACCESS_LOCAL)
        json_literal(j, S("{\"token\":[]}"));
    if (access == ACCESS_USER || access == ACCESS_EITHER || access == ACCESS_LOCAL)
        json_literal(j, S("{\"session\":[]}"));
    json_close_array(j);
}

/* "/api/v1/things/{id}" with its method as one word. */
static void operation_id(struct json *j, const struct route *r)
{
    char id[256];
    size_t len = 0;
    const char *method = method_key(r->method);
    for (; *method; method++)
        id[len++] = *method;
    for (const char *c = r->path; *c && len + 1 < sizeof id; c++) {
        bool is_letter = (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '_';
        if (is_letter)
            id[len++] = *c;
        else if (len && id[len - 1] != '_')
            id[len++] = '_';
    }
    json_key(j, S("operationId"));
    json_text(j, (str){id, len});
}

static void operation(struct json *j, const struct route *r)
{
    json_key(j, str_of_chars(method_key(r->method)));
    json_open_object(j);
    operation_id(j, r);
    text(j, S("summary"), r->about);
    if (r->description)
        text(j, S("description"), r->description);
    if (r->tag) {
        json_key(j, S("tags"));
        json_open_array(j);
        json_text(j, str_of_chars(r->tag));
        json_close_array(j);
    }
    parameters(j, r);
    request_body(j, r);
    responses(j, r);
    security(j, r->access);
    json_close_object(j);
}

static bool is_first_of_path(const struct route *const *routes, unsigned i)
{
    for (unsigned k = 0; k < i; k++)
        if (!routes[k]->is_hidden && strcmp(routes[k]->path, routes[i]->path) == 0)
            return false;
    return !routes[i]->is_hidden;
}

static void paths(struct json *j, const struct route *const *routes, unsigned len)
{
    json_key(j, S("paths"));
    json_open_object(j);
    for (unsigned i = 0; i < len; i++) {
        if (!is_first_of_path(routes, i))
            continue;
        json_key(j, str_of_chars(routes[i]->path));
        json_open_object(j);
        for (unsigned k = i; k < len; k++)
            if (!routes[k]->is_hidden && strcmp(routes[k]->path, routes[i]->path) == 0)
                operation(j, routes[k]);
        json_close_object(j);
    }
    json_close_object(j);
}

static void info(struct json *j, str version)
{
    json_key(j, S("info"));
    json_open_object(j);
    text(j, S("title"), "Attune");
    json_key(j, S("version"));
    json_text(j, version);
    json_key(j, S("license"));
    json_literal(j, S("{\"name\":\"AGPL-3.0-or-later\",\"identifier\":\"AGPL-3.0-or-later\"}"));
    json_close_object(j);
}

void openapi_of_routes(const struct route *const *routes, unsigned len, str server, str version,
                       struct buf *out)
{
    struct json j = json_make(out);
    json_open_object(&j);
    text(&j, S("openapi"), "3.1.0");
    info(&j, version);
    json_key(&j, S("servers"));
    json_open_array(&j);
    json_open_object(&j);
    json_key(&j, S("url"));
    json_text(&j, server);
    json_close_object(&j);
    json_close_array(&j);
    paths(&j, routes, len);
    bool is_https = str_starts_with(server, S("https://"));
    json_key(&j, S("components"));
    json_open_object(&j);
    json_key(&j, S("schemas"));
    json_literal(&j, S("{\"problem\":" PROBLEM "}"));
    json_key(&j, S("securitySchemes"));
    json_open_object(&j);
    json_key(&j, S("token"));
    json_literal(&j, S("{\"type\":\"http\",\"scheme\":\"bearer\"}"));
    json_key(&j, S("session"));
    json_open_object(&j);
    text(&j, S("type"), "apiKey");
    text(&j, S("in"), "cookie");
    text(&j, S("name"), is_https ? "__Host-attune" : "attune");
    json_close_object(&j);
    json_close_object(&j);
    json_close_object(&j);
    json_close_object(&j);
}
