/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/router.h"

#include "base/test.h"

static struct err *run(struct request *rq)
{
    (void)rq;
    return NULL;
}

static const struct route root = {.path = "/", .access = ACCESS_OPEN, .run = run};
static const struct route things = {.path = "/api/things", .access = ACCESS_OPEN, .run = run};
static const struct route add = {
    .method = METHOD_POST, .path = "/api/things", .access = ACCESS_OPEN, .run = run};
static const struct route thing = {.path = "/api/things/{id}", .access = ACCESS_OPEN, .run = run};
static const struct route named = {.path = "/api/things/new", .access = ACCESS_OPEN, .run = run};
static const struct route part = {
    .path = "/api/things/{id}/parts/{part}", .access = ACCESS_OPEN, .run = run};
static const struct route rest = {.path = "/files/{path*}", .access = ACCESS_OPEN, .run = run};
static const struct route *const routes[] = {&rest, &part, &thing, &named, &add, &things, &root};

static struct routed find(struct test *t, enum route_method method, const char *path)
{
    const struct router *r = router_make(t->arena, routes, sizeof routes / sizeof *routes);
    return router_find(t->arena, r, method, str_of_chars(path));
}

TEST(a_path_finds_its_route_and_parameters)
{
    CHECK(find(t, METHOD_GET, "/").route == &root);
    CHECK(find(t, METHOD_GET, "/api/things").route == &things);
    CHECK(find(t, METHOD_POST, "/api/things").route == &add);
    CHECK(find(t, METHOD_GET, "/api/things/new").route == &named);
    struct routed one = find(t, METHOD_GET, "/api/things/a%2Fb%20c/parts/7");
    CHECK(one.route == &part);
    CHECK_STR(pairs_get(&one.parameters, S("id")), S("a/b c"));
    CHECK_STR(pairs_get(&one.parameters, S("part")), S("7"));
    one = find(t, METHOD_GET, "/files/a/b.js");
    CHECK(one.route == &rest);
    CHECK_STR(pairs_get(&one.parameters, S("path")), S("a/b.js"));
}

TEST(a_path_that_is_no_routes_finds_nothing)
{
    static const char *const none[] = {"",
                                       "x",
                                       "//",
                                       "/api",
                                       "/api/things/",
                                       "/api/Things",
                                       "/api/things//parts/1",
                                       "/api/things/..",
                                       "/api/things/%2e%2e",
                                       "/api/things/%zz",
                                       "/api/things/%00",
                                       "/files/",
                                       "/files/../x",
                                       "/files/a/%2e%2e/x",
                                       "/api/things/1/parts/2/3",
                                       "/api%2Fthings"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        struct routed r = find(t, METHOD_GET, none[i]);
        CHECK_THAT(!r.route && !r.has_path, "%s finds something", none[i]);
    }
}

TEST(another_method_is_told_which_there_are)
{
    struct routed r = find(t, METHOD_DELETE, "/api/things");
    CHECK(!r.route && r.has_path);
    CHECK_STR(router_allow(t->arena, &r), S("GET, HEAD, POST, OPTIONS"));
}
