/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * person — who gave a signal: a number, and the identities by which others know it.
 *
 * Identities are personal: they stand sealed, and are found by a keyed hash.
 */
#ifndef PEOPLE_PERSON_DB_H
#define PEOPLE_PERSON_DB_H

#include "base/secret.h"
#include "base/zone.h"
#include "store/db.h"

/* The keys of personal values, made of the installation's once for a batch. */
struct person_keys {
    struct secret_key seal, look_up, pseudonym;
};
struct person_keys person_keys_of(const struct secret_key *installation);

/* What a signal says about who gave it; what is empty was not said. */
struct person_names {
    str external_id, email;
};

/* A name that says no more than that it is always the same person: what leaves this
 * installation instead of what others call them. */
str person_pseudonym(struct arena *a, const struct person_keys *keys, int64_t id);

/* The person with these identities, or with this installation's pseudonym as external id; a new one
 * where none is known, and what was not known of it is added.  0 where nothing is said.  CONFLICT
 * where they belong to two persons. */
struct err *person_take(struct arena *a, struct db *db, const struct person_keys *keys,
                        struct person_names names, usec_t now, int64_t *id);
/* The account of that name; a new one where it is not known. */
struct err *account_take(struct arena *a, struct db *db, const struct person_keys *keys, str name,
                         int64_t *id);
/* Takes one out whom no signal knows any more, with all that is sealed about them. */
struct err *person_remove(struct arena *a, struct db *db, int64_t id);
struct err *account_remove(struct arena *a, struct db *db, int64_t id);
/* The name of an account. */
struct err *account_name(struct arena *a, struct db *db, const struct person_keys *keys, int64_t id,
                         str *name);
/* The highest number given to a person; 0: none. */
struct err *person_last(struct arena *a, struct db *db, int64_t *id);
/* An identity opened: "email" or "external_id"; empty where the person has none. */
struct err *person_identity(struct arena *a, struct db *db, const struct person_keys *keys,
                            int64_t id, const char *kind, str *value);

#endif
