/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The document of the routes that there are.
 */
#include <string.h>

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

static void check_content(const struct route *route, const struct route_content *content)
{
    str type = str_of_chars(content->type);
    bool is_data =
        str_equal(type, S("application/json")) || str_equal(type, S("application/x-ndjson"));
    CHECK_THAT(str_has(type, '/') && !str_has(type, ';'), "%s: %.*s", route->path, STR(type));
    CHECK_THAT(!is_data || content->schema, "%s: %.*s has no schema", route->path, STR(type));
}

static bool is_same(const struct route_answer *a, const struct route_answer *b)
{
    const char *x = a->content.type ? a->content.type
                    : a->code       ? a->code
                                    : "",
               *y = b->content.type ? b->content.type
                    : b->code       ? b->code
                                    : "";
    return a->status == b->status && strcmp(x, y) == 0;
}

TEST(what_comes_and_goes_by_a_route_is_said_once_with_its_schema)
{
    for (unsigned i = 0; i < route_index_len; i++) {
        const struct route *route = route_index[i];
        size_t successes = 0;
        CHECK_THAT((route->body.kind == BODY_TYPED) == (route->body.types_len > 0),
                   "%s says not what its body is", route->path);
        for (size_t k = 0; k < route->body.types_len; k++)
            check_content(route, &route->body.types[k]);
        for (size_t k = 0; k < route->answers_len; k++) {
            const struct route_answer *answer = &route->answers[k];
            successes += answer->status < 400;
            CHECK_THAT(!answer->content.type || !answer->code, "%s: a problem with a type",
                       route->path);
            CHECK_THAT(answer->status < 400 || answer->code || answer->content.type,
                       "%s: %d without a word", route->path, answer->status);
            if (answer->content.type)
                check_content(route, &answer->content);
            for (size_t n = 0; n < k; n++)
                CHECK_THAT(!is_same(answer, &route->answers[n]), "%s says %d twice", route->path,
                           answer->status);
            struct route_answer follows;
            for (size_t n = 0; route_follows(route, n, &follows); n++)
                CHECK_THAT(!is_same(answer, &follows), "%s need not say %d %s", route->path,
                           follows.status, follows.code);
        }
        CHECK_THAT(successes, "%s never says that it is done", route->path);
    }
}
