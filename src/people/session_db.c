/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/session_db.h"

STATEMENT(session_add);
STATEMENT(session_find);
STATEMENT(session_touch);
STATEMENT(session_end);
STATEMENT(session_end_all);
STATEMENT(session_end_old);

enum { SECRET_BYTES = 16, FROM_BYTES = 120 };

struct session_keys session_keys_of(const struct secret_key *installation)
{
    return (struct session_keys){.person = person_keys_of(installation),
                                 .session = secret_key_for(installation, "session"),
                                 .link = secret_key_for(installation, "link"),
                                 .token = secret_key_for(installation, "csrf")};
}

str session_secret_make(struct arena *a)
{
    unsigned char bytes[SECRET_BYTES];
    secret_random(bytes, sizeof bytes);
    return secret_to_base32(a, (str){(const char *)bytes, sizeof bytes});
}

str session_csrf(struct arena *a, const struct session_keys *keys, str secret)
{
    struct secret_hash hash = secret_hash(&keys->token, secret);
    return secret_to_base32(a, secret_hash_str(&hash));
}

static struct err *end_old(struct arena *a, struct db *db, usec_t now)
{
    struct query *q = db_query(db, SQL(session_end_old));
    query_bind_int(q, 1, now);
    query_bind_int(q, 2, now - SESSION_IDLE);
    return query_run(a, q);
}

struct err *session_add(struct arena *a, struct db *db, const struct session_keys *keys,
                        int64_t user, str from, usec_t now, str *secret)
{
    str made = session_secret_make(a);
    struct secret_hash hash = secret_hash(&keys->session, made);
    str place = str_format(a, "session/origin/%.*s", STR(secret_to_hex(a, secret_hash_str(&hash))));
    str origin = str_slice(from, 0, FROM_BYTES);
    TRY(end_old(a, db, now));
    struct query *q = db_query(db, SQL(session_add));
    query_bind_int(q, 1, user);
    query_bind_blob(q, 2, secret_hash_str(&hash));
    query_bind_int(q, 3, now);
    query_bind_int(q, 4, now + SESSION_MOST);
    query_bind_blob(q, 5, secret_seal(a, &keys->person.seal, origin, place));
    TRY(query_run(a, q));
    *secret = made;
    return NULL;
}

struct err *session_find(struct arena *a, struct db *db, const struct session_keys *keys,
                         str secret, struct session *out)
{
    bool found = false;
    struct secret_hash hash = secret_hash(&keys->session, secret);
    struct query *q = db_query(db, SQL(session_find));
    query_bind_blob(q, 1, secret_hash_str(&hash));
    TRY(query_next(a, q, &found));
    *out = (struct session){.id = 0};
    if (found)
        *out = (struct session){.id = query_int(q, 0),
                                .user = query_int(q, 1),
                                .times = {.made_at = query_int(q, 2),
                                          .seen_at = query_int(q, 3),
                                          .ends_at = query_int(q, 4)},
                                .is_user_ended = !query_is_none(q, 5),
                                .role = authorise_role_of_str(query_text(q, 6))};
    query_done(q);
    return NULL;
}

struct err *session_touch(struct arena *a, struct db *db, int64_t id, usec_t now)
{
    struct query *q = db_query(db, SQL(session_touch));
    query_bind_int(q, 1, id);
    query_bind_int(q, 2, now);
    return query_run(a, q);
}

struct err *session_end(struct arena *a, struct db *db, const struct session_keys *keys, str secret)
{
    struct secret_hash hash = secret_hash(&keys->session, secret);
    struct query *q = db_query(db, SQL(session_end));
    query_bind_blob(q, 1, secret_hash_str(&hash));
    return query_run(a, q);
}

struct err *session_end_all(struct arena *a, struct db *db, int64_t user)
{
    struct query *q = db_query(db, SQL(session_end_all));
    query_bind_int(q, 1, user);
    return query_run(a, q);
}
