/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune demo — a data folder with the sample organisation in it, served.
 */
#include "base/command.h"
#include "cli/beginning.h"
#include "cli/data.h"
#include "cli/perform.h"
#include "cli/serve.h"
#include "sample/sample_cmd.h"
#include "store/folder.h"

static const struct option options[] = {
    {.name = "data",
     .kind = OPTION_TEXT,
     .value = "DIR",
     .about = "the folder, if not attune-demo; made where it is not there, else used as it is"},
    SERVE_OPTION_LISTEN,
    SAMPLE_CMD_OPTIONS,
};

/* Where there is none, with a sample begun in it: an end on the way leaves nothing that
 * the next start does not go on with. */
static struct err *make_folder(struct call *c, str dir)
{
    struct zone *zone = NULL;
    struct sample_options sample;
    struct err *e = folder_check(c->arena, dir);
    if (!e || e->why != WHY_MISSING)
        return e;
    TRY(zone_open(c->arena, zone_of_host(c->arena), &zone));
    TRY(sample_cmd_options(c, zone, &sample));
    struct beginning beginning = {.zone = zone_name(zone), .now = c->now, .sample = &sample};
    return beginning_make(c->arena, dir, &beginning);
}

static bool names_sample(const struct call *c)
{
    return call_has(c, "signals") || call_has(c, "seed") || call_has(c, "end");
}

static struct err *fill_folder(struct call *c, str *told)
{
    struct sample sample;
    struct db *db = store_db(c->store);
    TRY(sample_find(c->arena, db, &sample));
    if (sample.state == SAMPLE_BEGUN) {
        TRY(way_in_for_demo(c, c->store));
        return sample_cmd_make(c, db, told);
    }
    *told = sample.state == SAMPLE_DONE ? sample_cmd_tell(c->arena, &sample)
                                        : S("There is no sample in this folder's record.\n");
    if (names_sample(c))
        *told = str_format(c->arena,
                           "%.*sThe folder was there and is used as it is: --signals, --seed and "
                           "--end are for a new one.\n",
                           STR(*told));
    return NULL;
}

static struct err *demo_run(struct call *c, int *status)
{
    str told, dir = call_value(c, "data");
    if (!dir.ptr)
        dir = S("attune-demo");
    TRY(make_folder(c, dir));
    TRY(data_own(c, dir, perform_words));
    TRY(fill_folder(c, &told));
    told = str_format(c->arena,
                      "%.*sYour own answers beside it:  attune import --data %.*s FILE\n"
                      "Without it:                  attune sample --data %.*s --remove\n",
                      STR(told), STR(dir), STR(dir));
    return serve_folder(c, WAY_IN_ALWAYS, told, status);
}

COMMAND(demo) = {
    .name = "demo",
    .summary = "Serve an invented company's record, to look around",
    .options = options,
    .options_len = sizeof options / sizeof *options,
    .description =
        "Makes a data folder with the sample organisation in it (attune help sample), once, and "
        "serves it as attune serve does. It prints where it listens and, alone on a line, a link "
        "that signs in, with one button. A folder that is there is used as it is, with all that "
        "came into it.",
    .examples = "attune demo # made in ./attune-demo, at http://127.0.0.1:7414\n"
                "attune demo --data DIR --listen 127.0.0.1:0 --signals 1000000 # a large one",
    .run = demo_run,
};
