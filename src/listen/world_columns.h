/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * world_columns — all columns of a record as one text, a line for each signal in the order
 * of their ids, so that two loads can be compared.
 *
 * For tests only.
 */
#ifndef LISTEN_WORLD_COLUMNS_H
#define LISTEN_WORLD_COLUMNS_H

#include "listen/columns_db.h"
#include "listen/world.h"

/* folder: empty for the record alone.  damaged: what the load says of files. */
struct err *world_columns_text(struct arena *a, struct db *db, struct zone *zone, str folder,
                               str *text, str *damaged);
/* Fails the test where segments and record differ; gives what the load says of files. */
str world_columns_check(struct arena *a, struct world *w);

#endif
