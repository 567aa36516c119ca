/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/own_domain_db.h"

#include "base/test.h"

TEST(a_domain_is_what_stands_behind_the_last_at)
{
    CHECK_STR(own_domain_of(t->arena, S(" Ann@Acme.Example ")), S("acme.example"));
    CHECK_STR(own_domain_of(t->arena, S("\"a@b\"@acme.example")), S("acme.example"));
    CHECK_STR(own_domain_of(t->arena, S("acme.example")), S(""));
    CHECK_STR(own_domain_of(t->arena, S("@acme.example")), S(""));
    CHECK_STR(own_domain_of(t->arena, S("ann@")), S(""));
    CHECK_STR(own_domain_of(t->arena, S("")), S(""));
}

TEST(where_anybody_may_have_an_address_is_nobodys_own)
{
    CHECK(own_domain_is_open(S("gmail.com")));
    CHECK(own_domain_is_open(S("web.de")));
    CHECK(!own_domain_is_open(S("acme.example")));
    CHECK(!own_domain_is_open(S("mail.acme.example")));
}
