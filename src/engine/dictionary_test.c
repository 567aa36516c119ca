/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/dictionary.h"

#include "base/test.h"
#include "base/test_random.h"

TEST(dictionary_numbers_texts_in_order_of_appearance)
{
    struct dictionary *d = dictionary_make(t->arena);
    CHECK_INT(dictionary_size(d), 0);
    CHECK_INT(dictionary_find(d, S("a")), CODE_MISSING);
    CHECK_INT(dictionary_add(d, S("b")), 0);
    CHECK_INT(dictionary_add(d, S("a")), 1);
    CHECK_INT(dictionary_add(d, S("")), 2);
    CHECK_INT(dictionary_add(d, (str){NULL, 0}), 2);
    CHECK_INT(dictionary_add(d, S("b")), 0);
    CHECK_INT(dictionary_find(d, S("a")), 1);
    CHECK_INT(dictionary_find(d, S("A")), CODE_MISSING);
    CHECK_INT(dictionary_find(d, S("")), 2);
    CHECK_INT(dictionary_size(d), 3);
    CHECK_STR(dictionary_text(d, 0), S("b"));
    CHECK_STR(dictionary_text(d, 2), S(""));
}

TEST(dictionary_keeps_texts_of_its_own)
{
    struct dictionary *d = dictionary_make(t->arena);
    char text[] = "first";
    CHECK_INT(dictionary_add(d, (str){text, 5}), 0);
    text[0] = 'F';
    CHECK_STR(dictionary_text(d, 0), S("first"));
    CHECK_INT(dictionary_find(d, S("first")), 0);
}

TEST(dictionary_tells_texts_with_nul_bytes_and_common_fronts_apart)
{
    struct dictionary *d = dictionary_make(t->arena);
    CHECK_INT(dictionary_add(d, (str){"a\0b", 3}), 0);
    CHECK_INT(dictionary_add(d, S("a")), 1);
    CHECK_INT(dictionary_add(d, (str){"a\0c", 3}), 2);
    CHECK_INT(dictionary_add(d, (str){"a\0b", 3}), 0);
}

/* Text number i: of many lengths, some longer than a pool of texts. */
static str text_of(struct arena *a, uint32_t i)
{
    if (i % 5000 == 17)
        return str_format(a, "%0*u", 70000 + (int)(i % 7), i);
    if (i % 1000 == 3)
        return str_format(a, "%0*u", 16384 + (int)(i % 3) - 1, i);
    return str_format(a, "%0*u", (int)(i % 40), i);
}

TEST(dictionary_of_many_texts_finds_each_again)
{
    enum { TEXTS = 150000 };
    struct dictionary *d = dictionary_make(t->arena);
    struct arena *a = arena_make(0);
    for (uint32_t i = 0; i < TEXTS; i++)
        CHECK_INT(dictionary_add(d, text_of(a, i)), i);
    CHECK_INT(dictionary_size(d), TEXTS);
    struct test_random r = {1};
    for (int k = 0; k < TEXTS; k++) {
        uint32_t i = (uint32_t)test_random_below(&r, TEXTS);
        str text = text_of(a, i);
        CHECK_INT(dictionary_add(d, text), i);
        CHECK_INT(dictionary_find(d, text), i);
        CHECK(str_equal(dictionary_text(d, i), text));
    }
    CHECK_INT(dictionary_find(d, S("none of them")), CODE_MISSING);
    CHECK_INT(dictionary_size(d), TEXTS);
    arena_done(a);
}

TEST(the_empty_text_may_be_the_first)
{
    struct dictionary *d = dictionary_make(t->arena);
    CHECK_INT(dictionary_add(d, (str){NULL, 0}), 0);
    CHECK_INT(dictionary_add(d, S("")), 0);
    CHECK_STR(dictionary_text(d, 0), S(""));
}
