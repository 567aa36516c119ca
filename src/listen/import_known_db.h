/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_known_db — what is on record of the fields that a file may meet: those that all
 * sources share, its source's own, and those of earlier waves with how they were answered.
 */
#ifndef LISTEN_IMPORT_KNOWN_DB_H
#define LISTEN_IMPORT_KNOWN_DB_H

#include "listen/import_plan.h"
#include "listen/import_wave_db.h"

/* source 0: one that is new.  ids[i] is that of known field i. */
struct err *import_known_load(struct arena *a, struct db *db, int64_t source,
                              const struct import_waves *waves, struct import_known *known,
                              int64_t **ids);

#endif
