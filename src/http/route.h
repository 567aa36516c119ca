/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * route — how an address of the server is declared.
 *
 * ROUTE(signals_add) = {…} beside the code that answers it, in an x_api.c or x_page.c;
 * the router, the limits, the access, the answers to OPTIONS and 405, the metrics and
 * the OpenAPI document are read from it.
 */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct request;

enum route_method {
    METHOD_GET, /* answers HEAD too */
    METHOD_POST,
    METHOD_PUT,
    METHOD_PATCH,
    METHOD_DELETE,
    METHOD_COUNT
};

/* Where it runs.  A full queue is answered with 503 before the body is read. */
enum route_queue {
    QUEUE_READ,  /* asks the record */
    QUEUE_WRITE, /* waits for the disk; so many can wait at once that they share a commit */
    QUEUE_SLOW,  /* long or costly: password hashes, imports, drawing; two at a time */
    QUEUE_NONE,  /* at once, on a thread that moves everybody's bytes: no disk, no wait, no
                    record (rq->store is NULL), no gate */
    QUEUE_COUNT
};

/* Who may come in; the gate of the server decides (server.h). */
enum route_access {
    ACCESS_USER,   /* who is signed in */
    ACCESS_TOKEN,  /* a program with its token */
    ACCESS_EITHER, /* one of the two */
    ACCESS_LOCAL,  /* from this machine, or with a token */
    ACCESS_OPEN,   /* anybody; the gate is asked all the same, and may say who it is */
    ACCESS_COUNT
};

enum route_body_kind {
    BODY_NONE, /* what comes all the same is refused (413) */
    BODY_JSON, /* application/json; other types are refused (415) */
    BODY_FORM, /* application/x-www-form-urlencoded: request_form() */
    BODY_ANY,  /* one of .types, or any where there are none */
    BODY_KIND_COUNT
};

struct route_body {
    enum route_body_kind kind;
    size_t max;               /* bytes; 0: LIMIT_HTTP_BODY_BYTES */
    const char *const *types; /* further media types that are taken, end with NULL; or NULL */
    bool is_stream;           /* may be long: held to a rate, and to no time in all */
};

/* A parameter of the path or of the query. */
struct route_parameter {
    const char *name;
    const char *about;  /* one line */
    const char *schema; /* JSON Schema: "{\"type\":\"string\"}"; NULL: any text */
    bool needed;
};

struct route {
    enum route_method method;
    const char *path; /* "/api/v1/things/{id}"; "/files/{path*}" takes the rest, slashes too */
    enum route_queue queue;
    enum route_access access;
    struct route_body body;

    const char *about;       /* one line, no full stop */
    const char *description; /* paragraphs, or NULL */
    const char *tag;         /* the heading it stands under in the document: "signals" */
    const struct route_parameter *query; /* others in the query are refused (400) */
    size_t query_len;
    bool any_query; /* others are let through: pages */

    /* JSON Schemas, or NULL. */
    const char *request;
    const char *response;
    const char *response_type; /* NULL: application/json */
    int status;                /* of a success; 0: 200 */
    bool is_hidden;            /* not in the OpenAPI document: pages, files */

    /* Fills rq->reply; an error becomes a problem document. */
    struct err *(*run)(struct request *rq);
};

#define ROUTE(name) const struct route route_named_##name

const char *route_method_name(enum route_method method); /* "GET" */

#endif
