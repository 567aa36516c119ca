/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/backup_reader.h"

#include <inttypes.h>

#include "base/limits.h"
#include "base/text.h"
#include "base/zstd.h"
#include "store/backup.h"
#include "store/tar.h"

enum { PIECE = 256 * 1024 };

struct reader {
    struct arena *arena;
    struct file *file;
    struct zstd_reader *zstd;
    const struct watch *watch;
    const struct backup_sink *sink;
    struct backup_manifest manifest;
    char piece[PIECE];
};

static struct err *is_none(struct reader *r, const char *why)
{
    FAIL(r->arena, WHY_INVALID, "\"%.*s\" is no backup of Attune, or damaged: %s.",
         STR(file_path(r->file)), why);
}

static struct err *take(struct reader *r, char *into, size_t len)
{
    size_t got = 0;
    TRY(zstd_read(r->arena, r->zstd, into, len, &got));
    return got == len ? NULL : is_none(r, "it ends too early");
}

static struct err *take_zeros(struct reader *r, size_t len)
{
    char zeros[2 * TAR_BLOCK];
    TRY(take(r, zeros, len));
    return tar_is_zero(zeros, len) ? NULL : is_none(r, "there is something between its files");
}

static struct err *take_head(struct reader *r, const char *name, uint64_t *bytes)
{
    char block[TAR_BLOCK];
    struct tar_member member;
    TRY(take(r, block, sizeof block));
    if (!tar_to_member(block, &member))
        return is_none(r, str_to_chars(r->arena, str_format(r->arena,
                                                            "\"%s\" is not where it "
                                                            "should begin",
                                                            name)));
    if (!str_equal(member.name, str_of_chars(name)))
        return is_none(
            r, str_to_chars(r->arena, str_format(r->arena, "%.*s is in it where \"%s\" should be",
                                                 STR(text_quote(r->arena, member.name)), name)));
    *bytes = member.bytes;
    return NULL;
}

static struct err *take_manifest(struct reader *r)
{
    uint64_t bytes = 0;
    TRY(take_head(r, BACKUP_MANIFEST, &bytes));
    if (bytes > LIMIT_BACKUP_MANIFEST_BYTES)
        return is_none(r, "the list of what is in it is too long");
    char *text = arena_take(r->arena, (size_t)bytes);
    TRY(take(r, text, (size_t)bytes));
    TRY(take_zeros(r, (size_t)tar_padding(bytes)));
    WRAP(r->arena, backup_manifest_of_json(r->arena, (str){text, (size_t)bytes}, &r->manifest),
         "\"%.*s\"", STR(file_path(r->file)));
    return NULL;
}

static bool is_hash_of(struct arena *a, const struct secret_hash *hash, str bytes)
{
    struct secret_stream *stream = secret_stream_make(a);
    secret_stream_add(stream, bytes);
    struct secret_hash is = secret_stream_hash(stream);
    return str_equal(secret_hash_str(&is), secret_hash_str(hash));
}

static struct err *take_key(struct reader *r, struct secret_key *key)
{
    uint64_t bytes = 0;
    TRY(take_head(r, BACKUP_KEY, &bytes));
    if (bytes != sizeof key->bytes)
        return is_none(r, "its key is none");
    TRY(take(r, (char *)key->bytes, sizeof key->bytes));
    TRY(take_zeros(r, (size_t)tar_padding(bytes)));
    if (!is_hash_of(r->arena, &r->manifest.key_hash,
                    (str){(const char *)key->bytes, sizeof key->bytes}))
        return is_none(r, "its key is not the one that was put in");
    return NULL;
}

/* Before a byte of it is written anywhere. */
static struct err *check_size(struct reader *r, uint64_t bytes)
{
    if (bytes != r->manifest.database_bytes)
        return is_none(r, "its record is not as long as it says");
    if (bytes > LIMIT_BACKUP_DATABASE_BYTES)
        FAIL(r->arena, WHY_LIMIT, "The record in \"%.*s\" is longer than %zu GiB.",
             STR(file_path(r->file)), LIMIT_BACKUP_DATABASE_BYTES / GIB);
    if (bytes > LIMIT_BACKUP_SMALL && bytes / LIMIT_BACKUP_RATIO > file_size(r->file))
        FAIL(r->arena, WHY_LIMIT,
             "The record in \"%.*s\" says it is %" PRIu64 " MB long, more than %d times the file.",
             STR(file_path(r->file)), bytes / 1000000, LIMIT_BACKUP_RATIO);
    return NULL;
}

static struct err *take_database(struct reader *r)
{
    struct secret_stream *stream = secret_stream_make(r->arena);
    uint64_t left = r->manifest.database_bytes;
    const char *doing = r->sink ? "Restoring" : "Reading the backup";
    while (left) {
        size_t len = left < PIECE ? (size_t)left : PIECE;
        TRY(take(r, r->piece, len));
        secret_stream_add(stream, (str){r->piece, len});
        if (r->sink)
            TRY(r->sink->take(r->arena, r->sink->what, (str){r->piece, len}));
        left -= len;
        TRY(watch_ask(r->arena, r->watch, doing, r->manifest.database_bytes - left,
                      r->manifest.database_bytes));
    }
    struct secret_hash is = secret_stream_hash(stream);
    if (!str_equal(secret_hash_str(&is), secret_hash_str(&r->manifest.database_hash)))
        return is_none(r, "its record is not the one that was put in");
    return take_zeros(r, (size_t)tar_padding(r->manifest.database_bytes));
}

static struct err *take_end(struct reader *r)
{
    char more = 0;
    size_t got = 0;
    TRY(take_zeros(r, (size_t)2 * TAR_BLOCK));
    TRY(zstd_read(r->arena, r->zstd, &more, 1, &got));
    return got == 0 ? NULL : is_none(r, "something follows its last file");
}

static struct err *read_all(struct reader *r, str path)
{
    uint64_t bytes = 0;
    struct secret_key key;
    TRY(file_open(r->arena, path, &r->file));
    if (file_size(r->file) == 0)
        return is_none(r, "it is empty, or no file");
    r->zstd = zstd_reader_make(r->arena, r->file);
    TRY(take_manifest(r));
    TRY(take_key(r, &key));
    TRY(take_head(r, BACKUP_DATABASE, &bytes));
    TRY(check_size(r, bytes));
    if (r->sink)
        TRY(r->sink->begin(r->arena, r->sink->what, &r->manifest, &key));
    TRY(take_database(r));
    return take_end(r);
}

struct err *backup_read(struct arena *a, str path, const struct watch *w,
                        const struct backup_sink *sink, struct backup_manifest *out)
{
    struct reader *r = ARENA_NEW(a, struct reader);
    r->arena = a;
    r->watch = w;
    r->sink = sink;
    TRY(read_all(r, path));
    *out = r->manifest;
    return NULL;
}
