/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * data — runs a command with the data folder that it needs: beside the folder's
 * owner, as its owner, or by having the owner run it.
 *
 * While this process owns a folder it takes the commands of others, and goes on
 * until none of them runs.
 */
#ifndef CLI_DATA_H
#define CLI_DATA_H

#include "cli/owner.h"

/* The command of c, whose words are read.  perform: for the commands of others.  Where
 * c has a store already, it is one of these. */
struct err *data_run(struct call *c, owner_perform *perform, int *status);

/* For a command that finds its folder itself and declares none: dir is owned from here on,
 * as for one that declares DATA_OWNS. */
struct err *data_own(struct call *c, str dir, owner_perform *perform);

#endif
