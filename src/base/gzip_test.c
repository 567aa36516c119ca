/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/gzip.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/test.h"
#include "base/test_random.h"

enum { LEN = 400000 };

/* Text that can be compressed, but not to nothing. */
static str some_text(struct test *t, size_t len)
{
    struct test_random r = {7};
    char *bytes = arena_take(t->arena, len + 1);
    for (size_t i = 0; i < len; i++)
        bytes[i] = (char)('a' + test_random_below(&r, 5));
    return (str){bytes, len};
}

static str packed(struct test *t, str text)
{
    str out;
    CHECK(gzip_of_str(t->arena, text, &out));
    return out;
}

static struct err *unpack(struct test *t, str bytes, size_t piece, str *text)
{
    struct file *f = NULL;
    struct buf b = buf_make(t->arena, 64 * MIB);
    char *into = arena_take(t->arena, piece);
    CHECK_OK(file_open(t->arena, test_write(t, "a.gz", bytes), &f));
    struct gzip_reader *z = gzip_reader_make(t->arena, f);
    for (size_t got = 1; got;) {
        TRY(gzip_read(t->arena, z, into, piece, &got));
        buf_add(&b, (str){into, got});
    }
    *text = buf_str(&b);
    return NULL;
}

static bool fails_with(struct test *t, str bytes, const char *words)
{
    str text;
    const struct err *e = unpack(t, bytes, 1000, &text);
    return e && e->why == WHY_INVALID && strstr(e->text.ptr, words);
}

TEST(gzip_reads_what_it_packed_in_pieces_of_any_size)
{
    static const size_t pieces[] = {1, 7, 1000, 1000000};
    str text = some_text(t, LEN), is;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        CHECK_OK(unpack(t, packed(t, text), pieces[i], &is));
        CHECK(str_equal(is, text));
    }
}

TEST(gzip_of_what_does_not_become_shorter_is_none)
{
    char random[2000];
    str packed;
    struct test_random r = {1};
    for (size_t i = 0; i < sizeof random; i++)
        random[i] = (char)test_random_below(&r, 256);
    CHECK(!gzip_of_str(t->arena, (str){random, sizeof random}, &packed));
}

TEST(gzip_reads_members_behind_each_other_as_one_text)
{
    str one = some_text(t, 1000), is;
    struct buf b = buf_make(t->arena, MIB), should = buf_make(t->arena, MIB);
    for (size_t i = 0; i < 300; i++) { /* some of them end where a read does */
        buf_add(&b, packed(t, str_slice(one, i, 1000)));
        buf_add(&should, str_slice(one, i, 1000));
    }
    CHECK_OK(unpack(t, buf_str(&b), 4096, &is));
    CHECK(str_equal(is, buf_str(&should)));
    buf_add_repeated(&b, (str){"\0\0\0", 3}, 100000); /* as tapes are filled */
    CHECK_OK(unpack(t, buf_str(&b), 4096, &is));
    CHECK(str_equal(is, buf_str(&should)));
}

TEST(gzip_that_is_cut_off_says_how_far_it_got)
{
    str whole = packed(t, some_text(t, 3000));
    for (size_t len = 2; len < whole.len; len++)
        CHECK(fails_with(t, str_slice(whole, 0, len), "is cut off"));
    str words = str_format(t->arena, "is cut off, at byte %zu, where 3000 bytes were unpacked.",
                           whole.len - 1);
    CHECK(fails_with(t, str_slice(whole, 0, whole.len - 1), words.ptr));
}

TEST(gzip_with_a_wrong_byte_is_damaged)
{
    str whole = packed(t, some_text(t, 3000)), is;
    char *bytes = str_to_chars(t->arena, whole);
    for (size_t at = 10; at < whole.len; at += 3) { /* behind the head, which tells nothing */
        bytes[at] ^= 0x10;
        CHECK_THAT(unpack(t, (str){bytes, whole.len}, 1000, &is), "byte %zu", at);
        bytes[at] ^= 0x10;
    }
    bytes[whole.len - 8] ^= 1;
    CHECK(fails_with(t, (str){bytes, whole.len}, "incorrect data check"));
    CHECK(fails_with(t, (str){bytes, whole.len}, "3000 bytes were unpacked"));
}

TEST(gzip_that_something_follows_is_damaged)
{
    str whole = packed(t, some_text(t, 3000));
    struct buf b = buf_make(t->arena, MIB);
    buf_add(&b, whole);
    buf_add(&b, S("a,b\n"));
    CHECK(fails_with(t, buf_str(&b), "something follows its end"));
    b.len = whole.len;
    buf_add(&b, (str){"\0\x1F", 2});
    CHECK(fails_with(t, buf_str(&b), "something follows its end"));
}
