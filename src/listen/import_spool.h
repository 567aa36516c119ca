/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_spool — what comes in by a pipe, kept in a file while it is read twice.
 */
#ifndef LISTEN_IMPORT_SPOOL_H
#define LISTEN_IMPORT_SPOOL_H

#include "base/err.h"
#include "base/str.h"

/* A copy of standard input in the data folder's spool/, removed with the arena. */
struct err *import_spool_input(struct arena *a, str dir, str *path);

#endif
