/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/sign_link_db.h"

STATEMENT(sign_link_add);
STATEMENT(sign_link_find);
STATEMENT(sign_link_end_all);
STATEMENT(sign_link_end_old);

static void bind_user(struct query *q, int parameter, int64_t user)
{
    if (user)
        query_bind_int(q, parameter, user);
    else
        query_bind_none(q, parameter);
}

struct err *sign_link_add(struct arena *a, struct db *db, const struct session_keys *keys,
                          int64_t user, usec_t now, str *token)
{
    str made = session_secret_make(a);
    struct secret_hash hash = secret_hash(&keys->link, made);
    struct query *q = db_query(db, SQL(sign_link_end_old));
    query_bind_int(q, 1, now - USEC_DAY); /* until then it is said that it is too old */
    TRY(query_run(a, q));
    q = db_query(db, SQL(sign_link_add));
    query_bind_blob(q, 1, secret_hash_str(&hash));
    bind_user(q, 2, user);
    query_bind_int(q, 3, now);
    query_bind_int(q, 4, now + SIGN_LINK_LASTS);
    TRY(query_run(a, q));
    *token = made;
    return NULL;
}

struct err *sign_link_find(struct arena *a, struct db *db, const struct session_keys *keys,
                           str token, usec_t now, struct sign_link *out)
{
    bool found = false;
    struct sign_link link = {.state = SIGN_LINK_UNKNOWN};
    struct secret_hash hash = secret_hash(&keys->link, token);
    struct query *q = db_query(db, SQL(sign_link_find));
    query_bind_blob(q, 1, secret_hash_str(&hash));
    TRY(query_next(a, q, &found));
    if (found) {
        bool is_of_the_future = query_int(q, 2) > now + SESSION_AHEAD;
        link = (struct sign_link){
            .id = query_int(q, 0), .user = query_int(q, 1), .state = SIGN_LINK_GOOD};
        if (now >= query_int(q, 3) || is_of_the_future)
            link.state = SIGN_LINK_OVER;
        if (!query_is_none(q, 4))
            link.state = SIGN_LINK_USED;
    }
    query_done(q);
    *out = link;
    return NULL;
}

struct err *sign_link_use(struct arena *a, struct db *db, const struct sign_link *link, usec_t now)
{
    struct query *q = db_query(db, SQL(sign_link_end_all));
    bind_user(q, 1, link->user);
    query_bind_int(q, 2, now);
    return query_run(a, q);
}
