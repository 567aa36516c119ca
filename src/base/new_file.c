/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/secret.h"

enum { LETTERS_BYTES = 5, PIECE_MOST = 1 << 30 };

struct new_file {
    str path;
    const char *named, *part; /* where it shall lie, and lies */
    int descriptor;           /* -1: closed */
    uint64_t bytes;
    bool is_kept;
};

static void drop(void *what)
{
    const struct new_file *f = what;
    if (f->descriptor >= 0)
        (void)close(f->descriptor);
    if (!f->is_kept)
        (void)unlink(f->part);
}

static enum why why_of(int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return WHY_MISSING;
    case EACCES:
    case EPERM:
    case EROFS:
        return WHY_DENIED;
    case EEXIST:
        return WHY_CONFLICT;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return WHY_LIMIT;
    default:
        return WHY_FAILED;
    }
}

static struct err *failed(struct arena *a, const struct new_file *f, const char *doing, int number)
{
    if (number == EEXIST)
        FAIL(a, WHY_CONFLICT, "\"%.*s\" is there already; nothing is overwritten.", STR(f->path));
    FAIL(a, why_of(number), "\"%.*s\" cannot be %s: %s.", STR(f->path), doing, strerror(number));
}

static str letters(struct arena *a)
{
    char bytes[LETTERS_BYTES];
    secret_init();
    secret_random(bytes, sizeof bytes);
    return secret_to_base32(a, (str){bytes, sizeof bytes});
}

struct err *new_file_make(struct arena *a, str path, struct new_file **out)
{
    struct new_file *f = ARENA_NEW(a, struct new_file);
    struct stat is;
    f->path = str_copy(a, path);
    f->named = str_to_chars(a, path);
    f->part = str_to_chars(a, str_format(a, "%.*s.part-%.*s", STR(path), STR(letters(a))));
    f->descriptor = -1;
    if (!path.len)
        FAIL(a, WHY_USAGE, "A file needs a name.");
    if (lstat(f->named, &is) == 0)
        return failed(a, f, "made", EEXIST);
    f->descriptor = open(f->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, 0600);
    if (f->descriptor < 0)
        return failed(a, f, "made", errno);
    arena_defer(a, drop, f);
    *out = f;
    return NULL;
}

struct err *new_file_add(struct arena *a, struct new_file *f, str bytes)
{
    while (bytes.len) {
        size_t piece = bytes.len < PIECE_MOST ? bytes.len : PIECE_MOST;
        ssize_t done =
            FAULT("file.write") ? (errno = EIO, -1) : write(f->descriptor, bytes.ptr, piece);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return failed(a, f, "written", done < 0 ? errno : ENOSPC);
        f->bytes += (uint64_t)done;
        bytes = str_slice(bytes, (size_t)done, bytes.len);
    }
    return NULL;
}

struct err *new_file_reopen(struct arena *a, struct new_file *f)
{
    struct stat is;
    int descriptor = open(f->part, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0 || fstat(descriptor, &is) != 0 || fchmod(descriptor, 0600) != 0) {
        int number = errno;
        if (descriptor >= 0)
            (void)close(descriptor);
        return failed(a, f, "made", number);
    }
    (void)close(f->descriptor);
    f->descriptor = descriptor;
    f->bytes = (uint64_t)is.st_size;
    return NULL;
}

struct err *new_file_sync(struct arena *a, struct new_file *f)
{
    if (FAULT("file.sync") ? (errno = EIO, true) : fsync(f->descriptor) != 0)
        return failed(a, f, "written", errno);
    (void)posix_fadvise(f->descriptor, 0, 0, POSIX_FADV_DONTNEED);
    return NULL;
}

/* Some file systems know no way to rename without taking another's place. */
static bool take_name(const struct new_file *f)
{
    if (renameat2(AT_FDCWD, f->part, AT_FDCWD, f->named, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    return link(f->part, f->named) == 0 && unlink(f->part) == 0;
}

static struct err *sync_folder(struct arena *a, const struct new_file *f)
{
    size_t len = f->path.len;
    while (len && f->path.ptr[len - 1] != '/')
        len--;
    str folder = len ? str_slice(f->path, 0, len) : S(".");
    int descriptor = open(str_to_chars(a, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_synced = descriptor >= 0 && fsync(descriptor) == 0;
    int number = errno;
    if (descriptor >= 0)
        (void)close(descriptor);
    /* Some file systems keep names on disk without being told, and refuse to be. */
    return is_synced || number == EINVAL ? NULL : failed(a, f, "written", number);
}

struct err *new_file_keep(struct arena *a, struct new_file *f)
{
    TRY(new_file_sync(a, f));
    int closed = close(f->descriptor);
    f->descriptor = -1;
    if (closed != 0)
        return failed(a, f, "written", errno);
    if (!take_name(f))
        return failed(a, f, "made", errno);
    f->is_kept = true;
    return sync_folder(a, f);
}

str new_file_path(const struct new_file *f)
{
    return str_of_chars(f->part);
}

uint64_t new_file_bytes(const struct new_file *f)
{
    return f->bytes;
}
