/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * signal_check — what can be told of signals without the record.  Private to the
 * door (listen/signal.h).
 */
#ifndef LISTEN_SIGNAL_CHECK_H
#define LISTEN_SIGNAL_CHECK_H

#include "listen/signal.h"

/* Adds the faults of a batch; INVALID with the first of them where there are any. */
struct err *signal_check(struct arena *a, struct signal_batch *batch);
/* At most LIMIT_FAULTS are kept. */
void signal_add_fault(struct arena *a, struct signal_batch *batch,
                      const struct signal_fault *fault);
/* The error that a batch with faults ends with; NULL where it has none. */
struct err *signal_faults_err(struct arena *a, const struct signal_batch *batch);

#endif
