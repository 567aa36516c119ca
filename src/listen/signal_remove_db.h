/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * signal_remove — takes signals out of the record again.
 *
 * A removal counts at once: no question is about the signal any more, whatever columns
 * still hold of it (listen/seal_db.h makes those anew).  Its key is free again; who sends
 * it again makes another signal with another id.  Knows nothing of imports, nor whose
 * words may go: fields, persons and code books stay.
 */
#ifndef LISTEN_SIGNAL_REMOVE_DB_H
#define LISTEN_SIGNAL_REMOVE_DB_H

#include "base/zone.h"
#include "store/store.h"

/* All in one transaction, on disk when it returns.  Ids that are not there, and those
 * that stand twice, change nothing. */
struct err *signal_remove(struct arena *a, struct store *s, const int64_t *ids, size_t len,
                          usec_t now);

/* The same within a write. */
struct err *signal_remove_within(struct arena *a, struct db *db, const int64_t *ids, size_t len,
                                 usec_t now);

#endif
