/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/person_db.h"

#include "base/public_id.h"
#include "base/text.h"

STATEMENT(account_find);
STATEMENT(account_add);
STATEMENT(account_get);
STATEMENT(person_add);
STATEMENT(person_get);
STATEMENT(person_last);
STATEMENT(identity_find);
STATEMENT(identity_add);
STATEMENT(identity_list);
STATEMENT(identity_remove);
STATEMENT(relationship_remove);
STATEMENT(person_remove);
STATEMENT(account_remove);

enum { IDENTITIES = 2 };

/* A name by which a person is known. */
struct identity {
    const char *kind;
    str value;
    struct secret_hash hash;
    int64_t person; /* who has it; 0: nobody */
};

struct person_keys person_keys_of(const struct secret_key *installation)
{
    return (struct person_keys){.seal = secret_key_for(installation, "seal"),
                                .look_up = secret_key_for(installation, "lookup"),
                                .pseudonym = secret_key_for(installation, "pseudo")};
}

static const str pseudonym_prefix = S_INIT("person_");

str person_pseudonym(struct arena *a, const struct person_keys *keys, int64_t id)
{
    return public_id_make(a, &keys->pseudonym, pseudonym_prefix, id);
}

/* 0 where it is no pseudonym of a person on record. */
static struct err *of_pseudonym(struct arena *a, struct db *db, const struct person_keys *keys,
                                str text, int64_t *person)
{
    bool found = false;
    int64_t id = 0;
    *person = 0;
    if (!public_id_read(a, &keys->pseudonym, pseudonym_prefix, text, &id))
        return NULL;
    struct query *q = db_query(db, SQL(person_get));
    query_bind_int(q, 1, id);
    TRY(query_next(a, q, &found));
    query_done(q);
    *person = found ? id : 0;
    return NULL;
}

/* Binds a sealed value to the row it stands in. */
static str place_of(struct arena *a, const char *table, const char *kind,
                    const struct secret_hash *hash)
{
    return str_format(a, "%s/%s/%.*s", table, kind, STR(secret_to_hex(a, secret_hash_str(hash))));
}

static struct err *find(struct arena *a, struct db *db, const struct person_keys *keys,
                        struct identity *i)
{
    bool found = false;
    i->hash = secret_hash(&keys->look_up, str_format(a, "%s %.*s", i->kind, STR(i->value)));
    struct query *q = db_query(db, SQL(identity_find));
    query_bind_text(q, 1, str_of_chars(i->kind));
    query_bind_blob(q, 2, secret_hash_str(&i->hash));
    TRY(query_next(a, q, &found));
    i->person = found ? query_int(q, 0) : 0;
    query_done(q);
    return NULL;
}

static struct err *add(struct arena *a, struct db *db, const struct person_keys *keys,
                       const struct identity *i, int64_t person)
{
    str place = place_of(a, "identity", i->kind, &i->hash);
    struct query *q = db_query(db, SQL(identity_add));
    query_bind_int(q, 1, person);
    query_bind_text(q, 2, str_of_chars(i->kind));
    query_bind_blob(q, 3, secret_hash_str(&i->hash));
    query_bind_blob(q, 4, secret_seal(a, &keys->seal, i->value, place));
    return query_run(a, q);
}

static struct err *make(struct arena *a, struct db *db, usec_t now, int64_t *id)
{
    struct query *q = db_query(db, SQL(person_add));
    query_bind_int(q, 1, now);
    TRY(query_run(a, q));
    *id = db_last_id(db);
    return NULL;
}

/* All that are known are one person's; 0: none is. */
static struct err *find_all(struct arena *a, struct db *db, const struct person_keys *keys,
                            struct identity *all, size_t len, int64_t *person)
{
    *person = 0;
    for (size_t i = 0; i < len; i++) {
        if (!all[i].person)
            TRY(find(a, db, keys, &all[i]));
        if (all[i].person && *person && all[i].person != *person)
            FAIL(a, WHY_CONFLICT, "The external id and the e-mail belong to two persons.");
        *person = all[i].person ? all[i].person : *person;
    }
    return NULL;
}

struct err *person_take(struct arena *a, struct db *db, const struct person_keys *keys,
                        struct person_names names, usec_t now, int64_t *id)
{
    struct identity all[IDENTITIES];
    size_t len = 0;
    int64_t person = 0;
    if (names.external_id.len)
        all[len++] = (struct identity){.kind = "external_id", .value = names.external_id};
    if (names.email.len)
        all[len++] = (struct identity){.kind = "email", .value = text_to_lower(a, names.email)};
    if (names.external_id.len)
        TRY(of_pseudonym(a, db, keys, names.external_id, &all[0].person));
    TRY(find_all(a, db, keys, all, len, &person));
    if (len && !person)
        TRY(make(a, db, now, &person));
    for (size_t i = 0; i < len; i++)
        if (!all[i].person)
            TRY(add(a, db, keys, &all[i], person));
    *id = person;
    return NULL;
}

struct err *account_take(struct arena *a, struct db *db, const struct person_keys *keys, str name,
                         int64_t *id)
{
    bool found = false;
    struct secret_hash hash = secret_hash(&keys->look_up, str_format(a, "account %.*s", STR(name)));
    struct query *q = db_query(db, SQL(account_find));
    query_bind_blob(q, 1, secret_hash_str(&hash));
    TRY(query_next(a, q, &found));
    *id = found ? query_int(q, 0) : 0;
    query_done(q);
    if (found)
        return NULL;
    str sealed = secret_seal(a, &keys->seal, name, place_of(a, "account", "name", &hash));
    q = db_query(db, SQL(account_add));
    query_bind_blob(q, 1, secret_hash_str(&hash));
    query_bind_blob(q, 2, sealed);
    TRY(query_run(a, q));
    *id = db_last_id(db);
    return NULL;
}

static struct err *run_of(struct arena *a, struct db *db, const struct statement *statement,
                          int64_t id)
{
    struct query *q = db_query(db, statement);
    query_bind_int(q, 1, id);
    return query_run(a, q);
}

struct err *person_remove(struct arena *a, struct db *db, int64_t id)
{
    TRY(run_of(a, db, SQL(identity_remove), id));
    TRY(run_of(a, db, SQL(relationship_remove), id));
    return run_of(a, db, SQL(person_remove), id);
}

struct err *account_remove(struct arena *a, struct db *db, int64_t id)
{
    return run_of(a, db, SQL(account_remove), id);
}

struct err *account_name(struct arena *a, struct db *db, const struct person_keys *keys, int64_t id,
                         str *name)
{
    bool found = false;
    struct secret_hash hash;
    struct query *q = db_query(db, SQL(account_get));
    query_bind_int(q, 1, id);
    TRY(query_next(a, q, &found));
    str bytes = found ? query_blob(q, 0) : S("");
    if (bytes.len != sizeof hash.bytes)
        FAIL(a, WHY_INVALID, "Account %lld has no proper hash.", (long long)id);
    memcpy(hash.bytes, bytes.ptr, bytes.len);
    struct err *e =
        secret_open(a, &keys->seal, query_blob(q, 1), place_of(a, "account", "name", &hash), name);
    query_done(q);
    return e;
}

struct err *person_last(struct arena *a, struct db *db, int64_t *id)
{
    bool found = false;
    struct query *q = db_query(db, SQL(person_last));
    TRY(query_next(a, q, &found));
    *id = query_int(q, 0);
    query_done(q);
    return NULL;
}

struct err *person_identity(struct arena *a, struct db *db, const struct person_keys *keys,
                            int64_t id, const char *kind, str *value)
{
    bool found = false;
    *value = S("");
    struct query *q = db_query(db, SQL(identity_list));
    query_bind_int(q, 1, id);
    for (;;) {
        TRY(query_next(a, q, &found));
        if (!found)
            return NULL;
        if (!str_equal(query_text(q, 0), str_of_chars(kind)))
            continue;
        struct secret_hash hash;
        str bytes = query_blob(q, 1);
        if (bytes.len != sizeof hash.bytes)
            FAIL(a, WHY_INVALID, "An identity of person %lld has no proper hash.", (long long)id);
        memcpy(hash.bytes, bytes.ptr, bytes.len);
        struct err *e = secret_open(a, &keys->seal, query_blob(q, 2),
                                    place_of(a, "identity", kind, &hash), value);
        query_done(q);
        return e;
    }
}
