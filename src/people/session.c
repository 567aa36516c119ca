/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/session.h"

bool session_is_alive(const struct session_times *times, usec_t now)
{
    bool is_of_the_future = times->made_at > now + SESSION_AHEAD;
    return !is_of_the_future && now < times->ends_at && now - times->seen_at < SESSION_IDLE;
}

bool session_is_to_touch(const struct session_times *times, usec_t now)
{
    return now - times->seen_at >= SESSION_TOUCH;
}

str session_cookie_name(struct arena *a, const char *name, bool is_https)
{
    return str_format(a, "%s%s", is_https ? "__Host-" : "", name);
}

str session_cookie_text(struct arena *a, const struct session_cookie *cookie)
{
    return str_format(a, "%.*s=%.*s; Path=/; HttpOnly; SameSite=%s%s%s",
                      STR(session_cookie_name(a, cookie->name, cookie->is_https)),
                      STR(cookie->value), cookie->is_strict ? "Strict" : "Lax",
                      cookie->is_https ? "; Secure" : "", cookie->value.len ? "" : "; Max-Age=0");
}
