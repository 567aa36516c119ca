/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * ending — that this process was told to end (SIGTERM, SIGINT), for work that stops
 * where it does no harm.
 *
 * Who takes longer than ENDING_S is ended all the same, and a second signal ends at
 * once: what was acknowledged is on disk.
 */
#ifndef CLI_ENDING_H
#define CLI_ENDING_H

#include <stdatomic.h>

enum { ENDING_S = 9 }; /* contract.md §1: within 10 s */

/* From now on the signals only say so; one that is ignored stays ignored. */
void ending_watch(void);
const atomic_bool *ending_flag(void);
/* Can be read (poll) from then on; never read from it. */
int ending_descriptor(void);
/* Ends as the signal would have. */
_Noreturn void ending_now(void);

#endif
