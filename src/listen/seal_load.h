/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * seal_load — one round of sealing in memory: the rows that make new segments, month by
 * month.  Private to seal_db.
 */
#ifndef LISTEN_SEAL_LOAD_H
#define LISTEN_SEAL_LOAD_H

#include "engine/segment.h"
#include "listen/columns_db.h"

/* Where a column of a segment stands. */
struct seal_file {
    str column, name;
};

/* A segment to be: its rows in the order in which they came together. */
struct seal_segment {
    int32_t month;
    size_t rows;
    int64_t first_signal, last_signal;
    const size_t *from; /* [row]: its row among the round's columns */
    str name;           /* of its file */
    struct segment_file *file;
    struct seal_file *files;
    size_t files_len;
};

struct seal_text {
    str column, text;
    uint32_t code;
};

struct seal_column {
    str name;
    const struct column *column; /* of the round's rows; the day's codes are days of the month */
};

struct seal_round {
    bool failed_on_file; /* set where it fails, too */
    bool is_idle;        /* nothing is left to do, and the rest is empty */
    size_t rows;         /* that came from the record */
    struct seal_column *columns;
    size_t columns_len;
    str *left_out; /* columns with too many texts */
    size_t left_out_len;
    int64_t *ids, *at; /* [row of the round] */
    struct seal_segment *segments;
    size_t segments_len;
    int64_t *replaced; /* segments that these take the place of */
    size_t replaced_len;
    struct seal_text *texts; /* that had no code before */
    size_t texts_len;
    int64_t last_signal, last_change; /* where the cursor stands behind the round */
};

struct seal_ask {
    struct db *db; /* within a read */
    str folder;
    struct zone *zone;
    const struct field *fields;
    size_t fields_len;
    int64_t rows_most;  /* from the record; 0: as many as fit in memory */
    int64_t texts_most; /* of a field; 0: LIMIT_COLUMN_TEXTS */
};

/* Where a segment that is to be joined cannot be read it fails, on its file. */
struct err *seal_load(struct arena *a, const struct seal_ask *ask, struct seal_round *out);

#endif
