/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/str.h"

#include <limits.h>

#include "base/test.h"

TEST(a_copy_ends_with_a_nul_that_is_not_part_of_it)
{
    str copy = str_copy(t->arena, (str){"abcdef", 3});
    CHECK_STR(copy, S("abc"));
    CHECK_INT(copy.ptr[3], '\0');
    CHECK_STR(str_copy(t->arena, (str){NULL, 0}), S(""));
}

TEST(format_writes_any_length)
{
    str long_one = str_format(t->arena, "%0500d|%.*s", 7, STR(S("end")));
    CHECK_INT(long_one.len, 504);
    CHECK_STR(str_slice(long_one, 498, 504), S("07|end"));
    CHECK_STR(str_format(t->arena, "%s", ""), S(""));
}

TEST(printf_lengths_are_cut_at_what_int_holds)
{
    CHECK_INT(str_printf_len((str){NULL, (size_t)INT_MAX + 1}), INT_MAX);
    CHECK_INT(str_printf_len(S("abc")), 3);
}

TEST(equality_looks_at_every_byte)
{
    CHECK(str_equal(S("a\0b"), S("a\0b")));
    CHECK(!str_equal(S("a\0b"), S("a\0c")));
    CHECK(!str_equal(S("a"), S("ab")));
    CHECK(str_equal((str){NULL, 0}, S("")));
    CHECK(str_is_empty((str){NULL, 0}));
    CHECK(!str_is_empty(S(" ")));
}

TEST(only_ascii_letters_lose_their_case)
{
    CHECK(str_equal_ignoring_case(S("NetPro_1"), S("nETpRO_1")));
    CHECK(!str_equal_ignoring_case(S("Ä"), S("ä")));
    CHECK(!str_equal_ignoring_case(S("[a"), S("{a")));
    CHECK(!str_equal_ignoring_case(S("a"), S("ab")));
}

TEST(order_is_by_bytes_and_a_beginning_comes_first)
{
    CHECK(str_compare(S("a"), S("b")) < 0);
    CHECK(str_compare(S("z"), S("é")) < 0);
    CHECK(str_compare(S("ab"), S("a")) > 0);
    CHECK(str_compare(S(""), (str){NULL, 0}) == 0);
}

TEST(searching)
{
    CHECK(str_starts_with(S("promoter"), S("pro")));
    CHECK(str_starts_with(S("promoter"), S("")));
    CHECK(!str_starts_with(S("pro"), S("promoter")));
    CHECK(str_has(S("a,b"), ','));
    CHECK(!str_has((str){NULL, 0}, ','));
}

TEST(trimming_takes_blanks_of_both_ends_only)
{
    CHECK_STR(str_trim(S(" \t 7 8\r\n\v\f")), S("7 8"));
    CHECK_STR(str_trim(S("\xC2\xA0 9 \xC2\xA0")), S("9"));
    CHECK_STR(str_trim(S("à")), S("à")); /* ends with A0 but not after C2 */
    CHECK_STR(str_trim(S("  ")), S(""));
    CHECK_STR(str_trim((str){NULL, 0}), S(""));
}

TEST(slices_stay_within)
{
    CHECK_STR(str_slice(S("abcdef"), 2, 4), S("cd"));
    CHECK_STR(str_slice(S("abc"), 1, 99), S("bc"));
    CHECK_STR(str_slice(S("abc"), 7, 9), S(""));
    CHECK_STR(str_slice(S("abc"), 2, 1), S(""));
}

TEST(cutting_gives_each_part_once)
{
    str rest = S("a,,b");
    CHECK_STR(str_cut(rest, ',', &rest), S("a"));
    CHECK_STR(str_cut(rest, ',', &rest), S(""));
    CHECK_STR(str_cut(rest, ',', &rest), S("b"));
    CHECK(rest.ptr == NULL);
    CHECK_STR(str_cut(S("a,"), ',', &rest), S("a"));
    CHECK(rest.ptr != NULL && rest.len == 0);
}

TEST(equal_texts_have_equal_hashes)
{
    CHECK(str_hash(S("recommend")) == str_hash(str_copy(t->arena, S("recommend"))));
    CHECK(str_hash(S("recommend")) != str_hash(S("recommenD")));
    CHECK(str_hash((str){NULL, 0}) == str_hash(S("")));
}
