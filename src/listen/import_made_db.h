/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_made — what an import brought and said, so that it can be undone: its signals, the
 * sources and fields that it made, the fields it uses, its names and labels.
 *
 * All within a write.
 */
#ifndef LISTEN_IMPORT_MADE_DB_H
#define LISTEN_IMPORT_MADE_DB_H

#include "listen/field_db.h"

/* The highest ids before something is made. */
struct import_marks {
    int64_t source, field;
};
struct err *import_made_begin(struct arena *a, struct db *db, struct import_marks *marks);
/* What was made since is the import's. */
struct err *import_made_end(struct arena *a, struct db *db, const struct import_marks *marks,
                            int64_t import);
/* Signals first to last are. */
struct err *import_made_signals(struct arena *a, struct db *db, int64_t import, int64_t first,
                                int64_t last);

/* ---- what it says, before it is put ---- */

struct err *import_made_uses(struct arena *a, struct db *db, int64_t import, int64_t field);
struct err *import_made_name(struct arena *a, struct db *db, int64_t import,
                             const struct field_alias *alias);
struct err *import_made_code(struct arena *a, struct db *db, int64_t import, int64_t field,
                             str code, str label);

#endif
