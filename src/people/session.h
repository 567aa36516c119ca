/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * session — how long somebody stays signed in, and what the browser keeps for it.
 */
#ifndef PEOPLE_SESSION_H
#define PEOPLE_SESSION_H

#include "base/secret.h"
#include "base/zone.h"

#define SESSION_IDLE (12 * USEC_HOUR)    /* without a request */
#define SESSION_MOST (7 * USEC_DAY)      /* in all */
#define SESSION_TOUCH (10 * USEC_MINUTE) /* that it is used is written down this often */
#define SESSION_AHEAD (5 * USEC_MINUTE)  /* that the clock may be set back under it */

struct session_times {
    usec_t made_at, seen_at, ends_at;
};

bool session_is_alive(const struct session_times *times, usec_t now);
bool session_is_to_touch(const struct session_times *times, usec_t now);

/* A cookie that holds a secret of ours: __Host-NAME, for this host alone and over https
 * alone; plain NAME where people come by http on this machine. */
struct session_cookie {
    const char *name; /* "attune" */
    str value;        /* empty: it is taken away */
    bool is_https;
    bool is_strict; /* SameSite=Strict instead of Lax */
};
str session_cookie_name(struct arena *a, const char *name, bool is_https);
/* The value of Set-Cookie. */
str session_cookie_text(struct arena *a, const struct session_cookie *cookie);

#endif
