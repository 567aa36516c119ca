/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/json_keys.h"

#include "base/test.h"
#include "base/test_random.h"

static const struct json_value *naive_repeated(const struct json_value *members, size_t len)
{
    for (size_t i = 0; i < len; i++)
        for (size_t k = 0; k < i; k++)
            if (str_equal(members[i].key, members[k].key))
                return &members[i];
    return NULL;
}

TEST(json_keys_finds_the_name_that_a_naive_look_finds)
{
    enum { MOST = 60 };
    struct test_random r = {1};
    struct json_keys k = {NULL, 0};
    struct json_value members[MOST];
    size_t repeated = 0;
    for (int i = 0; i < 5000; i++) {
        size_t len = test_random_below(&r, MOST), names = 1 + test_random_below(&r, 40 * len + 1);
        for (size_t m = 0; m < len; m++)
            members[m] = (struct json_value){
                .key = str_format(t->arena, "%zu", test_random_below(&r, names))};
        const struct json_value *should = naive_repeated(members, len);
        CHECK(json_keys_repeated(t->arena, &k, members, len) == should);
        repeated += should != NULL;
    }
    CHECK(repeated > 500 && repeated < 4500);
}

/* Names that want the same slot of a table for 100 members. */
static void choose_names(struct arena *a, struct json_value *members, size_t len)
{
    size_t found = 0;
    for (uint32_t i = 0; found < len; i++) {
        str name = str_format(a, "%u", i);
        if ((str_hash(name) & 0xFF) == 7)
            members[found++].key = name;
    }
}

TEST(json_keys_that_were_chosen_to_collide_are_told_apart)
{
    enum { LEN = 100 };
    struct json_keys k = {NULL, 0};
    struct json_value members[LEN] = {{.len = 0}};
    choose_names(t->arena, members, LEN);
    CHECK(json_keys_repeated(t->arena, &k, members, LEN) == NULL);
    members[LEN - 1].key = members[80].key;
    members[LEN - 2].key = members[3].key;
    CHECK(json_keys_repeated(t->arena, &k, members, LEN) == &members[LEN - 2]);
}
