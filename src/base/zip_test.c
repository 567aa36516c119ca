/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/zip.h"

#include "base/limits.h"
#include "base/xlsx_of_test.h"

static struct err *read_all(struct test *t, const struct zip_archive *z, size_t index, str *text)
{
    struct zip_stream *s = NULL;
    struct buf b = buf_make(t->arena, 64 * MIB);
    char piece[5];
    size_t got = 1;
    TRY(zip_stream_open(t->arena, z, index, &s));
    while (got) {
        TRY(zip_stream_read(t->arena, s, piece, sizeof piece, &got));
        buf_add(&b, (str){piece, got});
    }
    CHECK_INT(zip_stream_taken(s), b.len);
    *text = buf_str(&b);
    return NULL;
}

TEST(zip_lists_and_reads_what_is_in_an_archive)
{
    struct zip_archive *z = NULL;
    size_t len = 0, index = 0;
    str text;
    str path = test_archive(
        t, "a.zip", (const char *const[]){"a.txt", "hello, hello, hello", "b/Ü.csv", "", NULL});
    CHECK_OK(zip_archive_open(t->arena, path, S("a.zip"), &z));
    const struct zip_member *members = zip_archive_members(z, &len);
    CHECK_INT(len, 2);
    CHECK_STR(members[0].name, S("a.txt"));
    CHECK_INT(members[0].size, 19);
    CHECK(!members[0].is_encrypted);
    CHECK(zip_archive_find(z, S("B/Ü.CSV"), &index) && index == 1);
    CHECK(!zip_archive_find(z, S("c"), &index));
    CHECK_OK(read_all(t, z, 0, &text));
    CHECK_STR(text, S("hello, hello, hello"));
    CHECK_OK(read_all(t, z, 1, &text));
    CHECK_STR(text, S(""));
}

/* Opening or reading the first member of these bytes is INVALID. */
static void check_damaged(struct test *t, str bytes)
{
    struct zip_archive *z = NULL;
    str text;
    str path = test_write(t, "damaged.zip", bytes);
    const struct err *e = zip_archive_open(t->arena, path, S("damaged.zip"), &z);
    if (!e)
        e = read_all(t, z, 0, &text);
    CHECK(e && e->why == WHY_INVALID && str_starts_with(e->text, S("\"damaged.zip\"")));
}

TEST(zip_refuses_a_damaged_archive)
{
    str whole = test_read(
        t, test_archive(t, "a.zip", (const char *const[]){"a", "hello, hello, hello", NULL}));
    check_damaged(t, str_slice(whole, 0, whole.len - 10));
    check_damaged(t, str_slice(whole, 0, 30));
    char *flipped = str_to_chars(t->arena, whole);
    flipped[32] ^= 1; /* behind the header of the first: packed bytes */
    check_damaged(t, (str){flipped, whole.len});
}

TEST(zip_refuses_what_was_made_to_fill_a_machine)
{
    struct zip_archive *z = NULL;
    str text;
    char *zeros = arena_take(t->arena, LIMIT_ZIP_SMALL + 2);
    memset(zeros, '0', LIMIT_ZIP_SMALL + 1);
    CHECK_OK(zip_archive_open(t->arena,
                              test_archive(t, "a.zip", (const char *const[]){"a", zeros, NULL}),
                              S("a.zip"), &z));
    const struct err *e = read_all(t, z, 0, &text);
    CHECK(e && e->why == WHY_LIMIT);
}
