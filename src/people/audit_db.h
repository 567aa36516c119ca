/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * audit — who changed what, append-only: each row's hash covers the row before it,
 * so that a row changed or taken out shows.
 */
#ifndef PEOPLE_AUDIT_DB_H
#define PEOPLE_AUDIT_DB_H

#include "base/zone.h"
#include "store/db.h"

struct audit {
    usec_t at;
    str actor;  /* "command line", a token's or user's name */
    str action; /* noun.verb: "token.made" */
    str object; /* which: "token 3" */
    str detail; /* JSON, or empty */
};

/* In the transaction of the change. */
struct err *audit_add(struct arena *a, struct db *db, const struct audit *audit);
/* Whether every row is as it was written; *broken gets the first id that is not, 0: none. */
struct err *audit_check(struct arena *a, struct db *db, int64_t *broken);

#endif
