/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/route.h"

#include <string.h>

#include "base/test.h"

static bool follows(const struct route *route, int status, const char *code)
{
    struct route_answer found;
    for (size_t i = 0; route_follows(route, i, &found); i++)
        if (found.status == status && strcmp(found.code, code) == 0)
            return true;
    return false;
}

TEST(what_a_route_answers_follows_from_what_it_takes)
{
    static const struct route_parameter needed[] = {{.name = "a", .needed = true}};
    const struct route page = {.path = "/", .access = ACCESS_OPEN, .any_query = true},
                       closed = {.path = "/a", .access = ACCESS_TOKEN, .body = {.kind = BODY_ANY}},
                       asked = {.path = "/b",
                                .access = ACCESS_OPEN,
                                .query = needed,
                                .query_len = 1,
                                .body = {.kind = BODY_TYPED}};
    CHECK(!follows(&page, 401, "DENIED") && follows(&closed, 401, "DENIED"));
    CHECK(!follows(&page, 403, "DENIED") && follows(&closed, 403, "DENIED"));
    CHECK(!follows(&page, 400, "UNKNOWN_PARAMETER") && follows(&asked, 400, "UNKNOWN_PARAMETER"));
    CHECK(!follows(&closed, 400, "MISSING_PARAMETER") && follows(&asked, 400, "MISSING_PARAMETER"));
    CHECK(!follows(&page, 415, "CONTENT_ENCODING") && follows(&closed, 415, "CONTENT_ENCODING"));
    CHECK(!follows(&closed, 415, "CONTENT_TYPE") && follows(&asked, 415, "CONTENT_TYPE"));
    CHECK(follows(&page, 503, "BUSY") && follows(&page, 414, "LIMIT"));
}

TEST(what_follows_stands_in_the_order_of_the_statuses)
{
    const struct route all = {.path = "/", .access = ACCESS_USER, .body = {.kind = BODY_TYPED}};
    struct route_answer found;
    int before = 0;
    for (size_t i = 0; route_follows(&all, i, &found); i++) {
        CHECK(found.status >= before && found.code && !found.content.type);
        before = found.status;
    }
    CHECK_INT(before, 505);
}
