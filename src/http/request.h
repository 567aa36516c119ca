/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * request — what somebody asked of the server, and what its answer is made with.
 *
 * Whole when a route gets it: the body was read, all texts are decoded and UTF-8.  It
 * lives, with its arena, until the last byte of the reply is sent.
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include <stdatomic.h>

#include "base/buf.h"
#include "base/zone.h"
#include "http/address.h"
#include "http/pairs.h"
#include "http/reply.h"
#include "http/route.h"
#include "store/store.h"

enum principal_kind { PRINCIPAL_NOBODY, PRINCIPAL_TOKEN, PRINCIPAL_USER, PRINCIPAL_KIND_COUNT };

/* Who asks, as the gate found out. */
struct principal {
    enum principal_kind kind;
    int64_t id;
    str name;
    bool opens;       /* may bring fields, sources, … that are not known */
    const void *more; /* the gate's own */
};

/* Up to LIMIT_HTTP_BODY_MEMORY it lies in bytes; else in a file of DIR/spool, removed
 * with the request. */
struct request_body {
    str bytes;
    str path; /* empty: it lies in bytes */
    int file; /* its descriptor; -1: none */
    uint64_t len;
    str type; /* media type, lower case, without parameters; empty: none was given */
};

struct server;

struct request {
    struct arena *arena;
    const struct route *route;
    enum route_method method;
    bool is_head;            /* a GET whose body nobody will see */
    str id;                  /* on its reply and on each line of the log */
    str path;                /* as asked for, undecoded, without the query */
    struct pairs parameters; /* of the path, by their names in the route; decoded */
    struct pairs query;      /* decoded */
    struct pairs headers;    /* names in lower case; values trimmed */
    struct pairs cookies;
    struct request_body body;
    struct address client; /* who asks, behind trusted proxies */
    bool is_local;         /* from this machine, and through no proxy */
    bool is_https;         /* the public address is https */
    str host;              /* of the Host header; never make an address of it */
    usec_t now;

    struct principal principal;
    struct store *store; /* writes, and reads on the connection store_db() of this worker; NULL
                            on QUEUE_NONE */
    struct server *server;
    struct reply reply;
    const atomic_bool *is_to_end; /* long work asks it, and fails: the server ends, or the
                                     time that a request has is over */
};

/* Texts that are absent are {NULL, 0}; those that are there but empty have a ptr. */
str request_parameter(const struct request *rq, const char *name);
str request_query(const struct request *rq, const char *name);
str request_header(const struct request *rq, const char *name); /* in lower case */
str request_cookie(const struct request *rq, const char *name);
/* A whole number from lo to hi in the query; fallback where it is absent.  USAGE. */
struct err *request_query_whole(const struct request *rq, const char *name, int64_t lo, int64_t hi,
                                int64_t fallback, int64_t *out);
/* The fields of a body of application/x-www-form-urlencoded.  INVALID, LIMIT. */
struct err *request_form(struct request *rq, struct pairs *out);
/* The whole body, in the arena.  FAILED where the spool cannot be read. */
struct err *request_body_bytes(struct request *rq, str *out);
bool request_is_to_end(const struct request *rq);

#endif
