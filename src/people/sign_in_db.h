/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * sign_in — what changes when somebody signs in or out: each act is one transaction with
 * its rows of the audit.
 *
 * A password was checked before, since that takes long; that it is still the one is
 * looked at again within.
 */
#ifndef PEOPLE_SIGN_IN_DB_H
#define PEOPLE_SIGN_IN_DB_H

#include "people/sign_link_db.h"
#include "people/user_db.h"
#include "store/store.h"

/* Of the browser. */
struct sign_in_from {
    str place;      /* address and program */
    str old_secret; /* of the session that it had, which ends; or empty */
    usec_t now;
};

struct sign_in_password {
    const struct user *user; /* as read when the password was checked */
    str better_hash;         /* kept instead of a weak one; or empty */
};
/* *secret is for the cookie.  DENIED where the user was ended or has another password now. */
struct err *sign_in_with_password(struct arena *a, struct store *s, const struct session_keys *keys,
                                  const struct sign_in_password *password,
                                  const struct sign_in_from *from, str *secret);

struct sign_in_link {
    str token;
    str name, email; /* where it makes the first administrator */
    str password;    /* its hash; empty: as it was */
};
/* DENIED where the link is not good (sign_link_find() says why), CONFLICT where somebody has that
 * e-mail; the link is as it was then. */
struct err *sign_in_with_link(struct arena *a, struct store *s, const struct session_keys *keys,
                              const struct sign_in_link *link, const struct sign_in_from *from,
                              str *secret);

enum sign_out_where { SIGN_OUT_HERE, SIGN_OUT_EVERYWHERE };
struct err *sign_out(struct arena *a, struct store *s, const struct session_keys *keys,
                     int64_t user, enum sign_out_where where, const struct sign_in_from *from);

/* A link, made on the command line: for the user of that e-mail (MISSING where there is
 * none); where it is empty, for the first administrator, whether there is one or will be. */
struct err *sign_in_make_link(struct arena *a, struct store *s, str email, usec_t now, str *token);
/* The same where nobody can sign in with a password; *token is empty where somebody can. */
struct err *sign_in_make_first_link(struct arena *a, struct store *s, usec_t now, str *token);
/* A user with their row of the audit, in a transaction of the caller's. */
struct err *sign_in_add_user(struct arena *a, struct db *db, const struct person_keys *keys,
                             const struct user *user, str actor, usec_t now, int64_t *id);

#endif
