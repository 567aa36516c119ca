/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_undo — takes out of the record what an import brought.
 *
 * Its signals go with their words, and with them who is known from nowhere else; then the
 * sources, fields and names that it made and nobody else uses, and what the imports before
 * it said holds again.  What it only met, because another import had brought it, stays.
 */
#ifndef LISTEN_IMPORT_UNDO_DB_H
#define LISTEN_IMPORT_UNDO_DB_H

#include <stdatomic.h>
#include <stdio.h>

#include "base/zone.h"
#include "store/store.h"

struct import_undo {
    int64_t import;
    usec_t now;
    str actor;               /* for the audit */
    FILE *shows_progress;    /* NULL: nowhere */
    const atomic_bool *ends; /* NULL, or stop behind a batch when it is set */
};

/* From here on it is being undone, and somebody goes on with that, whatever happens.
 * MISSING; CONFLICT where it is undone, runs, has taken nothing yet, or was made before
 * imports noted what they bring. */
struct err *import_undo_begin(struct arena *a, struct store *s, struct db *db,
                              const struct import_undo *undo);
/* All of it, or the rest of one that was cut short; *removed: signals, in all.  By the
 * owner; db: a connection for reads of this thread.  Where it is asked to end, FAILED. */
struct err *import_undo(struct arena *a, struct store *s, struct db *db,
                        const struct import_undo *undo, int64_t *removed);

#endif
