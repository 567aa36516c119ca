/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune serve — the owner of a data folder that answers over HTTP.  contract.md §1, §9.
 */
#include <poll.h>
#include <unistd.h>

#include "base/command.h"
#include "cli/ending.h"
#include "cli/keeper.h"
#include "cli/serve.h"
#include "http/route_index.h"
#include "http/server.h"
#include "listen/import_runner.h"
#include "people/gate_api.h"

enum { STOP_MS = 6000 }; /* of ENDING_S, which the rest of the process needs too */

static const struct option options[] = {
    {.name = "data",
     .kind = OPTION_TEXT,
     .needed = true,
     .value = "DIR",
     .about = "the data folder that attune init made"},
    SERVE_OPTION_LISTEN,
};

static struct err *read_settings(struct call *c, struct settings **out)
{
    TRY(way_in_settings(c->arena, store_dir(c->store), out));
    if (call_has(c, "listen"))
        TRY(settings_set(c->arena, *out, &conf_named_listen, call_value(c, "listen")));
    return NULL;
}

/* How to sign in; or why nobody can. */
static struct err *find_way_in(struct call *c, const struct server *server, enum way_in_when when,
                               str *text)
{
    str url = server_public_url(server);
    way_in_is_at(url);
    if (!gate_refuses_cookies(url, server_address(server)))
        return way_in_tell(c, c->store, url, when, text);
    *text = S("Nobody can sign in here: other machines reach it without https, so passwords would "
              "cross the network for all to read. Set public_url to the https address that people "
              "use, or listen on 127.0.0.1.\n");
    return NULL;
}

static void wait_for_end(void)
{
    struct pollfd end = {.fd = ending_descriptor(), .events = POLLIN};
    while (!atomic_load(ending_flag()))
        (void)poll(&end, 1, -1);
}

struct err *serve_folder(struct call *c, enum way_in_when when, str told, int *status)
{
    struct settings *settings = NULL;
    struct server *server = NULL;
    str way_in;
    TRY(read_settings(c, &settings));
    struct server_options wanted = {.store = c->store,
                                    .settings = settings,
                                    .routes = route_index,
                                    .routes_len = route_index_len,
                                    .gate = gate_ask,
                                    .what = gate_make(c->arena, c->store),
                                    .clock_ahead = call_has(c, "now") ? c->now - usec_now() : 0};
    TRY(server_start(c->arena, &wanted, &server));
    TRY(keeper_start(c->arena, c->store));
    struct import_runner_options runner = {
        .store = c->store, .ends = ending_flag(), .clock_ahead = wanted.clock_ahead};
    TRY(import_runner_start(c->arena, &runner));
    TRY(find_way_in(c, server, when, &way_in));
    (void)fprintf(c->out, "listening on http://%.*s\n%.*s%.*s", STR(server_address(server)),
                  STR(way_in), STR(told));
    (void)fflush(c->out);
    wait_for_end();
    server_stop(server, STOP_MS);
    *status = 0;
    return NULL;
}

static struct err *serve_run(struct call *c, int *status)
{
    return serve_folder(c, WAY_IN_NEEDED, S(""), status);
}

COMMAND(serve) = {
    .name = "serve",
    .summary = "Answer over HTTP",
    .options = options,
    .options_len = sizeof options / sizeof *options,
    .data = DATA_OWNS,
    .description =
        "Serves a data folder over HTTP until it is told to end (SIGTERM, SIGINT), and runs the "
        "commands of others that write to it. It prints where it listens, and logs to standard "
        "error, one JSON object a line. Who is told to end answers what was asked before it "
        "does. Where nobody can sign in with a password yet, it prints a link that does.\n\n"
        "Settings stand in DIR/attune.conf, as lines \"key = value\"; the environment "
        "(ATTUNE_LISTEN, …) stands over the file, and --listen over both.",
    .examples = "attune serve --data DIR\n"
                "attune serve --data DIR --listen 127.0.0.1:0 # listening on "
                "http://127.0.0.1:40123",
    .run = serve_run,
};
