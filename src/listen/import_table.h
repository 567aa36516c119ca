/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_table — a table of text on its way into the record: read once to learn what
 * it holds, and once more to send it.
 */
#ifndef LISTEN_IMPORT_TABLE_H
#define LISTEN_IMPORT_TABLE_H

#include <stdatomic.h>
#include <stdio.h>

#include "base/secret.h"
#include "base/table.h"
#include "base/zone.h"
#include "listen/import_db.h"
#include "listen/import_records.h"
#include "listen/import_sender.h"
#include "listen/import_twice.h"

struct import_table {
    struct table_source source;        /* where it lies */
    FILE *shows_progress;              /* NULL: nowhere */
    const atomic_bool *ends;           /* NULL, or stop between records when it is set */
    str layout;                        /* the map's; empty: the one that fits */
    bool takes_all;                    /* previews, tests and spam, too */
    const struct join_wish *join_wish; /* a second table; NULL: there is none */
    struct import_map *map;            /* NULL: none; says which records are left out */
    const struct layout_reading *reading;
    struct import_records_wish wish;
    struct join_counts joined;
    const str *header; /* as the layout has it; the file's own columns come first, a second
                        * table's last */
    size_t header_len;
    size_t width; /* columns of the file: what tells records apart */
    bool decimal_comma;
    uint64_t names_line; /* of the file, that the header stands in */
    str title;           /* what stands above it; empty: nothing does, or the map gave the line */
    uint64_t records;    /* sound ones and refused ones */
    uint64_t refused_records;       /* with fewer or more cells than the header */
    uint64_t left_out;              /* no answers, says the file */
    uint64_t left_out_by_map;       /* … says the map */
    struct table_mixed mixed;       /* not in the encoding of the rest */
    bool left_out_tail;             /* the file grew while it was read */
    struct table_workbook workbook; /* its sheet NULL: it is none */
    str content;                    /* hash of all that was read */
    struct import_profile *profile;
    struct import_twice *twice; /* which records may stand in it twice */
    struct arena **of_twice;    /* where that lies, until it is forgotten */
};

/* Opens it as it was learned, at its first record. */
struct err *import_table_open(struct arena *a, const struct import_table *table,
                              struct import_records **out);
/* Reads all of it.  INVALID where it does not look like one table. */
struct err *import_table_learn(struct arena *a, struct import_table *table);

/* What a table's records become. */
struct import_reading {
    const struct import_table *table;
    const struct import_plan *plan;
    const int64_t *field_ids;      /* [column]; 0: not kept */
    str source;                    /* its key: a part of the keys that are made of cells, … */
    const struct secret_key *near; /* … which begin as those near them; NULL: they do not */
    struct zone *zone;             /* of times without one */
    usec_t at;                     /* of records whose time nobody says */
    bool at_is_given;              /* --at: it is known */
    struct import_refusals *refusals;
    struct import_trial *trial; /* NULL, or nothing is sent */
};
/* Gives back what it takes to know records that stand twice: behind the last one. */
void import_table_forget_twice(struct import_table *table);
/* Sends them; records up to sender's row are done already, and only counted. */
struct err *import_table_send(struct arena *a, const struct import_reading *reading, int64_t done,
                              struct import_sender *sender);

/* Whether no cell of a column stands twice, nor is missing: what a key must be. */
struct err *import_table_is_unique(struct arena *a, const struct import_table *table, size_t column,
                                   bool *is);

#endif
