/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/openapi.h"

#include "base/json_read.h"
#include "base/limits.h"
#include "base/test.h"

static const struct route_parameter query[] = {
    {.name = "limit", .about = "how many", .schema = "{\"type\":\"integer\"}"},
};
static const struct route_answer list_answers[] = {
    {.status = 200, .content = {"application/json", "{\"type\":\"object\"}"}},
    {.status = 304, .about = "The client has it"},
};
static const struct route list = {.method = METHOD_GET,
                                  .path = "/api/v1/things/{id}",
                                  .about = "List \"things\"",
                                  .tag = "things",
                                  .access = ACCESS_EITHER,
                                  .query = query,
                                  .query_len = 1,
                                  .answers = list_answers,
                                  .answers_len = 2};
static const struct route_content sent[] = {
    {"application/json", "{\"type\":\"object\"}"},
    {"application/x-ndjson", "{\"type\":\"array\"}"},
};
static const struct route_answer add_answers[] = {
    {.status = 201, .about = "It is new", .content = {"application/json", "{}"}},
    {.status = 200, .about = "It was known", .content = {"application/json", "{}"}},
    {.status = 200, .about = "a line for each", .content = {"application/x-ndjson", "{}"}},
    {.status = 422, .code = "INVALID"},
    {.status = 401, .about = "Come in first", .content = {.type = "text/html"}},
};
static const struct route add = {.method = METHOD_POST,
                                 .path = "/api/v1/things/{id}",
                                 .about = "Add a thing",
                                 .access = ACCESS_USER,
                                 .body = {.kind = BODY_TYPED, .types = sent, .types_len = 2},
                                 .answers = add_answers,
                                 .answers_len = 5};
static const struct route page = {
    .method = METHOD_GET, .path = "/", .access = ACCESS_OPEN, .is_hidden = true};
static const struct route numbers = {
    .method = METHOD_GET, .path = "/numbers", .about = "Numbers", .access = ACCESS_LOCAL};

/* "paths/x/get": members one within another. */
static const struct json_value *at(const struct json_value *value, const char *const *names)
{
    for (size_t i = 0; names[i]; i++) {
        value = json_read_member(value, str_of_chars(names[i]));
        CHECK_THAT(value != NULL, "there is no %s", names[i]);
    }
    return value;
}
#define AT(value, ...) at((value), (const char *const[]){__VA_ARGS__, NULL})

static struct json_value document_of(struct test *t, const char *server)
{
    const struct route *routes[] = {&list, &add, &page, &numbers};
    struct buf out = buf_make(t->arena, MIB);
    struct json_value document;
    openapi_of_routes(routes, 4, str_of_chars(server), S("0.1.0"), &out);
    CHECK_OK(json_read(t->arena, buf_str(&out), &document));
    return document;
}

TEST(an_openapi_document_has_what_routes_declare_and_no_page)
{
    struct json_value document = document_of(t, "http://127.0.0.1:7414");
    CHECK_STR(AT(&document, "openapi")->text, S("3.1.0"));
    const struct json_value *paths = AT(&document, "paths");
    CHECK_INT(paths->len, 2);
    const struct json_value *get = AT(paths, "/api/v1/things/{id}", "get");
    CHECK_STR(AT(get, "summary")->text, S("List \"things\""));
    CHECK_STR(AT(get, "operationId")->text, S("get_api_v1_things_id_"));
    CHECK_INT(AT(get, "parameters")->len, 2);
    CHECK_STR(AT(&AT(get, "parameters")->items[0], "name")->text, S("id"));
    CHECK_STR(AT(&AT(get, "parameters")->items[1], "in")->text, S("query"));
    CHECK_INT(AT(get, "security")->len, 2);
    CHECK_INT(AT(paths, "/numbers", "get", "security")->len, 3); /* nobody, token, session */
    const struct json_value *post = AT(paths, "/api/v1/things/{id}", "post");
    CHECK_STR(AT(&AT(post, "parameters")->items[1], "name")->text, S("X-Attune-CSRF"));
    (void)AT(post, "requestBody", "content", "application/json", "schema", "type");
    (void)AT(&document, "components", "schemas", "problem", "properties", "code");
}

TEST(an_openapi_document_has_every_status_and_type_of_a_route)
{
    struct json_value document = document_of(t, "http://127.0.0.1:7414");
    const struct json_value *paths = AT(&document, "paths"),
                            *get = AT(paths, "/api/v1/things/{id}", "get", "responses"),
                            *post = AT(paths, "/api/v1/things/{id}", "post", "responses");
    (void)AT(get, "200", "content", "application/json", "schema", "type");
    CHECK(!json_read_member(AT(get, "304"), S("content")));
    CHECK(!json_read_member(get, S("415")) && !json_read_member(get, S("default")));
    CHECK_STR(AT(post, "201", "description")->text, S("It is new"));
    CHECK_STR(AT(post, "200", "description")->text, S("It was known; a line for each"));
    CHECK_STR(AT(post, "422", "description")->text, S("The data is not what it must be"));
    (void)AT(post, "200", "content", "application/json", "schema");
    (void)AT(post, "200", "content", "application/x-ndjson", "x-line-schema");
    (void)AT(post, "415");
    /* A page and a problem with one status. */
    CHECK_INT(AT(post, "401", "content")->len, 2);
    CHECK_STR(AT(post, "401", "description")->text, S("Come in first"));
    const struct json_value *codes = AT(post, "400", "content", "application/problem+json",
                                        "schema", "properties", "code", "enum");
    CHECK(codes->len >= 4);
    CHECK_STR(codes->items[0].text, S("FRAMING"));
    const struct json_value *lines =
        AT(paths, "/api/v1/things/{id}", "post", "requestBody", "content", "application/x-ndjson");
    CHECK_STR(AT(lines, "schema", "type")->text, S("string"));
    CHECK_STR(AT(lines, "x-line-schema", "type")->text, S("array"));
}

TEST(an_openapi_document_names_the_cookie_that_the_server_sets)
{
    struct json_value plain = document_of(t, "http://127.0.0.1:7414"),
                      secure = document_of(t, "https://cx.example.org");
    CHECK_STR(AT(&plain, "components", "securitySchemes", "session", "name")->text, S("attune"));
    CHECK_STR(AT(&secure, "components", "securitySchemes", "session", "name")->text,
              S("__Host-attune"));
}
