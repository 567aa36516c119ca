/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune token — makes a token for a program that sends signals or asks questions.
 */
#include "base/command.h"
#include "people/audit_db.h"
#include "people/token_db.h"
#include "store/store.h"

enum { NAME_MAX_BYTES = 200 };

static const char *const opens[] = {"open", NULL};

static const struct option options[] = {
    {.name = "data",
     .kind = OPTION_TEXT,
     .needed = true,
     .value = "DIR",
     .about = "the data folder that attune init made"},
    {.name = "name",
     .kind = OPTION_TEXT,
     .needed = true,
     .value = "NAME",
     .about = "what the token is called; signals that name no source get this one"},
    {.name = "fields",
     .kind = OPTION_CHOICE,
     .choices = opens,
     .value = "WHICH",
     .about = "whether it may make fields, sources, units and touchpoints that are not known"},
};

/* A token on its way into the record. */
struct making {
    struct token token;
    const struct secret_key *installation;
    usec_t now;
    str secret;
};

static struct err *make(struct arena *a, struct db *db, void *what)
{
    struct making *m = what;
    TRY(token_add(a, db, m->installation, &m->token, m->now, &m->secret));
    struct audit audit = {.at = m->now,
                          .actor = S("command line"),
                          .action = S("token.made"),
                          .object = m->token.name,
                          .detail = m->token.opens_fields ? S("{\"fields\":\"open\"}") : S("{}")};
    return audit_add(a, db, &audit);
}

static struct err *token_run(struct call *c, int *status)
{
    str name = str_trim(call_value(c, "name"));
    if (!name.len)
        FAIL(c->arena, WHY_USAGE, "--name says what the token is called.");
    if (name.len > NAME_MAX_BYTES)
        FAIL(c->arena, WHY_LIMIT, "--name: at most %d bytes.", NAME_MAX_BYTES);
    struct making m = {.token = {.name = name, .opens_fields = call_has(c, "fields")},
                       .installation = store_key(c->store),
                       .now = c->now};
    struct write w = {.apply = make, .what = &m, .arena = c->arena};
    TRY(store_write(c->store, &w));
    (void)fprintf(c->out, "%.*s\n", STR(m.secret));
    *status = 0;
    return NULL;
}

COMMAND(token) = {
    .name = "token",
    .summary = "Make a token for a program",
    .options = options,
    .options_len = sizeof options / sizeof *options,
    .data = DATA_WRITES,
    .description =
        "Makes a token and prints it once, alone on its line: only a keyed hash of it is kept, so "
        "nobody can look it up later. A program that shows it may send signals and ask questions.",
    .examples = "attune token --data DIR --name crm # for a program with known fields\n"
                "attune token --data DIR --name web --fields open # it may bring new fields",
    .run = token_run,
};
