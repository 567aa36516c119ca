/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * segment — immutable files of columns: codes of rows, or 64-bit numbers of rows
 * (instants, ids of signals); one column or several behind each other.
 *
 * A file is written once under a name that is never used again, and read in place
 * (mmap).  A header before each column says what is in it and carries checksums, so
 * that a damaged one is refused and can be made again from the record.  This module
 * knows neither which columns belong together and where they stand (the record's
 * manifest does) nor when a file may be deleted.  Files are for machines of this byte
 * order.
 */
#ifndef ENGINE_SEGMENT_H
#define ENGINE_SEGMENT_H

#include <stdint.h>

#include "base/err.h"
#include "engine/column.h"
#include "engine/numbers.h"

/* Where a column lies: a folder, which exists, a file there, and the byte in it. */
struct segment_name {
    str folder, name;
    uint64_t at;
};

/* ---- writing: CONFLICT where the name was used before, FAILED where writing failed.
 * The name lasts only behind segment_sync_folder(). ---- */

/* A file that is being written, and gone with the arena where it is not finished. */
struct segment_file;
struct err *segment_begin(struct arena *a, str folder, str name, struct segment_file **out);
/* Adds a column, as segment_write_…() below; *at: where it stands. */
struct err *segment_put_codes(struct arena *a, struct segment_file *file, const uint32_t *codes,
                              size_t rows, uint64_t *at);
struct err *segment_put_numbers(struct arena *a, struct segment_file *file, const int64_t *numbers,
                                size_t rows, uint64_t *at);
/* Returns when its bytes are on disk. */
struct err *segment_finish(struct arena *a, struct segment_file *file);

/* A file of one column each. */

/* Codes of rows, reserved ones too, in the narrowest width that holds them all; rows
 * that all have one code take no bytes. */
struct err *segment_write_codes(struct arena *a, struct segment_name file, const uint32_t *codes,
                                size_t rows);
struct err *segment_write_column(struct arena *a, struct segment_name file,
                                 const struct column *column);
/* Numbers of rows: four bytes each where they lie within 2^32, else eight. */
struct err *segment_write_numbers(struct arena *a, struct segment_name file, const int64_t *numbers,
                                  size_t rows);
/* Once for many files. */
struct err *segment_sync_folder(struct arena *a, str folder);

/* ---- reading: what is opened is closed with the arena.  MISSING where there is no
 * such file; INVALID where a column is not as it was written. ---- */

/* A file mapped once for all of its columns. */
struct segment_map;
struct err *segment_open(struct arena *a, str folder, str name, struct segment_map **out);

struct segment_codes {
    struct block_codes kept; /* of all rows; no offset */
    size_t rows;
    uint32_t codes; /* every code that is not reserved is below it */
};
struct err *segment_read_codes(struct arena *a, const struct segment_map *map, uint64_t at,
                               struct segment_codes *out);
struct err *segment_open_codes(struct arena *a, struct segment_name file,
                               struct segment_codes *out);
/* Appends the rows, in blocks of BLOCK_ROWS and a rest, to a column that lives no longer
 * than the file is open; offset is added to its codes, and column_codes(to) is above
 * them. */
void segment_add_codes(const struct segment_codes *s, uint32_t offset, struct column *to);

struct segment_numbers {
    struct numbers kept;
    size_t rows;
};
struct err *segment_read_numbers(struct arena *a, const struct segment_map *map, uint64_t at,
                                 struct segment_numbers *out);
struct err *segment_open_numbers(struct arena *a, struct segment_name file,
                                 struct segment_numbers *out);

#endif
