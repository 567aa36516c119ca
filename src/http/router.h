/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * router — finds the route of an address among the declared ones.
 *
 * Segments are compared before anything is decoded, so that %2F is never a slash.  A
 * segment that is written out stands over one that is a parameter.
 */
#ifndef HTTP_ROUTER_H
#define HTTP_ROUTER_H

#include "http/pairs.h"
#include "http/route.h"

struct router;

/* Stops the process where a route does not say who may come in, says so but is answered before
 * the gate (QUEUE_NONE), or is the same as another: these are our mistakes. */
struct router *router_make(struct arena *a, const struct route *const *routes, unsigned len);

struct routed {
    const struct route *route; /* NULL: none of that method */
    struct pairs parameters;   /* decoded */
    bool has_path;             /* some method has it */
    bool allows[METHOD_COUNT]; /* these */
};

/* path: as asked for, without the query.  A parameter that does not decode, and one that is
 * empty, "." or "..", finds nothing. */
struct routed router_find(struct arena *a, const struct router *r, enum route_method method,
                          str path);
/* "GET, HEAD, OPTIONS, POST" */
str router_allow(struct arena *a, const struct routed *routed);

#endif
