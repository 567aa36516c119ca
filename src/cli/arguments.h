/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * arguments — the words of a command line, sorted out by a command's declaration.
 */
#ifndef CLI_ARGUMENTS_H
#define CLI_ARGUMENTS_H

#include "base/command.h"

/* Options that every command takes. */
extern const struct option arguments_common[];
extern const size_t arguments_common_len;

/* words: what follows the command's name.  Takes --name value, --name=value, a
 * lone -- before words that begin with a dash.  USAGE for an option that the
 * command has not, one without its value, one given twice that may not be, a
 * word that is not among its choices, too few or too many arguments. */
struct err *arguments_parse(struct call *c, const str *words, size_t words_len);

/* Whether --format json stands among the words: how even a mistake in the words
 * is answered. */
bool arguments_want_json(const str *words, size_t words_len);

#endif
