/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/openapi.h"

#include "base/json_read.h"
#include "base/limits.h"
#include "base/test.h"

static const struct route_parameter query[] = {
    {.name = "limit", .about = "how many", .schema = "{\"type\":\"integer\"}"},
};
static const struct route list = {.method = METHOD_GET,
                                  .path = "/api/v1/things/{id}",
                                  .about = "List \"things\"",
                                  .tag = "things",
                                  .access = ACCESS_EITHER,
                                  .query = query,
                                  .query_len = 1,
                                  .response = "{\"type\":\"object\"}"};
static const struct route add = {.method = METHOD_POST,
                                 .path = "/api/v1/things/{id}",
                                 .about = "Add a thing",
                                 .access = ACCESS_TOKEN,
                                 .body = {.kind = BODY_JSON},
                                 .request = "{\"type\":\"object\"}",
                                 .status = 201};
static const struct route page = {.method = METHOD_GET, .path = "/", .is_hidden = true};

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

TEST(an_openapi_document_has_what_routes_declare_and_no_page)
{
    const struct route *routes[] = {&list, &add, &page};
    struct buf out = buf_make(t->arena, MIB);
    struct json_value document;
    openapi_of_routes(routes, 3, S("http://127.0.0.1:7414"), S("0.1.0"), &out);
    CHECK_OK(json_read(t->arena, buf_str(&out), &document));
    CHECK_STR(AT(&document, "openapi")->text, S("3.1.0"));
    const struct json_value *paths = AT(&document, "paths");
    CHECK_INT(paths->len, 1);
    const struct json_value *get = AT(paths, "/api/v1/things/{id}", "get");
    CHECK_STR(AT(get, "summary")->text, S("List \"things\""));
    CHECK_STR(AT(get, "operationId")->text, S("get_api_v1_things_id_"));
    CHECK_INT(AT(get, "parameters")->len, 2);
    CHECK_STR(AT(&AT(get, "parameters")->items[0], "name")->text, S("id"));
    CHECK_STR(AT(&AT(get, "parameters")->items[1], "in")->text, S("query"));
    CHECK_INT(AT(get, "security")->len, 2);
    const struct json_value *post = AT(paths, "/api/v1/things/{id}", "post");
    (void)AT(post, "requestBody", "content", "application/json", "schema", "type");
    (void)AT(post, "responses", "201");
    (void)AT(&document, "components", "schemas", "problem", "properties", "code");
}
