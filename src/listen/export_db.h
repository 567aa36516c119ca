/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * export_db — the signals of a source as they leave the record, one by one and by
 * ascending id, and what they have in common: the columns.
 *
 * Knows no form of file.  Without what is personal: no comments, no accounts, and persons
 * by pseudonyms alone (people/person_db.h).
 */
#ifndef LISTEN_EXPORT_DB_H
#define LISTEN_EXPORT_DB_H

#include "listen/export_form.h"
#include "listen/field.h"
#include "listen/source_db.h"
#include "store/store.h"

struct export_field {
    const struct field *field;
    str column;         /* its key; SOURCE.KEY where a shared field is called so, too */
    const str *aliases; /* what else the source calls it */
    size_t aliases_len;
    const struct field_code *codes; /* the code book, by code */
    size_t codes_len;
};

/* What a source's export is made of. */
struct export
{
    struct source source;
    bool is_personal;            /* what is personal is in it */
    struct export_field *fields; /* by id of the field */
    size_t fields_len;
    const str *left_out; /* names of columns that are personal and not in it */
    size_t left_out_len;
    uint64_t signals; /* all of them */
    bool has_assumed_times;
};

/* The columns: all fields of the source's own, and of the others those that its signals
 * answer or that it has a name for.  db: within one reading, as are all calls below. */
struct err *export_open(struct arena *a, struct db *db, const struct source *source,
                        bool is_personal, struct export *out);

/* A signal; texts hold until the next.  Empty: none. */
struct exported {
    int64_t id;
    str texts[EXPORT_COLUMNS]; /* of the signal itself */
    usec_t at;
    bool at_assumed;
    str *values; /* [field] */
};

struct export_reader;
/* key: of the installation. */
struct err *export_reader_make(struct arena *a, struct db *db, const struct export *x,
                               const struct secret_key *key, struct export_reader **out);
struct err *export_reader_next(struct export_reader *r, struct exported *out, bool *found);

/* What import --map reads of it: the code book.  LIMIT where it is longer than a map may
 * be. */
struct err *export_map(struct arena *a, const struct export *x, str *text);

#endif
