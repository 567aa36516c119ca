/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/vfs_shim.h"

#include <assert.h>
#include <errno.h>
#include <sqlite3.h>
#include <string.h>

struct shim {
    sqlite3_vfs vfs; /* first: SQLite hands it back */
    sqlite3_vfs *real;
    struct vfs_hook hook;
};

/* The real file lies behind it. */
struct shim_file {
    sqlite3_file base; /* first: SQLite hands it back */
    struct shim *shim;
    const char *path; /* NULL: a temporary file, which nobody watches */
    sqlite3_file *real;
};

static struct shim_file *of(sqlite3_file *file)
{
    return (struct shim_file *)file;
}

static struct shim *of_vfs(sqlite3_vfs *vfs)
{
    return (struct shim *)vfs;
}

static int ask(struct shim_file *f, struct vfs_call *call)
{
    call->path = f->path;
    if (!f->path)
        return SQLITE_OK;
    int code = f->shim->hook.before(f->shim->hook.what, call);
    if (code)
        errno = call->number; /* SQLite asks for it (sqlite3_system_errno) */
    return code;
}

static int close_file(sqlite3_file *file)
{
    sqlite3_file *real = of(file)->real;
    return real->pMethods->xClose(real);
}

static int read_file(sqlite3_file *file, void *into, int len, sqlite3_int64 offset)
{
    struct shim_file *f = of(file);
    struct vfs_call call = {.op = VFS_READ, .len = (size_t)len, .offset = (uint64_t)offset};
    int code = ask(f, &call);
    return code ? code : f->real->pMethods->xRead(f->real, into, len, offset);
}

static int write_file(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 offset)
{
    struct shim_file *f = of(file);
    struct vfs_call call = {
        .op = VFS_WRITE, .bytes = bytes, .len = (size_t)len, .offset = (uint64_t)offset};
    int code = ask(f, &call);
    if (!code)
        return f->real->pMethods->xWrite(f->real, bytes, len, offset);
    if (call.done)
        (void)f->real->pMethods->xWrite(f->real, bytes, (int)call.done, offset);
    return code;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
    struct shim_file *f = of(file);
    struct vfs_call call = {.op = VFS_TRUNCATE, .offset = (uint64_t)size};
    int code = ask(f, &call);
    return code ? code : f->real->pMethods->xTruncate(f->real, size);
}

/* The real disk is not waited for: what a power cut leaves is for vfs_cut to say. */
static int sync_file(sqlite3_file *file, int flags __attribute__((unused)))
{
    struct shim_file *f = of(file);
    struct vfs_call call = {.op = VFS_SYNC};
    return ask(f, &call);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return of(file)->real->pMethods->xFileSize(of(file)->real, size);
}

static int lock_file(sqlite3_file *file, int lock)
{
    return of(file)->real->pMethods->xLock(of(file)->real, lock);
}

static int unlock_file(sqlite3_file *file, int lock)
{
    return of(file)->real->pMethods->xUnlock(of(file)->real, lock);
}

static int is_reserved(sqlite3_file *file, int *is)
{
    return of(file)->real->pMethods->xCheckReservedLock(of(file)->real, is);
}

static int control_file(sqlite3_file *file, int op, void *argument)
{
    return of(file)->real->pMethods->xFileControl(of(file)->real, op, argument);
}

static int sector_size(sqlite3_file *file)
{
    return of(file)->real->pMethods->xSectorSize(of(file)->real);
}

static int characteristics(sqlite3_file *file)
{
    return of(file)->real->pMethods->xDeviceCharacteristics(of(file)->real);
}

static int map_shared(sqlite3_file *file, int piece, int size, int makes, void volatile **at)
{
    struct shim_file *f = of(file);
    struct vfs_call call = {.op = VFS_SHARE,
                            .len = makes ? (size_t)size : 0,
                            .offset = (uint64_t)piece * (uint64_t)size};
    int code = ask(f, &call);
    return code ? code : f->real->pMethods->xShmMap(f->real, piece, size, makes, at);
}

static int lock_shared(sqlite3_file *file, int offset, int len, int flags)
{
    return of(file)->real->pMethods->xShmLock(of(file)->real, offset, len, flags);
}

static void order_shared(sqlite3_file *file)
{
    of(file)->real->pMethods->xShmBarrier(of(file)->real);
}

static int unmap_shared(sqlite3_file *file, int deletes)
{
    return of(file)->real->pMethods->xShmUnmap(of(file)->real, deletes);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2, /* 3 would offer memory mapping */
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = is_reserved,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = map_shared,
    .xShmLock = lock_shared,
    .xShmBarrier = order_shared,
    .xShmUnmap = unmap_shared,
};

static bool is_there(struct shim *s, const char *path)
{
    int there = 0;
    (void)s->real->xAccess(s->real, path, SQLITE_ACCESS_EXISTS, &there);
    return there;
}

static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags,
                     int *flags_out)
{
    struct shim *s = of_vfs(vfs);
    struct shim_file *f = of(file);
    *f = (struct shim_file){.shim = s, .path = path, .real = (sqlite3_file *)(f + 1)};
    struct vfs_call call = {.op = VFS_OPEN};
    if (path)
        call.makes = (flags & SQLITE_OPEN_CREATE) && !is_there(s, path);
    int code = ask(f, &call);
    if (code)
        return code;
    memset(f->real, 0, (size_t)s->real->szOsFile);
    code = s->real->xOpen(s->real, path, f->real, flags, flags_out);
    f->base.pMethods = f->real->pMethods ? &methods : NULL;
    return code;
}

static int delete_file(sqlite3_vfs *vfs, const char *path, int syncs)
{
    struct shim *s = of_vfs(vfs);
    struct vfs_call call = {.op = VFS_DELETE, .path = path, .syncs = syncs};
    int code = is_there(s, path) ? s->hook.before(s->hook.what, &call) : SQLITE_OK;
    return code ? code : s->real->xDelete(s->real, path, 0);
}

static int access_file(sqlite3_vfs *vfs, const char *path, int flags, int *result)
{
    return of_vfs(vfs)->real->xAccess(of_vfs(vfs)->real, path, flags, result);
}

static int full_path(sqlite3_vfs *vfs, const char *path, int room, char *out)
{
    return of_vfs(vfs)->real->xFullPathname(of_vfs(vfs)->real, path, room, out);
}

static int randomness(sqlite3_vfs *vfs, int len, char *out)
{
    return of_vfs(vfs)->real->xRandomness(of_vfs(vfs)->real, len, out);
}

static int pause_us(sqlite3_vfs *vfs, int us)
{
    return of_vfs(vfs)->real->xSleep(of_vfs(vfs)->real, us);
}

static int current_time(sqlite3_vfs *vfs, double *now)
{
    return of_vfs(vfs)->real->xCurrentTime(of_vfs(vfs)->real, now);
}

static int current_time_ms(sqlite3_vfs *vfs, sqlite3_int64 *now)
{
    return of_vfs(vfs)->real->xCurrentTimeInt64(of_vfs(vfs)->real, now);
}

static int last_error(sqlite3_vfs *vfs, int room, char *out)
{
    return of_vfs(vfs)->real->xGetLastError(of_vfs(vfs)->real, room, out);
}

static void unregister(void *what)
{
    struct shim *s = what;
    (void)sqlite3_vfs_unregister(&s->vfs);
}

void vfs_shim_register(struct arena *a, const char *name, struct vfs_hook hook)
{
    struct shim *s = ARENA_NEW(a, struct shim);
    sqlite3_vfs *real = sqlite3_vfs_find(NULL);
    assert(real && real->iVersion >= 2);
    s->real = real;
    s->hook = hook;
    s->vfs = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = (int)sizeof(struct shim_file) + real->szOsFile,
        .mxPathname = real->mxPathname,
        .zName = name,
        .xOpen = open_file,
        .xDelete = delete_file,
        .xAccess = access_file,
        .xFullPathname = full_path,
        .xRandomness = randomness,
        .xSleep = pause_us,
        .xCurrentTime = current_time,
        .xCurrentTimeInt64 = current_time_ms,
        .xGetLastError = last_error,
    };
    int code = sqlite3_vfs_register(&s->vfs, 0);
    assert(code == SQLITE_OK);
    (void)code;
    arena_defer(a, unregister, s);
}

const char *vfs_shim_file(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}
