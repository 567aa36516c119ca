/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * browser — for tests: somebody who looks at pages, sends their forms and keeps cookies;
 * whatever they are answered is held against what the routes declare.
 */
#ifndef TESTS_BROWSER_H
#define TESTS_BROWSER_H

#include "client.h"

#define PASSWORD "quiet orange ferry"
#define FROM_HERE "Sec-Fetch-Site: same-origin\r\n"
#define AS_FORM "Content-Type: application/x-www-form-urlencoded\r\n"

struct browser {
    struct test *t;
    const struct served *server;
    str session, form; /* cookies, with their names: "attune=…" */
    const char *from;  /* headers that say whence it comes */
    json_t *document;  /* of all routes */
};

struct browser browser_of(struct test *t, const struct served *s);
void browser_keep_cookies(struct browser *b, const struct client_reply *reply);
/* "GET /path", headers (each with \r\n; may be ""), a body. */
struct client_reply browser_ask(struct browser *b, const char *what, const char *headers, str body);
#define GET(b, path) browser_ask((b), "GET " path, "", S(""))

/* What stands between quotes behind a part of a page. */
str browser_value_behind(struct test *t, str page, const char *part);
str browser_form_token(struct test *t, str page);

struct said {
    const char *name, *value;
};

str browser_form(struct test *t, str csrf, const struct said *said, size_t len);
/* Looks at the page and sends its form. */
struct client_reply browser_send_form(struct browser *b, const char *path, const struct said *said,
                                      size_t len);
#define SEND(b, path, ...)                                                                         \
    browser_send_form((b), (path), (const struct said[]){__VA_ARGS__},                             \
                      sizeof((const struct said[]){__VA_ARGS__}) / sizeof(struct said))

struct client_reply browser_sign_in(struct browser *b, const char *email, const char *password);

/* ---- a server with an administrator ---- */

/* The path of a link that signs in. */
const char *browser_link_in(struct test *t, str text);
const char *browser_first_link(struct test *t, struct served *s);
const char *browser_another_link(struct test *t);
/* Ada, signed in; her e-mail is ada@example.org, her password PASSWORD. */
struct browser browser_administrator(struct test *t, struct served *s);
/* What who is signed in must say with everything that changes something. */
str browser_csrf(struct browser *b);
/* JSON as the page sends it, with that. */
struct client_reply browser_send_json(struct browser *b, const char *what, str body);

#endif
