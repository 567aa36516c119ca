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

struct err *way_in_first(struct call *c, struct store *s, str url, str *text)
{
    str token;
    TRY(sign_in_make_first_link(c->arena, s, c->now, &token));
    *text = token.len ? str_format(c->arena,
                                   "Nobody can sign in with a password yet. This link signs in the "
                                   "administrator, once, within %lld minutes:\n%.*s\n",
                                   (long long)(SIGN_LINK_LASTS / USEC_MINUTE),
                                   STR(way_in_link(c->arena, url, token)))
                      : S("");
    return NULL;
}
