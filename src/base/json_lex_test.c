/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/json_lex.h"

#include "base/test.h"
#include "base/test_random.h"

enum { ROOM = 1 << 20 };

static size_t naive_plain_len(str s)
{
    size_t i = 0;
    while (i < s.len && s.ptr[i] != '"' && s.ptr[i] != '\\' && (unsigned char)s.ptr[i] >= 0x20)
        i++;
    return i;
}

TEST(json_lex_plain_run_ends_where_a_naive_look_ends_it)
{
    static const char letters[] = "ab \"\\\n\x1f !#[]{\x7f\x80\xff\xa2\xdc\x9f";
    struct test_random r = {1};
    for (int i = 0; i < 200000; i++) {
        char bytes[40];
        size_t len = test_random_below(&r, sizeof bytes);
        for (size_t k = 0; k < len; k++)
            bytes[k] = test_random_one_in(&r, 12)
                           ? letters[test_random_below(&r, sizeof letters)]
                           : (char)(0x20 + 0x5D * test_random_below(&r, 2) + 1);
        size_t is = (size_t)(json_lex_plain_end(bytes, bytes + len) - bytes);
        CHECK_INT(is, naive_plain_len((str){bytes, len}));
    }
    for (int byte = 0; byte < 256; byte++) {
        char bytes[17];
        for (size_t at = 0; at < sizeof bytes; at++) {
            memset(bytes, 'x', sizeof bytes);
            bytes[at] = (char)byte;
            size_t is = (size_t)(json_lex_plain_end(bytes, bytes + sizeof bytes) - bytes);
            CHECK_INT(is, naive_plain_len((str){bytes, sizeof bytes}));
        }
    }
}

TEST(json_lex_numbers_are_those_of_the_standard)
{
    static const str numbers[] = {S_INIT("0"),      S_INIT("-0"),     S_INIT("9"),
                                  S_INIT("-12"),    S_INIT("9.0"),    S_INIT("0.50"),
                                  S_INIT("1e5"),    S_INIT("1E+5"),   S_INIT("1e-0"),
                                  S_INIT("-0.0e7"), S_INIT("10.25E9")};
    static const str others[] = {S_INIT(""),   S_INIT("-"),   S_INIT("007"),   S_INIT("01"),
                                 S_INIT("+1"), S_INIT(".5"),  S_INIT("1."),    S_INIT("1.e5"),
                                 S_INIT("1e"), S_INIT("1e+"), S_INIT("9,5"),   S_INIT("0x1"),
                                 S_INIT("1 "), S_INIT(" 1"),  S_INIT("NaN"),   S_INIT("-a"),
                                 S_INIT("1-"), S_INIT("--1"), S_INIT("1.2.3"), S_INIT("Infinity")};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        CHECK_THAT(json_lex_is_number(numbers[i]), "%.*s", STR(numbers[i]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        CHECK_THAT(!json_lex_is_number(others[i]), "%.*s", STR(others[i]));
    CHECK_INT(json_lex_number_len(S("-12.5e3,")), 7);
    CHECK_INT(json_lex_number_len(S("1.x")), 1);
    CHECK_INT(json_lex_number_len(S("1.5ex")), 3);
    CHECK_INT(json_lex_number_len(S("01")), 1);
}

static str escaped(struct arena *a, str text)
{
    struct buf out = buf_make(a, ROOM);
    json_lex_escape(&out, text);
    return buf_str(&out);
}

TEST(json_lex_escapes_what_must_be)
{
    CHECK_STR(escaped(t->arena, S("a\"b\\c/\n\r\t\b\f\x01\x1f\x7f")),
              S("a\\\"b\\\\c/\\n\\r\\t\\b\\f\\u0001\\u001f\x7f"));
    CHECK_STR(escaped(t->arena, (str){"\0é", 3}), S("\\u0000é"));
    CHECK_STR(escaped(t->arena, (str){NULL, 0}), S(""));
}

static str meant(struct test *t, str inside)
{
    str text = {NULL, 0};
    const char *at = NULL;
    CHECK_THAT(json_lex_unescape(t->arena, inside, &text, &at), "%.*s", STR(inside));
    return text;
}

TEST(json_lex_undoes_escapes)
{
    CHECK_STR(meant(t, S("\\\"\\\\\\/\\b\\f\\n\\r\\tx")), S("\"\\/\b\f\n\r\tx"));
    CHECK_STR(meant(t, S("\\u0041\\u00e9\\u20AC\\ud83d\\uDE00.")), S("Aé€😀."));
    CHECK_STR(meant(t, S("a\\u0000b")), ((str){"a\0b", 3}));
    CHECK_STR(meant(t, S("\\uD7FF\\uE000\\uFFFF")), S("\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF"));
    CHECK_STR(meant(t, S("\\uD800\\uDC00\\uDBFF\\uDFFF")), S("\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"));
    str plain = S("nothing to undo");
    CHECK(meant(t, plain).ptr == plain.ptr);
}

TEST(json_lex_names_the_backslash_that_begins_no_escape)
{
    static const str wrong[] = {
        S_INIT("ab\\x"),          S_INIT("ab\\"),        S_INIT("ab\\u12"),
        S_INIT("ab\\u12g4"),      S_INIT("ab\\uD800"),   S_INIT("ab\\uD800x"),
        S_INIT("ab\\uD800\\u00"), S_INIT("ab\\uDC00"),   S_INIT("ab\\uD83D\\uD83D"),
        S_INIT("ab\\U0041"),      S_INIT("ab\\u 041"),   S_INIT("ab\\uD800\\n"),
        S_INIT("ab\\u004`"),      S_INIT("ab\\u004\x01")};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        str text = {NULL, 0};
        const char *at = NULL;
        CHECK_THAT(!json_lex_unescape(t->arena, wrong[i], &text, &at), "%.*s", STR(wrong[i]));
        CHECK(at == wrong[i].ptr + 2 && text.ptr == NULL);
    }
}

TEST(json_lex_undoes_what_it_escaped)
{
    struct test_random r = {2};
    for (int i = 0; i < 20000; i++) {
        struct arena *a = arena_make(0);
        char bytes[48];
        size_t len = test_random_below(&r, sizeof bytes);
        for (size_t k = 0; k < len; k++)
            bytes[k] = (char)test_random_below(&r, test_random_one_in(&r, 2) ? 128 : 40);
        str text = {NULL, 0}, before = {bytes, len};
        const char *at = NULL;
        str inside = escaped(a, before);
        CHECK_INT(naive_plain_len(inside) == inside.len, inside.len == len);
        CHECK(json_lex_unescape(a, inside, &text, &at));
        CHECK_STR(text, before);
        arena_done(a);
    }
}

TEST(json_lex_pointers_escape_what_they_are_made_of)
{
    CHECK_STR(json_lex_pointer(t->arena, S(""), S("key")), S("/key"));
    CHECK_STR(json_lex_pointer(t->arena, S("/answers"), S("a/b~c~1é")), S("/answers/a~1b~0c~01é"));
    CHECK_STR(json_lex_pointer(t->arena, S("/a"), S("")), S("/a/"));
}
