/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * authorise — the one place that decides who may do what.
 *
 * By who asks, their role and their state; units will be a part of it.  Nothing is allowed
 * that does not stand here.
 */
#ifndef PEOPLE_AUTHORISE_H
#define PEOPLE_AUTHORISE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

enum actor_kind { ACTOR_NOBODY, ACTOR_TOKEN, ACTOR_USER, ACTOR_KIND_COUNT };
enum role { ROLE_NONE, ROLE_ADMINISTRATOR, ROLE_COUNT };

struct actor {
    enum actor_kind kind;
    enum role role;    /* of a user */
    bool is_ended;     /* was taken out: may nothing, whatever the role */
    bool opens_fields; /* of a token */
    bool is_local;     /* asks from this machine */
};

/* A verb on an object. */
enum action {
    ACTION_ENTER_OPEN,   /* what anybody may see: the form to sign in */
    ACTION_ENTER_USER,   /* what is for people */
    ACTION_ENTER_TOKEN,  /* what is for programs */
    ACTION_ENTER_EITHER, /* what is for both */
    ACTION_ENTER_LOCAL,  /* what a program of this machine may read without a token */
    ACTION_FIELD_ADD,    /* bring fields, sources, units that are not known */
    ACTION_COUNT
};

/* NULL: it may.  DENIED otherwise, with a sentence for who asked. */
struct err *authorise(struct arena *a, const struct actor *actor, enum action action);

/* "administrator"; ROLE_NONE for what is none. */
enum role authorise_role_of_str(str name);
str authorise_role_name(enum role role);

#endif
