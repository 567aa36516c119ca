/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * server — takes requests over HTTP/1.1, queues them, and answers them by routes.
 *
 * The library's threads only move bytes (mhd.c); a request that is whole waits in its
 * queue for a worker, which has a connection for reads and writes through the one writer.
 * Every queue, size and time is finite (base/limits.h).  It knows no route and nobody who
 * asks: routes and gate are handed in.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "base/conf.h"
#include "http/request.h"
#include "store/store.h"

struct server;

extern const struct conf conf_named_listen, conf_named_public_url;

/* Who may come in: fills rq->principal.  DENIED is answered with 401 where the principal is
 * still nobody, else with 403.  Runs on the worker, before the route; for ACCESS_OPEN it only
 * says who it is. */
typedef struct err *server_gate(struct request *rq, void *what);
/* Lines of /metrics that the server does not know of. */
typedef void server_observe(struct buf *out, void *what);

struct server_options {
    struct store *store; /* owned by this process; open as long as the server runs */
    const struct settings *settings;
    const struct route *const *routes;
    unsigned routes_len;
    server_gate *gate; /* NULL: nobody but ACCESS_OPEN and, from this machine, ACCESS_LOCAL */
    server_observe *observe;
    void *what;         /* for both */
    usec_t clock_ahead; /* of --now: added to the clock that requests see */
};

/* Listens and serves from here on.  With the arena it ends, if it did not before.  USAGE for
 * settings, CONFLICT where the address is taken, FAILED, DENIED. */
struct err *server_start(struct arena *a, const struct server_options *options,
                         struct server **out);
/* "127.0.0.1:7414": where it listens, with the port that it got. */
str server_address(const struct server *s);
/* "https://cx.example.org" or, where none is set, http:// and the above: what links begin
 * with. */
str server_public_url(const struct server *s);
/* Takes no more connections, answers what it has within wait_ms, closes the rest. */
void server_stop(struct server *s, int wait_ms);

#endif
