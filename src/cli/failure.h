/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * failure — how a command that failed says so: one sentence on its standard error
 * and, where JSON was asked for, a document on its standard output.  contract.md §1.
 */
#ifndef CLI_FAILURE_H
#define CLI_FAILURE_H

#include "base/command.h"

/* Gives the exit status. */
int failure_print(struct call *c, struct err *e, bool as_json);

#endif
