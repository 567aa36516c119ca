/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/csv_walk.h"

#include <stdlib.h>
#include <string.h>

#include "base/test.h"
#include "base/test_random.h"

enum { BLOCKS = 4 };

/* Bytes as a table has them, so that marks are neither rare nor all. */
static void fill(struct test_random *r, char *bytes, size_t len)
{
    static const char usual[] = "0123456789ab,,,,\n\n\"\"\r;\xC3\xA9";
    bool wild = test_random_one_in(r, 4);
    for (size_t i = 0; i < len; i++)
        bytes[i] = wild ? (char)test_random_next(r) : usual[test_random_below(r, sizeof usual - 1)];
}

static uint64_t bits_of(const char *bytes, char wanted)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < CSV_BLOCK; i++)
        if (bytes[i] == wanted)
            bits |= UINT64_C(1) << i;
    return bits;
}

TEST(csv_scan_marks_every_byte_that_is_asked_for)
{
    struct test_random r = {1};
    char *bytes = arena_take(t->arena, (size_t)BLOCKS * CSV_BLOCK);
    static const struct csv_bytes what[] = {
        {',', '\n', '"'}, {'\t', '\r', '"'}, {';', '\n', '"'}, {'\x80', '\xFF', '\0'}};
    for (size_t i = 0; i < 4000; i++) {
        const char *at = bytes + i % ((size_t)2 * CSV_BLOCK);
        struct csv_bytes b = what[i % 4];
        fill(&r, bytes, (size_t)BLOCKS * CSV_BLOCK);
        struct csv_marks marks = csv_scan_scalar(at, b);
        uint64_t high = 0;
        for (unsigned c = 128; c < 256; c++)
            high |= bits_of(at, (char)c);
        CHECK(marks.delimiters == bits_of(at, b.delimiter) && marks.high == high);
        CHECK(marks.newlines == bits_of(at, b.newline) && marks.quotes == bits_of(at, b.quote));
    }
}

#ifdef CSV_HAS_AVX2
CSV_AVX2 static struct csv_marks scan_avx2(const char *bytes, struct csv_bytes what)
{
    return csv_scan_avx2(bytes, what);
}

TEST(csv_scan_with_avx2_marks_the_same_at_all_alignments)
{
    if (!__builtin_cpu_supports("avx2"))
        test_skip("this machine has no AVX2");
    struct test_random r = {2};
    char *bytes = arena_take(t->arena, (size_t)BLOCKS * CSV_BLOCK);
    for (size_t i = 0; i < 20000; i++) {
        const char *at = bytes + i % ((size_t)2 * CSV_BLOCK);
        struct csv_bytes what = {",;\t|"[i % 4], "\n\r"[i % 2], '"'};
        fill(&r, bytes, (size_t)BLOCKS * CSV_BLOCK);
        struct csv_marks one = csv_scan_scalar(at, what), two = scan_avx2(at, what);
        CHECK(memcmp(&one, &two, sizeof one) == 0);
    }
}
#endif

enum { TABLE_BYTES = 3000, COLUMNS = 300 };

/* A walk of one kind of machine over the whole table, record by record. */
struct walker {
    csv_walk_fn walk;
    struct csv_walk w;
};

static struct walker walker_of(struct arena *a, csv_walk_fn walk, const struct csv_walk *given)
{
    struct walker one = {walk, *given};
    one.w.found = ARENA_ARRAY(a, struct csv_cell, given->columns_len);
    return one;
}

static bool same_walk(const struct csv_walk *a, const struct csv_walk *b)
{
    return a->at == b->at && a->cell == b->cell && a->breaks == b->breaks &&
           a->unclosed == b->unclosed && a->is_ascii == b->is_ascii;
}

static void walk_both(struct test *t, const struct csv_walk *given)
{
    struct walker one = walker_of(t->arena, csv_walk_scalar, given);
    struct walker two = walker_of(t->arena, csv_walk_best(), given);
    for (size_t at = 0; at < given->end; at = one.w.at) {
        bool ended = one.walk(&one.w, at);
        CHECK(two.walk(&two.w, at) == ended);
        CHECK(same_walk(&one.w, &two.w) && one.w.at > at);
        for (size_t i = 0; i < given->columns_len; i++) {
            if (given->columns[i] > one.w.cell)
                break;
            const struct csv_cell *left = &one.w.found[i], *right = &two.w.found[i];
            CHECK(left->start == right->start && left->end == right->end);
            CHECK(left->closing == right->closing && left->doubled == right->doubled);
        }
        if (!ended)
            CHECK(one.w.at == given->end);
    }
}

TEST(csv_walk_of_the_fastest_machine_is_that_of_the_plain_one)
{
    struct test_random r = {3};
    CHECK(unsetenv("ATTUNE_ISA") == 0);
    size_t *columns = ARENA_ARRAY(t->arena, size_t, COLUMNS);
    for (int i = 0; i < 3000; i++) {
        size_t end = test_random_below(&r, TABLE_BYTES), len = 0;
        char *bytes = arena_take(t->arena, end + CSV_BLOCK);
        fill(&r, bytes, end + CSV_BLOCK); /* what stands behind the end must not matter */
        size_t of = 1 + test_random_below(&r, 40);
        for (size_t c = 0; c < COLUMNS; c++)
            if (test_random_one_in(&r, of))
                columns[len++] = c;
        struct csv_walk given = {.buffer = bytes,
                                 .end = end,
                                 .bytes = {",;"[i % 2], '\n', '"'},
                                 .columns = columns,
                                 .columns_len = len};
        walk_both(t, &given);
    }
}

TEST(csv_walk_says_which_records_are_ascii)
{
    struct test_random r = {4};
    for (int i = 0; i < 2000; i++) {
        size_t end = 1 + test_random_below(&r, TABLE_BYTES);
        char *bytes = arena_take(t->arena, end + CSV_BLOCK);
        fill(&r, bytes, end);
        for (size_t k = 0; k < end; k++)
            if (!test_random_one_in(&r, 200))
                bytes[k] = (char)(bytes[k] & 0x7F);
        struct csv_walk given = {.buffer = bytes, .end = end, .bytes = {',', '\n', '"'}};
        struct walker one = walker_of(t->arena, csv_walk_best(), &given);
        for (size_t at = 0; at < end; at = one.w.at) {
            (void)one.walk(&one.w, at);
            CHECK(one.w.unclosed ||
                  one.w.is_ascii == str_is_ascii((str){bytes + at, one.w.at - at}));
        }
    }
}

TEST(csv_walk_follows_the_machine_that_is_forced)
{
    CHECK(setenv("ATTUNE_ISA", "scalar", 1) == 0);
    CHECK(csv_walk_best() == csv_walk_scalar);
}
