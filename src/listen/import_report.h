/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_report — what became of a file: what was taken for what, what was refused
 * and why, what is asked, and its JSON, to the letter of contract.md §8.
 *
 * As a text for a terminal: import_report_cmd.h.
 */
#ifndef LISTEN_IMPORT_REPORT_H
#define LISTEN_IMPORT_REPORT_H

#include "base/json.h"
#include "listen/answers.h"
#include "listen/import_plan.h"

/* Something that a reader of the numbers should know: mixed_encoding, file_grew,
 * same_header, assumed_times … */
struct import_note {
    const char *code;
    const char *key; /* of its number; NULL: it has none */
    uint64_t number;
    const char *also_key; /* of a second number; NULL: it has none */
    uint64_t also;
    str about;             /* the column or the error that it is about; empty: nothing alone */
    str text;              /* a sentence */
    const uint64_t *lines; /* of the file, where it has some */
    size_t lines_len;
    const str *names; /* of columns, where it has some */
    size_t names_len;
};

struct import_report {
    str source;          /* its key */
    str layout;          /* of the file; empty: none that is known */
    uint64_t rows;       /* records of the file, without the header */
    uint64_t taken;      /* that are signals now */
    uint64_t duplicates; /* that were before */
    /* Records and cells that could not be taken, and the first LIMIT_REFUSED_LISTED. */
    uint64_t refused;
    const struct refusal *refused_first;
    size_t refused_listed;
    const struct import_plan *plan; /* NULL: a file without columns (NDJSON) */
    const struct join *join;        /* a second table; NULL: none */
    const struct join_counts *joined;
    int64_t import; /* its number; 0: none (a trial) */
    bool resumed;   /* went on where an earlier one had stopped */
    bool dry_run;
    bool is_new_source; /* nothing is known of it yet */
    const struct import_note *notes;
    size_t notes_len;
};

/* One JSON document: source, rows, taken, duplicates, refused, refused_n, columns,
 * questions, layout (null: a plain table; left out without columns); join, import, resumed,
 * dry_run and notes where they apply.  The field of a column that is not kept is null; role
 * says what a column tells of the signal, shared that its field is one that all sources
 * share. */
void import_report_to_json(const struct import_report *r, struct buf *out);
/* Its members, in an object that the caller opened. */
void import_report_write(const struct import_report *r, struct json *j);

/* The role that a column has in a plan; false: none. */
bool import_report_role(const struct import_plan *p, size_t column, enum import_role *role);

#endif
