/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * command_index — all commands there are, sorted by name.
 *
 * The table is made by tools/index.py from the COMMAND(name) declarations.
 */
#ifndef CLI_COMMAND_INDEX_H
#define CLI_COMMAND_INDEX_H

#include "base/command.h"

/* command_index_len entries, then NULL. */
extern const struct command *const command_index[];
extern const unsigned command_index_len;

#endif
