/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_leftover — what undone imports made and nobody uses any more: sources, fields,
 * what sources call them.
 *
 * A thing goes when the import that made it is undone, or being undone, no other import
 * claims it, and no signal that is left is of it.  It may be another import's undo that
 * makes it so.
 */
#ifndef LISTEN_IMPORT_LEFTOVER_DB_H
#define LISTEN_IMPORT_LEFTOVER_DB_H

#include <stdatomic.h>

#include "store/store.h"

/* The record is read page by page, as far as it must be; db: a connection for reads of this
 * thread.  ends: NULL, or stop between pages when it is set, FAILED. */
struct err *import_leftovers_remove(struct arena *a, struct store *s, struct db *db,
                                    const atomic_bool *ends);

#endif
