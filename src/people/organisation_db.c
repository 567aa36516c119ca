/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/organisation_db.h"

STATEMENT(organisation_add);
STATEMENT(organisation_get);

struct err *organisation_add(struct arena *a, struct db *db, str zone, usec_t now)
{
    struct query *q = db_query(db, SQL(organisation_add));
    query_bind_text(q, 1, zone);
    query_bind_int(q, 2, now);
    return query_run(a, q);
}

struct err *organisation_zone(struct arena *a, struct db *db, str *zone)
{
    bool found = false;
    struct query *q = db_query(db, SQL(organisation_get));
    TRY(query_next(a, q, &found));
    if (!found)
        FAIL(a, WHY_INVALID, "The record does not say whose calendar it keeps.");
    *zone = str_copy(a, query_text(q, 0));
    query_done(q);
    return NULL;
}
