/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * imports_http — for tests: files that are sent over HTTP, looked at, mapped and run.
 */
#ifndef TESTS_IMPORTS_HTTP_H
#define TESTS_IMPORTS_HTTP_H

#include <dirent.h>
#include <poll.h>

#include "api.h"
#include "browser.h"
#include "run.h"

enum { IMPORTS_WAIT_MS = 30000, IMPORTS_PAUSE_MS = 20 };

/* With what changes something: a token against cross-site posts. */
static inline struct client_reply imports_send(struct browser *b, const char *what,
                                               const char *type, str body)
{
    str headers =
        str_format(b->t->arena, "%s%s%sX-Attune-CSRF: %.*s\r\n", type ? "Content-Type: " : "",
                   type ? type : "", type ? "\r\n" : "", STR(browser_csrf(b)));
    return browser_ask(b, what, str_to_chars(b->t->arena, headers), body);
}

static inline json_t *imports_document(struct browser *b, const struct client_reply *reply,
                                       int status)
{
    CHECK_THAT(reply->status == status, "%d: %.*s", reply->status, STR(reply->body));
    return run_parse(b->t, reply->body);
}

static inline json_t *imports_upload(struct browser *b, const char *name, str body)
{
    str what = str_format(b->t->arena, "POST /api/v1/imports?name=%s", name);
    struct client_reply reply = imports_send(b, str_to_chars(b->t->arena, what), "text/csv", body);
    return imports_document(b, &reply, 201);
}

static inline const char *imports_path(struct test *t, const char *method, double id,
                                       const char *rest)
{
    return str_to_chars(t->arena,
                        str_format(t->arena, "%s /api/v1/imports/%.0f%s", method, id, rest));
}

static inline json_t *imports_get(struct browser *b, double id)
{
    struct client_reply reply = browser_ask(b, imports_path(b->t, "GET", id, ""), "", S(""));
    return imports_document(b, &reply, 200);
}

static inline json_t *imports_say(struct browser *b, double id, const char *text)
{
    struct client_reply reply =
        imports_send(b, imports_path(b->t, "PUT", id, "/map"), "text/plain", str_of_chars(text));
    return imports_document(b, &reply, 200);
}

static inline json_t *imports_wait_until(struct browser *b, double id, const char *state)
{
    for (int ms = 0; ms < IMPORTS_WAIT_MS; ms += IMPORTS_PAUSE_MS) {
        json_t *d = imports_get(b, id);
        if (str_equal(run_text(d, "state"), str_of_chars(state)))
            return d;
        (void)poll(NULL, 0, IMPORTS_PAUSE_MS);
    }
    test_fail(__FILE__, __LINE__, "import %.0f never was %s: %s", id, state,
              json_dumps(imports_get(b, id), 0));
}

static inline json_t *imports_run(struct browser *b, double id)
{
    struct client_reply reply =
        imports_send(b, imports_path(b->t, "POST", id, "/run"), NULL, S(""));
    (void)imports_document(b, &reply, 202);
    return imports_wait_until(b, id, "done");
}

static inline size_t imports_files(struct test *t, const char *folder)
{
    size_t len = 0;
    DIR *files = opendir(str_format(t->arena, "%.*s/data/%s", STR(t->dir), folder).ptr);
    for (const struct dirent *d = files ? readdir(files) : NULL; d; d = readdir(files))
        len += d->d_name[0] != '.';
    if (files)
        (void)closedir(files);
    return len;
}

#endif
