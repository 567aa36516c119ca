/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "browser.h"

#include "http/pairs.h"
#include "openapi.h"

enum { TOKEN_CHARS = 26 };

struct browser browser_of(struct test *t, const struct served *s)
{
    return (struct browser){.t = t,
                            .server = s,
                            .session = S(""),
                            .form = S(""),
                            .from = FROM_HERE,
                            .document = openapi_of_all(t)};
}

void browser_keep_cookies(struct browser *b, const struct client_reply *reply)
{
    str rest = reply->head;
    while (rest.len) {
        str value, name = str_cut(str_cut(rest, '\n', &rest), ':', &value), attributes;
        if (!str_equal_ignoring_case(name, S("set-cookie")))
            continue;
        str cookie = str_cut(str_trim(value), ';', &attributes);
        if (run_has(cookie, "attune_form="))
            b->form = cookie;
        else
            b->session = run_has(attributes, "Max-Age=0") ? S("") : cookie;
    }
}

/* Pages too; routes of tests declare nothing. */
static void check_document(const struct browser *b, const char *what, const char *headers, str body,
                           const struct client_reply *reply)
{
    str target, method = str_cut(str_of_chars(what), ' ', &target), rest;
    const char *type = strstr(headers, "Content-Type: ");
    struct openapi_exchange x = {.method = method,
                                 .target = target,
                                 .sent_type =
                                     type ? str_cut(str_of_chars(type + 14), '\r', &rest) : S(""),
                                 .sent = body,
                                 .status = reply->status,
                                 .type = client_header(reply, "content-type"),
                                 .body = reply->body};
    if (!reply->status || str_starts_with(target, S("/test/")))
        return;
    str mistake = openapi_mistake(b->t, b->document, &x);
    CHECK_THAT(!mistake.len, "%s, %d: %.*s", what, reply->status, STR(mistake));
}

struct client_reply browser_ask(struct browser *b, const char *what, const char *headers, str body)
{
    str all = str_format(b->t->arena, "%s%sCookie: %.*s; %.*s\r\n", headers, b->from,
                         STR(b->session), STR(b->form));
    struct client_reply reply =
        client_ask(b->t, b->server, what, str_to_chars(b->t->arena, all), body);
    browser_keep_cookies(b, &reply);
    check_document(b, what, headers, body, &reply);
    return reply;
}

str browser_value_behind(struct test *t, str page, const char *part)
{
    const char *found = memmem(page.ptr, page.len, part, strlen(part));
    CHECK_THAT(found, "%s is not in %.*s", part, STR(page));
    str rest = str_slice(page, (size_t)(found - page.ptr) + strlen(part), page.len), behind;
    (void)t;
    return str_cut(rest, '"', &behind);
}

str browser_form_token(struct test *t, str page)
{
    return browser_value_behind(t, page, "name=\"csrf\" value=\"");
}

str browser_form(struct test *t, str csrf, const struct said *said, size_t len)
{
    struct buf out = buf_make(t->arena, 100000);
    buf_addf(&out, "csrf=%.*s", STR(csrf));
    for (size_t i = 0; i < len; i++)
        buf_addf(&out, "&%s=%.*s", said[i].name,
                 STR(pairs_encode(t->arena, str_of_chars(said[i].value))));
    return buf_str(&out);
}

struct client_reply browser_send_form(struct browser *b, const char *path, const struct said *said,
                                      size_t len)
{
    str get = str_format(b->t->arena, "GET %s", path),
        post = str_format(b->t->arena, "POST %s", path);
    struct client_reply page = browser_ask(b, str_to_chars(b->t->arena, get), "", S(""));
    str form = browser_form(b->t, browser_form_token(b->t, page.body), said, len);
    return browser_ask(b, str_to_chars(b->t->arena, post), AS_FORM, form);
}

struct client_reply browser_sign_in(struct browser *b, const char *email, const char *password)
{
    return SEND(b, "/sign-in", {"email", email}, {"password", password});
}

/* ---- a server with an administrator ---- */

const char *browser_link_in(struct test *t, str text)
{
    const char *found = memmem(text.ptr, text.len, "/sign-in/link/", 14);
    CHECK_THAT(found, "no link in %.*s", STR(text));
    return str_to_chars(t->arena, (str){found, 14 + TOKEN_CHARS});
}

const char *browser_first_link(struct test *t, struct served *s)
{
    return browser_link_in(t, run_wait_for(t, &s->running, "/sign-in/link/"));
}

const char *browser_another_link(struct test *t)
{
    struct ran ran = RUN(t, "sign-in", "--data", served_folder(t));
    CHECK_INT(ran.status, 0);
    CHECK_INT(run_count_lines(ran.out), 1);
    return browser_link_in(t, ran.out);
}

struct browser browser_administrator(struct test *t, struct served *s)
{
    struct browser b = browser_of(t, s);
    struct client_reply reply = SEND(&b, browser_first_link(t, s), {"name", "Ada"},
                                     {"email", "ada@example.org"}, {"password", PASSWORD});
    CHECK_THAT(reply.status == 303, "%d: %.*s", reply.status, STR(reply.body));
    CHECK_STR(client_header(&reply, "location"), S("/"));
    return b;
}

str browser_csrf(struct browser *b)
{
    struct client_reply me = GET(b, "/api/v1/me");
    CHECK_INT(me.status, 200);
    return run_text(run_parse(b->t, me.body), "csrf");
}

struct client_reply browser_send_json(struct browser *b, const char *what, str body)
{
    str headers =
        str_format(b->t->arena, "Content-Type: application/json\r\nX-Attune-CSRF: %.*s\r\n",
                   STR(browser_csrf(b)));
    return browser_ask(b, what, str_to_chars(b->t->arena, headers), body);
}
