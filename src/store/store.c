/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/store.h"

#include <assert.h>

#include "store/folder.h"
#include "store/lock.h"
#include "store/migration.h"
#include "store/writer.h"

struct store {
    struct arena *arena;
    str dir;
    struct secret_key key;
    struct store_options options;
    struct db *db;         /* reads */
    struct writer *writer; /* NULL: the folder is another's */
};

static struct err *fill_record(struct arena *a, struct db *db, const struct store_making *m)
{
    TRY(migration_run(a, db));
    TRY(db_begin(a, db));
    struct err *e = m->fill(a, db, m->what);
    if (!e)
        e = db_commit(a, db);
    if (e) {
        db_roll_back(db);
        return e;
    }
    return db_checkpoint(a, db, DB_TRUNCATE);
}

/* In an arena of its own, so that the record is closed before it is named. */
static struct err *make_record(struct arena *a, str dir, const struct store_making *m)
{
    struct arena *own = arena_make(0);
    struct db *db = NULL;
    struct err *e = db_open(own, folder_path(a, dir, "attune.db.part"),
                            (struct db_options){.role = DB_WRITES, .make = true}, &db);
    if (!e)
        e = folder_hide(own, dir, "attune.db.part");
    if (!e)
        e = fill_record(own, db, m);
    if (e)
        e = err_copy(a, e);
    arena_done(own);
    TRY(e);
    TRY(folder_remove_part_log(a, dir));
    return folder_rename(a, dir, "attune.db.part", "attune.db");
}

static struct err *lay_nothing(struct arena *a, str dir, void *what)
{
    struct secret_key key = secret_key_make();
    (void)what;
    return folder_put_key(a, dir, &key);
}

static struct err *lay_and_make(struct arena *a, str dir, const struct store_making *m)
{
    TRY(lock_take(a, dir, m->doing));
    TRY(folder_remove_part(a, dir));
    struct err *e = m->lay(a, dir, m->what);
    if (!e)
        e = make_record(a, dir, m);
    if (e && m->lay != lay_nothing) {
        (void)folder_remove_part(a, dir);
        (void)folder_remove(a, dir, "keys/installation.key");
    }
    return e;
}

struct err *store_make_of(struct arena *a, str dir, const struct store_making *m)
{
    secret_init();
    TRY(folder_make(a, dir));
    struct arena *own = arena_make(0);
    struct err *e = lay_and_make(own, dir, m);
    if (e)
        e = err_copy(a, e);
    arena_done(own);
    return e;
}

struct err *store_make(struct arena *a, str dir,
                       struct err *(*fill)(struct arena *a, struct db *db, void *what), void *what)
{
    struct store_making m = {.doing = "init", .lay = lay_nothing, .fill = fill, .what = what};
    return store_make_of(a, dir, &m);
}

static struct err *open_record(struct store *s, enum db_role role, struct arena *a, struct db **out)
{
    return db_open(a, folder_path(a, s->dir, "attune.db"),
                   (struct db_options){.role = role,
                                       .file_system = s->options.file_system,
                                       .synchronous = s->options.synchronous},
                   out);
}

/* An empty file is a database to SQLite, and would be made into a new record; but a record
 * bears its name only when it is whole. */
static struct err *check_record(const struct store *s, struct db *db)
{
    unsigned steps = 0;
    TRY(migration_count(s->arena, db, &steps));
    if (steps == 0)
        FAIL(s->arena, WHY_INVALID,
             "\"%.*s/attune.db\" is empty or no record of Attune; attune restore brings a backup "
             "back.",
             STR(s->dir));
    return NULL;
}

static struct err *begin_writing(struct store *s)
{
    struct db *db = NULL;
    const char *doing = s->options.doing ? s->options.doing : "write";
    TRY(lock_take(s->arena, s->dir, doing));
    TRY(open_record(s, DB_WRITES, s->arena, &db));
    TRY(check_record(s, db));
    TRY(migration_run(s->arena, db));
    return writer_start(s->arena, db, s->options.log_passive, &s->writer);
}

struct err *store_open(struct arena *a, str dir, struct store_options options, struct store **out)
{
    struct store *s = ARENA_NEW(a, struct store);
    secret_init();
    *s = (struct store){.arena = a, .dir = str_copy(a, dir), .options = options};
    TRY(folder_check(a, s->dir));
    TRY(folder_read_key(a, s->dir, &s->key));
    if (options.role == STORE_OWNS)
        TRY(begin_writing(s));
    TRY(open_record(s, DB_READS, a, &s->db));
    TRY(check_record(s, s->db));
    if (options.role == STORE_READS)
        TRY(migration_check(a, s->db));
    *out = s;
    return NULL;
}

str store_dir(const struct store *s)
{
    return s->dir;
}

bool store_is_owned(const struct store *s)
{
    return s->writer != NULL;
}

const struct secret_key *store_key(const struct store *s)
{
    return &s->key;
}

struct db *store_db(struct store *s)
{
    return s->db;
}

struct err *store_open_reader(struct arena *a, const struct store *s, struct db **out)
{
    struct store copy = *s;
    return open_record(&copy, DB_READS, a, out);
}

struct err *store_share(struct arena *a, const struct store *s, struct store **out)
{
    struct store *shared = ARENA_NEW(a, struct store);
    *shared = *s;
    shared->arena = a;
    TRY(open_record(shared, DB_READS, a, &shared->db));
    *out = shared;
    return NULL;
}

void store_begin_write(struct store *s, struct write *w)
{
    assert(s->writer);
    writer_take(s->writer, w);
}

struct err *store_end_write(struct store *s, struct write *w)
{
    assert(s->writer);
    return writer_wait(w);
}

struct err *store_write(struct store *s, struct write *w)
{
    store_begin_write(s, w);
    return store_end_write(s, w);
}

struct store_state store_state(const struct store *s)
{
    assert(s->writer);
    return writer_state(s->writer);
}
