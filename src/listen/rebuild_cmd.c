/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune rebuild — makes the columns anew from the record.
 */
#include "base/command.h"
#include "listen/seal_db.h"
#include "store/store.h"

static const struct option options[] = {
    {.name = "data",
     .kind = OPTION_TEXT,
     .needed = true,
     .value = "DIR",
     .about = "the data folder that attune init made"},
};

static struct err *rebuild_run(struct call *c, int *status)
{
    struct db *db = NULL;
    struct seal_options how = {
        .everything = true, .anew = true, .shows_progress = c->err, .ends = c->is_to_end};
    struct seal_outcome outcome = {.signals = 0};
    TRY(store_open_reader(c->arena, c->store, &db));
    TRY(seal_columns(c->arena, c->store, db, &how, &outcome));
    (void)fprintf(c->out, "Columns of %llu signals are made anew, in %llu segments.\n",
                  (unsigned long long)outcome.signals, (unsigned long long)outcome.segments);
    *status = 0;
    return NULL;
}

COMMAND(rebuild) = {
    .name = "rebuild",
    .summary = "Make the columns anew from the record",
    .options = options,
    .options_len = sizeof options / sizeof *options,
    .data = DATA_WRITES,
    .description =
        "Questions are answered from columns, files that are made of the record and can always be "
        "made again. This throws them away and makes them anew; meanwhile answers come from the "
        "record itself, more slowly. Nothing in the record changes.",
    .examples = "attune rebuild --data DIR # after a message that says so",
    .run = rebuild_run,
};
