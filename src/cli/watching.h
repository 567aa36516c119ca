/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * watching — a command that shows how far long work is, and ends it when this process is
 * told to end.
 */
#ifndef CLI_WATCHING_H
#define CLI_WATCHING_H

#include "base/command.h"
#include "store/watch.h"

/* Lives in the call's arena.  For commands that no owner runs for others: the signals that
 * end a process only say so from then on. */
const struct watch *watching_begin(struct call *c);
void watching_end(const struct watch *w);

#endif
