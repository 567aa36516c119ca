/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * answers — a file of answers, read into columns: one record, one answer.  By the names
 * that its layout gives (layout.h), and without what is no answer.
 *
 * Knows cells, columns and lines, and no measure.  What a cell means is for
 * scale.h and for who asks.  Rules: contract.md §3 (what is always missing), §7.
 */
#ifndef LISTEN_ANSWERS_H
#define LISTEN_ANSWERS_H

#include <stdio.h>

#include "base/err.h"
#include "base/table.h"
#include "engine/column.h"

struct laid_table;

/* A file whose header is read. */
struct answers_file {
    str path;
    FILE *shows_progress; /* NULL: nowhere */
    const str *header;
    size_t header_len;
    struct laid_table *table;
};
struct err *answers_open(struct arena *a, const struct table_source *source,
                         struct answers_file *out);

/* Position in the header of a name as people give it: trimmed, case ignored, the
 * exact spelling first; or of what was asked in the column, as a whole.  USAGE where there is none
 * (with the nearest name) or where several share it (with their positions).  option: how the
 * message calls the place where the name was given ("--field"). */
struct err *answers_find(struct arena *a, const struct answers_file *f, str name,
                         const char *option, size_t *position);

/* What is kept of a cell. */
enum answers_role {
    ANSWERS_CELLS, /* the cell, trimmed */
    ANSWERS_DAYS,  /* of a time, the part that says the day */
    ANSWERS_ROLE_COUNT
};

struct answers_wish {
    size_t position; /* in the header */
    enum answers_role role;
};

/* A record or a cell that could not be taken. */
struct refusal {
    uint64_t line; /* of the file, where the record begins */
    str signal;    /* its public id, where it is in the record and in no file */
    str column;    /* empty: the whole record */
    str value;     /* at most LIMIT_REFUSED_VALUE_BYTES */
    str reason;
};

struct answers {
    struct column **columns; /* [wish]; missing cells are CODE_MISSING */
    size_t rows;
    uint64_t records;              /* rows and refused records */
    uint64_t refused_records;      /* with fewer or more cells than the header */
    const struct refusal *refused; /* the first LIMIT_REFUSED_LISTED of them */
    size_t refused_len;
    const struct table_mixed *mixed; /* note mixed_encoding */
    uint64_t left_out;               /* note left_out: trials and spam, says the file */
    bool left_out_tail;              /* the file grew; its last, incomplete record is left out */
    struct answers_lines *lines;
};

/* Reads the whole file.  INVALID where more than LIMIT_RAGGED_PCT of the records
 * have fewer or more cells than the header. */
struct err *answers_read(struct arena *a, struct answers_file *f, const struct answers_wish *wishes,
                         size_t wishes_len, struct answers *out);
/* The file's line on which the record of a row begins. */
uint64_t answers_line(const struct answers *answers, size_t row);

/* Empty, NA, N/A, NULL, Blank in any case: never an answer, never listed. */
bool answers_is_missing_word(str cell);

#endif
