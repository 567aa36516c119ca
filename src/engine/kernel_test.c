/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/kernel.h"

#include <string.h>

#include "base/test.h"
#include "base/test_random.h"

enum { LENGTHS = 301, ROOM = 1024, BYTES = 2 * ROOM, SHIFTS = 64, MARK = 0xA5 };

/* One buffer for each of two machines; both begin alike, and what lies behind the rows
 * must stay as it was. */
struct pair {
    uint8_t *scalar, *fast;
};

static struct pair pair_of(struct arena *a, const void *bytes, size_t len, size_t shift)
{
    struct pair p = {arena_take(a, BYTES + SHIFTS), arena_take(a, BYTES + SHIFTS)};
    p.scalar += shift;
    p.fast += shift;
    memset(p.scalar, MARK, BYTES);
    if (len)
        memcpy(p.scalar, bytes, len);
    memcpy(p.fast, p.scalar, BYTES);
    return p;
}

static void should_be_same(const struct pair *p)
{
    CHECK(memcmp(p->scalar, p->fast, BYTES) == 0);
}

static const struct kernels *fast_ones(void)
{
    const struct kernels *fast = kernels_avx2();
    if (!fast)
        test_skip("this machine has no AVX2");
    return fast;
}

static uint8_t *bytes_of(struct arena *a, struct test_random *r, size_t codes, size_t shift)
{
    uint8_t *bytes = (uint8_t *)arena_take(a, ROOM + SHIFTS) + shift;
    for (size_t i = 0; i < ROOM; i++) {
        bytes[i] = (uint8_t)(254 + test_random_below(r, 2));
        if (codes && !test_random_one_in(r, 5))
            bytes[i] = (uint8_t)test_random_below(r, codes);
    }
    return bytes;
}

TEST(kernels_say_alike_which_bytes_a_set_has)
{
    const struct kernels *fast = fast_ones();
    struct test_random r = {1};
    for (size_t len = 0; len < LENGTHS; len++) {
        struct arena *a = arena_make(0);
        struct byte_set set;
        size_t one_in = 1 + test_random_below(&r, 4);
        const uint8_t *codes = bytes_of(a, &r, 254, test_random_below(&r, SHIFTS));
        struct pair masks = pair_of(a, NULL, 0, len % SHIFTS);
        for (size_t i = 0; i < 256; i++)
            set.of[i] = test_random_one_in(&r, one_in);
        byte_set_finish(&set);
        kernels_scalar.mask_of_set(codes, len, &set, masks.scalar);
        fast->mask_of_set(codes, len, &set, masks.fast);
        should_be_same(&masks);
        for (size_t i = 0; i < len; i++)
            CHECK_INT(masks.fast[i], set.of[codes[i]]);
        arena_done(a);
    }
}

TEST(kernels_find_the_highest_code_alike)
{
    const struct kernels *fast = fast_ones();
    struct test_random r = {7};
    for (size_t i = 0; i < 3 * (size_t)LENGTHS; i++) {
        struct arena *a = arena_make(0);
        size_t len = i % LENGTHS, codes = test_random_below(&r, 255), most = 0, pairs_most = 0;
        const uint8_t *bytes = bytes_of(a, &r, codes, test_random_below(&r, SHIFTS));
        uint16_t *pairs = ARENA_ARRAY(a, uint16_t, ROOM);
        for (size_t k = 0; k < len; k++) {
            pairs[k] = (uint16_t)(bytes[k] < 254 ? bytes[k] * 257 : bytes[k] + 65280);
            if (bytes[k] < 254 && bytes[k] + 1U > most)
                most = bytes[k] + 1U;
            if (pairs[k] < 65534 && pairs[k] + 1U > pairs_most)
                pairs_most = pairs[k] + 1U;
        }
        CHECK_INT(kernels_scalar.codes_of_bytes(bytes, len), most);
        CHECK_INT(fast->codes_of_bytes(bytes, len), most);
        CHECK_INT(kernels_scalar.codes_of_pairs(pairs, len), pairs_most);
        CHECK_INT(fast->codes_of_pairs(pairs, len), pairs_most);
        arena_done(a);
    }
}

TEST(kernels_are_the_scalar_ones_where_they_are_forced)
{
    (void)setenv("ATTUNE_ISA", "scalar", 1);
    CHECK(kernels_best() == &kernels_scalar);
}

TEST(kernels_are_the_fastest_there_are_otherwise)
{
    (void)setenv("ATTUNE_ISA", "avx512", 1);
    CHECK(kernels_best() == (kernels_avx2() ? kernels_avx2() : &kernels_scalar));
}

static uint8_t *mask_of(struct arena *a, struct test_random *r, size_t shift)
{
    uint8_t *mask = (uint8_t *)arena_take(a, ROOM + SHIFTS) + shift;
    size_t one_in = 1 + test_random_below(r, 40);
    for (size_t i = 0; i < ROOM; i++)
        mask[i] = test_random_one_in(r, one_in);
    return mask;
}

TEST(kernels_join_and_count_masks_alike)
{
    const struct kernels *fast = fast_ones();
    struct test_random r = {2};
    for (size_t len = 0; len < LENGTHS; len++) {
        struct arena *a = arena_make(0);
        const uint8_t *one = mask_of(a, &r, 0), *two = mask_of(a, &r, len % SHIFTS);
        struct pair both = pair_of(a, one, len, test_random_below(&r, SHIFTS));
        struct pair any = pair_of(a, one, len, test_random_below(&r, SHIFTS));
        struct pair rows = pair_of(a, NULL, 0, 0);
        kernels_scalar.mask_and(both.scalar, two, len);
        fast->mask_and(both.fast, two, len);
        should_be_same(&both);
        kernels_scalar.mask_or(any.scalar, two, len);
        fast->mask_or(any.fast, two, len);
        should_be_same(&any);
        size_t in = 0;
        for (size_t i = 0; i < len; i++) {
            CHECK_INT(both.fast[i], one[i] && two[i]);
            CHECK_INT(any.fast[i], one[i] || two[i]);
            in += two[i];
        }
        CHECK_INT(kernels_scalar.mask_count(two, len), in);
        CHECK_INT(fast->mask_count(two, len), in);
        CHECK_INT(kernels_scalar.mask_rows(two, len, (uint16_t *)(void *)rows.scalar), in);
        CHECK_INT(fast->mask_rows(two, len, (uint16_t *)(void *)rows.fast), in);
        should_be_same(&rows);
        arena_done(a);
    }
}

/* What an axis of so many codes adds, as it is or through points. */
static void draw_table(struct test_random *r, size_t codes, struct byte_table *t)
{
    bool is_line = test_random_one_in(r, 2), small = test_random_one_in(r, 3);
    uint16_t stride = (uint16_t)(1 + test_random_below(r, 200));
    uint16_t base = (uint16_t)(stride * test_random_below(r, 3));
    *t = (struct byte_table){.tables = 0};
    for (size_t i = 0; i < codes; i++) {
        t->of[i] = (uint16_t)test_random_below(r, small ? 256 : 60000);
        if (test_random_one_in(r, 6))
            t->of[i] = KEY_OUT;
        if (is_line)
            t->of[i] = (uint16_t)(base + i * stride);
    }
    t->of[254] = (uint16_t)(is_line ? base + codes * stride : test_random_below(r, 300));
    if (test_random_one_in(r, 8))
        t->of[254] = KEY_OUT;
    t->of[255] = t->of[254];
    byte_table_finish(t, codes);
}

static uint16_t *keys_of(struct arena *a, struct test_random *r, size_t below)
{
    uint16_t *keys = ARENA_ARRAY(a, uint16_t, ROOM);
    for (size_t i = 0; i < ROOM; i++)
        keys[i] = test_random_one_in(r, 9) ? KEY_OUT : (uint16_t)test_random_below(r, below);
    return keys;
}

TEST(kernels_add_to_keys_alike_what_tables_say)
{
    const struct kernels *fast = fast_ones();
    struct test_random r = {3};
    size_t seen[3] = {0};
    for (size_t i = 0; i < 10 * (size_t)LENGTHS; i++) {
        struct arena *a = arena_make(0);
        struct byte_table table;
        size_t len = i % LENGTHS,
               codes = test_random_below(&r, test_random_one_in(&r, 2) ? 70 : 255);
        draw_table(&r, codes, &table);
        seen[table.kind]++;
        const uint8_t *bytes = bytes_of(a, &r, codes, test_random_below(&r, SHIFTS));
        const uint16_t *before = keys_of(a, &r, 40000);
        struct pair keys = pair_of(a, before, 2 * len, 2 * test_random_below(&r, SHIFTS / 2));
        kernels_scalar.add_bytes(bytes, len, &table, (uint16_t *)(void *)keys.scalar);
        fast->add_bytes(bytes, len, &table, (uint16_t *)(void *)keys.fast);
        should_be_same(&keys);
        for (size_t k = 0; k < len; k++) {
            size_t sum = (size_t)before[k] + table.of[bytes[k]];
            CHECK_INT(((uint16_t *)(void *)keys.fast)[k], sum < KEY_OUT ? sum : KEY_OUT);
        }
        arena_done(a);
    }
    CHECK(seen[TABLE_LINEAR] > 100 && seen[TABLE_SHORT] > 100 && seen[TABLE_LONG] > 100);
}

TEST(kernels_add_to_keys_alike_what_codes_of_two_bytes_say)
{
    const struct kernels *fast = fast_ones();
    struct test_random r = {4};
    for (size_t i = 0; i < 2 * (size_t)LENGTHS; i++) {
        struct arena *a = arena_make(0);
        size_t len = i % LENGTHS, codes = 1 + test_random_below(&r, 20000);
        uint16_t *of = ARENA_ARRAY(a, uint16_t, codes), *pairs = ARENA_ARRAY(a, uint16_t, ROOM);
        struct pair_table table = {.of = of,
                                   .is_linear = test_random_one_in(&r, 2),
                                   .base = (uint16_t)test_random_below(&r, 100),
                                   .stride = (uint16_t)(1 + test_random_below(&r, 3)),
                                   .most = (uint16_t)codes};
        for (size_t c = 0; c < codes; c++)
            of[c] =
                (uint16_t)(table.is_linear ? table.base + c * table.stride : test_random_next(&r));
        table.none = (uint16_t)(table.base + codes * table.stride);
        for (size_t k = 0; k < ROOM; k++)
            pairs[k] = (uint16_t)(test_random_one_in(&r, 5) ? 65534 + k % 2
                                                            : test_random_below(&r, codes));
        const uint16_t *before = keys_of(a, &r, 3000);
        struct pair keys = pair_of(a, before, 2 * len, 2 * test_random_below(&r, SHIFTS / 2));
        kernels_scalar.add_pairs(pairs, len, &table, (uint16_t *)(void *)keys.scalar);
        fast->add_pairs(pairs, len, &table, (uint16_t *)(void *)keys.fast);
        should_be_same(&keys);
        for (size_t k = 0; k < len; k++) {
            size_t sum = before[k] + (size_t)(pairs[k] < 65534 ? of[pairs[k]] : table.none);
            CHECK_INT(((uint16_t *)(void *)keys.fast)[k], sum < KEY_OUT ? sum : KEY_OUT);
        }
        arena_done(a);
    }
}

TEST(kernels_close_and_count_keys_alike)
{
    const struct kernels *fast = fast_ones();
    struct test_random r = {5};
    for (size_t i = 0; i < 4 * (size_t)LENGTHS; i++) {
        struct arena *a = arena_make(0);
        size_t len = i % LENGTHS;
        uint16_t cells = (uint16_t)(1 + test_random_below(&r, COUNT_FEW_MOST));
        uint32_t scalar[COUNT_FEW_MOST + 1] = {0}, others[COUNT_FEW_MOST + 1] = {0};
        const uint8_t *mask = i % 2 ? mask_of(a, &r, test_random_below(&r, SHIFTS)) : NULL;
        const uint16_t *before = keys_of(a, &r, 30);
        struct pair keys = pair_of(a, before, 2 * len, 2 * test_random_below(&r, SHIFTS / 2));
        kernels_scalar.close_keys((uint16_t *)(void *)keys.scalar, len, mask, cells);
        fast->close_keys((uint16_t *)(void *)keys.fast, len, mask, cells);
        should_be_same(&keys);
        kernels_scalar.count_few((uint16_t *)(void *)keys.fast, len, cells, scalar);
        fast->count_few((uint16_t *)(void *)keys.fast, len, cells, others);
        for (size_t c = 0; c <= COUNT_FEW_MOST; c++) {
            size_t in = 0;
            for (size_t k = 0; k < len; k++)
                in += c < cells && before[k] == c && (!mask || mask[k]);
            CHECK_INT(scalar[c], in);
            CHECK_INT(others[c], in);
        }
        arena_done(a);
    }
}

TEST(kernels_count_codes_alike)
{
    const struct kernels *fast = fast_ones();
    struct test_random r = {6};
    for (size_t i = 0; i < 4 * (size_t)LENGTHS; i++) {
        struct arena *a = arena_make(0);
        size_t len = i % LENGTHS, below = test_random_below(&r, COUNT_FEW_MOST + 1);
        const uint8_t *codes = bytes_of(a, &r, below, test_random_below(&r, SHIFTS));
        uint32_t scalar[COUNT_FEW_MOST + 1] = {0}, others[COUNT_FEW_MOST + 1] = {0};
        kernels_scalar.count_few_bytes(codes, len, below, scalar);
        fast->count_few_bytes(codes, len, below, others);
        for (size_t c = 0; c <= COUNT_FEW_MOST; c++) {
            size_t in = 0;
            for (size_t k = 0; k < len; k++)
                in += c < below && codes[k] == c;
            CHECK_INT(scalar[c], in);
            CHECK_INT(others[c], in);
        }
        struct pair keys = pair_of(a, NULL, 0, 2 * test_random_below(&r, SHIFTS / 2));
        kernels_scalar.set_keys((uint16_t *)(void *)keys.scalar, len, (uint16_t)i);
        fast->set_keys((uint16_t *)(void *)keys.fast, len, (uint16_t)i);
        should_be_same(&keys);
        CHECK(len == 0 || ((uint16_t *)(void *)keys.fast)[len - 1] == (uint16_t)i);
        arena_done(a);
    }
}

TEST(kernels_count_as_many_rows_as_a_strip_has)
{
    const struct kernels *fast = fast_ones();
    uint16_t *keys = ARENA_ARRAY(t->arena, uint16_t, COUNT_FEW_ROWS);
    uint32_t counts[4] = {0, 0, 7, 0};
    for (size_t i = 0; i < COUNT_FEW_ROWS; i++)
        keys[i] = 2;
    fast->count_few(keys, COUNT_FEW_ROWS, 3, counts);
    CHECK_INT(counts[2], COUNT_FEW_ROWS + 7);
    CHECK_INT(counts[0] + counts[1] + counts[3], 0);
}
