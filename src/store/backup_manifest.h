/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * backup_manifest — what a backup says of itself: which program made it and when, and
 * what is in it, with hashes.
 */
#ifndef STORE_BACKUP_MANIFEST_H
#define STORE_BACKUP_MANIFEST_H

#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/zone.h"

/* The content of a table: its rows in the order of their keys. */
struct backup_table {
    str name;
    uint64_t rows;
    struct secret_hash hash;
};

struct backup_manifest {
    str program; /* "0.1.0" */
    usec_t made_at;
    unsigned steps; /* migrations that the record has taken */
    uint64_t database_bytes;
    struct secret_hash database_hash, key_hash; /* of the files */
    struct backup_table *tables;                /* by name */
    size_t tables_len;
};

/* One JSON document of at most LIMIT_BACKUP_MANIFEST_BYTES. */
str backup_manifest_to_json(struct arena *a, const struct backup_manifest *m);
/* INVALID where it is none, LIMIT where something in it is larger than we accept, CONFLICT
 * where it is of a later format. */
struct err *backup_manifest_of_json(struct arena *a, str text, struct backup_manifest *out);
/* NULL: there is none. */
const struct backup_table *backup_manifest_table(const struct backup_manifest *m, str name);

#endif
