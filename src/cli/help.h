/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * help — what the commands are and how each is used, on a terminal, read from
 * the declarations and from the manual.
 */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "base/command.h"
#include "cli/manual.h"

/* All commands and all sections of the manual, a line each. */
struct err *help_print_all(struct call *c);
/* One command: usage, description, measures, options, examples. */
struct err *help_print_command(struct call *c, const struct command *command);
struct err *help_print_section(struct call *c, const struct manual_section *section);

#endif
