/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

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
    case ENOSPC:
    case EDQUOT:
        return WHY_LIMIT;
    default:
        return WHY_FAILED;
    }
}

static struct err *failed(struct arena *a, str path, const char *doing)
{
    int number = errno;
    FAIL(a, why_of(number), "\"%.*s\" cannot be %s: %s.", STR(path), doing, strerror(number));
}

str folder_path(struct arena *a, str dir, const char *name)
{
    return str_format(a, "%.*s/%s", STR(dir), name);
}

bool folder_has(struct arena *a, str dir, const char *name)
{
    return access(str_to_chars(a, folder_path(a, dir, name)), F_OK) == 0;
}

struct err *folder_check(struct arena *a, str dir)
{
    struct stat is;
    if (stat(str_to_chars(a, dir), &is) != 0) {
        if (errno == ENOENT)
            FAIL(a, WHY_MISSING, "There is no data folder \"%.*s\"; attune init makes one.",
                 STR(dir));
        return failed(a, dir, "opened");
    }
    if (!S_ISDIR(is.st_mode))
        FAIL(a, WHY_MISSING, "\"%.*s\" is no folder.", STR(dir));
    str record = folder_path(a, dir, "attune.db");
    if (access(str_to_chars(a, record), R_OK) == 0)
        return NULL;
    if (errno == ENOENT)
        FAIL(a, WHY_MISSING,
             "The folder \"%.*s\" holds no record of Attune; attune init makes a data folder.",
             STR(dir));
    return failed(a, record, "read");
}

/* What a data folder that was left half made may hold. */
static bool is_ours(const char *name)
{
    static const char *const ours[] = {
        ".",     "..",      "keys",           "lock", "attune.sock", "attune.sock.new",
        "spool", "columns", "attune.db.part", NULL};
    for (size_t i = 0; ours[i]; i++)
        if (strcmp(name, ours[i]) == 0)
            return true;
    return str_starts_with(str_of_chars(name), S("attune.db.part-"));
}

static struct err *check_empty(struct arena *a, str dir)
{
    DIR *open = opendir(str_to_chars(a, dir));
    struct err *e = NULL;
    if (!open)
        return failed(a, dir, "opened");
    for (const struct dirent *d = readdir(open); d && !e; d = readdir(open)) {
        if (strcmp(d->d_name, "attune.db") == 0)
            e = err_make(a, WHY_CONFLICT, __FILE__, __LINE__, "\"%.*s\" is a data folder already.",
                         STR(dir));
        else if (!is_ours(d->d_name))
            e = err_make(a, WHY_CONFLICT, __FILE__, __LINE__,
                         "\"%.*s\" is not empty (\"%s\" is in it); a data folder needs one of its "
                         "own.",
                         STR(dir), d->d_name);
    }
    (void)closedir(open);
    return e;
}

static struct err *make(struct arena *a, str path)
{
    if (mkdir(str_to_chars(a, path), 0700) != 0 && errno != EEXIST)
        return failed(a, path, "made");
    return NULL;
}

struct err *folder_make(struct arena *a, str dir)
{
    if (dir.len == 0)
        FAIL(a, WHY_USAGE, "A data folder needs a name.");
    TRY(make(a, dir));
    TRY(check_empty(a, dir));
    TRY(make(a, folder_path(a, dir, "keys")));
    TRY(make(a, folder_path(a, dir, "columns")));
    return make(a, folder_path(a, dir, "spool"));
}

static struct err *write_whole(struct arena *a, str path, const void *bytes, size_t len)
{
    int file = open(str_to_chars(a, path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        return failed(a, path, "made");
    bool done = write(file, bytes, len) == (ssize_t)len && fsync(file) == 0;
    struct err *e = done ? NULL : failed(a, path, "written");
    if (close(file) != 0 && !e)
        e = failed(a, path, "written");
    return e;
}

struct err *folder_put_key(struct arena *a, str dir, const struct secret_key *key)
{
    TRY(write_whole(a, folder_path(a, dir, "keys/installation.key"), key->bytes,
                    sizeof key->bytes));
    return folder_sync(a, folder_path(a, dir, "keys"));
}

struct err *folder_read_key(struct arena *a, str dir, struct secret_key *key)
{
    str path = folder_path(a, dir, "keys/installation.key");
    int file = open(str_to_chars(a, path), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return failed(a, path, "read");
    struct secret_key read_key;
    char more = 0;
    bool whole = read(file, read_key.bytes, sizeof read_key.bytes) == SECRET_KEY_BYTES &&
                 read(file, &more, 1) == 0;
    (void)close(file);
    if (!whole)
        FAIL(a, WHY_INVALID, "\"%.*s\" is not an installation key of %d bytes.", STR(path),
             SECRET_KEY_BYTES);
    *key = read_key;
    return NULL;
}

struct err *folder_hide(struct arena *a, str dir, const char *name)
{
    str path = folder_path(a, dir, name);
    return chmod(str_to_chars(a, path), 0600) == 0 ? NULL : failed(a, path, "hidden");
}

struct err *folder_sync(struct arena *a, str dir)
{
    int folder = open(str_to_chars(a, dir), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return failed(a, dir, "opened");
    struct err *e = fsync(folder) == 0 ? NULL : failed(a, dir, "written");
    (void)close(folder);
    return e;
}

struct err *folder_rename(struct arena *a, str dir, const char *from, const char *to)
{
    str path = folder_path(a, dir, to);
    if (rename(str_to_chars(a, folder_path(a, dir, from)), str_to_chars(a, path)) != 0)
        return failed(a, path, "made");
    return folder_sync(a, dir);
}

struct err *folder_remove(struct arena *a, str dir, const char *name)
{
    str path = folder_path(a, dir, name);
    if (unlink(str_to_chars(a, path)) != 0 && errno != ENOENT)
        return failed(a, path, "removed");
    return NULL;
}

struct err *folder_remove_part_log(struct arena *a, str dir)
{
    TRY(folder_remove(a, dir, "attune.db.part-journal"));
    TRY(folder_remove(a, dir, "attune.db.part-wal"));
    return folder_remove(a, dir, "attune.db.part-shm");
}

struct err *folder_remove_part(struct arena *a, str dir)
{
    TRY(folder_remove(a, dir, "attune.db.part"));
    return folder_remove_part_log(a, dir);
}
