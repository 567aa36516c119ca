/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * column — one field of all rows as small codes, in blocks of at most 64 Ki rows.
 *
 * A block keeps its codes in no, one, two or four bytes a row.  Rows that are
 * added one by one fill blocks as wide as the column had codes then: growing past
 * 254 texts widens new blocks only.  Blocks may also come whole and lie in memory
 * that the column does not own (a mapped file), and hold fewer rows anywhere.  The
 * two highest codes of each width say missing and not applicable.
 */
#ifndef ENGINE_COLUMN_H
#define ENGINE_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "engine/dictionary.h"

enum { BLOCK_ROWS = 65536 }; /* at most */

struct column;

struct column *column_make(struct arena *a, str name);
/* A column without a dictionary: its codes (persons, days, ids of units) are
 * below codes. */
struct column *column_make_coded(struct arena *a, str name, uint32_t codes);
str column_name(const struct column *c);
struct dictionary *column_dictionary(const struct column *c); /* NULL: it has none */
/* Codes are below it: the dictionary's size, where there is one. */
uint32_t column_codes(const struct column *c);
size_t column_rows(const struct column *c);

/* Appends a row with a code below column_codes(), CODE_MISSING or
 * CODE_NOT_APPLICABLE. */
void column_add(struct column *c, uint32_t code);
/* Appends a row with this text. */
void column_add_text(struct column *c, str text);

/* How a block keeps its codes. */
struct block_codes {
    const void *codes; /* [row], aligned to width; lives as long as the column */
    uint8_t width;     /* 0: every row has the code filler; 1, 2 or 4 bytes */
    uint32_t offset;   /* added to every code that is not reserved */
    uint32_t filler;   /* width 0: a code or a reserved one */
};
/* Appends a block of 1 to BLOCK_ROWS rows, which ends the block being filled.  Codes
 * with the offset added are below column_codes(): whoever has the file of them knows. */
void column_add_block(struct column *c, struct block_codes kept, size_t rows);
/* The same with a copy of codes, which are widened. */
void column_add_codes(struct column *c, const uint32_t *codes, size_t rows);

/* One row's code; for single rows, not for scans. */
uint32_t column_code(const struct column *c, size_t row);
size_t column_blocks(const struct column *c);
size_t column_block_rows(const struct column *c, size_t block);
size_t column_block_first_row(const struct column *c, size_t block);
size_t column_block_of_row(const struct column *c, size_t row);
/* Whether both have as many rows in each block; columns of one table do. */
bool column_has_blocks_of(const struct column *c, const struct column *other);
/* The codes of block number block, widened; returns how many rows it holds.
 * codes has room for BLOCK_ROWS. */
size_t column_read_block(const struct column *c, size_t block, uint32_t *codes);
/* The same as they are kept; for kernels. */
struct block_codes column_block_codes(const struct column *c, size_t block);
/* How often each code below column_codes() occurs: counts[code]. */
uint64_t *column_counts(struct arena *a, const struct column *c);

/* Bytes that so many codes take a row, beside the reserved ones: 1, 2 or 4. */
uint8_t column_width_for(uint32_t codes);

#endif
