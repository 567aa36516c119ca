/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_upload_db.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/decimal.h"

STATEMENT(import_upload_add);
STATEMENT(import_upload_drop);
STATEMENT(import_upload_forget);
STATEMENT(import_upload_list);
STATEMENT(import_upload_run);
STATEMENT(import_upload_set);

#define KEPT_FOR USEC_DAY
#define REFUSED ".refused"
#define JOIN ".join"
#define NEW_JOIN ".join-new"

enum { REFUSED_KEPT_S = 7 * 24 * 60 * 60 };

/* ---- files ---- */

static str folder_of(struct arena *a, const struct store *s)
{
    return str_format(a, "%.*s/uploads", STR(store_dir(s)));
}

str import_upload_path(struct arena *a, const struct store *s, int64_t id)
{
    return str_format(a, "%.*s/%lld", STR(folder_of(a, s)), (long long)id);
}

str import_upload_refused_path(struct arena *a, const struct store *s, int64_t id)
{
    return str_format(a, "%.*s" REFUSED, STR(import_upload_path(a, s, id)));
}

static str join_path(struct arena *a, const struct store *s, int64_t id)
{
    return str_format(a, "%.*s" JOIN, STR(import_upload_path(a, s, id)));
}

static str new_join_path(struct arena *a, const struct store *s, int64_t id)
{
    return str_format(a, "%.*s" NEW_JOIN, STR(import_upload_path(a, s, id)));
}

bool import_upload_join(struct arena *a, const struct store *s, int64_t id,
                        const struct import_map *map, struct join_wish *wish)
{
    if (!map || !map->join.len)
        return false;
    *wish = (struct join_wish){.source = {.path = join_path(a, s, id), .name = map->join}};
    return access(wish->source.path.ptr, R_OK) == 0;
}

void import_upload_forget_file(struct arena *a, const struct store *s, int64_t id)
{
    (void)unlink(import_upload_path(a, s, id).ptr);
    (void)unlink(join_path(a, s, id).ptr);
    (void)unlink(new_join_path(a, s, id).ptr);
}

static struct err *failed(struct arena *a, const char *doing)
{
    enum why why = errno == ENOSPC || errno == EDQUOT ? WHY_BUSY : WHY_FAILED;
    FAIL(a, why, "The file that was sent cannot be %s: %s.", doing, strerror(errno));
}

static struct err *write_all(struct arena *a, int file, str bytes)
{
    while (bytes.len) {
        ssize_t written = write(file, bytes.ptr, bytes.len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return failed(a, "kept");
        bytes = str_slice(bytes, (size_t)written, bytes.len);
    }
    return fsync(file) == 0 ? NULL : failed(a, "kept");
}

static struct err *write_file(struct arena *a, str path, str bytes)
{
    int file = open(path.ptr, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return failed(a, "kept");
    struct err *e = write_all(a, file, bytes);
    (void)close(file);
    return e;
}

static struct err *sync_path(struct arena *a, const char *path, int flags)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | flags);
    bool is_synced = file >= 0 && fsync(file) == 0;
    if (file >= 0)
        (void)close(file);
    return is_synced ? NULL : failed(a, "kept");
}

/* On disk when it returns: an import that waits is not lost. */
static struct err *keep_file(struct arena *a, const struct store *s,
                             const struct import_upload *upload, str path)
{
    str folder = folder_of(a, s);
    if (mkdir(folder.ptr, 0700) != 0 && errno != EEXIST)
        return failed(a, "kept");
    if (upload->path.len) {
        TRY(sync_path(a, str_to_chars(a, upload->path), 0));
        if (rename(str_to_chars(a, upload->path), path.ptr) != 0)
            return failed(a, "kept");
    } else {
        TRY(write_file(a, path, upload->bytes));
    }
    return sync_path(a, folder.ptr, O_DIRECTORY);
}

/* ---- rows ---- */

struct adding {
    const struct import_upload *upload;
    int64_t id;
};

static struct err *write_row(struct arena *a, struct db *db, void *what)
{
    struct adding *adding = what;
    const struct import_upload *u = adding->upload;
    struct query *q = db_query(db, SQL(import_upload_add));
    query_bind_text(q, 1, u->source);
    query_bind_text(q, 2, u->name);
    query_bind_blob(q, 3, S(""));
    if (u->has_at)
        query_bind_int(q, 4, u->at);
    else
        query_bind_none(q, 4);
    query_bind_int(q, 5, (int64_t)u->len);
    query_bind_text(q, 6, u->actor);
    query_bind_int(q, 7, u->now);
    TRY(query_run(a, q));
    adding->id = db_last_id(db);
    return NULL;
}

static struct err *submit(struct arena *a, struct store *s,
                          struct err *(*apply)(struct arena *a, struct db *db, void *what),
                          void *what)
{
    struct write w = {.apply = apply, .what = what, .arena = a};
    return store_write(s, &w);
}

struct err *import_upload_add(struct arena *a, struct store *s, const struct import_upload *upload,
                              int64_t *id)
{
    struct adding adding = {.upload = upload};
    TRY(submit(a, s, write_row, &adding));
    struct err *e = keep_file(a, s, upload, import_upload_path(a, s, adding.id));
    if (e) {
        (void)import_upload_drop(a, s, adding.id);
        return e;
    }
    *id = adding.id;
    return NULL;
}

struct err *import_upload_add_join(struct arena *a, struct store *s, int64_t id,
                                   const struct import_upload *table, str *path)
{
    *path = new_join_path(a, s, id);
    (void)unlink(path->ptr);
    return keep_file(a, s, table, *path);
}

struct err *import_upload_keep_join(struct arena *a, struct store *s, int64_t id)
{
    if (rename(new_join_path(a, s, id).ptr, join_path(a, s, id).ptr) != 0)
        return failed(a, "kept");
    return sync_path(a, folder_of(a, s).ptr, O_DIRECTORY);
}

void import_upload_drop_join(struct arena *a, const struct store *s, int64_t id)
{
    (void)unlink(new_join_path(a, s, id).ptr);
}

static struct err *write_plan(struct arena *a, struct db *db, void *what)
{
    const struct import_upload_plan *p = what;
    struct query *q = db_query(db, SQL(import_upload_set));
    query_bind_int(q, 1, p->id);
    query_bind_text(q, 2, p->map);
    query_bind_text(q, 3, p->source);
    query_bind_int(q, 4, (int64_t)p->rows);
    query_bind_text(q, 5, p->report);
    TRY(query_run(a, q));
    if (!db_changes(db))
        FAIL(a, WHY_CONFLICT, "Import %lld was run meanwhile, so its map stays.", (long long)p->id);
    return NULL;
}

struct err *import_upload_set_plan(struct arena *a, struct store *s,
                                   const struct import_upload_plan *plan)
{
    struct import_upload_plan copy = *plan;
    return submit(a, s, write_plan, &copy);
}

/* The file has two names until the one of before is swept; no byte is copied. */
struct err *import_upload_again(struct arena *a, struct store *s, const struct import_entry *entry,
                                str actor, usec_t now, int64_t *id)
{
    str path = import_upload_path(a, s, entry->id), other = str_format(a, "%.*s.again", STR(path));
    if (entry->state != IMPORT_UNDONE)
        FAIL(a, WHY_CONFLICT, "Import %lld is not undone, so that it would be taken twice.",
             (long long)entry->id);
    (void)unlink(other.ptr);
    if (!entry->is_upload || link(path.ptr, other.ptr) != 0)
        FAIL(a, WHY_MISSING,
             "The file of import %lld is gone; send it again, and what was said of it holds.",
             (long long)entry->id);
    struct import_upload upload = {.name = entry->name,
                                   .source = entry->source_given.len ? entry->source_given
                                                                     : entry->source,
                                   .has_at = entry->has_at,
                                   .at = entry->at,
                                   .actor = actor,
                                   .now = now,
                                   .path = other,
                                   .len = (uint64_t)entry->upload_bytes};
    struct err *added = import_upload_add(a, s, &upload, id);
    (void)unlink(other.ptr); /* where it was not moved */
    TRY(added);
    /* A second table comes along, where there was one. */
    if (link(join_path(a, s, entry->id).ptr, join_path(a, s, *id).ptr) != 0 && errno != ENOENT) {
        struct err *e = failed(a, "kept");
        (void)import_upload_drop(a, s, *id);
        return e;
    }
    return NULL;
}

struct running {
    int64_t id;
    str actor;
    usec_t now;
};

static struct err *write_run(struct arena *a, struct db *db, void *what)
{
    const struct running *r = what;
    struct query *q = db_query(db, SQL(import_upload_run));
    query_bind_int(q, 1, r->id);
    query_bind_text(q, 2, r->actor);
    query_bind_int(q, 3, r->now);
    TRY(query_run(a, q));
    if (!db_changes(db))
        FAIL(a, WHY_CONFLICT, "Import %lld is not waiting to be run.", (long long)r->id);
    return NULL;
}

struct err *import_upload_run(struct arena *a, struct store *s, const struct import_entry *entry,
                              str actor, usec_t now)
{
    struct running running = {entry->id, actor, now};
    if (!entry->is_upload)
        FAIL(a, WHY_CONFLICT,
             "The file of import %lld was read where it lies; the same command goes on with it.",
             (long long)entry->id);
    bool may = entry->state == IMPORT_LOOKED_AT || entry->state == IMPORT_STOPPED;
    if (may && access(import_upload_path(a, s, entry->id).ptr, R_OK) != 0)
        FAIL(a, WHY_MISSING, "The file of import %lld is gone; send it again.",
             (long long)entry->id);
    return submit(a, s, write_run, &running);
}

static struct err *write_drop(struct arena *a, struct db *db, void *what)
{
    const int64_t *id = what;
    struct query *q = db_query(db, SQL(import_upload_drop));
    query_bind_int(q, 1, *id);
    TRY(query_run(a, q));
    if (!db_changes(db))
        FAIL(a, WHY_CONFLICT, "Import %lld has begun; when it has ended it can be undone.",
             (long long)*id);
    return NULL;
}

struct err *import_upload_drop(struct arena *a, struct store *s, int64_t id)
{
    TRY(submit(a, s, write_drop, &id));
    import_upload_forget_file(a, s, id);
    return NULL;
}

/* ---- what is left behind ---- */

struct kept {
    int64_t *ids;
    size_t len, room;
};

static void add_id(struct arena *a, struct kept *kept, int64_t id)
{
    if (kept->len == kept->room)
        kept->ids = arena_grow_array(a, kept->ids, kept->len, &kept->room, sizeof *kept->ids);
    kept->ids[kept->len++] = id;
}

static bool has_id(const struct kept *kept, int64_t id)
{
    for (size_t i = 0; i < kept->len; i++)
        if (kept->ids[i] == id)
            return true;
    return false;
}

/* The ids whose files stay; the others' rows go, where nothing was taken. */
static struct err *write_sweep(struct arena *a, struct db *db, void *what)
{
    const usec_t *before = what;
    struct query *q = db_query(db, SQL(import_upload_forget));
    query_bind_int(q, 1, *before);
    return query_run(a, q);
}

static struct err *list_kept(struct arena *a, struct db *db, usec_t before, struct kept *kept)
{
    bool found = false;
    struct query *q = db_query(db, SQL(import_upload_list));
    query_bind_int(q, 1, before);
    for (;;) {
        TRY(query_next(a, q, &found));
        if (!found)
            return NULL;
        add_id(a, kept, query_int(q, 0));
    }
}

/* What people may mend is kept for a week. */
static void forget_old_refused(int folder, const char *name)
{
    struct stat is;
    size_t len = strlen(name), end = sizeof REFUSED - 1;
    if (len <= end || strcmp(name + len - end, REFUSED) != 0)
        return;
    if (fstatat(folder, name, &is, AT_SYMLINK_NOFOLLOW) == 0 &&
        is.st_mtime + REFUSED_KEPT_S < time(NULL))
        (void)unlinkat(folder, name, 0);
}

static void list_files(struct arena *a, DIR *files, struct kept *found)
{
    struct decimal id;
    for (const struct dirent *file = readdir(files); file; file = readdir(files)) {
        forget_old_refused(dirfd(files), file->d_name);
        str rest = {NULL, 0}, number = str_cut(str_of_chars(file->d_name), '.', &rest);
        bool is_refused = rest.ptr && str_equal(rest, S("refused"));
        if (!is_refused && decimal_of_str(number, &id) && decimal_is_whole(id))
            add_id(a, found, id.mantissa);
    }
}

/* One that is being sent has its row before its file. */
struct err *import_upload_sweep(struct arena *a, struct store *s, usec_t now)
{
    struct kept kept = {.len = 0}, found = {.len = 0};
    usec_t before = now - KEPT_FOR;
    TRY(submit(a, s, write_sweep, &before));
    DIR *files = opendir(folder_of(a, s).ptr);
    if (!files)
        return NULL; /* none was ever sent */
    list_files(a, files, &found);
    (void)closedir(files);
    TRY(list_kept(a, store_db(s), before, &kept));
    for (size_t i = 0; i < found.len; i++)
        if (!has_id(&kept, found.ids[i]))
            import_upload_forget_file(a, s, found.ids[i]);
    return NULL;
}
