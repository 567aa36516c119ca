/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Who is let in by which route: each that there is, asked by everybody.
 */
#include "browser.h"
#include "http/route_index.h"

enum asker { ASKER_NEAR, ASKER_FAR, ASKER_TOKEN, ASKER_USER, ASKER_COUNT };

static const char *const askers[ASKER_COUNT] = {"somebody on this machine", "somebody elsewhere",
                                                "a token", "an administrator"};

static const bool lets_in[ACCESS_COUNT][ASKER_COUNT] = {
    [ACCESS_USER] = {[ASKER_USER] = true},
    [ACCESS_TOKEN] = {[ASKER_TOKEN] = true},
    [ACCESS_EITHER] = {[ASKER_TOKEN] = true, [ASKER_USER] = true},
    [ACCESS_LOCAL] = {[ASKER_NEAR] = true, [ASKER_TOKEN] = true, [ASKER_USER] = true},
    [ACCESS_OPEN] = {true, true, true, true},
};

/* "DELETE /api/v1/things/x", with what it needs in the query. */
static const char *what_of(struct test *t, const struct route *route)
{
    struct buf out = buf_make(t->arena, 10000);
    str rest = str_of_chars(route->path);
    buf_addf(&out, "%s ", route_method_name(route->method));
    while (rest.len) {
        str behind;
        buf_add(&out, str_cut(rest, '{', &behind));
        (void)str_cut(behind, '}', &rest);
        if (behind.ptr)
            buf_add_char(&out, 'x');
    }
    for (size_t i = 0; i < route->query_len; i++)
        if (route->query[i].needed)
            buf_addf(&out, "%c%s=x", str_has(buf_str(&out), '?') ? '&' : '?', route->query[i].name);
    return str_to_chars(t->arena, buf_str(&out));
}

static struct client_reply ask(struct browser *b, const struct route *route, const char *headers)
{
    const char *type = route->body.types_len ? route->body.types[0].type : NULL;
    str all = type ? str_format(b->t->arena, "Content-Type: %s\r\n%s", type, headers)
                   : str_of_chars(headers);
    return browser_ask(b, what_of(b->t, route), str_to_chars(b->t->arena, all),
                       type ? S("{}") : S(""));
}

/* By the gate, and not by what a page or a route says of its own. */
static bool is_refused(const struct client_reply *reply)
{
    return (reply->status == 401 || reply->status == 403) &&
           str_equal(client_header(reply, "content-type"), S("application/problem+json"));
}

/* Its address and method are all that it needs. */
static bool is_plain(const struct route *route)
{
    bool is_plain = route->method == METHOD_GET && !str_has(str_of_chars(route->path), '{');
    for (size_t i = 0; i < route->query_len; i++)
        is_plain = is_plain && !route->query[i].needed;
    return is_plain;
}

static void check_route(struct browser *b, const struct route *route, enum asker asker,
                        const char *headers)
{
    const char *what = what_of(b->t, route);
    struct client_reply reply = ask(b, route, headers);
    bool is_in = !is_refused(&reply);
    CHECK_THAT(is_in == lets_in[route->access][asker], "%s says %d to %s", what, reply.status,
               askers[asker]);
    CHECK_THAT(is_in || reply.status == (asker == ASKER_NEAR || asker == ASKER_FAR ? 401 : 403),
               "%s says %d to %s", what, reply.status, askers[asker]);
    CHECK_THAT(!is_in || !is_plain(route) || reply.status == 200, "%s says %d to %s", what,
               reply.status, askers[asker]);
}

TEST(each_route_lets_in_whom_it_names_and_nobody_else)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s), nobody = browser_of(t, &s);
    struct ran made = RUN(t, "token", "--data", served_folder(t), "--name", "crm");
    str bearer = str_format(t->arena, "Authorization: Bearer %.*s\r\n", STR(str_trim(made.out)));
    const char *token = str_to_chars(t->arena, bearer);
    size_t seen[ACCESS_COUNT] = {0};
    for (unsigned i = 0; i < route_index_len; i++) {
        const struct route *r = route_index[i];
        str csrf = str_format(t->arena, "X-Attune-CSRF: %.*s\r\n", STR(browser_csrf(&ada)));
        CHECK_THAT(r->access > ACCESS_UNSAID && r->access < ACCESS_COUNT, "%s", r->path);
        seen[r->access]++;
        check_route(&nobody, r, ASKER_NEAR, "");
        check_route(&nobody, r, ASKER_FAR, "X-Forwarded-For: 6.6.6.6\r\n");
        check_route(&nobody, r, ASKER_TOKEN, token);
        check_route(&ada, r, ASKER_USER, csrf.ptr);
        if (!ada.session.len) /* it signed her out */
            CHECK_INT(browser_sign_in(&ada, "ada@example.org", PASSWORD).status, 303);
    }
    for (unsigned i = ACCESS_UNSAID + 1; i < ACCESS_COUNT; i++)
        CHECK_THAT(seen[i], "no route says %u", i);
    (void)served_stop(t, &s);
}

TEST(what_changes_something_for_a_person_is_sent_by_our_own_page)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    size_t changes = 0;
    for (unsigned i = 0; i < route_index_len; i++) {
        const struct route *r = route_index[i];
        if (r->method == METHOD_GET || !lets_in[r->access][ASKER_USER] || r->access == ACCESS_OPEN)
            continue;
        changes++;
        CHECK_THAT(ask(&ada, r, "").status == 403, "%s can be sent by another site", what_of(t, r));
    }
    CHECK(changes > 0);
    (void)served_stop(t, &s);
}
