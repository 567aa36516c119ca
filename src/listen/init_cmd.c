/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune init DIR — makes a data folder.
 */
#include "base/command.h"
#include "listen/field_db.h"
#include "people/audit_db.h"
#include "people/organisation_db.h"
#include "store/store.h"

static const struct option options[] = {
    {.name = "zone",
     .kind = OPTION_TEXT,
     .value = "ZONE",
     .about = "whose days, weeks and months are meant, as in Europe/Madrid; the host's without it"},
};

struct beginning {
    str zone;
    usec_t now;
};

static struct err *fill(struct arena *a, struct db *db, void *what)
{
    const struct beginning *b = what;
    struct audit audit = {.at = b->now,
                          .actor = S("command line"),
                          .action = S("folder.made"),
                          .object = S(""),
                          .detail = S("{}")};
    TRY(organisation_add(a, db, b->zone, b->now));
    TRY(field_add_canonical(a, db, b->now));
    return audit_add(a, db, &audit);
}

static struct err *init_run(struct call *c, int *status)
{
    struct zone *zone = NULL;
    str dir = c->arguments[0], name = call_value(c, "zone");
    WRAP(c->arena, zone_open(c->arena, name.ptr ? name : zone_of_host(c->arena), &zone), "--zone");
    struct beginning beginning = {.zone = zone_name(zone), .now = c->now};
    TRY(store_make(c->arena, dir, fill, &beginning));
    (void)fprintf(c->out,
                  "The data folder %.*s is made; its days are those of %.*s.\n"
                  "Put answers in:  attune import --data %.*s FILE\n"
                  "Ask about them:  attune query --data %.*s 'nps(recommend)'\n",
                  STR(dir), STR(zone_name(zone)), STR(dir), STR(dir));
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
        "is personal. Only you can read it. The folder must not be there yet, or be empty.",
    .examples = "attune init DIR # days as where this computer is\n"
                "attune init DIR --zone Europe/Madrid # days as in Madrid",
    .run = init_run,
};
