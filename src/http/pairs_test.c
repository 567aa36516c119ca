/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/pairs.h"

#include "base/limits.h"
#include "base/test.h"

TEST(a_query_is_decoded)
{
    struct pairs p = {.len = 0};
    CHECK_OK(
        pairs_of_text(t->arena, S("q=nps%28a%29+by+b&&x=&y&%C3%A9=%25%2b"), PAIRS_OF_QUERY, &p));
    CHECK_INT(p.len, 4);
    CHECK_STR(pairs_get(&p, S("q")), S("nps(a) by b"));
    CHECK(pairs_get(&p, S("x")).ptr && !pairs_get(&p, S("x")).len);
    CHECK(pairs_get(&p, S("y")).ptr && !pairs_get(&p, S("y")).len);
    CHECK_STR(pairs_get(&p, S("\xC3\xA9")), S("%+"));
    CHECK(!pairs_get(&p, S("z")).ptr);
}

TEST(a_query_that_is_not_well_formed_is_refused)
{
    static const struct {
        str text;
        const char *part;
    } wrong[] = {
        {S_INIT("a=%"), "hexadecimal"},     {S_INIT("a=%4"), "hexadecimal"},
        {S_INIT("a=%zz"), "hexadecimal"},   {S_INIT("a%g0=1"), "hexadecimal"},
        {S_INIT("a=%00"), "no text"},       {S_INIT("a=%0A"), "no text"},
        {S_INIT("a=%C3"), "no text"},       {S_INIT("a=%C0%AF"), "no text"},
        {S_INIT("a=\xFF"), "no text"},      {S_INIT("a=1&a=2"), "twice"},
        {S_INIT("a=1&%61=2"), "twice"},     {S_INIT("=1"), "without a name"},
        {S_INIT("a=%ED%A0%80"), "no text"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct pairs p = {.len = 7};
        struct err *e = pairs_of_text(t->arena, wrong[i].text, PAIRS_OF_QUERY, &p);
        CHECK(e && e->why == WHY_USAGE && p.len == 7);
        CHECK(memmem(e->text.ptr, e->text.len, wrong[i].part, strlen(wrong[i].part)));
    }
}

TEST(a_form_may_hold_line_breaks)
{
    struct pairs p = {.len = 0};
    CHECK_OK(pairs_of_text(t->arena, S("words=one%0D%0Atwo"), PAIRS_OF_FORM, &p));
    CHECK_STR(pairs_get(&p, S("words")), S("one\r\ntwo"));
    CHECK(pairs_of_text(t->arena, S("words=%00"), PAIRS_OF_FORM, &p));
}

TEST(more_pairs_than_the_limit_are_refused)
{
    size_t len = LIMIT_HTTP_PAIRS * 2 + 1;
    char *text = arena_take(t->arena, len);
    memset(text, '&', len);
    struct pairs p = {.len = 0};
    struct err *e = pairs_of_text(t->arena, (str){text, len}, PAIRS_OF_QUERY, &p);
    CHECK(e && e->why == WHY_LIMIT);
}

TEST(cookies_that_are_none_are_left_out)
{
    struct pairs p = pairs_of_cookies(
        t->arena, S("a=1; __Host-s=x.y-z ;b=\"q\";bad name=2;=3;c;d=a\"b; a=9;e="));
    CHECK_INT(p.len, 4);
    CHECK_STR(pairs_get(&p, S("a")), S("1"));
    CHECK_STR(pairs_get(&p, S("__Host-s")), S("x.y-z"));
    CHECK_STR(pairs_get(&p, S("b")), S("q"));
    CHECK(pairs_get(&p, S("e")).ptr);
    CHECK_INT(pairs_of_cookies(t->arena, S("")).len, 0);
}

TEST(what_is_encoded_decodes_to_the_same)
{
    str text = S("/a b?\xC3\xA9~"), out;
    CHECK_STR(pairs_encode(t->arena, text), S("%2Fa%20b%3F%C3%A9~"));
    CHECK(pairs_decode(t->arena, pairs_encode(t->arena, text), &out));
    CHECK_STR(out, text);
    CHECK(!pairs_decode(t->arena, S("a%00"), &out));
    CHECK(pairs_decode(t->arena, S("a+b"), &out));
    CHECK_STR(out, S("a+b"));
}
