/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/zstd.h"

#include "base/limits.h"
#include "base/test.h"

enum { LEN = 700000, LITTLE = 1000 };

/* Text that can be compressed, but not to nothing. */
static str some_bytes(struct test *t, size_t len)
{
    char *bytes = arena_take(t->arena, len + 1);
    uint64_t state = 7;
    for (size_t i = 0; i < len; i++) {
        state = state * 6364136223846793005 + 1442695040888963407;
        bytes[i] = (char)('a' + (state >> 33) % 5);
    }
    return (str){bytes, len};
}

static str packed(struct test *t, const char *name, str content, size_t piece)
{
    struct new_file *f = NULL;
    str path = str_format(t->arena, "%.*s/%s", STR(t->dir), name);
    CHECK_OK(new_file_make(t->arena, path, &f));
    struct zstd_writer *z = zstd_writer_make(t->arena, f);
    for (size_t i = 0; i < content.len; i += piece)
        CHECK_OK(zstd_write(t->arena, z, str_slice(content, i, i + piece)));
    CHECK_OK(zstd_write_end(t->arena, z));
    CHECK_OK(new_file_keep(t->arena, f));
    return path;
}

/* Read in pieces; an error ends it. */
static struct err *unpack(struct arena *a, str path, size_t piece, str *out)
{
    struct file *f = NULL;
    char *bytes = arena_take(a, LEN + 1);
    size_t len = 0, got = 1;
    CHECK_OK(file_open(a, path, &f));
    struct zstd_reader *z = zstd_reader_make(a, f);
    while (got) {
        size_t room = LEN + 1 - len < piece ? LEN + 1 - len : piece;
        TRY(zstd_read(a, z, bytes + len, room, &got));
        len += got;
    }
    *out = (str){bytes, len};
    return NULL;
}

TEST(what_is_compressed_comes_back_in_pieces_of_any_size)
{
    static const size_t pieces[] = {1, 511, 4096, 300000, LEN};
    str content = some_bytes(t, LEN), out;
    for (size_t i = 1; i < sizeof pieces / sizeof *pieces; i++) {
        str path = packed(t, str_format(t->arena, "z%zu", i).ptr, content, pieces[i]);
        CHECK(test_read(t, path).len < LEN / 2);
        CHECK_OK(unpack(t->arena, path, pieces[i - 1], &out));
        CHECK(str_equal(out, content));
    }
}

TEST(nothing_compressed_is_nothing)
{
    str out;
    CHECK_OK(unpack(t->arena, packed(t, "z", S(""), 1), 16, &out));
    CHECK_INT(out.len, 0);
}

TEST(a_byte_of_a_compressed_file_changed_is_found_or_changes_nothing)
{
    str content = some_bytes(t, LITTLE);
    str whole = test_read(t, packed(t, "z", content, LITTLE));
    for (size_t at = 0; at < whole.len; at++) {
        struct arena *own = arena_make(0);
        char *bytes = str_to_chars(own, whole);
        str out;
        bytes[at] = (char)(bytes[at] ^ (1 << (at % 8)));
        str path = test_write(t, "changed", (str){bytes, whole.len});
        const struct err *e = unpack(own, path, LEN, &out);
        CHECK_THAT(e ? e->why == WHY_INVALID : str_equal(out, content), "byte %zu", at);
        arena_done(own);
    }
}

TEST(a_compressed_file_cut_off_or_with_more_behind_it_is_refused)
{
    str whole = test_read(t, packed(t, "z", some_bytes(t, LITTLE), LITTLE));
    for (size_t len = 0; len < whole.len; len++) {
        struct arena *own = arena_make(0);
        str out, path = test_write(t, "cut", str_slice(whole, 0, len));
        const struct err *e = unpack(own, path, LEN, &out);
        CHECK_THAT(e && e->why == WHY_INVALID, "cut at %zu", len);
        arena_done(own);
    }
    str out;
    char *bytes = arena_take(t->arena, whole.len + 1);
    memcpy(bytes, whole.ptr, whole.len);
    bytes[whole.len] = 'x';
    str path = test_write(t, "more", (str){bytes, whole.len + 1});
    const struct err *e = unpack(t->arena, path, LEN, &out);
    CHECK(e && e->why == WHY_INVALID);
}

TEST(a_file_that_is_not_compressed_is_refused)
{
    str out;
    const struct err *e = unpack(t->arena, test_write(t, "text", S("dear reader, no")), LEN, &out);
    CHECK(e && e->why == WHY_INVALID);
}

/* A frame whose header wants 2^31 bytes of memory. */
TEST(a_frame_that_wants_more_memory_than_it_may_is_refused)
{
    static const char frame[] = "\x28\xB5\x2F\xFD\x00\xA8\x01\x00\x00";
    str out;
    const struct err *e =
        unpack(t->arena, test_write(t, "wide", (str){frame, sizeof frame - 1}), LEN, &out);
    CHECK(e && e->why == WHY_INVALID);
    CHECK(strstr(e->text.ptr, "memory"));
}
