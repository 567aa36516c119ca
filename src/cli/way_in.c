/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/way_in.h"

#include <netinet/in.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/conf_index.h"
#include "http/address.h"
#include "http/server.h"
#include "people/sign_in_db.h"

enum { URL_BYTES = 1024, PORT = 7414 };

/* Written once, before it is said to be there. */
static char serving_url[URL_BYTES];
static atomic_size_t serving_len;

struct err *way_in_settings(struct arena *a, str dir, struct settings **out)
{
    struct settings_from from = {.declared = conf_index,
                                 .declared_len = conf_index_len,
                                 .file = str_format(a, "%.*s/attune.conf", STR(dir)),
                                 .environment = (const char *const *)environ};
    return settings_load(a, &from, out);
}

void way_in_is_at(str url)
{
    if (url.len > URL_BYTES || atomic_load(&serving_len))
        return;
    memcpy(serving_url, url.ptr, url.len);
    atomic_store(&serving_len, url.len);
}

struct err *way_in_url(struct arena *a, str dir, str *url)
{
    struct settings *settings = NULL;
    struct sockaddr_storage socket;
    socklen_t len = 0;
    size_t serving = atomic_load(&serving_len);
    if (serving) {
        *url = (str){serving_url, serving};
        return NULL;
    }
    TRY(way_in_settings(a, dir, &settings));
    *url = settings_text(settings, &conf_named_public_url);
    if (url->len)
        return NULL;
    TRY(address_of_listen(a, settings_text(settings, &conf_named_listen), PORT, &socket, &len));
    *url =
        str_format(a, "http://%.*s", STR(address_to_listen(a, (const struct sockaddr *)&socket)));
    return NULL;
}

str way_in_link(struct arena *a, str url, str token)
{
    return str_format(a, "%.*s/sign-in/link/%.*s", STR(url), STR(token));
}

struct err *way_in_tell(struct call *c, struct store *s, str url, enum way_in_when when, str *text)
{
    str token;
    if (when == WAY_IN_ALWAYS)
        TRY(sign_in_make_link(c->arena, s, S(""), c->now, &token));
    else
        TRY(sign_in_make_first_link(c->arena, s, c->now, &token));
    const char *why = when == WAY_IN_NEEDED ? "Nobody can sign in with a password yet. " : "";
    *text = S("");
    if (token.len)
        *text = str_format(
            c->arena, "%sThis link signs in the administrator, once, within %lld minutes:\n%.*s\n",
            why, (long long)(SIGN_LINK_LASTS / USEC_MINUTE),
            STR(way_in_link(c->arena, url, token)));
    return NULL;
}

/* ---- the demonstration ---- */

struct demo {
    struct person_keys keys;
    usec_t now;
};

static struct err *add_demo(struct arena *a, struct db *db, void *what)
{
    const struct demo *d = what;
    const struct user user = {.email = S("demo@attune.example"),
                              .name = S("Demo"),
                              .role = ROLE_ADMINISTRATOR,
                              .password = S("")};
    bool has_password = false;
    int64_t id = 0;
    TRY(user_first_administrator(a, db, &id, &has_password));
    return id ? NULL : sign_in_add_user(a, db, &d->keys, &user, S("command line"), d->now, &id);
}

struct err *way_in_for_demo(struct call *c, struct store *s)
{
    struct demo d = {.keys = person_keys_of(store_key(s)), .now = c->now};
    struct write w = {.apply = add_demo, .what = &d, .arena = c->arena};
    return store_write(s, &w);
}
