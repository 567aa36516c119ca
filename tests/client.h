/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * client — a server for a test, and a client that sends it bytes as they are, well-formed
 * or not.
 */
#ifndef TESTS_CLIENT_H
#define TESTS_CLIENT_H

#include <stdint.h>

#include "run.h"

/* test_server, serving the folder "data" of the test's own folder. */
struct served {
    struct running running;
    uint16_t port;
};

/* Makes the folder where there is none; arguments and environment besides, or NULL. */
struct served served_start(struct test *t, const char *const *args, const char *const *env);
/* The same with attune itself, without the addresses for tests. */
struct served served_start_attune(struct test *t, const char *const *args);
/* Ends it as SIGTERM does; fails the test unless its exit status is 0. */
struct ran served_stop(struct test *t, struct served *s);
const char *served_folder(struct test *t);
/* The value of a line of /metrics. */
double served_metric(struct test *t, const struct served *s, const char *name);

/* A connection, from an address of this machine (NULL: any); it does not block. */
int client_connect(struct test *t, const struct served *s, const char *from);
/* All of it, or fails the test: false where the other end is closed. */
bool client_send(struct test *t, int socket, str bytes);

struct client_reply {
    int status; /* 0: none came, the connection was closed */
    str head;   /* with its first line */
    str body;
};

/* The next reply; is_head: one without the body that it tells of.  Fails the test where none
 * comes within wait_ms. */
struct client_reply client_read(struct test *t, int socket, bool is_head, int wait_ms);
str client_header(const struct client_reply *reply, const char *name);
/* Whether the other end closes within wait_ms, with nothing sent before. */
bool client_is_closed(int socket, int wait_ms);

/* On a connection of its own: "GET /path", headers (each with \r\n; may be ""), a body. */
struct client_reply client_ask(struct test *t, const struct served *s, const char *what,
                               const char *headers, str body);

int64_t client_now_ms(void);

#endif
