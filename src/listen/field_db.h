/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * field_db — fields in the record, and what sources call them.
 */
#ifndef LISTEN_FIELD_DB_H
#define LISTEN_FIELD_DB_H

#include "base/zone.h"
#include "listen/field.h"
#include "store/db.h"

/* All, by id. */
struct err *field_list(struct arena *a, struct db *db, struct field **fields, size_t *len);
/* *found false: there is none of that id. */
struct err *field_get(struct arena *a, struct db *db, int64_t id, struct field *out, bool *found);
/* source 0: among the shared.  0 where there is none. */
struct err *field_find(struct arena *a, struct db *db, int64_t source, str key, int64_t *id);
struct err *field_add(struct arena *a, struct db *db, const struct field *field, usec_t now,
                      int64_t *id);
struct err *field_set_meaning(struct arena *a, struct db *db, int64_t id,
                              const struct meaning *meaning);

/* The code book of a field, by code. */
struct err *field_code_list(struct arena *a, struct db *db, int64_t field,
                            const struct field_code **codes, size_t *len);

/* What a source calls a field. */
struct field_alias {
    int64_t source, field;
    str name; /* as the source writes it */
};
struct err *field_alias_find(struct arena *a, struct db *db, int64_t source, str name,
                             int64_t *field);
struct err *field_alias_add(struct arena *a, struct db *db, const struct field_alias *alias);
struct err *field_alias_list(struct arena *a, struct db *db, struct field_alias **aliases,
                             size_t *len);

/* The fields that every folder has from the start: recommend, satisfaction, effort,
 * comment. */
struct err *field_add_canonical(struct arena *a, struct db *db, usec_t now);

#endif
