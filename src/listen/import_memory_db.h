/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_memory — what was said the last time about files of the same kind: next month's file
 * needs one confirmation, and one that was undone is not described anew.
 */
#ifndef LISTEN_IMPORT_MEMORY_DB_H
#define LISTEN_IMPORT_MEMORY_DB_H

#include "listen/import_map.h"
#include "store/store.h"

struct import_memory {
    bool is_met;           /* a file of this kind was taken before, by a map or without */
    int64_t import;        /* that was taken by a map, perhaps undone since; 0: there is none */
    str name;              /* of its file */
    str source;            /* its key */
    struct import_map map; /* as far as this file has its columns, and without a second table */
};

/* The newest import of a file with this header that had a map; else, where a source is given,
 * the newest of that source. */
struct err *import_memory_find(struct arena *a, struct db *db, const str *header, size_t header_len,
                               str source, struct import_memory *out);

#endif
