/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * ledger — numbered writes to a record, and what of them is there afterwards.
 *
 * For tests only.  A write is three rows spread over the table, and one row that every
 * write changes, so that a part of it shows.
 */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include <stdint.h>

#include "store/store.h"

enum { LEDGER_ROWS = 3, LEDGER_MOST = 4096 };

struct ledger_write {
    struct write write;
    int64_t number; /* 1 to LEDGER_MOST - 1 */
};

/* The same number written twice is the same rows. */
void ledger_begin(struct arena *a, struct store *s, struct ledger_write *w, int64_t number);
struct err *ledger_end(struct store *s, struct ledger_write *w);
struct err *ledger_put(struct arena *a, struct store *s, int64_t number);

/* What a record holds. */
struct ledger {
    str wrong;    /* what its own check found, or a write that is there in part; else empty */
    int64_t last; /* the write that changed the common row last */
    bool has[LEDGER_MOST];
};

struct err *ledger_read(struct arena *a, struct db *db, struct ledger *out);
/* A file, opened and recovered by the record's own code on the usual file system. */
struct err *ledger_read_file(struct arena *a, str path, struct ledger *out);

#endif
