/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/address.h"

#include "base/test.h"

static str again(struct test *t, const char *text)
{
    struct address address;
    return address_of_str(str_of_chars(text), &address) ? address_to_str(t->arena, address)
                                                        : S("none");
}

TEST(addresses_are_read_and_written)
{
    CHECK_STR(again(t, "192.0.2.7"), S("192.0.2.7"));
    CHECK_STR(again(t, "2001:DB8:0::1"), S("2001:db8::1"));
    CHECK_STR(again(t, "[::1]"), S("::1"));
    CHECK_STR(again(t, "::ffff:192.0.2.7"), S("192.0.2.7"));
    static const char *const none[] = {"",    "1.2.3", "1.2.3.4.5", "256.1.1.1",
                                       "::g", "host",  "1.2.3.4 "};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        CHECK_STR(again(t, none[i]), S("none"));
}

TEST(an_ipv6_network_counts_as_one)
{
    struct address one, two, other;
    CHECK(address_of_str(S("2001:db8::1"), &one) && address_of_str(S("2001:db8::ffff:2"), &two));
    CHECK(address_of_str(S("2001:db8:0:1::1"), &other));
    CHECK(address_equal(address_neighbourhood(one), address_neighbourhood(two)));
    CHECK(!address_equal(address_neighbourhood(one), address_neighbourhood(other)));
    CHECK(address_of_str(S("192.0.2.1"), &one) && address_of_str(S("192.0.2.2"), &two));
    CHECK(!address_equal(address_neighbourhood(one), address_neighbourhood(two)));
}

static bool is_within(struct test *t, const char *address, const char *ranges)
{
    struct address_ranges r;
    struct address one;
    CHECK_OK(address_ranges_of_str(t->arena, str_of_chars(ranges), &r));
    CHECK(address_of_str(str_of_chars(address), &one));
    return address_is_within(one, &r);
}

TEST(ranges_hold_what_begins_with_their_bits)
{
    CHECK(is_within(t, "10.9.8.7", "10.0.0.0/8"));
    CHECK(!is_within(t, "11.0.0.0", "10.0.0.0/8"));
    CHECK(is_within(t, "172.31.255.255", "172.16.0.0/12"));
    CHECK(!is_within(t, "172.32.0.0", "172.16.0.0/12"));
    CHECK(is_within(t, "::1", "127.0.0.1,\t::1"));
    CHECK(!is_within(t, "::2", "127.0.0.1, ::1"));
    CHECK(is_within(t, "2001:db8:7::1", "2001:db8::/32"));
    CHECK(is_within(t, "1.2.3.4", "0.0.0.0/0"));
    CHECK(!is_within(t, "::1", "0.0.0.0/0"));
    CHECK(!is_within(t, "1.2.3.4", ""));
    static const char *const wrong[] = {"10.0.0.0/33", "::1/129", "x", "1.2.3.4/", "1.2.3.4/-1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct address_ranges r;
        struct err *e = address_ranges_of_str(t->arena, str_of_chars(wrong[i]), &r);
        CHECK(e && e->why == WHY_USAGE);
    }
}

TEST(where_to_listen_is_read_in_the_ways_it_is_written)
{
    static const struct {
        const char *text, *at;
    } all[] = {
        {"127.0.0.1:80", "127.0.0.1:80"},
        {"127.0.0.1", "127.0.0.1:7414"},
        {"localhost:0", "127.0.0.1:0"},
        {":8080", "127.0.0.1:8080"},
        {"8080", "127.0.0.1:8080"},
        {"[::1]:81", "[::1]:81"},
        {"::1", "[::1]:7414"},
        {"[::1]", "[::1]:7414"},
        {"*:80", "[::]:80"},
        {"0.0.0.0:80", "0.0.0.0:80"},
    };
    struct sockaddr_storage socket;
    socklen_t len;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        CHECK_OK(address_of_listen(t->arena, str_of_chars(all[i].text), 7414, &socket, &len));
        CHECK_STR(address_to_listen(t->arena, (const struct sockaddr *)&socket),
                  str_of_chars(all[i].at));
    }
    static const char *const wrong[] = {"",         "example.org:80", "1.2.3.4:99999",
                                        "1.2.3.4:", "[::1]80",        "1.2.3.4:8x"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct err *e = address_of_listen(t->arena, str_of_chars(wrong[i]), 7414, &socket, &len);
        CHECK(e && e->why == WHY_USAGE);
    }
}
