/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/utf16.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/test.h"
#include "base/test_random.h"
#include "base/text.h"

/* The text in UTF-16; with a byte order mark at its front where it has one. */
static str in_utf16(struct test *t, str text, bool is_big_endian)
{
    struct buf b = buf_make(t->arena, 8 * MIB);
    for (uint32_t c; text.len;) {
        CHECK(text_next(&text, &c));
        uint32_t units[2] = {c, 0};
        if (c >= 0x10000) {
            units[0] = 0xD800 + ((c - 0x10000) >> 10);
            units[1] = 0xDC00 + ((c - 0x10000) & 0x3FF);
        }
        for (size_t i = 0; i < 1 + (c >= 0x10000); i++) {
            buf_add_char(&b, (char)(is_big_endian ? units[i] >> 8 : units[i]));
            buf_add_char(&b, (char)(is_big_endian ? units[i] : units[i] >> 8));
        }
    }
    return buf_str(&b);
}

static str read_all(struct test *t, str bytes, size_t piece)
{
    struct file *f = NULL;
    struct buf b = buf_make(t->arena, 8 * MIB);
    char *into = arena_take(t->arena, piece);
    CHECK_OK(file_open(t->arena, test_write(t, "a.txt", bytes), &f));
    CHECK_OK(utf16_open(t->arena, f, &f));
    for (size_t got = 1; got;) {
        CHECK_OK(file_read(t->arena, f, into, piece, &got));
        buf_add(&b, (str){into, got});
    }
    CHECK_INT(file_taken(f), bytes.len);
    return buf_str(&b);
}

TEST(utf16_with_a_mark_is_read_as_utf8)
{
    static const str text = S_INIT("näme,b\n€ 😀\xEF\xBF\xBF,中国人\n\xF4\x8F\xBF\xBF");
    str marked = str_format(t->arena, "\xEF\xBB\xBF%.*s", STR(text));
    for (size_t piece = 1; piece < 40; piece++)
        for (int big = 0; big < 2; big++)
            CHECK_STR(read_all(t, in_utf16(t, marked, big), piece), text);
    CHECK_STR(read_all(t, S("\xFF\xFE"), 10), S(""));
}

TEST(utf16_without_a_mark_is_known_by_its_nuls)
{
    static const str text = S_INIT("score,why\n9,schön und gut, für 5 €\n10,ça va\n");
    for (int big = 0; big < 2; big++)
        CHECK_STR(read_all(t, in_utf16(t, text, big), 1000), text);
    static const str others[] = {
        S_INIT(""),
        S_INIT("a"),
        S_INIT("a\0"),
        S_INIT("a,b\n"),
        S_INIT("\x7F"
               "ELF\2\1\1\0\0\0\0\0\0\0\0\0"),
        S_INIT("a,b\n\0,\0\n"),
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        CHECK_STR(read_all(t, others[i], 1000), others[i]);
}

TEST(utf16_of_half_a_pair_is_a_replacement)
{
    CHECK_STR(read_all(t,
                       S("\xFF\xFE\x00\xD8"
                         "a\0"),
                       9),
              S("\xEF\xBF\xBD"
                "a"));
    CHECK_STR(read_all(t,
                       S("\xFF\xFE\x00\xDC"
                         "a\0"),
                       9),
              S("\xEF\xBF\xBD"
                "a"));
    CHECK_STR(read_all(t, S("\xFF\xFE\x00\xD8\x00\xD8\x00\xDC"), 9),
              S("\xEF\xBF\xBD\xF0\x90\x80\x80"));
    CHECK_STR(read_all(t, S("\xFE\xFF\0a\xD8\0"), 9), S("a\xEF\xBF\xBD"));
    CHECK_STR(read_all(t, S("\xFE\xFF\0a\0"), 9), S("a\xEF\xBF\xBD"));
}

TEST(utf16_characters_may_lie_across_reads)
{
    struct test_random r = {5};
    struct buf b = buf_make(t->arena, MIB);
    buf_add(&b, S("\xEF\xBB\xBF"));
    while (b.len < 200 * KIB)
        buf_add(&b, (str[]){S("a"), S("é"), S("€"), S("😀")}[test_random_below(&r, 4)]);
    str text = str_slice(buf_str(&b), 3, b.len);
    for (int big = 0; big < 2; big++)
        CHECK(str_equal(read_all(t, in_utf16(t, buf_str(&b), big), 777), text));
}
