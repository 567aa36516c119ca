/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune init DIR — makes a data folder.
 */
#include "base/command.h"
#include "cli/beginning.h"
#include "cli/password_prompt.h"
#include "cli/way_in.h"
#include "people/sign_in_db.h"
#include "people/user.h"
#include "store/store.h"

static const struct option options[] = {
    {.name = "zone",
     .kind = OPTION_TEXT,
     .value = "ZONE",
     .about = "whose days, weeks and months are meant, as in Europe/Madrid; the host's without it"},
    {.name = "admin",
     .kind = OPTION_TEXT,
     .value = "EMAIL",
     .about = "the first administrator; on a terminal the password is asked for, else the link "
              "signs in without one"},
};

/* ---- the first administrator ---- */

struct administrator {
    struct user user;
    struct person_keys keys;
    usec_t now;
};

static struct err *add_administrator(struct arena *a, struct db *db, void *what)
{
    int64_t id = 0;
    const struct administrator *it = what;
    return sign_in_add_user(a, db, &it->keys, &it->user, S("command line"), it->now, &id);
}

/* Before the folder is made: what is typed may be given up. */
static struct err *ask_for(struct call *c, struct user *user)
{
    str password, domain, email = str_trim(call_value(c, "admin"));
    *user = (struct user){.email = email,
                          .name = str_cut(email, '@', &domain),
                          .role = ROLE_ADMINISTRATOR,
                          .password = S("")};
    if (!call_has(c, "admin"))
        return NULL;
    enum user_fault fault = user_fault_of_email(email);
    if (fault)
        FAIL(c->arena, WHY_USAGE, "--admin: %.*s",
             STR(phrase_text(user_fault_phrase(fault), &phrase_languages[0])));
    if (!password_prompt_can_ask())
        return NULL;
    TRY(password_prompt(c, user->name, email, &password));
    return secret_password_hash(c->arena, password, &user->password);
}

/* How to sign in: with the password that was given, else by a link. */
static struct err *let_in(struct call *c, const struct user *user, str *how)
{
    str url;
    struct store *s = NULL;
    struct store_options owner = {.role = STORE_OWNS, .doing = "init"};
    TRY(store_open(c->arena, c->arguments[0], owner, &s));
    struct administrator it = {.user = *user, .keys = person_keys_of(store_key(s)), .now = c->now};
    struct write w = {.apply = add_administrator, .what = &it, .arena = c->arena};
    if (user->email.len)
        TRY(store_write(s, &w));
    TRY(way_in_url(c->arena, c->arguments[0], &url));
    *how = str_format(c->arena, "Sign in as %.*s:\n%.*s/sign-in\n", STR(user->email), STR(url));
    return user->password.len ? NULL : way_in_tell(c, s, url, WAY_IN_NEEDED, how);
}

static struct err *init_run(struct call *c, int *status)
{
    str how;
    struct user user;
    struct zone *zone = NULL;
    str dir = c->arguments[0], name = call_value(c, "zone");
    WRAP(c->arena, zone_open(c->arena, name.ptr ? name : zone_of_host(c->arena), &zone), "--zone");
    struct beginning beginning = {.zone = zone_name(zone), .now = c->now};
    TRY(ask_for(c, &user));
    TRY(beginning_make(c->arena, dir, &beginning));
    TRY(let_in(c, &user, &how));
    (void)fprintf(c->out,
                  "The data folder %.*s is made; its days are those of %.*s.\n"
                  "Put answers in:  attune import --data %.*s FILE\n"
                  "Ask about them:  attune query --data %.*s 'nps(recommend)'\n"
                  "Serve it:        attune serve --data %.*s\n"
                  "%.*s",
                  STR(dir), STR(zone_name(zone)), STR(dir), STR(dir), STR(dir), STR(how));
    *status = 0;
    return NULL;
}

COMMAND(init) = {
    .name = "init",
    .summary = "Make a data folder",
    .arguments = "DIR",
    .arguments_min = 1,
    .arguments_max = 1,
    .options = options,
    .options_len = sizeof options / sizeof *options,
    .description =
        "Makes a folder that holds the record: a database and, beside it, the key that seals what "
        "is personal. Only you can read it. The folder must not be there yet, or be empty.\n\n"
        "It prints how to sign in where the folder is served: by a link that works once, within 30 "
        "minutes (attune sign-in makes another), or, with --admin on a terminal, with the password "
        "that it asks for.",
    .examples = "attune init DIR # days as where this computer is\n"
                "attune init DIR --zone Europe/Madrid # days as in Madrid\n"
                "attune init DIR --admin ada@example.org # asks for Ada's password",
    .run = init_run,
};
