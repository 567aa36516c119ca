/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * source — where signals come from, and how people were reached.
 */
#ifndef LISTEN_SOURCE_DB_H
#define LISTEN_SOURCE_DB_H

#include "base/zone.h"
#include "listen/reach.h"
#include "store/db.h"

struct source {
    int64_t id;
    str key, name;
    struct reach reach;
    bool near_keys;  /* listen/import_near.h; read only */
    bool is_sample;  /* of the sample organisation: nobody said this; read only */
    int64_t wave_of; /* the source that asked the same before it; 0: none */
    str wave_of_key; /* of that; read only */
};

/* id 0 where there is none. */
struct err *source_find(struct arena *a, struct db *db, str key, struct source *out);
struct err *source_by_id(struct arena *a, struct db *db, int64_t id, struct source *out);
struct err *source_list(struct arena *a, struct db *db, struct source **sources, size_t *len);
/* Whether any of them is of the sample organisation. */
struct err *source_has_sample(struct arena *a, struct db *db, bool *has);
/* Those that a file with this header came from. */
struct err *source_by_header(struct arena *a, struct db *db, str header, struct source **sources,
                             size_t *len);
/* header: a hash of the names of its file's columns, or empty. */
struct err *source_add(struct arena *a, struct db *db, const struct source *source, str header,
                       usec_t now, int64_t *id);
/* It asks again what that source asked before it; 0: none. */
struct err *source_set_wave(struct arena *a, struct db *db, int64_t id, int64_t wave_of);
/* Its name, and who was reached. */
struct err *source_set(struct arena *a, struct db *db, const struct source *source);
/* Signals that came from it. */
struct err *source_signals(struct arena *a, struct db *db, int64_t id, uint64_t *signals);
struct err *source_set_header(struct arena *a, struct db *db, int64_t id, str header);

#endif
