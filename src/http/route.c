/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/route.h"

#include "base/conf.h"
#include "base/limits.h"

const char *route_method_name(enum route_method method)
{
    static const char *const names[METHOD_COUNT] = {[METHOD_GET] = "GET",
                                                    [METHOD_POST] = "POST",
                                                    [METHOD_PUT] = "PUT",
                                                    [METHOD_PATCH] = "PATCH",
                                                    [METHOD_DELETE] = "DELETE"};
    return names[method];
}

size_t route_body_max(const struct route *route, const struct settings *settings)
{
    const struct route_body *body = &route->body;
    size_t max = body->max ? body->max : LIMIT_HTTP_BODY_BYTES;
    size_t set = body->setting ? (size_t)settings_whole(settings, body->setting) * MIB : max;
    return set < max ? set : max;
}

/* ---- what follows from a declaration ---- */

static bool always(const struct route *route)
{
    return route->path != NULL;
}

static bool is_closed(const struct route *route)
{
    return route->access != ACCESS_OPEN;
}

static bool names_its_parameters(const struct route *route)
{
    return !route->any_query;
}

static bool needs_parameters(const struct route *route)
{
    for (size_t i = 0; i < route->query_len; i++)
        if (route->query[i].needed)
            return true;
    return false;
}

static bool takes_a_body(const struct route *route)
{
    return route->body.kind != BODY_NONE;
}

static bool takes_some_types(const struct route *route)
{
    return route->body.kind == BODY_TYPED;
}

bool route_follows(const struct route *route, size_t index, struct route_answer *out)
{
    static const struct {
        int status;
        const char *code;
        bool (*is_of)(const struct route *route);
    } all[] = {
        {400, "FRAMING", always},
        {400, "HEADER", always},
        {400, "HOST", always},
        {400, "MISSING_PARAMETER", needs_parameters},
        {400, "TARGET", always},
        {400, "UNKNOWN_PARAMETER", names_its_parameters},
        {400, "USAGE", always},
        {401, "DENIED", is_closed},
        {403, "DENIED", is_closed},
        {413, "LIMIT", always},
        {414, "LIMIT", always},
        {415, "CONTENT_ENCODING", takes_a_body},
        {415, "CONTENT_TYPE", takes_some_types},
        {417, "EXPECT", always},
        {421, "HOST", always},
        {431, "LIMIT", always},
        {500, "FAILED", always},
        {501, "FRAMING", always},
        {503, "BUSY", always},
        {505, "VERSION", always},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].is_of(route) && index-- == 0) {
            *out = (struct route_answer){.status = all[i].status, .code = all[i].code};
            return true;
        }
    return false;
}
