/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * vfs_shim — a file system of SQLite's that lies over the usual one and tells a test of
 * each call before it is done.
 *
 * For tests only.  It knows no faults and keeps no log: vfs_fail and vfs_cut do.
 * Memory mapping is not offered, so that every access is a call.  Locks are passed on
 * unseen.
 */
#ifndef STORE_VFS_SHIM_H
#define STORE_VFS_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum vfs_op {
    VFS_OPEN,
    VFS_READ,
    VFS_WRITE,
    VFS_TRUNCATE,
    VFS_SYNC,
    VFS_DELETE,
    VFS_SHARE, /* a piece of the memory that connections share (-shm) is made or mapped */
    VFS_OP_COUNT
};

struct vfs_call {
    enum vfs_op op;
    const char *path;
    const void *bytes; /* of a write */
    size_t len;        /* of a read, a write; of shared memory that is to be made */
    uint64_t offset;   /* of those; the new length of a truncated file */
    bool makes;        /* an opened file that is not there */
    bool syncs;        /* a deletion that is on disk when it returns */
    /* Out, of a call that fails: */
    size_t done; /* bytes of a write that are written nevertheless */
    int number;  /* as errno */
};

struct vfs_hook {
    /* 0 lets the call through; else this code of SQLite's is what it gives.  Called from
     * the threads of all connections. */
    int (*before)(void *what, struct vfs_call *call);
    void *what;
};

/* Known to SQLite by this name until the arena is done. */
void vfs_shim_register(struct arena *a, const char *name, struct vfs_hook hook);

/* A path without its folders. */
const char *vfs_shim_file(const char *path);

#endif
