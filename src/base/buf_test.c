/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/buf.h"

#include "base/test.h"

TEST(text_adds_up)
{
    struct buf b = buf_make(t->arena, 1000);
    buf_add(&b, S("nps "));
    buf_addf(&b, "%.1f", 39.84);
    buf_add_char(&b, '|');
    buf_add_repeated(&b, S("─"), 3);
    CHECK_STR(buf_str(&b), S("nps 39.8|───"));
    CHECK(!b.full);
}

TEST(nothing_is_empty_text_and_not_null)
{
    struct buf b = buf_make(t->arena, 10);
    buf_add(&b, (str){NULL, 0});
    CHECK(buf_str(&b).ptr != NULL);
    CHECK_STR(buf_str(&b), S(""));
}

TEST(it_grows_to_its_maximum_to_the_byte)
{
    struct buf b = buf_make(t->arena, 5000);
    for (int i = 0; i < 5000; i++)
        buf_add_char(&b, (char)('a' + i % 26));
    CHECK(!b.full);
    CHECK_INT(b.len, 5000);
    CHECK_INT(buf_str(&b).ptr[4999], 'a' + 4999 % 26);
    buf_add_char(&b, '!');
    CHECK(b.full);
    CHECK_INT(b.len, 5000);
}

TEST(full_sticks_even_for_what_would_fit)
{
    struct buf b = buf_make(t->arena, 4);
    buf_add(&b, S("abc"));
    buf_add(&b, S("de"));
    CHECK(b.full);
    buf_add(&b, S("f"));
    CHECK_STR(buf_str(&b), S("abc"));
}

TEST(formatted_text_may_be_long)
{
    struct buf b = buf_make(t->arena, 2000);
    buf_addf(&b, "%0900d", 1);
    CHECK_INT(b.len, 900);
    CHECK_INT(buf_str(&b).ptr[899], '1');
    struct buf small = buf_make(t->arena, 100);
    buf_addf(&small, "%0900d", 1);
    CHECK(small.full);
    CHECK_STR(buf_str(&small), S(""));
}
