/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/intake.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

static void close_folder(void *what)
{
    (void)closedir(what);
}

struct err *intake_room_open(struct arena *a, str folder, struct intake_room *out)
{
    const char *dir = str_format(a, "%.*s/spool", STR(folder)).ptr;
    if (mkdir(dir, 0700) != 0 && errno != EEXIST)
        FAIL(a, errno == EACCES ? WHY_DENIED : WHY_FAILED, "The folder \"%s\" cannot be made: %s.",
             dir, strerror(errno));
    DIR *files = opendir(dir);
    if (!files)
        FAIL(a, errno == EACCES ? WHY_DENIED : WHY_FAILED, "The folder \"%s\" cannot be read: %s.",
             dir, strerror(errno));
    arena_defer(a, close_folder, files);
    for (const struct dirent *file = readdir(files); file; file = readdir(files))
        if (file->d_name[0] != '.')
            (void)unlinkat(dirfd(files), file->d_name, 0);
    out->dir = str_of_chars(dir);
    return NULL;
}

/* ---- one body ---- */

static void give_back(void *what)
{
    struct intake *in = what;
    (void)atomic_fetch_sub(&in->room->memory, in->bytes_room);
    if (in->file < 0)
        return;
    (void)atomic_fetch_sub(&in->room->disk, in->len);
    (void)unlink(in->path.ptr);
    (void)close(in->file);
}

static void reserve(struct intake *in, size_t room)
{
    char *bytes = arena_take(in->arena, room);
    if (in->bytes_len)
        memcpy(bytes, in->bytes, in->bytes_len);
    (void)atomic_fetch_add(&in->room->memory, room - in->bytes_room);
    in->bytes = bytes;
    in->bytes_room = room;
}

void intake_begin(struct intake *in, struct arena *a, struct intake_room *room, uint64_t expected,
                  uint64_t max)
{
    *in = (struct intake){.arena = a, .room = room, .max = max, .file = -1};
    arena_defer(a, give_back, in);
    if (expected && expected <= LIMIT_HTTP_BODY_MEMORY &&
        atomic_load(&room->memory) + expected <= LIMIT_HTTP_BODIES_MEMORY)
        reserve(in, (size_t)expected);
}

static struct err *write_all(struct intake *in, str bytes)
{
    while (bytes.len) {
        ssize_t written = write(in->file, bytes.ptr, bytes.len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            FAIL(in->arena, errno == ENOSPC || errno == EDQUOT ? WHY_BUSY : WHY_FAILED,
                 "What is received cannot be kept: %s.", strerror(errno));
        bytes = str_slice(bytes, (size_t)written, bytes.len);
    }
    return NULL;
}

/* What lies in memory goes first. */
static struct err *open_file(struct intake *in)
{
    unsigned long long number = atomic_fetch_add(&in->room->files, 1);
    in->path = str_format(in->arena, "%.*s/%d-%llu", STR(in->room->dir), (int)getpid(), number);
    int file = open(in->path.ptr, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        FAIL(in->arena, errno == ENOSPC || errno == EDQUOT ? WHY_BUSY : WHY_FAILED,
             "What is received cannot be kept: %s.", strerror(errno));
    in->file = file;
    return write_all(in, (str){in->bytes, in->bytes_len});
}

static bool fits_in_memory(const struct intake *in, size_t more)
{
    size_t room = in->bytes_len + more;
    return in->file < 0 && room <= LIMIT_HTTP_BODY_MEMORY &&
           (room <= in->bytes_room ||
            atomic_load(&in->room->memory) + 2 * room <= LIMIT_HTTP_BODIES_MEMORY);
}

static struct err *take(struct intake *in, str bytes)
{
    if (in->len + bytes.len > in->max)
        FAIL(in->arena, WHY_LIMIT, "The body is longer than %llu bytes.",
             (unsigned long long)in->max);
    if (fits_in_memory(in, bytes.len)) {
        if (in->bytes_len + bytes.len > in->bytes_room)
            reserve(in, 2 * (in->bytes_len + bytes.len));
        memcpy(in->bytes + in->bytes_len, bytes.ptr, bytes.len);
        in->bytes_len += bytes.len;
        in->len += bytes.len;
        return NULL;
    }
    if (in->file < 0) {
        TRY(open_file(in));
        (void)atomic_fetch_add(&in->room->disk, in->len);
    }
    if (atomic_load(&in->room->disk) + bytes.len > LIMIT_HTTP_SPOOL_BYTES)
        FAIL(in->arena, WHY_BUSY, "The server receives more than it can keep; try again.");
    TRY(write_all(in, bytes));
    (void)atomic_fetch_add(&in->room->disk, bytes.len);
    in->len += bytes.len;
    return NULL;
}

void intake_take(struct intake *in, str bytes)
{
    if (!in->refused)
        in->refused = take(in, bytes);
}
