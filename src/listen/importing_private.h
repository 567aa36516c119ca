/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * importing_private — what the files of importing share.
 */
#ifndef LISTEN_IMPORTING_PRIVATE_H
#define LISTEN_IMPORTING_PRIVATE_H

#include "listen/import_changes.h"
#include "listen/import_db.h"
#include "listen/import_lines.h"
#include "listen/import_table.h"
#include "listen/importing.h"

enum { NOTES = 20 };

struct importing {
    struct importing_ask ask;
    struct arena *a;
    str map_text;
    struct join_wish join;
    struct import_table table;
    struct import_lines lines;
    bool is_lines;
    struct import_plan plan;
    int64_t *known_ids;
    struct source source;
    struct secret_key near_key;
    struct import_opening opening;
    struct import_memory unused;   /* of a map, where none was given */
    struct import_changes changes; /* of the columns of a source that is known */
    int64_t refused_before;        /* by the door, of records that an earlier import did */
    struct import_refusals refusals;
    struct import_trial trial;
    struct import_report report;
    struct import_note notes[NOTES];
};

/* What a reader of the report should know; key: of the number, NULL where it has none.  More
 * can be said in what is returned. */
struct import_note *importing_note(struct importing *i, const char *code, const char *key,
                                   uint64_t number, str text);
/* importing_notes.c: what reading and planning found. */
void importing_add_notes(struct importing *i);

#endif
