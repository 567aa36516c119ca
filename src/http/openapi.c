/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/openapi.h"

#include <string.h>

#include "base/json.h"

#define PROBLEM                                                                                    \
    "{\"type\":\"object\",\"required\":[\"type\",\"title\",\"status\",\"code\",\"detail\"],"       \
    "\"properties\":{\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},"              \
    "\"status\":{\"type\":\"integer\"},\"code\":{\"type\":\"string\"},"                            \
    "\"detail\":{\"type\":\"string\"},\"errors\":{\"type\":\"array\"}}}"

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

static void parameters(struct json *j, const struct route *r)
{
    json_key(j, S("parameters"));
    json_open_array(j);
    path_parameters(j, str_of_chars(r->path));
    for (size_t i = 0; i < r->query_len; i++)
        parameter(j, str_of_chars(r->query[i].name), "query", r->query[i].needed, &r->query[i]);
    json_close_array(j);
}

static void content(struct json *j, const char *type, const char *written)
{
    json_key(j, S("content"));
    json_open_object(j);
    json_key(j, str_of_chars(type));
    json_open_object(j);
    if (written)
        schema(j, written);
    json_close_object(j);
    json_close_object(j);
}

static void request_body(struct json *j, const struct route *r)
{
    if (r->body.kind == BODY_NONE)
        return;
    json_key(j, S("requestBody"));
    json_open_object(j);
    json_key(j, S("required"));
    json_bool(j, true);
    content(j, r->body.kind == BODY_FORM ? "application/x-www-form-urlencoded" : "application/json",
            r->request);
    json_close_object(j);
}

static void responses(struct json *j, const struct route *r)
{
    char status[8];
    (void)snprintf(status, sizeof status, "%d", r->status ? r->status : 200);
    json_key(j, S("responses"));
    json_open_object(j);
    json_key(j, str_of_chars(status));
    json_open_object(j);
    text(j, S("description"), "Done");
    content(j, r->response_type ? r->response_type : "application/json", r->response);
    json_close_object(j);
    json_key(j, S("default"));
    json_open_object(j);
    text(j, S("description"), "A problem (RFC 9457)");
    content(j, "application/problem+json", "{\"$ref\":\"#/components/schemas/problem\"}");
    json_close_object(j);
    json_close_object(j);
}

static void security(struct json *j, enum route_access access)
{
    json_key(j, S("security"));
    json_open_array(j);
    if (access == ACCESS_TOKEN || access == ACCESS_EITHER || access == ACCESS_LOCAL)
        json_literal(j, S("{\"token\":[]}"));
    if (access == ACCESS_USER || access == ACCESS_EITHER)
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
    json_key(&j, S("components"));
    json_literal(&j, S("{\"schemas\":{\"problem\":" PROBLEM "},\"securitySchemes\":{\"token\":{"
                       "\"type\":\"http\",\"scheme\":\"bearer\"},\"session\":{\"type\":\"apiKey\","
                       "\"in\":\"cookie\",\"name\":\"__Host-attune\"}}}"));
    json_close_object(&j);
}
