/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * organisation — what holds for the whole data folder: whose calendar it keeps.
 */
#ifndef PEOPLE_ORGANISATION_DB_H
#define PEOPLE_ORGANISATION_DB_H

#include "base/zone.h"
#include "store/db.h"

/* Once, when the folder is made. */
struct err *organisation_add(struct arena *a, struct db *db, str zone, usec_t now);
/* The name of the zone whose days, weeks and months are meant. */
struct err *organisation_zone(struct arena *a, struct db *db, str *zone);

#endif
