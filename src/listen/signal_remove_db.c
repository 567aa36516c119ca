/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/signal_remove_db.h"

STATEMENT(signal_remove);
STATEMENT(verbatim_remove);
STATEMENT(signal_change_add);

struct removal {
    const int64_t *ids;
    size_t len;
    usec_t now;
};

static struct err *note_removed(struct arena *a, struct db *db, int64_t id, usec_t now)
{
    struct query *q = db_query(db, SQL(signal_change_add));
    query_bind_int(q, 1, id);
    query_bind_text(q, 2, S("removed"));
    query_bind_int(q, 3, now);
    return query_run(a, q);
}

static struct err *remove_one(struct arena *a, struct db *db, int64_t id, usec_t now)
{
    struct query *q = db_query(db, SQL(verbatim_remove));
    query_bind_int(q, 1, id);
    TRY(query_run(a, q));
    q = db_query(db, SQL(signal_remove));
    query_bind_int(q, 1, id);
    TRY(query_run(a, q));
    return db_changes(db) ? note_removed(a, db, id, now) : NULL;
}

struct err *signal_remove_within(struct arena *a, struct db *db, const int64_t *ids, size_t len,
                                 usec_t now)
{
    for (size_t i = 0; i < len; i++)
        TRY(remove_one(a, db, ids[i], now));
    return NULL;
}

static struct err *remove_all(struct arena *a, struct db *db, void *what)
{
    const struct removal *r = what;
    return signal_remove_within(a, db, r->ids, r->len, r->now);
}

struct err *signal_remove(struct arena *a, struct store *s, const int64_t *ids, size_t len,
                          usec_t now)
{
    struct removal removal = {ids, len, now};
    struct write w = {.apply = remove_all, .what = &removal, .arena = a};
    return store_write(s, &w);
}
