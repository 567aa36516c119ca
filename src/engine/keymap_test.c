/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/keymap.h"

#include "base/test.h"
#include "base/test_random.h"

static void should_number(struct test *t, uint64_t key_space, const uint64_t *keys, size_t len)
{
    struct keymap *m = keymap_make(t->arena, key_space);
    for (uint32_t i = 0; i < len; i++) {
        CHECK_INT(keymap_find(m, keys[i]), KEYMAP_NONE);
        CHECK_INT(keymap_add(m, keys[i]), i);
        CHECK_INT(keymap_add(m, keys[i]), i);
        CHECK_INT(keymap_size(m), i + 1);
    }
    for (uint32_t i = 0; i < len; i++) {
        CHECK_INT(keymap_find(m, keys[i]), i);
        CHECK_INT(keymap_add(m, keys[i]), i);
        CHECK(keymap_key(m, i) == keys[i]);
    }
}

TEST(keymap_numbers_keys_of_a_small_space)
{
    static const uint64_t keys[] = {5, 0, 9, 7, 1};
    should_number(t, 10, keys, 5);
    should_number(t, UINT64_MAX, keys, 5);
    should_number(t, 1, (const uint64_t[]){0}, 1);
}

TEST(keymap_of_no_keys_has_none)
{
    CHECK_INT(keymap_size(keymap_make(t->arena, 0)), 0);
    CHECK_INT(keymap_find(keymap_make(t->arena, UINT64_MAX), 3), KEYMAP_NONE);
}

TEST(keymap_takes_keys_on_both_sides_of_direct_lookup)
{
    const uint64_t border = 1 << 20;
    should_number(t, border, (const uint64_t[]){border - 1, 0}, 2);
    should_number(t, border + 1, (const uint64_t[]){border, 0, border - 1}, 3);
}

/* Distinct keys that a bad hash would put in one place. */
static uint64_t key_of(uint64_t i, unsigned shape)
{
    switch (shape) {
    case 0:
        return i;
    case 1:
        return i << 32;
    case 2:
        return i << 44;
    case 3:
        return i * 1000003;
    default:
        return UINT64_MAX - i * 4096;
    }
}

TEST(keymap_numbers_many_keys_of_any_shape)
{
    enum { KEYS = 200000 };
    uint64_t *keys = ARENA_ARRAY(t->arena, uint64_t, KEYS);
    for (unsigned shape = 0; shape < 5; shape++) {
        for (uint64_t i = 0; i < KEYS; i++)
            keys[i] = key_of(i, shape);
        should_number(t, UINT64_MAX, keys, KEYS);
    }
}
