/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/segment.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/test.h"
#include "engine/drawn.h"

enum { HEADER = 64 };

static struct segment_name named(const struct test *t, struct arena *a, size_t number)
{
    return (struct segment_name){.folder = t->dir, .name = str_format(a, "%zu", number)};
}

static str path_of(struct arena *a, struct segment_name file)
{
    return str_format(a, "%.*s/%.*s", STR(file.folder), STR(file.name));
}

static void should_hold(struct arena *a, struct segment_name file, const uint32_t *codes,
                        size_t rows)
{
    struct segment_codes s;
    CHECK_OK(segment_open_codes(a, file, &s));
    CHECK_INT(s.rows, rows);
    struct column *c = column_make_coded(a, S("x"), CODES_MAX);
    segment_add_codes(&s, 0, c);
    CHECK_INT(column_rows(c), rows);
    CHECK_INT(column_blocks(c), (rows + BLOCK_ROWS - 1) / BLOCK_ROWS);
    for (size_t i = 0; i < rows; i++) {
        CHECK_INT(column_code(c, i), codes[i]);
        CHECK(codes[i] >= CODE_NOT_APPLICABLE || codes[i] < s.codes);
    }
}

TEST(segment_gives_back_the_codes_of_any_column)
{
    static const uint32_t below[] = {0, 1, 11, 254, 255, 300, 65534, 65535, 1000000};
    struct test_random r = {1};
    for (size_t i = 0; i < 120; i++) {
        struct arena *a = arena_make(0);
        struct drawn_blocks blocks = drawn_blocks_of(&r, 5, i % 20 ? 300 : BLOCK_ROWS);
        uint32_t *codes = ARENA_ARRAY(a, uint32_t, blocks.all);
        const struct column *c =
            drawn_column(a, &r, &blocks, below[i % (sizeof below / sizeof *below)], codes);
        CHECK_OK(segment_write_column(a, named(t, a, 2 * i), c));
        CHECK_OK(segment_write_codes(a, named(t, a, 2 * i + 1), codes, blocks.all));
        should_hold(a, named(t, a, 2 * i), codes, blocks.all);
        should_hold(a, named(t, a, 2 * i + 1), codes, blocks.all);
        CHECK_STR(test_read(t, path_of(a, named(t, a, 2 * i))),
                  test_read(t, path_of(a, named(t, a, 2 * i + 1))));
        arena_done(a);
    }
    CHECK_OK(segment_sync_folder(t->arena, t->dir));
}

static void should_take(struct test *t, size_t number, const uint32_t *codes, size_t rows,
                        size_t width)
{
    struct stat about;
    struct segment_name file = named(t, t->arena, number);
    CHECK_OK(segment_write_codes(t->arena, file, codes, rows));
    CHECK_INT(stat(str_to_chars(t->arena, path_of(t->arena, file)), &about), 0);
    CHECK_INT(about.st_size, HEADER + rows * width);
    CHECK_INT(about.st_mode & 0777, 0600);
    should_hold(t->arena, file, codes, rows);
}

TEST(segment_keeps_codes_as_narrow_as_they_are)
{
    should_take(t, 0, NULL, 0, 0);
    should_take(t, 1, (const uint32_t[]){CODE_NOT_APPLICABLE, CODE_NOT_APPLICABLE}, 2, 0);
    should_take(t, 2, (const uint32_t[]){70000, 70000, 70000}, 3, 0);
    should_take(t, 3, (const uint32_t[]){CODE_NOT_APPLICABLE, CODE_MISSING}, 2, 1);
    should_take(t, 4, (const uint32_t[]){253, CODE_MISSING, 0}, 3, 1);
    should_take(t, 5, (const uint32_t[]){254, CODE_MISSING, 0}, 3, 2);
    should_take(t, 6, (const uint32_t[]){65533, CODE_NOT_APPLICABLE, 0}, 3, 2);
    should_take(t, 7, (const uint32_t[]){65534, CODE_NOT_APPLICABLE, 0}, 3, 4);
    should_take(t, 8, (const uint32_t[]){CODES_MAX - 1, CODE_MISSING, CODE_NOT_APPLICABLE}, 3, 4);
}

TEST(segment_adds_an_offset_to_ordinary_codes)
{
    static const uint32_t days[] = {0, CODE_MISSING, 30, CODE_NOT_APPLICABLE}, same[] = {4, 4};
    struct segment_codes s;
    struct column *c = column_make_coded(t->arena, S("day"), 1031);
    CHECK_OK(segment_write_codes(t->arena, named(t, t->arena, 0), days, 4));
    CHECK_OK(segment_write_codes(t->arena, named(t, t->arena, 1), same, 2));
    CHECK_OK(segment_open_codes(t->arena, named(t, t->arena, 0), &s));
    segment_add_codes(&s, 1000, c);
    CHECK_OK(segment_open_codes(t->arena, named(t, t->arena, 1), &s));
    segment_add_codes(&s, 1000, c);
    static const uint32_t should[] = {1000, CODE_MISSING, 1030, CODE_NOT_APPLICABLE, 1004, 1004};
    for (size_t i = 0; i < 6; i++)
        CHECK_INT(column_code(c, i), should[i]);
}

static void should_hold_numbers(struct test *t, size_t number, const int64_t *numbers, size_t rows,
                                size_t width)
{
    struct segment_name file = named(t, t->arena, number);
    struct segment_numbers s;
    CHECK_OK(segment_write_numbers(t->arena, file, numbers, rows));
    CHECK_OK(segment_open_numbers(t->arena, file, &s));
    CHECK_INT(s.rows, rows);
    CHECK_INT(s.kept.width, width);
    for (size_t i = 0; i < rows; i++) {
        struct numbers from = numbers_from(&s.kept, i);
        CHECK_INT(numbers_at(&s.kept, i), numbers[i]);
        CHECK_INT(numbers_at(&from, 0), numbers[i]);
    }
}

TEST(segment_gives_back_numbers)
{
    static const int64_t far = UINT32_MAX;
    should_hold_numbers(t, 0, NULL, 0, 4);
    should_hold_numbers(t, 1, (const int64_t[]){-7}, 1, 4);
    should_hold_numbers(t, 2, (const int64_t[]){5, 5 + far, 6}, 3, 4);
    should_hold_numbers(t, 3, (const int64_t[]){5, 6 + far, 6}, 3, 8);
    should_hold_numbers(t, 4, (const int64_t[]){INT64_MIN, INT64_MAX, 0, -1}, 4, 8);
    should_hold_numbers(t, 5, (const int64_t[]){INT64_MIN, INT64_MIN + far}, 2, 4);
    should_hold_numbers(t, 6, (const int64_t[]){INT64_MAX - far, INT64_MAX}, 2, 4);
}

/* What a file says, as either kind; empty where it is refused, for damage. */
static str read_as(struct arena *a, struct segment_name file, bool codes)
{
    struct segment_codes c;
    struct segment_numbers n;
    const struct err *e =
        codes ? segment_open_codes(a, file, &c) : segment_open_numbers(a, file, &n);
    CHECK(!e || (e->why == WHY_INVALID &&
                 strstr(str_to_chars(a, e->text), str_to_chars(a, path_of(a, file)))));
    if (e)
        return (str){NULL, 0};
    if (codes)
        return str_format(a, "%u %zu %.*s", c.codes, c.rows,
                          STR(((str){c.kept.codes, c.rows * c.kept.width})));
    return str_format(a, "%lld %zu %.*s", (long long)n.kept.base, n.rows,
                      STR(((str){n.kept.numbers, n.rows * n.kept.width})));
}

static void should_see_damage(struct test *t, struct segment_name file, bool codes)
{
    str whole = test_read(t, path_of(t->arena, file)), says = read_as(t->arena, file, codes);
    CHECK(says.len > 0);
    CHECK_INT(read_as(t->arena, file, !codes).len, 0);
    struct segment_name other = {.folder = t->dir, .name = S("other")};
    for (size_t i = 0; i < whole.len; i++) {
        struct arena *a = arena_make(0);
        char *chars = str_to_chars(a, whole);
        chars[i] = (char)((unsigned char)chars[i] ^ (i % 3 ? 1U << i % 8 : 0xFFU));
        (void)test_write(t, "other", (str){chars, whole.len});
        CHECK_THAT(read_as(a, other, codes).len == 0, "byte %zu is another", i);
        arena_done(a);
    }
    for (size_t len = 0; len < whole.len; len++) {
        (void)test_write(t, "other", str_slice(whole, 0, len));
        CHECK_THAT(read_as(t->arena, other, codes).len == 0, "%zu bytes are left", len);
    }
    (void)test_write(t, "other", str_format(t->arena, "%.*sx", STR(whole)));
    CHECK_INT(read_as(t->arena, other, codes).len, 0);
}

TEST(segment_is_refused_where_any_byte_is_another_or_gone)
{
    static const uint32_t codes[] = {1, 2, CODE_MISSING, 7, 300, 5, 6};
    static const int64_t numbers[] = {5, -9, 1700000000000000};
    struct segment_name file = named(t, t->arena, 0);
    CHECK_OK(segment_write_codes(t->arena, file, codes, 7));
    should_see_damage(t, file, true);
    file = named(t, t->arena, 1);
    CHECK_OK(segment_write_codes(t->arena, file, codes, 1)); /* no payload */
    should_see_damage(t, file, true);
    file = named(t, t->arena, 2);
    CHECK_OK(segment_write_numbers(t->arena, file, numbers, 3));
    should_see_damage(t, file, false);
}

/* Columns of any length behind each other, each as it would be alone. */
TEST(segment_holds_several_columns_and_damage_to_one_is_not_to_the_others)
{
    enum { COLUMNS = 9 };
    static const size_t rows[COLUMNS] = {3, 1, 0, 70, 64, 200, 5, 66000, 2};
    struct segment_file *f = NULL;
    struct segment_map *map = NULL;
    struct segment_codes s;
    struct segment_numbers n;
    uint64_t at[COLUMNS], at_numbers = 0;
    uint32_t *codes = ARENA_ARRAY(t->arena, uint32_t, 66000);
    for (uint32_t i = 0; i < 66000; i++)
        codes[i] = i * 7 % 300;
    CHECK_OK(segment_begin(t->arena, t->dir, S("many"), &f));
    for (size_t i = 0; i < COLUMNS; i++)
        CHECK_OK(segment_put_codes(t->arena, f, codes, rows[i], &at[i]));
    CHECK_OK(segment_put_numbers(t->arena, f, (const int64_t[]){5, -1}, 2, &at_numbers));
    CHECK_OK(segment_finish(t->arena, f));
    CHECK_OK(segment_open(t->arena, t->dir, S("many"), &map));
    CHECK_OK(segment_read_numbers(t->arena, map, at_numbers, &n));
    CHECK_INT(numbers_at(&n.kept, 1), -1);
    for (size_t i = 0; i < COLUMNS; i++) {
        struct segment_name name = {.folder = t->dir, .name = S("many"), .at = at[i]};
        CHECK_INT(at[i] % HEADER, 0);
        should_hold(t->arena, name, codes, rows[i]);
        name.at += 8;
        CHECK_INT(read_as(t->arena, name, true).len, 0);
    }
    str whole = test_read(t, str_format(t->arena, "%.*s/many", STR(t->dir)));
    char *chars = str_to_chars(t->arena, whole);
    chars[at[5] + HEADER] ^= 1;
    (void)test_write(t, "other", (str){chars, whole.len});
    for (size_t i = 0; i < COLUMNS; i++) {
        struct segment_name name = {.folder = t->dir, .name = S("other"), .at = at[i]};
        CHECK((read_as(t->arena, name, true).len > 0) == (i != 5));
    }
    CHECK_INT(segment_read_codes(t->arena, map, UINT64_MAX - 63, &s) == NULL, 0);
}

/* What was found whole is not read again, unless the file was written to. */
TEST(segment_is_looked_at_again_when_its_file_was_written_to)
{
    static const uint32_t codes[] = {1, 2, 3};
    struct segment_name file = named(t, t->arena, 1);
    CHECK_OK(segment_write_codes(t->arena, file, codes, 3));
    should_hold(t->arena, file, codes, 3);
    should_hold(t->arena, file, codes, 3);
    (void)poll(NULL, 0, 15); /* a time of a file is as coarse as that */
    int descriptor = open(str_to_chars(t->arena, path_of(t->arena, file)), O_WRONLY);
    CHECK(descriptor >= 0 && pwrite(descriptor, "\2", 1, HEADER) == 1);
    CHECK(close(descriptor) == 0);
    CHECK_INT(read_as(t->arena, file, true).len, 0);
}

TEST(segment_that_is_not_finished_is_gone)
{
    struct arena *a = arena_make(0);
    struct segment_file *f = NULL;
    uint64_t at = 0;
    const char *path = str_to_chars(t->arena, path_of(t->arena, named(t, t->arena, 1)));
    CHECK_OK(segment_begin(a, t->dir, S("1"), &f));
    CHECK_OK(segment_put_codes(a, f, (const uint32_t[]){1, 2}, 2, &at));
    CHECK(access(path, F_OK) == 0);
    arena_done(a);
    CHECK(access(path, F_OK) != 0);
}

TEST(segment_that_is_not_there_is_missing_and_a_folder_is_none)
{
    struct segment_codes s;
    const struct err *e = segment_open_codes(t->arena, named(t, t->arena, 9), &s);
    CHECK(e && e->why == WHY_MISSING);
    CHECK_INT(mkdir(str_to_chars(t->arena, path_of(t->arena, named(t, t->arena, 8))), 0700), 0);
    e = segment_open_codes(t->arena, named(t, t->arena, 8), &s);
    CHECK(e && e->why == WHY_INVALID);
    e = segment_sync_folder(t->arena, path_of(t->arena, named(t, t->arena, 7)));
    CHECK(e && e->why == WHY_FAILED);
}

TEST(segment_never_takes_the_name_of_another)
{
    static const uint32_t codes[] = {1, 2}, others[] = {3};
    struct segment_name file = named(t, t->arena, 0);
    CHECK_OK(segment_write_codes(t->arena, file, codes, 2));
    const struct err *e = segment_write_codes(t->arena, file, others, 1);
    CHECK(e && e->why == WHY_CONFLICT);
    should_hold(t->arena, file, codes, 2);
}

/* Writes, syncs and reads. */
static struct err *live(struct test *t, struct segment_name file)
{
    static const uint32_t codes[] = {1, 2};
    struct segment_codes s;
    TRY(segment_write_codes(t->arena, file, codes, 2));
    TRY(segment_sync_folder(t->arena, t->dir));
    TRY(segment_open_codes(t->arena, file, &s));
    return NULL;
}

TEST(segment_says_what_failed_and_leaves_no_half_of_a_file)
{
    bool all_met = false;
    for (size_t nth = 1; !all_met; nth++) {
        struct segment_name file = named(t, t->arena, nth);
        fault_arm(nth, false);
        const struct err *e = live(t, file);
        all_met = fault_met() < nth;
        fault_disarm();
        CHECK(all_met == !e);
        CHECK(!e || e->why == WHY_FAILED);
        bool is_there = access(str_to_chars(t->arena, path_of(t->arena, file)), F_OK) == 0;
        if (is_there)
            should_hold(t->arena, file, (const uint32_t[]){1, 2}, 2);
        CHECK(is_there == (nth > 4)); /* create, two writes, fsync */
    }
}

static void put_hash(char *at, uint64_t value)
{
    memcpy(at, &value, sizeof value);
}

TEST(segment_is_refused_where_a_code_is_above_those_its_header_names)
{
    static const uint32_t codes[3][3] = {{1, 2, CODE_MISSING}, {1, 300, 7}, {0, 70000, 9}};
    for (size_t i = 0; i < 3; i++) {
        struct segment_name file = named(t, t->arena, i);
        CHECK_OK(segment_write_codes(t->arena, file, codes[i], 3));
        str whole = test_read(t, path_of(t->arena, file));
        char *chars = str_to_chars(t->arena, whole);
        size_t width = (whole.len - HEADER) / 3;
        chars[HEADER + width] = (char)(chars[HEADER + width] + 1); /* the highest code */
        put_hash(chars + 48, str_hash((str){chars + HEADER, whole.len - HEADER}));
        put_hash(chars + 56, str_hash((str){chars, 56}));
        (void)test_write(t, "other", (str){chars, whole.len});
        CHECK_INT(
            read_as(t->arena, (struct segment_name){.folder = t->dir, .name = S("other")}, true)
                .len,
            0);
        chars[HEADER + width] = (char)(chars[HEADER + width] - 1);
        put_hash(chars + 48, str_hash((str){chars + HEADER, whole.len - HEADER}));
        put_hash(chars + 56, str_hash((str){chars, 56}));
        CHECK_STR(((str){chars, whole.len}), whole);
    }
}

TEST(segment_is_refused_where_its_one_code_is_none)
{
    static const uint32_t codes[] = {7, 7};
    struct segment_name file = named(t, t->arena, 0),
                        other = {.folder = t->dir, .name = S("other")};
    CHECK_OK(segment_write_codes(t->arena, file, codes, 2));
    char *chars = str_to_chars(t->arena, test_read(t, path_of(t->arena, file)));
    chars[28] = 1; /* the code is 2^32 + 7, */
    chars[37] = 1; /* and below the 2^40 that there are */
    put_hash(chars + 56, str_hash((str){chars, 56}));
    (void)test_write(t, "other", (str){chars, HEADER});
    CHECK_INT(read_as(t->arena, other, true).len, 0);
}
