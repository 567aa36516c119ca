/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_active — imports that are being taken or undone in this process, so that nobody
 * else goes on with them.  A folder's imports all run in its owner.
 */
#ifndef LISTEN_IMPORT_ACTIVE_H
#define LISTEN_IMPORT_ACTIVE_H

#include "store/store.h"

/* Until the arena is done.  On the writer's thread, so that two never begin at once. */
void import_active_add(struct arena *a, const struct store *s, int64_t id);
bool import_active_is(const struct store *s, int64_t id);

#endif
