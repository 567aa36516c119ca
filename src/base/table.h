/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * table — a file that holds a table, whatever kind of file it is: one header, and
 * record by record what stands below it, in one pass with constant memory.
 *
 * What a kind of file does for this stands in table_kind.h.  This knows neither
 * what a cell means nor what becomes of it.  Rules: contract.md §7.
 */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/limits.h"
#include "base/str.h"

struct table;

enum table_fault {
    TABLE_SOUND,
    TABLE_TOO_FEW_CELLS,
    TABLE_TOO_MANY_CELLS,
    TABLE_UNCLOSED_QUOTE, /* the file ended within a quoted cell */
    TABLE_FAULT_COUNT
};

struct table_record {
    uint64_t line;    /* of the file, where the record begins; the header is mostly 1 */
    size_t cells_len; /* cells that the record has; the header's number where sound */
    enum table_fault fault;
    /* The columns asked for, trimmed, UTF-8, valid until the next record; only
     * where the record is sound.  Of a row of a workbook that is not: all of its cells, if all
     * columns were asked for; it is no line of text. */
    const str *cells;
};

/* Records that were not in the encoding of the others (the header is one, too). */
struct table_mixed {
    uint64_t records;
    uint64_t lines[LIMIT_MIXED_LISTED]; /* on which the first of them begin */
};

size_t table_mixed_listed(const struct table_mixed *mixed);
/* Where they begin, as part of a sentence: "line 4", "lines 4, 9, 12 and others". */
str table_mixed_lines(struct arena *a, const struct table_mixed *mixed);

/* Where a table lies. */
struct table_source {
    str path;  /* "-": the caller's standard input */
    str name;  /* how messages call it, and its kind where only that says it; empty: as its path */
    str sheet; /* of a workbook: its name, or its number from 1; empty: the first with something */
    uint64_t names_line; /* with the names of the columns; 0: it is found out */
};

/* Of a workbook, what else there is. */
struct table_workbook {
    str sheet;         /* the one that is read */
    const str *others; /* names of others that are not empty, where none was asked for */
    size_t others_len;
    uint64_t hidden_rows; /* so far; they are read as any */
    size_t hidden_columns;
};

/* Reads the header.  Closed with the arena.  What file_open() says where there is no such
 * file, INVALID where it holds no table. */
struct err *table_open(struct arena *a, const struct table_source *source, struct table **out);
/* Names of the columns, trimmed, UTF-8, in the file's order; a blank one is "". */
const str *table_header(const struct table *t, size_t *len);
/* Which columns records deliver, by position in the header; ascending, each
 * once.  Without a call, none. */
void table_select(struct table *t, const size_t *columns, size_t len);
void table_select_all(struct arena *a, struct table *t);
/* The next record; *found false at the end. */
struct err *table_next(struct table *t, struct table_record *record, bool *found);
/* Why a record is not sound, as part of a sentence. */
str table_fault_reason(struct arena *a, const struct table *t, const struct table_record *record);

/* How far it is read, for who shows it: of size, so much is taken.  0: size is not known. */
uint64_t table_size(const struct table *t);
uint64_t table_taken(const struct table *t);

/* The line that the header stands in, and the first words above it, empty where none were
 * found (or the line was given). */
uint64_t table_names_line(const struct table *t);
str table_title(const struct table *t);
/* Numbers in it may have a comma where others have a point. */
bool table_decimal_comma(const struct table *t);
/* So far. */
const struct table_mixed *table_mixed(const struct table *t);
/* NULL where it is no workbook. */
const struct table_workbook *table_workbook(const struct table *t);
/* The file grew while it was read, and its last, incomplete record was left out. */
bool table_left_out_tail(const struct table *t);

#endif
