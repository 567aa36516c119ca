/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * sign_link — links that sign in once, for who has no password yet or lost it.
 *
 * Each is a secret of 128 bits of which only a keyed hash is kept.
 */
#ifndef PEOPLE_SIGN_LINK_DB_H
#define PEOPLE_SIGN_LINK_DB_H

#include "people/session_db.h"

#define SIGN_LINK_LASTS (30 * USEC_MINUTE)

enum sign_link_state {
    SIGN_LINK_UNKNOWN,
    SIGN_LINK_GOOD,
    SIGN_LINK_USED,
    SIGN_LINK_OVER,
    SIGN_LINK_STATE_COUNT
};

struct sign_link {
    int64_t id, user; /* user 0: it makes the first administrator */
    enum sign_link_state state;
};

/* For a user, or (0) for the first administrator; good for SIGN_LINK_LASTS. */
struct err *sign_link_add(struct arena *a, struct db *db, const struct session_keys *keys,
                          int64_t user, usec_t now, str *token);
struct err *sign_link_find(struct arena *a, struct db *db, const struct session_keys *keys,
                           str token, usec_t now, struct sign_link *out);
/* This one, and every other for the same. */
struct err *sign_link_use(struct arena *a, struct db *db, const struct sign_link *link, usec_t now);

#endif
