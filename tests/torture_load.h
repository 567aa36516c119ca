/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * torture_load — a process that submits signals from several threads until it is killed,
 * and says of each batch when it was acknowledged.
 *
 * A thread's batches follow each other: batch n holds the keys "thread.n.0", "thread.n.1",
 * …, and comes behind the acknowledgement of batch n - 1.
 */
#ifndef TESTS_TORTURE_LOAD_H
#define TESTS_TORTURE_LOAD_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { TORTURE_THREADS = 6 };

/* What is written to the pipe, whole, when a batch is acknowledged. */
struct torture_ack {
    uint32_t thread, batch;
    uint32_t len, duplicates; /* signals; of these, known already */
};

/* Signals of a batch, always as many. */
size_t torture_batch_len(size_t thread, size_t batch);

/* Ends by a signal from outside; or, saying why on standard error, where it cannot go on.
 * from: each thread's first batch.  acks: the pipe. */
_Noreturn void torture_load(str dir, const size_t from[TORTURE_THREADS], int acks);

#endif
