/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * perform — a command from its words to its exit status: found, read, run, its
 * failure said, its answer written out.
 *
 * The same for the words of this process and for those that another one sent to the
 * owner of a data folder.
 */
#ifndef CLI_PERFORM_H
#define CLI_PERFORM_H

#include "base/command.h"

/* words: all that follows the program's name.  Of the call: arena, out, err and,
 * where it comes from another process, now, now_day, store and is_to_end.  Gives the
 * exit status. */
int perform_words(struct call *c, const str *words, size_t len);

#endif
