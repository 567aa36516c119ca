/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/disk.h"

#include <errno.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/test.h"

TEST(space_is_what_the_disk_has)
{
    struct disk_space space;
    CHECK_OK(disk_space(t->arena, t->dir, &space));
    CHECK(space.total_bytes > 0 && space.free_bytes <= space.total_bytes);
    CHECK(disk_space(t->arena, S("/nowhere/at/all"), &space));
}

TEST(file_systems_are_known_by_their_number)
{
    CHECK_INT(disk_system_of_magic(t->arena, 0xEF53).kind, DISK_USUAL);
    CHECK_INT(disk_system_of_magic(t->arena, 0x6969).kind, DISK_NETWORK);
    CHECK_INT(disk_system_of_magic(t->arena, 0xFF534D42).kind, DISK_NETWORK);
    CHECK_INT(disk_system_of_magic(t->arena, 0x01021994).kind, DISK_MEMORY);
    CHECK_INT(disk_system_of_magic(t->arena, 0x794C7630).kind, DISK_LAYER);
    CHECK_STR(disk_system_of_magic(t->arena, 0x12).name, S("0x12"));
}

TEST(the_file_system_in_memory_is_known)
{
    struct disk_system on;
    if (access("/dev/shm", F_OK) != 0)
        test_skip("there is no /dev/shm");
    CHECK_OK(disk_system(t->arena, S("/dev/shm"), &on));
    CHECK_INT(on.kind, DISK_MEMORY);
    CHECK_STR(on.name, S("tmpfs"));
}

TEST(waiting_for_the_disk_is_measured_and_leaves_nothing)
{
    struct disk_sync sync = disk_measure_sync(t->arena, t->dir);
    CHECK_INT(sync.failed, 0);
    CHECK(sync.write_us > 0 && sync.sync_us > 0);
    CHECK(rmdir(t->dir.ptr) == 0);
}

TEST(waiting_that_fails_is_told_from_writing_that_fails)
{
    fault_arm_at("disk.sync", 3, false);
    struct disk_sync sync = disk_measure_sync(t->arena, t->dir);
    fault_disarm();
    CHECK(sync.failed == EIO && sync.sync_failed);
    sync = disk_measure_sync(t->arena, S("/nowhere/at/all"));
    CHECK(sync.failed == ENOENT && !sync.sync_failed);
}
