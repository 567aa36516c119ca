/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * api — a program that uses the API of attune serve; whatever it is answered is held
 * against the server's own OpenAPI document.
 */
#ifndef TESTS_API_H
#define TESTS_API_H

#include "client.h"

struct api {
    struct test *t;
    struct served served;
    const char *shop;    /* a token that makes nothing known; its name is "shop" */
    const char *till;    /* one with --fields open; its name is "till" */
    json_t *document;    /* OpenAPI */
    const char *headers; /* further ones of each request, with \r\n */
};

struct api api_start(struct test *t);
void api_stop(struct api *api);
/* The last line of `attune token`. */
const char *api_token(struct test *t, const char *folder, const char *name, bool opens);

/* token NULL: none is sent; type NULL: likewise. */
struct api_ask {
    const char *what; /* "POST /api/v1/signals" */
    const char *token, *type;
    str body;
};
struct client_reply api_ask(struct api *api, const struct api_ask *ask);

/* Fails the test unless it is answered with this status; gives the document. */
json_t *api_get(struct api *api, int status, const char *target);
/* The same of /api/v1/query and of one parameter, which is encoded here. */
json_t *api_query(struct api *api, int status, const char *question);
/* JSON to /api/v1/signals. */
json_t *api_post(struct api *api, const char *token, int status, const char *body);
/* NDJSON likewise; gives the array of the lines. */
json_t *api_post_lines(struct api *api, const char *token, str body);

/* "code" of the index-th of "errors", and its pointer. */
void api_check_fault(json_t *problem, size_t number, size_t index, const char *code,
                     const char *pointer);

#endif
