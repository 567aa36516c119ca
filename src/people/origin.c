/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/origin.h"

/* Scheme, host and port, without a path that follows. */
static str origin_of(str url)
{
    size_t len = 0, slashes = 0;
    while (len < url.len && (slashes += url.ptr[len] == '/') < 3)
        len++;
    return str_slice(url, 0, len);
}

/* What follows one of the names of this machine, where url is http on one: ":7414". */
static bool is_local(str url, str *port)
{
    static const str names[] = {S_INIT("http://127.0.0.1"), S_INIT("http://localhost"),
                                S_INIT("http://[::1]")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        *port = str_slice(url, names[i].len, url.len);
        if (str_starts_with(url, names[i]) && (!port->len || port->ptr[0] == ':'))
            return true;
    }
    return false;
}

bool origin_is_own(str public_url, str origin)
{
    str own = origin_of(public_url), own_port, port;
    if (str_equal_ignoring_case(own, origin))
        return own.len > 0;
    return is_local(own, &own_port) && is_local(origin, &port) && str_equal(own_port, port);
}

bool origin_allows(struct origin_said said, str public_url)
{
    bool is_same = str_equal(said.site, S("same-origin"));
    if (said.site.ptr && !is_same)
        return false;
    /* "null": a page that tells nobody where it is, ours too. */
    if (said.origin.ptr && !str_equal(said.origin, S("null")))
        return origin_is_own(public_url, said.origin);
    return is_same || !said.origin.ptr;
}

bool origin_leads_here(str path)
{
    if (path.len == 0 || path.ptr[0] != '/')
        return false;
    for (size_t i = 0; i < path.len; i++)
        if ((unsigned char)path.ptr[i] <= ' ' || (unsigned char)path.ptr[i] >= 0x7F ||
            path.ptr[i] == '\\')
            return false;
    return path.len == 1 || path.ptr[1] != '/';
}
