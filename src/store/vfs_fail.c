/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/vfs_fail.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"

enum { FILES = 16 };

struct vfs_fail {
    struct arena *arena; /* own: called from many threads, under the lock */
    pthread_mutex_t lock;
    bool is_armed, is_sticky, is_full;
    unsigned op;
    size_t nth, met, failed[VFS_ANY + 1];
    int64_t used, most;
    struct {
        const char *path;
        uint64_t len, shared_len;
    } files[FILES];
    size_t files_len;
};

static const int codes[VFS_OP_COUNT] = {
    [VFS_OPEN] = SQLITE_CANTOPEN,      [VFS_READ] = SQLITE_IOERR_READ,
    [VFS_WRITE] = SQLITE_IOERR_WRITE,  [VFS_TRUNCATE] = SQLITE_IOERR_TRUNCATE,
    [VFS_SYNC] = SQLITE_IOERR_FSYNC,   [VFS_DELETE] = SQLITE_IOERR_DELETE,
    [VFS_SHARE] = SQLITE_IOERR_SHMMAP,
};

static size_t find_file(struct vfs_fail *f, const char *path)
{
    for (size_t i = 0; i < f->files_len; i++)
        if (strcmp(f->files[i].path, path) == 0)
            return i;
    assert(f->files_len < FILES);
    f->files[f->files_len].path = str_to_chars(f->arena, str_of_chars(path));
    struct stat about;
    if (stat(path, &about) == 0)
        f->files[f->files_len].len = (uint64_t)about.st_size;
    return f->files_len++;
}

/* Takes up to `end`; false where there is no room, and *fits is what there is. */
static bool grow(struct vfs_fail *f, uint64_t *len, uint64_t end, uint64_t *fits)
{
    uint64_t more = end > *len ? end - *len : 0;
    if (f->is_full && f->used + (int64_t)more > f->most) {
        *fits = f->most > f->used ? *len + (uint64_t)(f->most - f->used) : *len;
        return false;
    }
    f->used += (int64_t)more;
    *len += more;
    return true;
}

static void shrink(struct vfs_fail *f, uint64_t *len, uint64_t to)
{
    if (to < *len) {
        f->used -= (int64_t)(*len - to);
        *len = to;
    }
}

static int take_room(struct vfs_fail *f, struct vfs_call *call)
{
    size_t i = find_file(f, call->path);
    uint64_t *len = &f->files[i].len, end = call->offset + call->len, fits = 0;
    call->number = ENOSPC;
    if (call->op == VFS_SHARE)
        return grow(f, &f->files[i].shared_len, call->len ? end : 0, &fits) ? SQLITE_OK
                                                                            : SQLITE_IOERR_SHMSIZE;
    if (call->op == VFS_TRUNCATE)
        shrink(f, len, call->offset);
    if (call->op == VFS_DELETE)
        shrink(f, len, 0);
    if (call->op != VFS_WRITE || grow(f, len, end, &fits))
        return SQLITE_OK;
    if (fits > call->offset) {
        call->done = (size_t)(fits - call->offset);
        (void)grow(f, len, fits, &fits);
    }
    return SQLITE_FULL;
}

static bool strikes(struct vfs_fail *f, const struct vfs_call *call)
{
    if (!f->is_armed || (f->op != VFS_ANY && f->op != call->op))
        return false;
    f->met++;
    return f->is_sticky ? f->met >= f->nth : f->met == f->nth;
}

static int before_call(void *what, struct vfs_call *call)
{
    struct vfs_fail *f = what;
    (void)pthread_mutex_lock(&f->lock);
    call->number = EIO;
    int code = strikes(f, call) ? codes[call->op] : take_room(f, call);
    f->failed[call->op] += code != SQLITE_OK;
    f->failed[VFS_ANY] += code != SQLITE_OK;
    (void)pthread_mutex_unlock(&f->lock);
    return code;
}

static void close_arena(void *what)
{
    struct vfs_fail *f = what;
    arena_done(f->arena);
}

struct vfs_fail *vfs_fail_make(struct arena *a)
{
    struct vfs_fail *f = ARENA_NEW(a, struct vfs_fail);
    f->arena = arena_make(0);
    (void)pthread_mutex_init(&f->lock, NULL);
    arena_defer(a, close_arena, f);
    return f;
}

struct vfs_hook vfs_fail_hook(struct vfs_fail *f)
{
    return (struct vfs_hook){before_call, f};
}

void vfs_fail_at(struct vfs_fail *f, unsigned op, size_t nth, bool sticky)
{
    (void)pthread_mutex_lock(&f->lock);
    f->is_armed = true;
    f->is_sticky = sticky;
    f->op = op;
    f->nth = nth;
    f->met = 0;
    (void)pthread_mutex_unlock(&f->lock);
}

void vfs_fail_full_after(struct vfs_fail *f, uint64_t bytes)
{
    (void)pthread_mutex_lock(&f->lock);
    f->is_full = true;
    f->most = f->used + (int64_t)bytes;
    (void)pthread_mutex_unlock(&f->lock);
}

void vfs_fail_mend(struct vfs_fail *f)
{
    (void)pthread_mutex_lock(&f->lock);
    f->is_armed = f->is_full = false;
    (void)pthread_mutex_unlock(&f->lock);
}

static size_t read_count(struct vfs_fail *f, const size_t *count)
{
    (void)pthread_mutex_lock(&f->lock);
    size_t value = *count;
    (void)pthread_mutex_unlock(&f->lock);
    return value;
}

size_t vfs_fail_met(struct vfs_fail *f)
{
    return read_count(f, &f->met);
}

size_t vfs_fail_failed(struct vfs_fail *f, unsigned op)
{
    return read_count(f, &f->failed[op]);
}

int64_t vfs_fail_used(struct vfs_fail *f)
{
    (void)pthread_mutex_lock(&f->lock);
    int64_t used = f->used;
    (void)pthread_mutex_unlock(&f->lock);
    return used;
}
