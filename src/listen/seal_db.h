/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * seal — makes segments of the signals behind the cursor "columns", and makes those
 * anew in which signals were removed.
 *
 * Files are written and on disk before one transaction names them in the manifest and
 * moves the cursor; a crash between leaves files that nobody names, and the next run
 * removes them.  Small segments of a month are joined with what is new.
 *
 * A field with too many different texts (ids, most of the time) gets no further columns:
 * its texts would have to be in memory in each round.  The manifest says so of each
 * segment, and the record answers who asks about it.
 */
#ifndef LISTEN_SEAL_DB_H
#define LISTEN_SEAL_DB_H

#include <stdatomic.h>
#include <stdio.h>

#include "base/zone.h"
#include "store/store.h"

struct seal_options {
    /* However little it is; else where enough came, something was removed some minutes ago,
     * or a question found damage. */
    bool everything;
    bool anew;               /* the segments that are there are thrown away first */
    int64_t enough;          /* for tests: signals that are; 0: as many as cost a question time */
    int64_t rows_most;       /* for tests: signals of one transaction; 0: as fit in memory */
    int64_t texts_most;      /* for tests: of a field; 0: LIMIT_COLUMN_TEXTS */
    FILE *shows_progress;    /* NULL: nowhere */
    const atomic_bool *ends; /* NULL, or stop behind a transaction when it is set */
};

struct seal_outcome {
    uint64_t signals;  /* that went into segments, the removed ones taken off */
    uint64_t segments; /* there are now */
    bool was_damaged;  /* files could not be read: all was made anew */
};

/* By the owner.  One runs at a time: who comes second waits.  db: a connection that
 * reads, of this thread.  Where it fails, the record is whole, and questions are answered
 * from it as far as there are no columns.  LIMIT where columns need more memory than one
 * round may take. */
struct err *seal_columns(struct arena *a, struct store *s, struct db *db,
                         const struct seal_options *options, struct seal_outcome *out);

#endif
