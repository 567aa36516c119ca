/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/authorise.h"

#include <string.h>

#include "base/test.h"

/* One letter an action, in their order: what may be is upper case. */
static void check_may(struct test *t, struct actor actor, const char *should)
{
    CHECK_INT(strlen(should), ACTION_COUNT);
    for (unsigned i = 0; i < ACTION_COUNT; i++) {
        struct err *e = authorise(t->arena, &actor, (enum action)i);
        CHECK_THAT((e == NULL) == (should[i] == '+'), "action %u", i);
        CHECK(!e || (e->why == WHY_DENIED && e->text.len));
    }
}

/* open, user, token, either, local; field */

TEST(nobody_may_only_what_is_open)
{
    check_may(t, (struct actor){.kind = ACTOR_NOBODY}, "+-----");
    check_may(t, (struct actor){.kind = ACTOR_NOBODY, .is_local = true}, "+---+-");
}

TEST(a_token_may_send_and_ask)
{
    check_may(t, (struct actor){.kind = ACTOR_TOKEN}, "+-+++-");
    check_may(t, (struct actor){.kind = ACTOR_TOKEN, .opens_fields = true}, "+-++++");
    check_may(t, (struct actor){.kind = ACTOR_TOKEN, .opens_fields = true, .is_ended = true},
              "+-----");
}

TEST(an_administrator_may_all_that_is_not_for_programs)
{
    struct actor administrator = {.kind = ACTOR_USER, .role = ROLE_ADMINISTRATOR};
    check_may(t, administrator, "++-+++");
}

TEST(state_and_role_count_whatever_the_session_says)
{
    struct actor ended = {.kind = ACTOR_USER, .role = ROLE_ADMINISTRATOR, .is_ended = true};
    check_may(t, ended, "+-----");
    check_may(t, (struct actor){.kind = ACTOR_USER, .role = ROLE_NONE}, "+-----");
    check_may(t, (struct actor){.kind = ACTOR_USER, .role = ROLE_COUNT}, "+-----");
    check_may(t, (struct actor){.kind = ACTOR_KIND_COUNT, .role = ROLE_ADMINISTRATOR}, "+-----");
}

TEST(roles_have_names)
{
    CHECK(authorise_role_of_str(S("administrator")) == ROLE_ADMINISTRATOR);
    CHECK(authorise_role_of_str(S("Administrator")) == ROLE_NONE);
    CHECK(authorise_role_of_str(S("")) == ROLE_NONE);
    CHECK_STR(authorise_role_name(ROLE_ADMINISTRATOR), S("administrator"));
}
