/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * disk — what lies under a folder: how much room it has, what kind of file system it is,
 * how long it takes until something is said to be on disk.
 *
 * It measures; what is good and what is not, others say.
 */
#ifndef STORE_DISK_H
#define STORE_DISK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct disk_space {
    uint64_t free_bytes, total_bytes; /* free for who is not root */
    uint64_t free_files;
    bool counts_files; /* some have no limit */
};
struct err *disk_space(struct arena *a, str folder, struct disk_space *out);

enum disk_kind {
    DISK_USUAL,   /* or not known to be another */
    DISK_NETWORK, /* on another machine */
    DISK_MEMORY,  /* gone with the power */
    DISK_LAYER,   /* a container's, gone with it */
    DISK_USERS,   /* of a program (FUSE): may be anything */
    DISK_FAT,     /* knows no permissions */
    DISK_COUNT
};
struct disk_system {
    enum disk_kind kind;
    str name; /* "ext4", or its number */
};
struct err *disk_system(struct arena *a, str folder, struct disk_system *out);
struct disk_system disk_system_of_magic(struct arena *a, uint64_t magic);

/* Writing 4 KiB some times over in a new file of the folder, which is removed. */
struct disk_sync {
    double write_us;  /* the middle of writing without waiting */
    double sync_us;   /* the same with waiting until it is said to be on disk */
    int failed;       /* errno of what failed, 0: nothing */
    bool sync_failed; /* and it was the waiting */
};
struct disk_sync disk_measure_sync(struct arena *a, str folder);

#endif
