/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * segment — immutable files of one column each: codes of rows, or 64-bit numbers
 * of rows (instants, ids of signals).
 *
 * A file is written once under a name that is never used again, and read in place
 * (mmap).  A header says what is in it and carries checksums, so that a damaged
 * file is refused and can be made again from the record.  This module knows
 * neither which files belong together (the record's manifest does) nor when one
 * may be deleted.  Files are for machines of this byte order.
 */
#ifndef ENGINE_SEGMENT_H
#define ENGINE_SEGMENT_H

#include <stdint.h>

#include "base/err.h"
#include "engine/column.h"
#include "engine/numbers.h"

/* Where a file lies: its folder, which exists, and its name there. */
struct segment_name {
    str folder, name;
};

/* ---- writing: each creates a file and returns when its bytes are on disk.  The name
 * lasts only behind segment_sync_folder().  CONFLICT where the name was used before,
 * FAILED where writing failed (then there is no file). ---- */

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
 * such file; INVALID where it is not as it was written. ---- */

struct segment_codes {
    struct block_codes kept; /* of all rows; no offset */
    size_t rows;
    uint32_t codes; /* every code that is not reserved is below it */
};
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
struct err *segment_open_numbers(struct arena *a, struct segment_name file,
                                 struct segment_numbers *out);

#endif
