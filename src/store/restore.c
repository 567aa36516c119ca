/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/restore.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <unistd.h>

#include "store/backup_reader.h"
#include "store/content.h"
#include "store/disk.h"
#include "store/folder.h"
#include "store/migration.h"
#include "store/store.h"

struct restore {
    str path, dir;
    const struct restore_options *options;
    struct backup_manifest manifest;
    int file; /* attune.db.part, -1: not open */
};

/* ---- laying the files ---- */

static struct err *failed(struct arena *a, const struct restore *r)
{
    int number = errno;
    bool is_full = number == ENOSPC || number == EDQUOT || number == EFBIG;
    FAIL(a, is_full ? WHY_LIMIT : WHY_FAILED, "The record cannot be written into \"%.*s\": %s.",
         STR(r->dir), strerror(number));
}

static struct err *check_room(struct arena *a, const struct restore *r)
{
    struct disk_space space;
    TRY(disk_space(a, r->dir, &space));
    if (space.free_bytes < r->manifest.database_bytes)
        FAIL(a, WHY_LIMIT,
             "There is not enough space for \"%.*s\": the record needs %" PRIu64 " MB, and %" PRIu64
             " MB are free.",
             STR(r->dir), r->manifest.database_bytes / 1000000 + 1, space.free_bytes / 1000000);
    return NULL;
}

static struct err *begin(struct arena *a, void *what, const struct backup_manifest *m,
                         const struct secret_key *key)
{
    struct restore *r = what;
    str path = folder_path(a, r->dir, "attune.db.part");
    r->manifest = *m;
    TRY(check_room(a, r));
    TRY(folder_put_key(a, r->dir, key));
    r->file =
        open(str_to_chars(a, path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    return r->file < 0 ? failed(a, r) : NULL;
}

static struct err *take(struct arena *a, void *what, str bytes)
{
    const struct restore *r = what;
    while (bytes.len) {
        ssize_t done = write(r->file, bytes.ptr, bytes.len);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return failed(a, r);
        bytes = str_slice(bytes, (size_t)done, bytes.len);
    }
    return NULL;
}

/* ---- checking the record ---- */

static bool goes_on(void *what)
{
    const struct watch *w = what;
    return w->goes_on(w->what, "Checking the record", 0, 0);
}

/* Else a step would be taken of something that only looks like ours. */
static struct err *check_schema(struct arena *a, struct db *db, const struct restore *r)
{
    struct backup_table should;
    unsigned steps = 0;
    TRY(migration_count(a, db, &steps));
    if (steps != r->manifest.steps)
        FAIL(a, WHY_INVALID, "It has taken %u steps instead of %u.", steps, r->manifest.steps);
    TRY(content_of_schema(a, steps, &should));
    const struct backup_table *is = backup_manifest_table(&r->manifest, should.name);
    if (!is || !str_equal(secret_hash_str(&is->hash), secret_hash_str(&should.hash)))
        FAIL(a, WHY_INVALID, "Its tables are not those of a record of Attune.");
    return NULL;
}

static struct err *check_whole(struct arena *a, struct db *db)
{
    str wrong;
    TRY(db_check(a, db, &wrong));
    if (!wrong.len)
        TRY(db_check_references(a, db, &wrong));
    if (wrong.len)
        FAIL(a, WHY_INVALID, "It is damaged (%.*s).", STR(str_cut(wrong, '\n', &(str){NULL, 0})));
    return NULL;
}

static struct err *check_opened(struct arena *a, struct db *db, const struct restore *r)
{
    struct backup_table *tables = NULL;
    size_t len = 0;
    struct watch *w = NULL;
    if (r->options->watch) {
        w = ARENA_NEW(a, struct watch);
        *w = *r->options->watch;
        db_watch(db, goes_on, w);
    }
    TRY(check_whole(a, db));
    TRY(check_schema(a, db, r));
    TRY(content_of_record(a, db, w, &tables, &len));
    return content_compare(a, r->manifest.tables, r->manifest.tables_len, tables, len);
}

static struct err *check_record(struct arena *a, const struct restore *r)
{
    struct arena *own = arena_make(0);
    struct db *db = NULL;
    str advice;
    struct err *e = db_open(own, folder_path(own, r->dir, "attune.db.part"),
                            (struct db_options){.role = DB_READS}, &db);
    if (!e)
        e = check_opened(own, db, r);
    if (e && e->why == WHY_INVALID) /* without the advice to do what is being done */
        e = err_make(own, WHY_INVALID, __FILE__, __LINE__, "%.*s.",
                     STR(str_cut(str_slice(e->text, 0, e->text.len - 1), ';', &advice)));
    if (e)
        e = err_copy(a, e);
    arena_done(own);
    WRAP(a, e, "The record in \"%.*s\" cannot be used", STR(r->path));
    return NULL;
}

static struct err *lay(struct arena *a, str dir, void *what)
{
    struct restore *r = what;
    struct backup_sink sink = {.begin = begin, .take = take, .what = r};
    (void)dir;
    r->file = -1;
    struct err *e = backup_read(a, r->path, r->options->watch, &sink, &r->manifest);
    if (!e && fsync(r->file) != 0)
        e = failed(a, r);
    if (r->file >= 0)
        (void)close(r->file);
    TRY(e);
    return check_record(a, r);
}

static struct err *fill(struct arena *a, struct db *db, void *what)
{
    const struct restore *r = what;
    TRY(content_forget(a, db));
    return r->options->fill ? r->options->fill(a, db, &r->manifest, r->options->what) : NULL;
}

struct err *restore_run(struct arena *a, str path, str dir, const struct restore_options *options,
                        struct backup_manifest *out)
{
    struct restore r = {.path = path, .dir = dir, .options = options, .file = -1};
    struct store_making making = {.doing = "restore", .lay = lay, .fill = fill, .what = &r};
    TRY(backup_read(a, path, options->watch, NULL, &r.manifest));
    struct backup_manifest manifest = r.manifest;
    TRY(store_make_of(a, dir, &making));
    *out = manifest;
    return NULL;
}
