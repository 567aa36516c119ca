/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * seal_verify — whether the files of the columns are as they were written, and how far
 * they are behind the record.
 */
#ifndef LISTEN_SEAL_VERIFY_DB_H
#define LISTEN_SEAL_VERIFY_DB_H

#include "store/db.h"

enum { SEAL_BEHIND_COUNTED = 10000000 }; /* more are not counted */

struct seal_state {
    uint64_t segments, files;
    uint64_t damaged; /* files */
    str first;        /* what is wrong with the first of these, a sentence; empty */
    uint64_t behind;  /* signals that no column holds yet */
};

/* Reads every file from front to end.  Within one read of db.  folder: DIR/columns. */
struct err *seal_verify(struct arena *a, struct db *db, str folder, struct seal_state *out);

#endif
