/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/origin.h"

#include "base/test.h"

#define ABSENT ((str){NULL, 0})

TEST(an_origin_is_own_by_scheme_host_and_port)
{
    str url = S("https://cx.example.org");
    CHECK(origin_is_own(url, S("https://cx.example.org")));
    CHECK(origin_is_own(S("https://cx.example.org/attune"), S("https://CX.example.org")));
    CHECK(!origin_is_own(url, S("http://cx.example.org")));
    CHECK(!origin_is_own(url, S("https://cx.example.org:444")));
    CHECK(!origin_is_own(url, S("https://cx.example.org.evil.example")));
    CHECK(!origin_is_own(url, S("https://cx.example.or")));
    CHECK(!origin_is_own(url, S("null")));
    CHECK(!origin_is_own(url, S("")));
    CHECK(!origin_is_own(S(""), S("")));
}

TEST(names_of_this_machine_are_one_origin_on_one_port)
{
    str url = S("http://127.0.0.1:7414");
    CHECK(origin_is_own(url, S("http://localhost:7414")));
    CHECK(origin_is_own(url, S("http://[::1]:7414")));
    CHECK(!origin_is_own(url, S("http://localhost:3000")));
    CHECK(!origin_is_own(url, S("http://localhost.evil.example:7414")));
    CHECK(!origin_is_own(url, S("http://127.0.0.1.evil.example:7414")));
    CHECK(!origin_is_own(url, S("https://localhost:7414")));
    CHECK(!origin_is_own(S("https://cx.example.org"), S("http://localhost:7414")));
}

TEST(a_request_from_another_site_is_not_allowed)
{
    str url = S("http://127.0.0.1:7414"), own = S("http://127.0.0.1:7414"),
        other = S("https://evil.example");
    CHECK(origin_allows((struct origin_said){S("same-origin"), own}, url));
    CHECK(origin_allows((struct origin_said){S("same-origin"), ABSENT}, url));
    CHECK(origin_allows((struct origin_said){S("same-origin"), S("null")}, url));
    CHECK(origin_allows((struct origin_said){ABSENT, own}, url));
    CHECK(origin_allows((struct origin_said){ABSENT, ABSENT}, url));
    CHECK(!origin_allows((struct origin_said){S("cross-site"), own}, url));
    CHECK(!origin_allows((struct origin_said){S("same-site"), own}, url));
    CHECK(!origin_allows((struct origin_said){S("none"), own}, url));
    CHECK(!origin_allows((struct origin_said){S(""), own}, url));
    CHECK(!origin_allows((struct origin_said){S("cross-site"), ABSENT}, url));
    CHECK(!origin_allows((struct origin_said){ABSENT, other}, url));
    CHECK(!origin_allows((struct origin_said){ABSENT, S("null")}, url));
    /* A name of others that was made to point here: the browser thinks it the same. */
    CHECK(
        !origin_allows((struct origin_said){S("same-origin"), S("http://evil.example:7414")}, url));
}

TEST(only_a_path_of_this_server_is_gone_to)
{
    static const char *const bad[] = {"",        "//evil.example", "/\\evil.example",  "/a b",
                                      "https:/", "evil",           "/\t/evil.example", "/\x7F"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK_THAT(!origin_leads_here(str_of_chars(bad[i])), "%s", bad[i]);
    CHECK(origin_leads_here(S("/")));
    CHECK(origin_leads_here(S("/overview?per=month#nps")));
    CHECK(!origin_leads_here(ABSENT));
}
