/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/lines.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/test.h"
#include "base/test_random.h"

#define FIRST_ROOM (64 * KIB) /* of lines.c */

static struct lines *opened(struct test *t, struct arena *a, const char *name, str content)
{
    struct file *f = NULL;
    CHECK_OK(file_open(a, test_write(t, name, content), &f));
    return lines_make(a, f);
}

static void check_end(struct lines *l)
{
    struct line line = {.number = 77};
    bool found = true;
    CHECK_OK(lines_next(l, &line, &found));
    CHECK(!found && line.number == 77);
}

static void check_next(struct lines *l, str text, uint64_t number)
{
    struct line line = {.number = 0};
    bool found = false;
    CHECK_OK(lines_next(l, &line, &found));
    CHECK(found);
    CHECK_INT(line.number, number);
    CHECK_INT(line.text.len, text.len);
    CHECK(str_equal(line.text, text));
}

/* Against cutting the whole text, one line after the other. */
static void check_all(struct test *t, str content)
{
    struct arena *a = arena_make(0);
    struct lines *l = opened(t, a, "lines", content);
    uint64_t number = 0;
    str rest = content;
    if (str_starts_with(rest, S("\xEF\xBB\xBF")))
        rest = str_slice(rest, 3, rest.len);
    while (rest.len) {
        bool ends = str_has(rest, '\n');
        str text = str_cut(rest, '\n', &rest);
        if (ends && text.len && text.ptr[text.len - 1] == '\r')
            text.len--;
        check_next(l, text, ++number);
    }
    check_end(l);
    check_end(l);
    CHECK(!lines_left_out_tail(l));
    arena_done(a);
}

TEST(lines_come_one_by_one_with_their_numbers)
{
    struct lines *l = opened(t, t->arena, "a", S("one\r\n\ntwo\r\r\nthr\ree\n \nlast"));
    check_next(l, S("one"), 1);
    check_next(l, S(""), 2);
    check_next(l, S("two\r"), 3);
    check_next(l, S("thr\ree"), 4);
    check_next(l, S(" "), 5);
    check_next(l, S("last"), 6);
    check_end(l);
}

TEST(lines_of_small_files)
{
    static const str contents[] = {
        S_INIT(""),
        S_INIT("\n"),
        S_INIT("\r\n"),
        S_INIT("a"),
        S_INIT("a\n"),
        S_INIT("a\r"),
        S_INIT("\n\n"),
        S_INIT("\xEF\xBB\xBF"),
        S_INIT("\xEF\xBB"),
        S_INIT("\xEF\xBB\xBF\n"),
        S_INIT("\xEF\xBB\xBF"
               "a"),
        S_INIT("a\n\xEF\xBB\xBF"
               "b\n"),
        S_INIT("\xEF\xBB\xBF\xEF\xBB\xBF"),
    };
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++)
        check_all(t, contents[i]);
    check_all(t, (str){"a\0b\n\0", 5});
}

TEST(lines_end_anywhere_around_the_end_of_the_buffer)
{
    static const str ends[] = {S_INIT("\n"), S_INIT("\r\n"), S_INIT("\r\r\n"), S_INIT("\n\n")};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        for (size_t room = FIRST_ROOM; room <= 4 * FIRST_ROOM; room *= 2) {
            for (size_t len = room - 6; len <= room + 3; len++) {
                struct buf b = buf_make(t->arena, 5 * FIRST_ROOM);
                buf_add(&b, len % 2 ? S("\xEF\xBB\xBF") : S(""));
                buf_add_repeated(&b, S("x"), len - b.len);
                buf_add(&b, ends[i]);
                buf_add(&b, S("next\r\nlast"));
                check_all(t, buf_str(&b));
            }
        }
    }
}

TEST(lines_of_random_files_are_those_of_the_whole_text)
{
    static const str pieces[] = {S_INIT("\n"), S_INIT("\r\n"), S_INIT("\r"), S_INIT("abcdefghi"),
                                 S_INIT("\xEF\xBB\xBF")};
    struct test_random r = {1};
    for (int i = 0; i < 60; i++) {
        struct buf b = buf_make(t->arena, 8 * MIB);
        size_t most = test_random_one_in(&r, 2) ? 3 : 20000;
        while (b.len < 3 * FIRST_ROOM && !test_random_one_in(&r, 5000)) {
            buf_add_repeated(&b, S("-"), test_random_below(&r, most));
            buf_add(&b, pieces[test_random_below(&r, sizeof pieces / sizeof *pieces)]);
        }
        check_all(t, buf_str(&b));
    }
}

TEST(lines_are_at_most_as_long_as_the_limit)
{
    for (size_t more = 0; more <= 1; more++) {
        struct arena *a = arena_make(0);
        struct buf b = buf_make(a, LIMIT_RECORD_BYTES + 64);
        buf_add(&b, S("\xEF\xBB\xBF"
                      "one\n"));
        size_t before = b.len;
        buf_add_repeated(&b, S("0123456789abcdef"), LIMIT_RECORD_BYTES / 16);
        buf_add(&b, str_slice(S("x"), 0, more));
        str text = str_slice(buf_str(&b), before, b.len);
        buf_add(&b, S("\r\nthree"));
        struct lines *l = opened(t, a, "long", buf_str(&b));
        check_next(l, S("one"), 1);
        if (more == 0) {
            check_next(l, text, 2);
            check_next(l, S("three"), 3);
            check_end(l);
        } else {
            struct line line;
            bool found = true;
            for (int again = 0; again < 2; again++) {
                const struct err *e = lines_next(l, &line, &found);
                CHECK(e && e->why == WHY_LIMIT && found);
                CHECK_STR(e->text, str_format(a, "Line 2 of \"%.*s/long\" is longer than 16 MiB.",
                                              STR(t->dir)));
            }
        }
        arena_done(a);
    }
}

TEST(lines_take_as_much_memory_as_the_longest)
{
    struct buf b = buf_make(t->arena, 32 * MIB);
    buf_add_repeated(&b, S("a line like many others\n"), 20 * MIB / 24);
    struct arena *a = arena_make(0);
    struct lines *l = opened(t, a, "many", buf_str(&b));
    struct line line = {.number = 0};
    for (bool found = true; found;)
        CHECK_OK(lines_next(l, &line, &found));
    CHECK_INT(line.number, 20 * MIB / 24);
    CHECK(arena_used(a) < 70 * KIB);
    arena_done(a);
}

TEST(lines_leave_out_the_incomplete_end_of_a_file_that_grows)
{
    struct lines *l = opened(t, t->arena, "log", S("one\ntw"));
    check_next(l, S("one"), 1);
    FILE *more = fopen(str_format(t->arena, "%.*s/log", STR(t->dir)).ptr, "ab");
    CHECK(more && fputs("o\n", more) > 0 && fclose(more) == 0);
    check_end(l);
    CHECK(lines_left_out_tail(l));
}
