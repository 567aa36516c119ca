/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_list — the imports of a record as they are looked up, with what became of each.
 */
#ifndef LISTEN_IMPORT_LIST_DB_H
#define LISTEN_IMPORT_LIST_DB_H

#include "base/json.h"
#include "base/zone.h"
#include "store/store.h"

enum import_state {
    IMPORT_LOOKED_AT, /* uploaded and looked at; nothing is taken */
    IMPORT_WAITING,   /* for its turn */
    IMPORT_RUNNING,
    IMPORT_STOPPED, /* in the middle: what was taken is kept, and it can be gone on with */
    IMPORT_DONE,
    IMPORT_UNDOING,
    IMPORT_UNDONE,
    IMPORT_STATE_COUNT
};
str import_state_name(enum import_state state); /* "looked_at" */

struct import_entry {
    int64_t id, source_id; /* source_id 0: none yet, or gone */
    str source, source_given, map, actor;
    str name; /* of the file, without where it lay */
    enum import_state state;
    str error; /* why it stopped; empty: it did not */
    bool has_rows, is_upload, has_at;
    bool is_tracked; /* what it brought is known, so that it can be undone */
    int64_t rows;    /* records of the file, where has_rows */
    int64_t records; /* of these, that are done */
    int64_t taken, duplicates, refused;
    int64_t removed;      /* signals that an undo took out */
    int64_t upload_bytes; /* where is_upload */
    usec_t at;            /* where has_at: when answers were given whose time nobody says */
    usec_t started_at, ended_at, undone_at; /* 0: not yet */
};

/* One whose process is gone is stopped, whatever the record still says. */
struct err *import_get(struct arena *a, struct store *s, struct db *db, int64_t id,
                       struct import_entry *out, bool *found);
/* The newest first, at most limit, below an id (INT64_MAX: from the newest). */
struct err *import_list(struct arena *a, struct store *s, struct db *db, int64_t below,
                        size_t limit, struct import_entry **list, size_t *len);
/* The report as it was in the end, JSON; empty: there is none. */
struct err *import_report_get(struct arena *a, struct db *db, int64_t id, str *report);

/* Its members, in an object that the caller opened. */
void import_entry_to_json(struct arena *a, const struct import_entry *e, struct json *j);

#endif
