/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * source_change — what somebody says of a source: its name, who was reached; and how a
 * source is shown to programs.
 */
#ifndef LISTEN_SOURCE_CHANGE_H
#define LISTEN_SOURCE_CHANGE_H

#include "base/json.h"
#include "listen/source_db.h"
#include "store/store.h"

struct source_change {
    str key;  /* which */
    str name; /* NULL ptr: as it was */
    struct reach_change reach;
    str actor; /* for the audit */
    usec_t now;
};

/* MISSING where there is none of that key, with one that is called alike; USAGE as
 * reach_apply().  *out, where it was changed, is as it is on record now. */
struct err *source_change(struct arena *a, struct store *s, const struct source_change *change,
                          struct source *out);
/* One of a key.  MISSING likewise. */
struct err *source_get(struct arena *a, struct db *db, str key, struct source *out);

/* {"key","name","reached","invited","population","from","to","wave_of","signals","response_rate"};
 * null is what nobody said. */
void source_to_json(struct arena *a, struct json *j, const struct source *source, uint64_t signals);

#endif
