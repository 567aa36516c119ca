/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * help — what the commands are and how each is used, read from the declarations.
 */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "base/command.h"

/* All commands, a line each. */
struct err *help_print_all(struct call *c);
/* One command: usage, options, description, examples. */
struct err *help_print_command(struct call *c, const struct command *command);

#endif
