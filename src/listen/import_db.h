/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_db — imports in the record: their source and fields, how far each got.
 */
#ifndef LISTEN_IMPORT_DB_H
#define LISTEN_IMPORT_DB_H

#include "listen/field.h"
#include "listen/import_plan.h"
#include "listen/source_db.h"
#include "store/store.h"

/* The source of a file: of that key where one is given; else the one that a file with
 * the same header came from; else a new one named after the file, with id 0.  USAGE
 * where two had the same header, with their names. */
struct import_source_ask {
    str given;  /* --source, or the map's; empty: none */
    str path;   /* of the file */
    str header; /* hash of its columns' names; empty: it has none */
};
struct err *import_source_find(struct arena *a, struct db *db, const struct import_source_ask *ask,
                               struct source *out);
str import_header_hash(struct arena *a, const str *header, size_t len);
/* Whether a file with this header came of the source before, and is not undone. */
struct err *import_header_is_met(struct arena *a, struct db *db, int64_t source, str header,
                                 bool *is_met);

enum import_kind import_kind_of_field(enum field_kind kind);

/* One import, as the record keeps it. */
struct import_row {
    int64_t id;
    int64_t records; /* of the file that are done */
    int64_t taken, duplicates;
    int64_t refused; /* while it runs: records that the door refused; in the end, all */
    bool resumes;    /* begun before and not ended */
};

/* What is written before the first signal: source, fields, aliases, code books, the
 * import itself.  Out: source->id, field_ids[column] (0: not kept), row. */
struct import_opening {
    const struct store *store; /* set by import_open() */
    struct source *source;
    int64_t wave_of;                /* the source that it is a later wave of; 0: none */
    str header;                     /* hash */
    const struct import_plan *plan; /* NULL: the file has no columns */
    const int64_t *known_ids;
    str name;         /* of the file */
    str content, map; /* hash of the file; text of the map */
    uint64_t rows;    /* records of the file */
    int64_t upload;   /* the import that waits for this file; 0: a new one, or one that stopped */
    usec_t now;
    str actor; /* for the audit */
    int64_t *field_ids;
    struct import_row row;
};
/* It is under way, and nobody else resumes it, until the arena is done.  CONFLICT while an
 * import of the source is being undone. */
struct err *import_open(struct arena *a, struct store *s, struct import_opening *opening);

/* What an import would take: nothing is sent, but what is known is told from what is new. */
struct import_trial {
    struct db *db;  /* reads */
    int64_t source; /* 0: there is none yet */
    uint64_t taken, duplicates;
};
/* Counts a signal of that source. */
struct err *import_try(struct arena *a, struct import_trial *trial, str key);

/* In the transaction of a batch. */
struct err *import_note(struct arena *a, struct db *db, const struct import_row *row);
/* It stopped in the middle, because of that. */
struct err *import_stop(struct arena *a, struct store *s, int64_t id, str text);
/* Ends it, with its line in the audit.  report: JSON, so that it reads the same later. */
struct err *import_close(struct arena *a, struct store *s, const struct import_row *row,
                         const struct import_opening *opening, str report);

#endif
