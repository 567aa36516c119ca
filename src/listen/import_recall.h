/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_recall — a file is read as the last one of its kind was (listen/import_memory_db.h).
 */
#ifndef LISTEN_IMPORT_RECALL_H
#define LISTEN_IMPORT_RECALL_H

#include "listen/importing.h"

/* Makes what was said of the last file with this header, or of the last one of the source that
 * ask or its map names, the map of this one; its source, too, where nobody names one.  *memory
 * tells, and must live as long as ask.  Changes nothing where nothing was said, or the file
 * holds signals. */
struct err *import_recall(struct arena *a, struct importing_ask *ask, struct import_memory *memory);

#endif
