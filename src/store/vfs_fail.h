/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * vfs_fail — a file system of SQLite's on which the nth call fails, or whose disk is full.
 *
 * For tests only.  A write that finds no room writes what still fits, as a disk does.
 * The memory that connections share (-shm) takes room too.
 */
#ifndef STORE_VFS_FAIL_H
#define STORE_VFS_FAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "store/vfs_shim.h"

struct vfs_fail;

/* To be registered (vfs_shim_register) or put under another (vfs_cut_make). */
struct vfs_fail *vfs_fail_make(struct arena *a);
struct vfs_hook vfs_fail_hook(struct vfs_fail *f);

enum { VFS_ANY = VFS_OP_COUNT };

/* From now on the nth call of a kind (VFS_ANY: of all) fails, and, where sticky, every
 * one behind it. */
void vfs_fail_at(struct vfs_fail *f, unsigned op, size_t nth, bool sticky);
/* Bytes that may be used from now on, beside those that are; a write that needs more
 * fails. */
void vfs_fail_full_after(struct vfs_fail *f, uint64_t bytes);
/* No fault any more. */
void vfs_fail_mend(struct vfs_fail *f);
/* Calls of that kind since vfs_fail_at(). */
size_t vfs_fail_met(struct vfs_fail *f);
/* Calls of a kind (VFS_ANY: all) that failed since vfs_fail_make(). */
size_t vfs_fail_failed(struct vfs_fail *f, unsigned op);
/* Bytes taken up since vfs_fail_make(). */
int64_t vfs_fail_used(struct vfs_fail *f);

#endif
