/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * fuzz_backup — arbitrary bytes as a backup: as the file, as the archive in it, and as its
 * list of what is in it with the rest that fits.
 *
 * It is refused with a sentence, or every byte of the record that it promised was given.
 */
#include <assert.h>

#include <fcntl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/zstd.h"
#include "store/backup.h"
#include "store/backup_reader.h"
#include "store/tar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct taken {
    uint64_t promised, taken;
    bool is_begun;
};

static struct err *begin(struct arena *a, void *what, const struct backup_manifest *m,
                         const struct secret_key *key)
{
    struct taken *taken = what;
    (void)a, (void)key;
    assert(!taken->is_begun && m->steps > 0);
    taken->is_begun = true;
    taken->promised = m->database_bytes;
    return NULL;
}

static struct err *take(struct arena *a, void *what, str bytes)
{
    struct taken *taken = what;
    (void)a;
    assert(taken->is_begun && bytes.len > 0);
    taken->taken += bytes.len;
    assert(taken->taken <= taken->promised);
    return NULL;
}

static void read_file(str path)
{
    struct arena *a = arena_make(0);
    struct taken taken = {.taken = 0};
    struct backup_sink sink = {.begin = begin, .take = take, .what = &taken};
    struct backup_manifest m;
    const struct err *e = backup_read(a, path, NULL, &sink, &m);
    if (e)
        assert(e->text.len > 0 && e->text.ptr[e->text.len - 1] == '.' &&
               (e->why == WHY_INVALID || e->why == WHY_LIMIT || e->why == WHY_CONFLICT));
    else
        assert(taken.is_begun && taken.taken == taken.promised);
    arena_done(a);
}

static str file_name(struct arena *a)
{
    str path = str_format(a, "/tmp/backup-%ld", (long)getpid());
    (void)unlink(path.ptr);
    return path;
}

static void try_file(str bytes)
{
    struct arena *a = arena_make(0);
    str path = file_name(a);
    int file = open(path.ptr, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    assert(file >= 0 && write(file, bytes.ptr, bytes.len) == (ssize_t)bytes.len);
    (void)close(file);
    read_file(path);
    (void)unlink(path.ptr);
    arena_done(a);
}

static void try_archive(str archive)
{
    struct arena *a = arena_make(0);
    str path = file_name(a);
    struct new_file *f = NULL;
    const struct err *e = new_file_make(a, path, &f);
    assert(!e);
    struct zstd_writer *z = zstd_writer_make(a, f);
    e = zstd_write(a, z, archive);
    assert(!e);
    e = zstd_write_end(a, z);
    assert(!e);
    read_file(new_file_path(f));
    arena_done(a); /* removes it */
}

static void add_member(struct buf *b, const char *name, str content)
{
    char block[TAR_BLOCK];
    struct tar_member m = {str_of_chars(name), 0600, content.len, 0};
    tar_of_member(&m, block);
    buf_add(b, (str){block, sizeof block});
    buf_add(b, content);
    buf_add_repeated(b, (str){"", 1}, (size_t)tar_padding(content.len));
}

static void try_manifest(str manifest)
{
    static const char key[SECRET_KEY_BYTES];
    struct arena *a = arena_make(0);
    struct buf b = buf_make(a, manifest.len + MIB);
    add_member(&b, BACKUP_MANIFEST, manifest);
    add_member(&b, BACKUP_KEY, (str){key, sizeof key});
    add_member(&b, BACKUP_DATABASE, S("no database"));
    buf_add_repeated(&b, (str){"", 1}, (size_t)2 * TAR_BLOCK);
    try_archive(buf_str(&b));
    arena_done(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str bytes = {(const char *)data, size};
    secret_init();
    try_file(bytes);
    try_archive(bytes);
    try_manifest(bytes);
    return 0;
}
