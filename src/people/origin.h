/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * origin — whether a request that changes something comes from a page of this server.
 *
 * By what browsers say of it (Sec-Fetch-Site, Origin), which a page elsewhere cannot
 * choose.  What says neither is no browser, and is left to the token in the form.
 */
#ifndef PEOPLE_ORIGIN_H
#define PEOPLE_ORIGIN_H

#include <stdbool.h>

#include "base/str.h"

struct origin_said {
    str site;   /* Sec-Fetch-Site; absent: {NULL, 0} */
    str origin; /* Origin */
};

/* public_url: "https://cx.example.org", "http://127.0.0.1:7414".  The names of this
 * machine are one, where that is http on one of them. */
bool origin_is_own(str public_url, str origin);
bool origin_allows(struct origin_said said, str public_url);
/* Whether a path is one of ours to go to after signing in: "/…", never another server. */
bool origin_leads_here(str path);

#endif
