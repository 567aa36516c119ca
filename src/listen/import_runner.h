/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_runner — what the owner of a folder does behind those who asked for it: runs the
 * imports that wait, one after the other, goes on with those that its predecessor left in
 * the middle, finishes undoing, and sweeps what was sent and never run.
 *
 * All of it stands in the record, so that nothing depends on who asked being there.
 */
#ifndef LISTEN_IMPORT_RUNNER_H
#define LISTEN_IMPORT_RUNNER_H

#include <stdatomic.h>

#include "base/zone.h"
#include "store/store.h"

struct import_runner_options {
    struct store *store;     /* owned by this process */
    const atomic_bool *ends; /* set when the process is told to end */
    usec_t clock_ahead;      /* of --now */
};

/* In a thread of its own, until the arena is done. */
struct err *import_runner_start(struct arena *a, const struct import_runner_options *options);
/* There is something to do. */
void import_runner_wake(void);

#endif
