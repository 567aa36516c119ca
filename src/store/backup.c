/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/zstd.h"
#include "store/backup_reader.h"
#include "store/content.h"
#include "store/db.h"
#include "store/folder.h"
#include "store/migration.h"
#include "store/tar.h"

enum { PIECE = 256 * 1024 };

struct backup {
    struct arena *arena;
    const struct backup_options *options;
    struct new_file *file;
    struct zstd_writer *zstd;
    str copy;          /* path of the record's copy */
    uint64_t expected; /* bytes that the record has now */
    char piece[PIECE];
};

/* ---- the copy ---- */

static void remove_copy(void *what)
{
    static const char *const endings[] = {"", "-journal", "-wal", "-shm"};
    const struct backup *b = what;
    struct arena *scratch = arena_make(0);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        (void)unlink(
            str_to_chars(scratch, str_format(scratch, "%.*s%s", STR(b->copy), endings[i])));
    arena_done(scratch);
}

static uint64_t bytes_of(struct arena *a, str path)
{
    struct stat is;
    return stat(str_to_chars(a, path), &is) == 0 ? (uint64_t)is.st_size : 0;
}

static bool copying_goes_on(void *what)
{
    const struct backup *b = what;
    const struct watch *w = b->options->watch;
    struct arena *scratch = arena_make(0);
    bool goes_on =
        w->goes_on(w->what, "Copying the record", bytes_of(scratch, b->copy), b->expected);
    arena_done(scratch);
    return goes_on;
}

/* An empty file first, for nobody else's eyes: SQLite would make one for all. */
static struct err *make_copy(struct backup *b, struct store *s)
{
    struct arena *a = b->arena;
    b->copy = str_format(a, "%.*s.db", STR(new_file_path(b->file)));
    int empty = open(str_to_chars(a, b->copy), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (empty < 0)
        FAIL(a, WHY_FAILED, "\"%.*s\" cannot be made: %s.", STR(b->copy), strerror(errno));
    (void)close(empty);
    arena_defer(a, remove_copy, b);
    if (b->options->watch)
        db_watch(store_db(s), copying_goes_on, b);
    struct err *e = db_copy_to(a, store_db(s), b->copy);
    db_watch(store_db(s), NULL, NULL);
    return e;
}

static struct err *look_into_copy(struct backup *b, struct backup_manifest *m)
{
    struct arena *own = arena_make(0);
    struct db *db = NULL;
    struct err *e = db_open(own, b->copy, (struct db_options){.role = DB_READS}, &db);
    if (!e)
        e = migration_count(own, db, &m->steps);
    if (!e)
        e = content_of_record(b->arena, db, b->options->watch, &m->tables, &m->tables_len);
    if (e)
        e = err_copy(b->arena, e);
    arena_done(own);
    return e;
}

/* ---- the bytes of a file, to be hashed or packed ---- */

static struct err *each_piece(struct backup *b, const char *doing, uint64_t total,
                              struct err *(*take)(struct backup *b, void *what, str piece),
                              void *what)
{
    struct arena *own = arena_make(0);
    struct file *file = NULL;
    size_t got = 1;
    struct err *e = file_open(own, b->copy, &file);
    while (!e && got) {
        e = file_read(own, file, b->piece, PIECE, &got);
        if (!e && got)
            e = take(b, what, (str){b->piece, got});
        if (!e)
            e = watch_ask(own, b->options->watch, doing, file_taken(file), total);
    }
    if (e)
        e = err_copy(b->arena, e);
    arena_done(own);
    return e;
}

static struct err *hash_piece(struct backup *b, void *what, str piece)
{
    (void)b;
    secret_stream_add(what, piece);
    return NULL;
}

static struct err *pack_piece(struct backup *b, void *what, str piece)
{
    (void)what;
    return zstd_write(b->arena, b->zstd, piece);
}

static struct err *hash_copy(struct backup *b, struct backup_manifest *m)
{
    struct secret_stream *stream = secret_stream_make(b->arena);
    m->database_bytes = bytes_of(b->arena, b->copy);
    TRY(each_piece(b, "Checking the copy", m->database_bytes, hash_piece, stream));
    m->database_hash = secret_stream_hash(stream);
    return NULL;
}

/* ---- the archive ---- */

static struct err *put_head(struct backup *b, const char *name, uint64_t bytes)
{
    char block[TAR_BLOCK];
    struct tar_member member = {.name = str_of_chars(name),
                                .mode = 0600,
                                .bytes = bytes,
                                .at_s = b->options->now < 0 ? 0 : b->options->now / USEC_SECOND};
    tar_of_member(&member, block);
    return zstd_write(b->arena, b->zstd, (str){block, sizeof block});
}

static struct err *put_zeros(struct backup *b, uint64_t len)
{
    static const char zeros[2 * TAR_BLOCK];
    return zstd_write(b->arena, b->zstd, (str){zeros, (size_t)len});
}

static struct err *put_member(struct backup *b, const char *name, str content)
{
    TRY(put_head(b, name, content.len));
    TRY(zstd_write(b->arena, b->zstd, content));
    return put_zeros(b, tar_padding(content.len));
}

static struct err *pack(struct backup *b, const struct secret_key *key,
                        const struct backup_manifest *m)
{
    b->zstd = zstd_writer_make(b->arena, b->file);
    TRY(put_member(b, BACKUP_MANIFEST, backup_manifest_to_json(b->arena, m)));
    TRY(put_member(b, BACKUP_KEY, (str){(const char *)key->bytes, sizeof key->bytes}));
    TRY(put_head(b, BACKUP_DATABASE, m->database_bytes));
    TRY(each_piece(b, "Packing", m->database_bytes, pack_piece, NULL));
    TRY(put_zeros(b, tar_padding(m->database_bytes)));
    TRY(put_zeros(b, (uint64_t)2 * TAR_BLOCK));
    return zstd_write_end(b->arena, b->zstd);
}

static struct err *read_again(struct backup *b, const struct backup_manifest *m)
{
    struct backup_manifest read;
    TRY(new_file_sync(b->arena, b->file));
    struct err *e = backup_read(b->arena, new_file_path(b->file), b->options->watch, NULL, &read);
    if (!e)
        e = content_compare(b->arena, m->tables, m->tables_len, read.tables, read.tables_len);
    if (e && e->why == WHY_INVALID)
        FAIL(b->arena, WHY_FAILED, "The backup is not on the disk as it was written: %.*s",
             STR(e->text));
    return e;
}

static struct err *make(struct backup *b, struct store *s, struct backup_manifest *m)
{
    TRY(make_copy(b, s));
    TRY(look_into_copy(b, m));
    TRY(hash_copy(b, m));
    TRY(pack(b, store_key(s), m));
    return read_again(b, m);
}

struct err *backup_make(struct arena *a, struct store *s, str path,
                        const struct backup_options *options, struct backup_manifest *out,
                        uint64_t *bytes)
{
    struct backup *b = ARENA_NEW(a, struct backup);
    const struct secret_key *key = store_key(s);
    str key_bytes = {(const char *)key->bytes, sizeof key->bytes};
    struct secret_stream *stream = secret_stream_make(a);
    struct backup_manifest m = {.program = options->program,
                                .made_at = options->now - options->now % USEC_SECOND};
    *b = (struct backup){.arena = arena_make(0),
                         .options = options,
                         .expected = bytes_of(a, folder_path(a, store_dir(s), "attune.db"))};
    secret_stream_add(stream, key_bytes);
    m.key_hash = secret_stream_hash(stream);
    struct err *e = new_file_make(b->arena, path, &b->file);
    if (!e)
        e = make(b, s, &m);
    if (!e)
        e = new_file_keep(b->arena, b->file);
    if (e)
        e = err_copy(a, e);
    else
        *bytes = new_file_bytes(b->file);
    /* Tables lie in that arena. */
    struct backup_table *tables = ARENA_ARRAY(a, struct backup_table, m.tables_len);
    for (size_t i = 0; i < m.tables_len; i++)
        tables[i] = m.tables[i];
    m.tables = tables;
    arena_done(b->arena);
    TRY(e);
    *out = m;
    return NULL;
}
