/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/sign_in_db.h"

#include "people/audit_db.h"

/* One act, on its way into the record. */
struct act {
    const struct session_keys *keys;
    const struct sign_in_password *password;
    const struct sign_in_link *link;
    const struct sign_in_from *from;
    int64_t user;
    enum sign_out_where where;
    str email, secret;
    usec_t now;
    bool only_first;
};

static str name_of(struct arena *a, int64_t user)
{
    return str_format(a, "user %lld", (long long)user);
}

static struct err *note(struct arena *a, struct db *db, str actor, const char *action, str object,
                        usec_t now)
{
    struct audit audit = {.at = now,
                          .actor = actor,
                          .action = str_of_chars(action),
                          .object = object,
                          .detail = S("{}")};
    return audit_add(a, db, &audit);
}

static struct err *run(struct arena *a, struct store *s, struct act *act,
                       struct err *(*apply)(struct arena *, struct db *, void *), str *secret)
{
    struct write w = {.apply = apply, .what = act, .arena = a};
    TRY(store_write(s, &w));
    if (secret)
        *secret = act->secret;
    return NULL;
}

/* A new secret whoever signs in, and none of before: nobody can lay one under them. */
static struct err *begin_session(struct arena *a, struct db *db, struct act *act, int64_t user)
{
    const struct sign_in_from *from = act->from;
    if (from->old_secret.len)
        TRY(session_end(a, db, act->keys, from->old_secret));
    TRY(session_add(a, db, act->keys, user, from->place, from->now, &act->secret));
    return note(a, db, name_of(a, user), "session.made", name_of(a, user), from->now);
}

/* ---- with a password ---- */

static struct err *apply_password(struct arena *a, struct db *db, void *what)
{
    struct act *act = what;
    struct user now_is;
    const struct user *was = act->password->user;
    TRY(user_get(a, db, &act->keys->person, was->id, &now_is));
    if (!now_is.id || now_is.is_ended || !str_equal(now_is.password, was->password))
        FAIL(a, WHY_DENIED, "This account was changed at this moment; sign in again.");
    if (act->password->better_hash.len)
        TRY(user_set_password(a, db, was->id, act->password->better_hash));
    return begin_session(a, db, act, was->id);
}

struct err *sign_in_with_password(struct arena *a, struct store *s, const struct session_keys *keys,
                                  const struct sign_in_password *password,
                                  const struct sign_in_from *from, str *secret)
{
    struct act act = {.keys = keys, .password = password, .from = from};
    return run(a, s, &act, apply_password, secret);
}

/* ---- with a link ---- */

struct err *sign_in_add_user(struct arena *a, struct db *db, const struct person_keys *keys,
                             const struct user *user, str actor, usec_t now, int64_t *id)
{
    TRY(user_add(a, db, keys, user, now, id));
    return note(a, db, actor, "user.made", name_of(a, *id), now);
}

static struct err *not_good(struct arena *a)
{
    FAIL(a, WHY_DENIED, "This link signs nobody in: it was used, is too old, or is none.");
}

static struct err *add_first(struct arena *a, struct db *db, const struct act *act, str actor,
                             int64_t *user)
{
    bool has_password = false;
    int64_t other = 0;
    const struct sign_in_link *l = act->link;
    struct user first = {
        .email = l->email, .name = l->name, .password = l->password, .role = ROLE_ADMINISTRATOR};
    TRY(user_first_administrator(a, db, &other, &has_password));
    if (other)
        return not_good(a);
    return sign_in_add_user(a, db, &act->keys->person, &first, actor, act->from->now, user);
}

/* A new password ends what was begun with the old one. */
static struct err *take_known(struct arena *a, struct db *db, const struct act *act, int64_t id)
{
    struct user user;
    TRY(user_get(a, db, &act->keys->person, id, &user));
    if (!user.id || user.is_ended)
        return not_good(a);
    if (!act->link->password.len)
        return NULL;
    TRY(user_set_password(a, db, id, act->link->password));
    TRY(session_end_all(a, db, id));
    return note(a, db, name_of(a, id), "password.changed", name_of(a, id), act->from->now);
}

static struct err *apply_link(struct arena *a, struct db *db, void *what)
{
    struct act *act = what;
    struct sign_link link;
    TRY(sign_link_find(a, db, act->keys, act->link->token, act->from->now, &link));
    if (link.state != SIGN_LINK_GOOD)
        return not_good(a);
    str actor = str_format(a, "link %lld", (long long)link.id);
    int64_t user = link.user;
    if (user)
        TRY(take_known(a, db, act, user));
    else
        TRY(add_first(a, db, act, actor, &user));
    TRY(sign_link_use(a, db, &link, act->from->now));
    TRY(note(a, db, name_of(a, user), "link.used", actor, act->from->now));
    return begin_session(a, db, act, user);
}

struct err *sign_in_with_link(struct arena *a, struct store *s, const struct session_keys *keys,
                              const struct sign_in_link *link, const struct sign_in_from *from,
                              str *secret)
{
    struct act act = {.keys = keys, .link = link, .from = from};
    return run(a, s, &act, apply_link, secret);
}

/* ---- out ---- */

static struct err *apply_out(struct arena *a, struct db *db, void *what)
{
    const struct act *act = what;
    bool is_all = act->where == SIGN_OUT_EVERYWHERE;
    if (is_all)
        TRY(session_end_all(a, db, act->user));
    else
        TRY(session_end(a, db, act->keys, act->from->old_secret));
    return note(a, db, name_of(a, act->user), is_all ? "session.all_ended" : "session.ended",
                name_of(a, act->user), act->from->now);
}

struct err *sign_out(struct arena *a, struct store *s, const struct session_keys *keys,
                     int64_t user, enum sign_out_where where, const struct sign_in_from *from)
{
    struct act act = {.keys = keys, .user = user, .where = where, .from = from};
    return run(a, s, &act, apply_out, NULL);
}

/* ---- making links ---- */

static struct err *find_by_email(struct arena *a, struct db *db, const struct act *act,
                                 int64_t *user)
{
    struct user found;
    TRY(user_by_email(a, db, &act->keys->person, act->email, &found));
    if (!found.id || found.is_ended)
        FAIL(a, WHY_MISSING, "Nobody with this e-mail signs in here.");
    *user = found.id;
    return NULL;
}

static struct err *apply_make(struct arena *a, struct db *db, void *what)
{
    struct act *act = what;
    bool has_password = false;
    int64_t user = 0;
    if (act->email.len)
        TRY(find_by_email(a, db, act, &user));
    else
        TRY(user_first_administrator(a, db, &user, &has_password));
    if (act->only_first && has_password)
        return NULL;
    TRY(sign_link_add(a, db, act->keys, user, act->now, &act->secret));
    return note(a, db, S("command line"), "link.made",
                user ? name_of(a, user) : S("first administrator"), act->now);
}

static struct err *make_link(struct arena *a, struct store *s, struct act act, str *token)
{
    struct session_keys keys = session_keys_of(store_key(s));
    act.keys = &keys;
    return run(a, s, &act, apply_make, token);
}

struct err *sign_in_make_link(struct arena *a, struct store *s, str email, usec_t now, str *token)
{
    return make_link(a, s, (struct act){.email = email, .now = now}, token);
}

struct err *sign_in_make_first_link(struct arena *a, struct store *s, usec_t now, str *token)
{
    return make_link(a, s, (struct act){.now = now, .only_first = true}, token);
}
