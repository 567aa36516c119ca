/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * token — what a program shows to be let in.  Only a keyed hash of it is kept.
 */
#ifndef PEOPLE_TOKEN_DB_H
#define PEOPLE_TOKEN_DB_H

#include "base/secret.h"
#include "base/zone.h"
#include "store/db.h"

struct token {
    int64_t id;
    str name;
    bool opens_fields; /* may make fields, sources, units that are not known */
};

/* Makes one; *secret gets what is shown once: "attune_" and 26 letters and digits.
 * CONFLICT where the name is taken. */
struct err *token_add(struct arena *a, struct db *db, const struct secret_key *installation,
                      const struct token *token, usec_t now, str *secret);
/* Whose it is; DENIED where it is nobody's or was ended. */
struct err *token_find(struct arena *a, struct db *db, const struct secret_key *installation,
                       str secret, struct token *out);

#endif
