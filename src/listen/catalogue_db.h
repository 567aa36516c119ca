/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * catalogue_db — what questions to the record may speak of, and what each name
 * stands for.
 *
 * A plain name is that of a shared field that some source asks; else a source's own
 * field, by its key or by what the source calls it; else a shared field that nobody asks
 * yet; else a dimension that every signal has.  What is hidden, or
 * has its name in common with another source's, is reached by its full name:
 * "sfo.netpro", "signal.channel".  Upper and lower case are the same.
 */
#ifndef LISTEN_CATALOGUE_DB_H
#define LISTEN_CATALOGUE_DB_H

#include "ask/catalogue.h"
#include "listen/columns_db.h"
#include "listen/source_db.h"

struct record_name {
    struct column_wish column;
    int64_t source; /* answers of this source alone are meant; 0: of all */
};

struct record_catalogue {
    struct catalogue names;          /* for ask/ */
    const struct record_name *means; /* [number in names] */
    const struct source *sources;
    size_t sources_len;
};

struct err *catalogue_load(struct arena *a, struct db *db, struct record_catalogue *out);

#endif
