/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * vfs_cut — a file system of SQLite's that remembers what was written in which order, and
 * can show the disk as it may look after the power was cut at any moment.
 *
 * For tests only.  What it takes for granted of a disk:
 *
 * - What was written before a sync of its file returned is there.
 * - Of what was written since, each sector of 512 bytes is there, is not there, or holds
 *   garbage, in any mixture and order.  Bytes of a sector that a write does not name stay
 *   as they were ("powersafe overwrite", which SQLite takes for granted too), unless
 *   asked for otherwise.
 * - Files that are made or deleted are so in the order in which they were, and at the
 *   latest when the next sync of any file returns (ordered metadata, as ext4 has them).
 * - What was waiting for a sync that failed may be gone for good, whatever a later sync
 *   of the file says: Linux forgets it.
 *
 * Memory shared between connections (-shm) is nothing that lasts.
 */
#ifndef STORE_VFS_CUT_H
#define STORE_VFS_CUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "store/vfs_shim.h"

struct vfs_cut;

/* Known to SQLite by this name until the arena is done.  inner: asked first, may make
 * calls fail; NULL: none. */
struct vfs_cut *vfs_cut_make(struct arena *a, const char *name, const struct vfs_hook *inner);

/* Puts n into the log: from here on the world was told that n is on disk. */
void vfs_cut_note(struct vfs_cut *c, int64_t n);
/* Moments at which the power can be cut: 0 (before anything was done) to this. */
size_t vfs_cut_len(struct vfs_cut *c);
/* What was noted before the moment. */
size_t vfs_cut_notes(struct arena *a, struct vfs_cut *c, size_t moment, int64_t **notes);

struct vfs_damage {
    uint64_t seed;        /* what becomes of each write that was not synced */
    bool hits_neighbours; /* a damaged sector is damaged as a whole */
};

/* Writes the files as they may be into a folder that is there.  Gives how many of the
 * sectors that were not synced are not as they were written. */
size_t vfs_cut_image(struct vfs_cut *c, size_t moment, struct vfs_damage damage, str folder);

#endif
