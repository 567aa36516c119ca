/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/audit_db.h"

#include "base/secret.h"

STATEMENT(audit_last);
STATEMENT(audit_add);
STATEMENT(audit_list);

enum { PARTS = 6 };

static struct secret_hash hash_of(struct arena *a, str before, const struct audit *audit)
{
    str parts[PARTS] = {before,        str_format(a, "%lld", (long long)audit->at),
                        audit->actor,  audit->action,
                        audit->object, audit->detail};
    return secret_hash_parts(parts, PARTS);
}

struct err *audit_add(struct arena *a, struct db *db, const struct audit *audit)
{
    bool found = false;
    struct query *q = db_query(db, SQL(audit_last));
    TRY(query_next(a, q, &found));
    str before = found ? str_copy(a, query_blob(q, 0)) : S("");
    query_done(q);
    struct secret_hash hash = hash_of(a, before, audit);
    q = db_query(db, SQL(audit_add));
    query_bind_int(q, 1, audit->at);
    query_bind_text(q, 2, audit->actor);
    query_bind_text(q, 3, audit->action);
    query_bind_text(q, 4, audit->object);
    query_bind_text(q, 5, audit->detail);
    query_bind_blob(q, 6, secret_hash_str(&hash));
    return query_run(a, q);
}

struct err *audit_check(struct arena *a, struct db *db, int64_t *broken)
{
    bool found = false;
    struct secret_hash hash;
    str before = S("");
    struct query *q = db_query(db, SQL(audit_list));
    *broken = 0;
    for (;;) {
        TRY(query_next(a, q, &found));
        if (!found)
            return NULL;
        struct audit audit = {.at = query_int(q, 1),
                              .actor = query_text(q, 2),
                              .action = query_text(q, 3),
                              .object = query_text(q, 4),
                              .detail = query_text(q, 5)};
        struct arena *scratch = arena_make(0);
        struct secret_hash next = hash_of(scratch, before, &audit);
        arena_done(scratch);
        hash = next;
        before = secret_hash_str(&hash);
        if (!str_equal(query_blob(q, 6), before)) {
            *broken = query_int(q, 0);
            query_done(q);
            return NULL;
        }
    }
}
