/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_upload — files that were sent to be imported: looked at first, run when somebody
 * says so, and gone a day after they came, were taken or were undone, so that how they were read
 * can be changed.
 *
 *   DIR/uploads/12           the bytes of import 12, as they came
 *   DIR/uploads/12.join      a second table that is joined to it (listen/join.h)
 *   DIR/uploads/12.refused   its records of which nothing was taken, for a week
 */
#ifndef LISTEN_IMPORT_UPLOAD_DB_H
#define LISTEN_IMPORT_UPLOAD_DB_H

#include "listen/import_list_db.h"
#include "listen/import_map.h"
#include "listen/join.h"

struct import_upload {
    str name;   /* of the file */
    str source; /* its key, as asked for; empty: none was */
    bool has_at;
    usec_t at; /* of answers whose time nobody says */
    str actor;
    usec_t now;
    str path;  /* where it lies: it is moved from there … */
    str bytes; /* … or, where path is empty, what it is */
    uint64_t len;
};

/* A new import, looked_at, and its file. */
struct err *import_upload_add(struct arena *a, struct store *s, const struct import_upload *upload,
                              int64_t *id);
str import_upload_path(struct arena *a, const struct store *s, int64_t id);

/* What it would be taken for.  CONFLICT where it is no longer looked at. */
struct import_upload_plan {
    int64_t id;
    str map, source; /* text; key */
    uint64_t rows;
    str report; /* JSON */
};
struct err *import_upload_set_plan(struct arena *a, struct store *s,
                                   const struct import_upload_plan *plan);

/* It waits for its turn from here on.  MISSING, CONFLICT. */
struct err *import_upload_run(struct arena *a, struct store *s, const struct import_entry *entry,
                              str actor, usec_t now);
/* A new import, looked_at, of the file of one that is undone, with what was said of it.
 * CONFLICT where it is not; MISSING where its file is gone. */
struct err *import_upload_again(struct arena *a, struct store *s, const struct import_entry *entry,
                                str actor, usec_t now, int64_t *id);
/* Takes back one of which nothing was taken.  CONFLICT. */
struct err *import_upload_drop(struct arena *a, struct store *s, int64_t id);
/* A second table that is to be looked at, its bytes as those of the upload: *path is where it
 * lies until it takes the place of the one before, or is dropped. */
struct err *import_upload_add_join(struct arena *a, struct store *s, int64_t id,
                                   const struct import_upload *table, str *path);
struct err *import_upload_keep_join(struct arena *a, struct store *s, int64_t id);
void import_upload_drop_join(struct arena *a, const struct store *s, int64_t id);
/* Where that lies, if the map joins one. */
bool import_upload_join(struct arena *a, const struct store *s, int64_t id,
                        const struct import_map *map, struct join_wish *wish);
/* Its files go. */
void import_upload_forget_file(struct arena *a, const struct store *s, int64_t id);
str import_upload_refused_path(struct arena *a, const struct store *s, int64_t id);
/* What nobody ran for a day, and files that are nobody's. */
struct err *import_upload_sweep(struct arena *a, struct store *s, usec_t now);

#endif
