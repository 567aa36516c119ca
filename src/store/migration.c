/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/migration.h"

#include "base/secret.h"
#include "base/zone.h"

STATEMENT(migration_table);
STATEMENT(migration_has_table);
STATEMENT(migration_list);
STATEMENT(migration_add);

static struct secret_hash hash_of(const struct migration *m)
{
    str sql = str_of_chars(m->sql);
    return secret_hash_parts(&sql, 1);
}

static struct err *count(struct arena *a, struct db *db, const struct migration *steps,
                         unsigned len, unsigned *done)
{
    bool found = false;
    struct query *q = db_query(db, SQL(migration_has_table));
    TRY(query_next(a, q, &found));
    bool has_table = query_int(q, 0) > 0;
    query_done(q);
    *done = 0;
    q = has_table ? db_query(db, SQL(migration_list)) : NULL;
    while (q) {
        TRY(query_next(a, q, &found));
        if (!found)
            break;
        const struct migration *m = &steps[*done];
        if (*done == len) {
            query_done(q);
            FAIL(a, WHY_CONFLICT,
                 "This data folder was written by a newer Attune (its record has a step %lld that "
                 "this program does not know); use that version or a newer one.",
                 (long long)*done + 1);
        }
        struct secret_hash hash = hash_of(m);
        bool same =
            query_int(q, 0) == m->number && str_equal(query_blob(q, 2), secret_hash_str(&hash));
        if (!same) {
            query_done(q);
            FAIL(a, WHY_CONFLICT,
                 "Step %u (%s) of this data folder's record is not the one that this program "
                 "knows; it was written by another program.",
                 m->number, m->name);
        }
        (*done)++;
    }
    return NULL;
}

struct err *migration_count(struct arena *a, struct db *db, unsigned *done)
{
    return count(a, db, migration_index, migration_index_len, done);
}

static struct err *take_step(struct arena *a, struct db *db, const struct migration *m)
{
    struct secret_hash hash = hash_of(m);
    TRY(db_run_script(a, db, m->sql));
    if (m->then)
        TRY(m->then(a, db));
    struct query *q = db_query(db, SQL(migration_add));
    query_bind_int(q, 1, m->number);
    query_bind_text(q, 2, str_of_chars(m->name));
    query_bind_blob(q, 3, secret_hash_str(&hash));
    query_bind_int(q, 4, usec_now());
    return query_run(a, q);
}

struct err *migration_run(struct arena *a, struct db *db)
{
    return migration_run_to(a, db, migration_index_len);
}

struct err *migration_run_to(struct arena *a, struct db *db, unsigned step)
{
    return migration_run_steps(a, db, migration_index, step);
}

struct err *migration_run_steps(struct arena *a, struct db *db, const struct migration *steps,
                                unsigned len)
{
    unsigned done = 0;
    TRY(query_run(a, db_query(db, SQL(migration_table))));
    TRY(count(a, db, steps, len, &done));
    for (; done < len; done++) {
        TRY(db_begin(a, db));
        struct err *e = take_step(a, db, &steps[done]);
        if (!e)
            e = db_commit(a, db);
        if (e) {
            db_roll_back(db);
            return e;
        }
    }
    return NULL;
}

struct err *migration_check(struct arena *a, struct db *db)
{
    unsigned done = 0;
    TRY(migration_count(a, db, &done));
    if (done < migration_index_len)
        FAIL(a, WHY_CONFLICT,
             "This data folder was written by an older Attune; a command that writes, such as "
             "attune import, brings it up to date.");
    return NULL;
}
