/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * owner — the owner of a data folder runs the commands that others send it through
 * DIR/attune.sock, as if they had run them themselves.
 *
 * For its own user and root alone.  Each command has a thread, an arena and a
 * connection for reads; its output goes straight to the descriptors that came with
 * it.  A caller that hangs up, and the end of this process, is told to the command
 * by call.is_to_end.  It knows no command: who runs the words is handed in.
 */
#ifndef CLI_OWNER_H
#define CLI_OWNER_H

#include "base/command.h"
#include "store/store.h"

/* As perform_words(). */
typedef int owner_perform(struct call *c, const str *words, size_t len);

/* Serves the folder of store, which this process owns, in a thread of its own.  With
 * the arena it ends: as long as a command runs it serves on, then the socket is gone.
 * Told to end (cli/ending.h), it takes no more and tells the commands that run. */
struct err *owner_start(struct arena *a, struct store *store, owner_perform *perform);

#endif
