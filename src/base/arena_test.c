/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/arena.h"

#include <stdint.h>
#include <string.h>

#include "base/limits.h"
#include "base/test.h"

TEST(memory_comes_zeroed_and_aligned_for_any_type)
{
    for (size_t size = 1; size < 5000; size += 37) {
        unsigned char *bytes = arena_take(t->arena, size);
        CHECK((uintptr_t)bytes % _Alignof(max_align_t) == 0);
        for (size_t i = 0; i < size; i++)
            CHECK_INT(bytes[i], 0);
        memset(bytes, 0xff, size);
    }
}

TEST(a_large_take_does_not_disturb_small_ones)
{
    char *small = arena_take(t->arena, 10);
    memcpy(small, "untouched", 10);
    char *large = arena_take(t->arena, 3 * MIB);
    memset(large, 'x', 3 * MIB);
    char *after = arena_take(t->arena, 10);
    memset(after, 'y', 10);
    CHECK_STR(str_of_chars(small), S("untouched"));
}

static char closed[8];

static void note_closing(void *what)
{
    size_t len = strlen(closed);
    closed[len] = *(const char *)what;
}

TEST(what_was_deferred_is_closed_last_first)
{
    struct arena *a = arena_make(0);
    char names[] = "abc";
    for (size_t i = 0; i < 3; i++)
        arena_defer(a, note_closing, &names[i]);
    CHECK_STR(str_of_chars(closed), S(""));
    arena_done(a);
    CHECK_STR(str_of_chars(closed), S("cba"));
}

TEST(a_budget_is_noticed_and_does_not_stop_the_one_who_asks)
{
    struct arena *a = arena_make(1000);
    CHECK(!arena_over_budget(a));
    CHECK(arena_take(a, 2000) != NULL);
    CHECK(arena_over_budget(a));
    CHECK(arena_used(a) >= 2000);
    arena_done(a);
}

TEST(without_a_budget_nothing_is_too_much)
{
    struct arena *a = arena_make(0);
    CHECK(arena_take(a, 20 * MIB) != NULL);
    CHECK(!arena_over_budget(a));
    arena_done(a);
}

TEST(a_grown_array_keeps_its_elements)
{
    size_t len = 0, room = 1;
    int *numbers = ARENA_ARRAY(t->arena, int, room);
    for (int i = 0; i < 1000; i++) {
        if (len == room)
            numbers = arena_grow_array(t->arena, numbers, len, &room, sizeof *numbers);
        numbers[len++] = i;
    }
    for (int i = 0; i < 1000; i++)
        CHECK_INT(numbers[i], i);
}

TEST(done_with_nothing_is_allowed)
{
    arena_done(NULL);
    arena_done(arena_make(0));
}
