/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * session — browsers that are signed in.
 *
 * Each has a secret of 128 bits of which only a keyed hash is kept.  The token against
 * cross-site posts is derived from the browser's own secret, so it is kept nowhere.
 */
#ifndef PEOPLE_SESSION_DB_H
#define PEOPLE_SESSION_DB_H

#include "people/authorise.h"
#include "people/person_db.h"
#include "people/session.h"

/* All keys that signing in needs, made of the installation's. */
struct session_keys {
    struct person_keys person;
    struct secret_key session, link, token;
};
struct session_keys session_keys_of(const struct secret_key *installation);

/* 26 letters and digits. */
str session_secret_make(struct arena *a);
/* What a form, or the header X-Attune-CSRF, must say beside the cookie of that secret. */
str session_csrf(struct arena *a, const struct session_keys *keys, str secret);

struct session {
    int64_t id, user; /* 0: there is none */
    struct session_times times;
    enum role role;
    bool is_user_ended;
};

/* For a user; from: address and program of the browser, cut and kept sealed.  *secret is for
 * its cookie.  Sessions that are over are taken out. */
struct err *session_add(struct arena *a, struct db *db, const struct session_keys *keys,
                        int64_t user, str from, usec_t now, str *secret);
/* Whether it is still alive is for session_is_alive() to say. */
struct err *session_find(struct arena *a, struct db *db, const struct session_keys *keys,
                         str secret, struct session *out);
struct err *session_touch(struct arena *a, struct db *db, int64_t id, usec_t now);
struct err *session_end(struct arena *a, struct db *db, const struct session_keys *keys,
                        str secret);
struct err *session_end_all(struct arena *a, struct db *db, int64_t user);

#endif
