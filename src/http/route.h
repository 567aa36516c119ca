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
struct conf;
struct settings;

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

/* Who may come in.  Each route says it; the gate of the server decides by it, once for each
 * request, before the route runs (server.h). */
enum route_access {
    ACCESS_UNSAID, /* a mistake: the server does not start with it */
    ACCESS_USER,   /* who is signed in */
    ACCESS_TOKEN,  /* a program with its token */
    ACCESS_EITHER, /* one of the two */
    ACCESS_LOCAL,  /* from this machine, or with a token */
    ACCESS_OPEN,   /* anybody; the gate is asked all the same, and may say who it is */
    ACCESS_COUNT
};

enum route_body_kind {
    BODY_NONE,  /* what comes all the same is refused (413) */
    BODY_TYPED, /* of one of .types; others are refused (415) */
    BODY_ANY,   /* of any type, or of none */
    BODY_KIND_COUNT
};

/* What a body is.  schema: JSON Schema of the JSON or the form, of each line where it comes in
 * lines (application/x-ndjson); NULL: none is said. */
struct route_content {
    const char *type; /* media type without parameters: "application/json" */
    const char *schema;
};

struct route_body {
    enum route_body_kind kind;
    size_t max;                 /* bytes; 0: LIMIT_HTTP_BODY_BYTES */
    const struct conf *setting; /* NULL, or how many MiB there may be, up to max */
    const struct route_content *types;
    size_t types_len;
    bool is_optional; /* it may be left out */
    bool is_stream;   /* may be long: held to a rate, and to no time in all */
};

/* A parameter of the path or of the query. */
struct route_parameter {
    const char *name;
    const char *about;  /* one line */
    const char *schema; /* JSON Schema: "{\"type\":\"string\"}"; NULL: any text */
    bool needed;
};

/* One way in which a route answers: each status with each of its types stands for itself.
 * What follows from the rest of a declaration need not be said: route_follows(). */
struct route_answer {
    int status;
    const char *about;            /* a few words, no full stop; NULL: the status says it all */
    struct route_content content; /* .type NULL: no body */
    const char *code;             /* of a problem document, whose content need not be said */
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

    const struct route_answer *answers;
    size_t answers_len;
    bool is_hidden; /* not in the OpenAPI document: pages, files */

    /* Fills rq->reply; an error becomes a problem document. */
    struct err *(*run)(struct request *rq);
};

#define ROUTE(name) const struct route route_named_##name

const char *route_method_name(enum route_method method); /* "GET" */
/* How many bytes its body may have. */
size_t route_body_max(const struct route *route, const struct settings *settings);

/* What a route answers beside .answers, because of its method, access, parameters and body:
 * the index-th of it, a problem, in the order of the statuses.  False: there are no more. */
bool route_follows(const struct route *route, size_t index, struct route_answer *out);

#endif
