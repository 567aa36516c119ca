/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/user_db.h"

#include "base/text.h"

STATEMENT(user_add);
STATEMENT(user_get);
STATEMENT(user_by_email);
STATEMENT(user_set_password);
STATEMENT(user_end);
STATEMENT(user_first_administrator);
STATEMENT(session_end_all);
STATEMENT(sign_link_end_all);

struct secret_hash user_email_hash(struct arena *a, const struct person_keys *keys, str email)
{
    return secret_hash(&keys->look_up,
                       str_format(a, "user %.*s", STR(text_to_lower(a, str_trim(email)))));
}

/* Binds a sealed value to its user. */
static str place_of(struct arena *a, const char *column, str hash)
{
    return str_format(a, "user/%s/%.*s", column, STR(secret_to_hex(a, hash)));
}

static struct err *read_user(struct arena *a, const struct person_keys *keys, struct query *q,
                             struct user *out)
{
    bool found = false;
    struct user user = {.id = 0};
    TRY(query_next(a, q, &found));
    if (found) {
        str hash = query_blob(q, 1);
        user.id = query_int(q, 0);
        TRY(secret_open(a, &keys->seal, query_blob(q, 2), place_of(a, "email", hash), &user.email));
        TRY(secret_open(a, &keys->seal, query_blob(q, 3), place_of(a, "name", hash), &user.name));
        user.role = authorise_role_of_str(query_text(q, 4));
        user.password = str_copy(a, query_text(q, 5));
        user.is_ended = !query_is_none(q, 6);
        query_done(q);
    }
    *out = user;
    return NULL;
}

struct err *user_get(struct arena *a, struct db *db, const struct person_keys *keys, int64_t id,
                     struct user *out)
{
    struct query *q = db_query(db, SQL(user_get));
    query_bind_int(q, 1, id);
    return read_user(a, keys, q, out);
}

struct err *user_by_email(struct arena *a, struct db *db, const struct person_keys *keys, str email,
                          struct user *out)
{
    struct secret_hash hash = user_email_hash(a, keys, email);
    struct query *q = db_query(db, SQL(user_by_email));
    query_bind_blob(q, 1, secret_hash_str(&hash));
    return read_user(a, keys, q, out);
}

struct err *user_add(struct arena *a, struct db *db, const struct person_keys *keys,
                     const struct user *user, usec_t now, int64_t *id)
{
    struct user other;
    struct secret_hash hash = user_email_hash(a, keys, user->email);
    str key = secret_hash_str(&hash);
    TRY(user_by_email(a, db, keys, user->email, &other));
    if (other.id)
        FAIL(a, WHY_CONFLICT, "Somebody has this e-mail already.");
    struct query *q = db_query(db, SQL(user_add));
    query_bind_blob(q, 1, key);
    query_bind_blob(q, 2, secret_seal(a, &keys->seal, user->email, place_of(a, "email", key)));
    query_bind_blob(q, 3, secret_seal(a, &keys->seal, user->name, place_of(a, "name", key)));
    query_bind_text(q, 4, authorise_role_name(user->role));
    if (user->password.len)
        query_bind_text(q, 5, user->password);
    else
        query_bind_none(q, 5);
    query_bind_int(q, 6, now);
    TRY(query_run(a, q));
    *id = db_last_id(db);
    return NULL;
}

struct err *user_set_password(struct arena *a, struct db *db, int64_t id, str hash)
{
    struct query *q = db_query(db, SQL(user_set_password));
    query_bind_int(q, 1, id);
    query_bind_text(q, 2, hash);
    return query_run(a, q);
}

struct err *user_end(struct arena *a, struct db *db, int64_t id, usec_t now)
{
    struct query *q = db_query(db, SQL(user_end));
    query_bind_int(q, 1, id);
    query_bind_int(q, 2, now);
    TRY(query_run(a, q));
    q = db_query(db, SQL(sign_link_end_all));
    query_bind_int(q, 1, id);
    query_bind_int(q, 2, now);
    TRY(query_run(a, q));
    q = db_query(db, SQL(session_end_all));
    query_bind_int(q, 1, id);
    return query_run(a, q);
}

struct err *user_first_administrator(struct arena *a, struct db *db, int64_t *id,
                                     bool *has_password)
{
    bool found = false;
    struct query *q = db_query(db, SQL(user_first_administrator));
    TRY(query_next(a, q, &found));
    *id = found ? query_int(q, 0) : 0;
    *has_password = found && query_int(q, 1) != 0;
    query_done(q);
    return NULL;
}
