/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keeper — what a server does by itself beside answering: it makes segments of the
 * signals that came, so that questions stay quick however many there are.
 *
 * A failure goes to the log and is tried again: nothing is lost by it, since questions
 * read the record where there is no segment.
 */
#ifndef CLI_KEEPER_H
#define CLI_KEEPER_H

#include "store/store.h"

/* In a thread of its own, until the process is told to end or the arena is done. */
struct err *keeper_start(struct arena *a, struct store *s);

#endif
