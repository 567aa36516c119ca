/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * writer — the one thread that changes the record.
 *
 * It takes what is queued, commits all of it in one transaction, and then tells
 * everybody: who waits for the disk shares the wait (group commit).  It alone brings
 * the log home.
 */
#ifndef STORE_WRITER_H
#define STORE_WRITER_H

#include "store/store.h"

struct writer;

/* db: the connection that writes; the writer's from now on.  log_passive: bytes of log
 * that are brought home, 0: as base/limits.h says.  With the arena it ends: what is
 * queued is written, the log brought home. */
struct err *writer_start(struct arena *a, struct db *db, uint64_t log_passive, struct writer **out);
/* Waits where the queue is full. */
void writer_take(struct writer *w, struct write *write);
struct err *writer_wait(struct write *write);
struct store_state writer_state(struct writer *w);

#endif
