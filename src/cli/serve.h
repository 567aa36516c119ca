/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * serve — answers over HTTP from the data folder that a command owns, until it is told
 * to end.
 */
#ifndef CLI_SERVE_H
#define CLI_SERVE_H

#include "base/command.h"
#include "cli/way_in.h"

#define SERVE_OPTION_LISTEN                                                                        \
    {                                                                                              \
        .name = "listen", .kind = OPTION_TEXT, .value = "ADDRESS:PORT",                            \
        .about = "where to listen, if not at 127.0.0.1:7414; port 0 takes one that is free"        \
    }

/* c->store is owned, and of the call's options --listen and --now are asked.  Prints where it
 * listens, how to sign in (always, or where nobody can with a password yet), and what is told
 * besides. */
struct err *serve_folder(struct call *c, enum way_in_when when, str told, int *status);

#endif
