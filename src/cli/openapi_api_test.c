/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The document of the routes that there are.
 */
#include "base/json_read.h"
#include "base/limits.h"
#include "base/test.h"
#include "http/openapi.h"
#include "http/route_index.h"

static struct json_value document_of(struct test *t)
{
    struct json_value document;
    struct buf out = buf_make(t->arena, LIMIT_OUTPUT_BYTES);
    openapi_of_routes(route_index, route_index_len, S("http://x"), S("1"), &out);
    CHECK_OK(json_read(t->arena, buf_str(&out), &document));
    return document;
}

static str method_of(struct test *t, const struct route *route)
{
    char *name = str_to_chars(t->arena, str_of_chars(route_method_name(route->method)));
    for (char *c = name; *c; c++)
        *c = (char)(*c + 'a' - 'A');
    return str_of_chars(name);
}

TEST(every_route_is_in_the_openapi_document_or_hidden)
{
    struct json_value document = document_of(t);
    const struct json_value *paths = json_read_member(&document, S("paths"));
    size_t shown = 0;
    CHECK(paths);
    for (unsigned i = 0; i < route_index_len; i++) {
        const struct route *route = route_index[i];
        const struct json_value *path = json_read_member(paths, str_of_chars(route->path)),
                                *operation =
                                    path ? json_read_member(path, method_of(t, route)) : NULL;
        CHECK_THAT((operation == NULL) == route->is_hidden, "%s %s",
                   route_method_name(route->method), route->path);
        CHECK_THAT(route->is_hidden || (route->about && route->tag), "%s says nothing of itself",
                   route->path);
        shown += !route->is_hidden;
    }
    CHECK(shown >= 8);
    for (size_t i = 0; i < paths->len; i++)
        shown -= paths->items[i].len;
    CHECK_INT(shown, 0);
}

TEST(each_operation_of_the_openapi_document_has_a_name_of_its_own)
{
    struct json_value document = document_of(t);
    const struct json_value *paths = json_read_member(&document, S("paths"));
    str names[256];
    size_t len = 0;
    for (size_t i = 0; i < paths->len; i++)
        for (size_t k = 0; k < paths->items[i].len; k++) {
            str name = json_read_member(&paths->items[i].items[k], S("operationId"))->text;
            for (size_t n = 0; n < len; n++)
                CHECK_THAT(!str_equal(names[n], name), "%.*s is there twice", STR(name));
            CHECK(name.len && len < sizeof names / sizeof *names);
            names[len++] = name;
        }
    CHECK(len > 0);
}

TEST(what_programs_send_to_a_route_has_a_schema)
{
    for (unsigned i = 0; i < route_index_len; i++) {
        const struct route *route = route_index[i];
        bool has_body = route->body.kind != BODY_NONE;
        CHECK_THAT(route->is_hidden || !has_body || route->request, "%s has no schema of its body",
                   route->path);
        CHECK_THAT(route->is_hidden || route->response || route->response_type ||
                       route->status == 204,
                   "%s has no schema of its reply", route->path);
    }
}
