/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * content — what is in a record, as a hash of each table's rows: two records with the
 * same hashes hold the same, however their files differ.
 *
 * Derived tables (the engine's texts and segments) are left out.
 */
#ifndef STORE_CONTENT_H
#define STORE_CONTENT_H

#include "store/backup_manifest.h"
#include "store/db.h"
#include "store/watch.h"

/* Of every table that the record has, by name; the schema itself is one of them.  Within
 * one read where it is to be of one state. */
struct err *content_of_record(struct arena *a, struct db *db, const struct watch *w,
                              struct backup_table **tables, size_t *len);
/* The hash of the schema that the first steps migrations make. */
struct err *content_of_schema(struct arena *a, unsigned steps, struct backup_table *out);
/* INVALID, with the table, where the contents are not the same. */
struct err *content_compare(struct arena *a, const struct backup_table *should, size_t should_len,
                            const struct backup_table *is, size_t is_len);
/* Takes out what is not to come back with a backup: derived tables, whose files are not
 * there, and who is signed in.  In a transaction. */
struct err *content_forget(struct arena *a, struct db *db);
/* Whether a table of that name is known: compared, or derived. */
bool content_knows_table(str name);

#endif
