/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/intake.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/test.h"

static char block[64 * KIB];

static void take_all(struct intake *in, size_t len)
{
    while (len > 0) {
        size_t part = len < sizeof block ? len : sizeof block;
        intake_take(in, (str){block, part});
        len -= part;
    }
}

TEST(bodies_that_fill_the_memory_go_to_disk)
{
    struct intake_room room = {.dir = {NULL, 0}};
    CHECK_OK(intake_room_open(t->arena, t->dir, &room));
    enum { BODIES = 100 };
    struct arena *arenas[BODIES];
    struct intake bodies[BODIES];
    size_t spooled = 0;
    for (size_t i = 0; i < BODIES; i++) {
        arenas[i] = arena_make(0);
        intake_begin(&bodies[i], arenas[i], &room, LIMIT_HTTP_BODY_MEMORY, 2 * MIB);
        take_all(&bodies[i], LIMIT_HTTP_BODY_MEMORY);
        CHECK(!bodies[i].refused && bodies[i].len == LIMIT_HTTP_BODY_MEMORY);
        spooled += bodies[i].file >= 0;
        CHECK(atomic_load(&room.memory) <= LIMIT_HTTP_BODIES_MEMORY);
    }
    CHECK_INT(spooled, BODIES - LIMIT_HTTP_BODIES_MEMORY / LIMIT_HTTP_BODY_MEMORY);
    CHECK_INT(atomic_load(&room.disk), spooled * LIMIT_HTTP_BODY_MEMORY);
    for (size_t i = 0; i < BODIES; i++)
        arena_done(arenas[i]);
    CHECK_INT(atomic_load(&room.memory), 0);
    CHECK_INT(atomic_load(&room.disk), 0);
    CHECK(rmdir(str_to_chars(t->arena, room.dir)) == 0); /* nothing is left in it */
}

TEST(a_body_is_spooled_from_where_it_is_too_long)
{
    struct intake_room room = {.dir = {NULL, 0}};
    struct intake in;
    struct stat file;
    CHECK_OK(intake_room_open(t->arena, t->dir, &room));
    struct arena *a = arena_make(0);
    intake_begin(&in, a, &room, 0, 3 * MIB);
    take_all(&in, LIMIT_HTTP_BODY_MEMORY);
    CHECK(in.file < 0);
    take_all(&in, 1);
    CHECK(in.file >= 0 && fstat(in.file, &file) == 0);
    CHECK_INT(file.st_size, LIMIT_HTTP_BODY_MEMORY + 1);
    CHECK_INT(file.st_mode & 0777, 0600);
    take_all(&in, 2 * MIB);
    CHECK(in.refused && in.refused->why == WHY_LIMIT);
    arena_done(a);
}

TEST(what_an_earlier_process_left_in_the_spool_is_removed)
{
    struct intake_room room = {.dir = {NULL, 0}};
    CHECK_OK(intake_room_open(t->arena, t->dir, &room));
    (void)test_write(t, "spool/1-1", S("left behind"));
    CHECK_OK(intake_room_open(t->arena, t->dir, &room));
    CHECK(rmdir(str_to_chars(t->arena, room.dir)) == 0);
}
