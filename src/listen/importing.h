/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * importing — a file of answers on its way into the record: looked at, planned, sent,
 * and told of.
 *
 * It knows neither who asks for it nor how its report is shown: the command line and the
 * server are two of its callers.
 */
#ifndef LISTEN_IMPORTING_H
#define LISTEN_IMPORTING_H

#include <stdatomic.h>
#include <stdio.h>

#include "base/json.h"
#include "base/new_file.h"
#include "base/zone.h"
#include "listen/code_book.h"
#include "listen/import_map.h"
#include "listen/import_memory_db.h"
#include "listen/import_report.h"
#include "listen/join.h"
#include "store/store.h"

struct importing_ask {
    struct store *store;
    struct db *db;                 /* reads */
    str path, name;                /* of the file: where it lies, how it is called */
    struct import_map *map;        /* NULL: none */
    str source;                    /* its key; empty: the map's, or found out */
    const struct code_book *codes; /* what columns and codes mean, beside the map; NULL: none */
    const struct join_wish
        *join;         /* a second table; its key from the map, where empty; NULL: none */
    str sheet;         /* of a workbook, its name or number; empty: the map's, or found out */
    struct zone *zone; /* of times without one */
    bool at_is_given;
    usec_t at; /* of answers whose time nobody says, where it is given */
    usec_t now;
    str actor;                          /* for the audit */
    const struct import_memory *memory; /* that the map is from; NULL: none */
    int64_t upload;                     /* the import that waits for this file; 0: none */
    FILE *shows_progress;               /* NULL: nowhere */
    const atomic_bool *ends;            /* NULL, or stop between records when it is set */
};

struct importing;

/* When answers were given, as people write it: a date or a time.  USAGE, with what it is
 * called ("--at"). */
struct err *importing_read_at(struct arena *a, struct zone *zone, str text, const char *called,
                              usec_t *at);

/* Reads all of the file, and plans what its columns are taken for.  Nothing is written. */
struct err *importing_look(struct arena *a, const struct importing_ask *ask,
                           struct importing **out);
/* What would be taken. */
struct err *importing_try(struct importing *i);
/* Takes it.  Where it stops in the middle, what was taken stays, and the same file with
 * the same map goes on from there. */
struct err *importing_take(struct importing *i);
/* What became of it, behind importing_try() or importing_take(). */
const struct import_report *importing_report(const struct importing *i);

/* The records of which nothing was taken (listen/import_quarantine.h), into a file that is
 * kept by the caller; *len: how many. */
struct err *importing_quarantine(struct importing *i, struct new_file *to, size_t *len);

/* ---- what a trial shows ---- */

str importing_map(const struct importing *i);                        /* its text; empty: none */
const struct import_plan *importing_plan(const struct importing *i); /* NULL: no columns */
const struct import_profile *importing_profile(const struct importing *i);
/* An array of the first records, at most limit, as they will be read:
 * {"line":2,"at":"…","cells":["9",null],"refused":[{"column","reason"}]}, at null where it is
 * assumed, a cell null where it is missing, refused or not kept.  Signals as JSON have
 * none. */
struct err *importing_first(struct importing *i, size_t limit, struct json *j);

#endif
