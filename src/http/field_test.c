/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/field.h"

#include "base/test.h"

TEST(a_coding_is_taken_unless_it_is_given_no_weight)
{
    CHECK(field_accepts(S("gzip"), S("gzip")));
    CHECK(field_accepts(S("br, GZIP;q=0.5"), S("gzip")));
    CHECK(field_accepts(S("*"), S("gzip")));
    CHECK(field_accepts(S("*;q=0, gzip"), S("gzip")));
    CHECK(!field_accepts(S("gzip;q=0"), S("gzip")));
    CHECK(!field_accepts(S("gzip; q=0.000, *"), S("gzip")));
    CHECK(!field_accepts(S("*;q=0"), S("gzip")));
    CHECK(!field_accepts(S("br"), S("gzip")));
    CHECK(!field_accepts(S(""), S("gzip")));
}

TEST(tags_are_compared_weakly)
{
    CHECK(field_has_tag(S("\"a\", W/\"b\""), S("\"b\"")));
    CHECK(field_has_tag(S("\"a\""), S("W/\"a\"")));
    CHECK(field_has_tag(S("*"), S("\"x\"")));
    CHECK(!field_has_tag(S("\"a\""), S("\"b\"")));
    CHECK(!field_has_tag(S("a"), S("\"a\"")));
}

TEST(values_of_headers_are_read_strictly)
{
    uint64_t length = 7;
    CHECK(field_to_length(S("0"), &length) && length == 0);
    CHECK(field_to_length(S("18446744073709551615"), &length) && length == UINT64_MAX);
    CHECK(!field_to_length(S("18446744073709551616"), &length));
    CHECK(!field_to_length(S(""), &length));
    CHECK(!field_to_length(S("+1"), &length));
    CHECK(!field_to_length(S("1,1"), &length));
    CHECK_STR(field_media_type(t->arena, S(" Application/JSON ; charset=utf-8")),
              S("application/json"));
    CHECK(field_is_name(S("X-A_1")) && !field_is_name(S("a b")) && !field_is_name(S("")));
    CHECK(field_is_value(S("a\tb \xC3\xA9")) && !field_is_value(S("a\rb")));
    CHECK_STR(field_host_name(S("a.b:80")), S("a.b"));
    CHECK_STR(field_host_name(S("[::1]:80")), S("[::1]"));
    CHECK_STR(field_host_name(S("[::1")), S("[::1"));
}

static str client(struct test *t, const char *forwarded, const char *peer)
{
    struct address_ranges trusted;
    struct address one;
    CHECK_OK(address_ranges_of_str(t->arena, S("10.0.0.0/8 ::1"), &trusted));
    CHECK(address_of_str(str_of_chars(peer), &one));
    return address_to_str(t->arena, field_client(str_of_chars(forwarded), one, &trusted));
}

TEST(only_proxies_that_are_trusted_say_who_asks)
{
    CHECK_STR(client(t, "1.2.3.4", "10.1.1.1"), S("1.2.3.4"));
    CHECK_STR(client(t, "1.2.3.4", "11.1.1.1"), S("11.1.1.1"));
    CHECK_STR(client(t, "6.6.6.6, 1.2.3.4", "10.1.1.1"), S("1.2.3.4"));
    CHECK_STR(client(t, "6.6.6.6, 1.2.3.4, 10.2.2.2", "::1"), S("1.2.3.4"));
    CHECK_STR(client(t, "6.6.6.6, nonsense", "10.1.1.1"), S("10.1.1.1"));
    CHECK_STR(client(t, "", "10.1.1.1"), S("10.1.1.1"));
    CHECK_STR(client(t, "1.2.3.4:555", "10.1.1.1"), S("1.2.3.4"));
    CHECK_STR(client(t, "[2001:db8::9]:555", "10.1.1.1"), S("2001:db8::9"));
}
