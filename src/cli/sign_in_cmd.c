/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune sign-in — a link for who has no password, or lost it.
 */
#include "cli/way_in.h"
#include "people/sign_in_db.h"

static const struct option options[] = {
    {.name = "data",
     .kind = OPTION_TEXT,
     .needed = true,
     .value = "DIR",
     .about = "the data folder that attune init made"},
    {.name = "user",
     .kind = OPTION_TEXT,
     .value = "EMAIL",
     .about = "who signs in; without it, the administrator, or who becomes the first one"},
};

static struct err *sign_in_run(struct call *c, int *status)
{
    str url, token, email = str_trim(call_value(c, "user"));
    if (call_has(c, "user") && !email.len)
        FAIL(c->arena, WHY_USAGE, "--user says whose e-mail it is.");
    TRY(way_in_url(c->arena, store_dir(c->store), &url));
    TRY(sign_in_make_link(c->arena, c->store, email, c->now, &token));
    (void)fprintf(c->out, "%.*s\n", STR(way_in_link(c->arena, url, token)));
    *status = 0;
    return NULL;
}

COMMAND(sign_in) = {
    .name = "sign-in",
    .summary = "Make a link that signs in once",
    .options = options,
    .options_len = sizeof options / sizeof *options,
    .data = DATA_WRITES,
    .description =
        "Prints a link, alone on its line, that signs in one person, once, within 30 minutes: for "
        "who lost the password, and for the first administrator, who chooses one there. Whoever "
        "has the link is that person, so pass it on with care. It waits for nobody: who tried too "
        "often to sign in is let in by a link all the same.\n\n"
        "The link begins with the setting public_url, or where none is set, with the address at "
        "which the folder is served.",
    .examples = "attune sign-in --data DIR # the administrator\n"
                "attune sign-in --data DIR --user ada@example.org # somebody else",
    .run = sign_in_run,
};
