/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/session.h"

#include "base/test.h"

TEST(a_session_ends_when_idle_and_when_old)
{
    usec_t made = 100 * USEC_DAY;
    struct session_times s = {made, made, made + SESSION_MOST};
    CHECK(session_is_alive(&s, made));
    CHECK(session_is_alive(&s, made + SESSION_IDLE - 1));
    CHECK(!session_is_alive(&s, made + SESSION_IDLE));
    s.seen_at = made + SESSION_MOST - USEC_SECOND;
    CHECK(session_is_alive(&s, made + SESSION_MOST - 1));
    CHECK(!session_is_alive(&s, made + SESSION_MOST));
}

TEST(a_clock_that_is_set_back_prolongs_no_session)
{
    usec_t made = 100 * USEC_DAY;
    struct session_times s = {made, made, made + SESSION_MOST};
    CHECK(session_is_alive(&s, made - SESSION_AHEAD));
    CHECK(!session_is_alive(&s, made - SESSION_AHEAD - 1));
}

TEST(a_session_is_touched_now_and_then)
{
    struct session_times s = {USEC_DAY, USEC_DAY, USEC_DAY + SESSION_MOST};
    CHECK(!session_is_to_touch(&s, USEC_DAY + SESSION_TOUCH - 1));
    CHECK(session_is_to_touch(&s, USEC_DAY + SESSION_TOUCH));
}

TEST(a_cookie_is_for_this_host_and_no_script)
{
    struct session_cookie c = {.name = "attune", .value = S("0123abc"), .is_https = true};
    CHECK_STR(session_cookie_text(t->arena, &c),
              S("__Host-attune=0123abc; Path=/; HttpOnly; SameSite=Lax; Secure"));
    c.is_https = false;
    CHECK_STR(session_cookie_text(t->arena, &c),
              S("attune=0123abc; Path=/; HttpOnly; SameSite=Lax"));
    c = (struct session_cookie){.name = "attune_form", .is_https = true, .is_strict = true};
    CHECK_STR(session_cookie_text(t->arena, &c),
              S("__Host-attune_form=; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0"));
}
