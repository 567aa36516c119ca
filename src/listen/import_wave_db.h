/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_wave_db — which sources in the record are earlier waves of one, and the fields that
 * they share with it.
 */
#ifndef LISTEN_IMPORT_WAVE_DB_H
#define LISTEN_IMPORT_WAVE_DB_H

#include "listen/field_db.h"
#include "listen/import_map.h"
#include "listen/source_db.h"

struct import_waves {
    const struct source *list; /* the latest first */
    size_t len;
};

/* By the map where it says so, else as the record has it.  USAGE where the map names the
 * source itself, MISSING where there is no such source. */
struct err *import_waves_find(struct arena *a, struct db *db, const struct source *source,
                              const struct import_map *map, struct import_waves *out);

/* The source whose columns are most like these, where most of them are; else empty. */
struct err *import_waves_guess(struct arena *a, struct db *db, const str *header, size_t len,
                               str *source, size_t *same);

/* Within a write: all sources share a field from now on, by its key or, where another shared
 * field has it, by its source's and its own. */
struct err *import_wave_share(struct arena *a, struct db *db, int64_t field);

#endif
