/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * unit — the tree of the organisation: where things happen and who answers for
 * them.
 */
#ifndef PEOPLE_UNIT_DB_H
#define PEOPLE_UNIT_DB_H

#include "store/db.h"

struct unit {
    int64_t id, parent; /* parent 0: none */
    str key, name;
};

/* By key or name; 0 where there is none. */
struct err *unit_find(struct arena *a, struct db *db, str word, int64_t *id);
struct err *unit_add(struct arena *a, struct db *db, const struct unit *unit, int64_t *id);
/* All, by id. */
struct err *unit_list(struct arena *a, struct db *db, struct unit **units, size_t *len);

#endif
