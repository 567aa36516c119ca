/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/fault.h"

enum { WRITES = 32, WRITE_BYTES = 4096 };

struct err *disk_space(struct arena *a, str folder, struct disk_space *out)
{
    struct statvfs is;
    if (statvfs(str_to_chars(a, folder), &is) != 0)
        FAIL(a, WHY_FAILED, "The file system of \"%.*s\" cannot be asked for its space: %s.",
             STR(folder), strerror(errno));
    *out = (struct disk_space){.free_bytes = is.f_bavail * is.f_frsize,
                               .total_bytes = is.f_blocks * is.f_frsize,
                               .free_files = is.f_favail,
                               .counts_files = is.f_files > 0};
    return NULL;
}

struct disk_system disk_system_of_magic(struct arena *a, uint64_t magic)
{
    /* include/uapi/linux/magic.h, and each system's own */
    static const struct {
        uint64_t magic;
        enum disk_kind kind;
        str name;
    } known[] = {
        {0xEF53, DISK_USUAL, S_INIT("ext4")},         {0x58465342, DISK_USUAL, S_INIT("xfs")},
        {0x9123683E, DISK_USUAL, S_INIT("btrfs")},    {0x2FC12FC1, DISK_USUAL, S_INIT("zfs")},
        {0xF2F52010, DISK_USUAL, S_INIT("f2fs")},     {0xCA451A4E, DISK_USUAL, S_INIT("bcachefs")},
        {0x6969, DISK_NETWORK, S_INIT("nfs")},        {0x517B, DISK_NETWORK, S_INIT("smb")},
        {0xFF534D42, DISK_NETWORK, S_INIT("cifs")},   {0xFE534D42, DISK_NETWORK, S_INIT("smb2")},
        {0x01021997, DISK_NETWORK, S_INIT("9p")},     {0x00C36400, DISK_NETWORK, S_INIT("ceph")},
        {0x5346414F, DISK_NETWORK, S_INIT("afs")},    {0x73757245, DISK_NETWORK, S_INIT("coda")},
        {0x01161970, DISK_NETWORK, S_INIT("gfs2")},   {0x7461636F, DISK_NETWORK, S_INIT("ocfs2")},
        {0x0BD00BD0, DISK_NETWORK, S_INIT("lustre")}, {0x01021994, DISK_MEMORY, S_INIT("tmpfs")},
        {0x858458F6, DISK_MEMORY, S_INIT("ramfs")},   {0x794C7630, DISK_LAYER, S_INIT("overlay")},
        {0x65735546, DISK_USERS, S_INIT("fuse")},     {0x4D44, DISK_FAT, S_INIT("fat")},
        {0x2011BAB0, DISK_FAT, S_INIT("exfat")},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].magic == magic)
            return (struct disk_system){known[i].kind, known[i].name};
    return (struct disk_system){DISK_USUAL, str_format(a, "0x%llx", (unsigned long long)magic)};
}

struct err *disk_system(struct arena *a, str folder, struct disk_system *out)
{
    struct statfs is;
    if (statfs(str_to_chars(a, folder), &is) != 0)
        FAIL(a, WHY_FAILED, "The file system of \"%.*s\" cannot be asked for its kind: %s.",
             STR(folder), strerror(errno));
    *out = disk_system_of_magic(a, (uint64_t)is.f_type & 0xFFFFFFFF);
    return NULL;
}

/* ---- how long it takes ---- */

static double now_us(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The middle of all times; what failed stands in out. */
static double measure(int file, bool waits, struct disk_sync *out)
{
    static const char bytes[WRITE_BYTES] = "x";
    double times[WRITES];
    for (int i = 0; i < WRITES; i++) {
        double before = now_us();
        if (pwrite(file, bytes, sizeof bytes, (off_t)i * WRITE_BYTES) != (ssize_t)sizeof bytes) {
            out->failed = errno ? errno : ENOSPC;
            return 0;
        }
        if (waits && (FAULT("disk.sync") ? (errno = EIO, true) : fdatasync(file) != 0)) {
            out->failed = errno;
            out->sync_failed = true;
            return 0;
        }
        times[i] = now_us() - before;
    }
    qsort(times, WRITES, sizeof *times, compare);
    return times[WRITES / 2];
}

struct disk_sync disk_measure_sync(struct arena *a, str folder)
{
    struct disk_sync out = {.failed = 0};
    const char *path =
        str_to_chars(a, str_format(a, "%.*s/doctor-%ld", STR(folder), (long)getpid()));
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) {
        out.failed = errno;
        return out;
    }
    out.write_us = measure(file, false, &out);
    if (!out.failed)
        out.sync_us = measure(file, true, &out);
    (void)close(file);
    (void)unlink(path);
    return out;
}
