/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * columns_private — a load of columns while it is being made: from segments first,
 * then from the record.  Private to columns_db and seal_db.
 */
#ifndef LISTEN_COLUMNS_PRIVATE_H
#define LISTEN_COLUMNS_PRIVATE_H

#include "engine/segment.h"
#include "listen/columns_db.h"
#include "listen/short_cell.h"

#define DAY_NONE INT32_MIN
#define CODE_UNKNOWN UINT32_MAX /* of a number of the record that has no code yet */

/* One wish being fulfilled. */
struct filling {
    const struct column_wish *wish;
    str name; /* in the manifest: "channel", "f12" */
    struct column *column;
    /* Of a text column: the code in segments to the code here; NULL where they are the
     * same. */
    uint32_t *code_here;
    uint32_t sealed_codes; /* codes that segments may hold */
    /* Of a built-in column: the record's number to the code here. */
    uint32_t *code_of_id;
    size_t ids_len;
    str *name_of_id; /* [id]; NULL ptr: there is none.  NULL: numbers stand for themselves */
    size_t names_len;
    /* Of a choice: its codes, numbered as labels. */
    struct dictionary *coded;
    str *labels;
    const str *missing; /* codes of it that were laid down to be no answer */
    size_t missing_len;
    uint32_t short_codes[SHORT_CELLS]; /* + 2; 0: not met so far */
    bool keeps_missing_words;          /* a code book may yet say what "NA" stands for */
};

/* A segment as the manifest has it. */
struct sealed {
    int64_t id, rows, first_signal, last_signal;
    int32_t month;
    bool has_dead; /* signals in it were removed since */
};

struct load {
    struct arena *a;
    struct db *db;
    const struct columns_ask *ask;
    bool is_raw;              /* texts as they were written, numbers of the record: to be sealed */
    struct filling *fillings; /* [wish] */
    struct filling **of_fields; /* by ascending field */
    size_t of_fields_len;
    struct filling *days; /* NULL: not wished */
    int64_t cursor;       /* the last signal that is in a segment */
    int64_t change;       /* the last change that segments know of */
    int64_t limit;        /* of rows from the record */
    bool knows_too_much;  /* segments' texts may stand in no row: signals were removed */
    bool is_left_out;     /* a wished column is not in a segment, only in the record */
    bool failed_on_file;  /* what went wrong is a segment's file, not the record */
    struct sealed *sealed;
    size_t sealed_len;
    const int64_t *dead; /* signals removed behind the cursor, ascending */
    size_t dead_len;
    str open_name; /* the file that was opened last */
    struct segment_map *open_map;
    /* Rows from the record: */
    struct arena *scratch; /* for texts with escapes */
    int32_t *day;
    int64_t *ids, *at;
    size_t tail_rows, day_room, ids_room, at_room;
    /* Blocks so far: */
    struct numbers *block_ids, *block_at;
    size_t blocks, block_ids_room, block_at_room;
    /* Days of segments, to be added when all are known: */
    struct day_block {
        struct block_codes kept;
        int32_t month_first; /* code 0 of kept, after offset */
        size_t rows;
    } * day_blocks;
    size_t day_blocks_len, day_blocks_room;
    struct columns out;
};

/* Where a column lies, as the manifest has it, "NAME@BYTE"; the rest where that is none. */
str columns_place(struct arena *a, struct segment_name file);
struct segment_name columns_file_at(str folder, str place);
/* The name in the manifest of what is wished. */
str columns_file_name(struct arena *a, const struct column_wish *wish);
/* Fillings for all wishes, dictionaries as far as segments know them. */
struct err *columns_begin(struct load *l);
/* The manifest, and what was removed since. */
struct err *columns_read_manifest(struct load *l);
/* Whether a signal of the segment was removed, looked up in its file where it may be. */
struct err *columns_check_dead(struct load *l, struct sealed *s);
/* All segments' rows, but for the dead.  INVALID or MISSING where a file cannot be used;
 * then the load is to be made anew without. */
struct err *columns_add_segments(struct load *l);
/* Rows of the record behind the cursor, at most limit. */
struct err *columns_add_tail(struct load *l);
void columns_finish(struct load *l);

/* The same column without the texts of its dictionary that stand in no row; itself where
 * all do. */
struct column *columns_without_absent(struct arena *a, struct column *column);

/* Whether a question found a file damaged since all were looked at. */
void columns_note_damage(str folder);
bool columns_has_noted_damage(str folder);
void columns_forget_damage(str folder);

/* The code here of a source, unit, word by its number; a new one where it has none. */
uint32_t columns_code_of_id(struct load *l, struct filling *f, int64_t id);
/* The code here of what was answered, as its label says it; CODE_MISSING where that is no
 * answer. */
uint32_t columns_code_of_text(struct filling *f, str text);
/* LIMIT where the load took more than it may. */
struct err *columns_check_memory(struct load *l);

/* Notes a block of so many rows with its ids and instants. */
void columns_note_block(struct load *l, struct numbers ids, struct numbers at);

#endif
