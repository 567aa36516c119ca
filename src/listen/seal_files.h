/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * seal_files — the files of segments: written under new names, removed when nobody
 * names them.  Private to seal_db.
 */
#ifndef LISTEN_SEAL_FILES_H
#define LISTEN_SEAL_FILES_H

#include "listen/seal_load.h"

/* Writes all files of a round and sets their names; they are on disk. */
struct err *seal_write_files(struct arena *a, str folder, struct seal_round *round);
/* Removes files that the manifest has not named for some minutes, so that no question
 * can still be about to open them. */
struct err *seal_remove_unnamed(struct arena *a, struct db *db, str folder);
/* Where there is none: a record may have come back from a backup without. */
struct err *seal_make_folder(struct arena *a, str folder);

#endif
