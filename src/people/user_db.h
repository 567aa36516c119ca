/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * user — who signs in: name and e-mail sealed, found by the e-mail's keyed hash.
 */
#ifndef PEOPLE_USER_DB_H
#define PEOPLE_USER_DB_H

#include "people/authorise.h"
#include "people/person_db.h"

struct user {
    int64_t id;
    str email, name;
    enum role role;
    str password; /* the hash; empty: signs in by a link alone */
    bool is_ended;
};

/* CONFLICT where somebody has that e-mail, or had. */
struct err *user_add(struct arena *a, struct db *db, const struct person_keys *keys,
                     const struct user *user, usec_t now, int64_t *id);
/* id 0 in out where there is none. */
struct err *user_get(struct arena *a, struct db *db, const struct person_keys *keys, int64_t id,
                     struct user *out);
struct err *user_by_email(struct arena *a, struct db *db, const struct person_keys *keys, str email,
                          struct user *out);
struct err *user_set_password(struct arena *a, struct db *db, int64_t id, str hash);
/* Signs out everywhere too. */
struct err *user_end(struct arena *a, struct db *db, int64_t id, usec_t now);
/* The first administrator who can sign in with a password; else the first who can by a link;
 * 0: there is none. */
struct err *user_first_administrator(struct arena *a, struct db *db, int64_t *id,
                                     bool *has_password);
/* By which e-mails are counted and compared; letters without regard to case. */
struct secret_hash user_email_hash(struct arena *a, const struct person_keys *keys, str email);

#endif
