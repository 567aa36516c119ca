/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * link — links that sign in once, for who has no password yet or lost it.
 *
 * Each is a secret of 128 bits of which only a keyed hash is kept.
 */
#ifndef PEOPLE_LINK_DB_H
#define PEOPLE_LINK_DB_H

#include "people/session_db.h"

#define LINK_LASTS (30 * USEC_MINUTE)

enum link_state { LINK_UNKNOWN, LINK_GOOD, LINK_USED, LINK_OVER, LINK_STATE_COUNT };

struct link {
    int64_t id, user; /* user 0: it makes the first administrator */
    enum link_state state;
};

/* For a user, or (0) for the first administrator; good for LINK_LASTS. */
struct err *link_add(struct arena *a, struct db *db, const struct session_keys *keys, int64_t user,
                     usec_t now, str *token);
struct err *link_find(struct arena *a, struct db *db, const struct session_keys *keys, str token,
                      usec_t now, struct link *out);
/* This one, and every other for the same. */
struct err *link_use(struct arena *a, struct db *db, const struct link *link, usec_t now);

#endif
