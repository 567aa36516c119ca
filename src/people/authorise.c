/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/authorise.h"

static const str roles[ROLE_COUNT] = {[ROLE_ADMINISTRATOR] = S_INIT("administrator")};

enum role authorise_role_of_str(str name)
{
    for (unsigned i = ROLE_NONE + 1; i < ROLE_COUNT; i++)
        if (str_equal(roles[i], name))
            return (enum role)i;
    return ROLE_NONE;
}

str authorise_role_name(enum role role)
{
    return roles[role];
}

static bool token_may(const struct actor *actor, enum action action)
{
    switch (action) {
    case ACTION_ENTER_OPEN:
    case ACTION_ENTER_TOKEN:
    case ACTION_ENTER_EITHER:
    case ACTION_ENTER_LOCAL:
        return true;
    case ACTION_FIELD_ADD:
        return actor->opens_fields;
    case ACTION_ENTER_USER:
    case ACTION_COUNT:
        break;
    }
    return false;
}

static bool administrator_may(enum action action)
{
    switch (action) {
    case ACTION_ENTER_OPEN:
    case ACTION_ENTER_USER:
    case ACTION_ENTER_EITHER:
    case ACTION_ENTER_LOCAL:
    case ACTION_FIELD_ADD:
        return true;
    case ACTION_ENTER_TOKEN:
    case ACTION_COUNT:
        break;
    }
    return false;
}

static bool nobody_may(const struct actor *actor, enum action action)
{
    return action == ACTION_ENTER_OPEN || (action == ACTION_ENTER_LOCAL && actor->is_local);
}

static bool may(const struct actor *actor, enum action action)
{
    if (nobody_may(actor, action))
        return true;
    switch (actor->kind) {
    case ACTOR_TOKEN:
        return !actor->is_ended && token_may(actor, action);
    case ACTOR_USER:
        return !actor->is_ended && actor->role == ROLE_ADMINISTRATOR && administrator_may(action);
    case ACTOR_NOBODY:
    case ACTOR_KIND_COUNT:
        break;
    }
    return false;
}

/* What would be needed instead. */
static const char *wanted(enum action action)
{
    switch (action) {
    case ACTION_ENTER_USER:
        return "This is for people who are signed in.";
    case ACTION_ENTER_TOKEN:
        return "This is for programs: it needs a token, in the header Authorization: Bearer TOKEN.";
    case ACTION_ENTER_LOCAL:
        return "From another machine this needs a token, in the header Authorization: Bearer "
               "TOKEN.";
    case ACTION_FIELD_ADD:
        return "This token brings no new fields; attune token --fields open makes one that does.";
    case ACTION_ENTER_EITHER:
        return "This needs a token, in the header Authorization: Bearer TOKEN, or somebody who is "
               "signed in.";
    case ACTION_ENTER_OPEN: /* everybody may */
    case ACTION_COUNT:
        break;
    }
    return "This is not allowed.";
}

struct err *authorise(struct arena *a, const struct actor *actor, enum action action)
{
    if (may(actor, action))
        return NULL;
    FAIL(a, WHY_DENIED, "%s", wanted(action));
}
