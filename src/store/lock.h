/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * lock — who owns a data folder.
 */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include "base/err.h"
#include "base/str.h"

/* Released with the arena, or with the process.  BUSY where another process holds it. */
struct err *lock_take(struct arena *a, str dir, const char *doing);

#endif
