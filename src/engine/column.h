/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * column — one field of all rows, dictionary-coded, in blocks of 64 Ki rows.
 *
 * A block keeps its codes in one, two or four bytes, as wide as the dictionary
 * was large when it was filled: growing past 254 texts widens new blocks only.
 * The two highest codes of each width say missing and not applicable.
 */
#ifndef ENGINE_COLUMN_H
#define ENGINE_COLUMN_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "engine/dictionary.h"

enum { BLOCK_ROWS = 65536 };

struct column;

struct column *column_make(struct arena *a, str name);
str column_name(const struct column *c);
struct dictionary *column_dictionary(const struct column *c);
size_t column_rows(const struct column *c);

/* Appends a row with a code of the dictionary, CODE_MISSING or
 * CODE_NOT_APPLICABLE. */
void column_add(struct column *c, uint32_t code);
/* Appends a row with this text. */
void column_add_text(struct column *c, str text);

/* One row's code; for single rows, not for scans. */
uint32_t column_code(const struct column *c, size_t row);
/* The codes of block number block, widened; returns how many rows it holds.
 * codes has room for BLOCK_ROWS. */
size_t column_read_block(const struct column *c, size_t block, uint32_t *codes);
size_t column_blocks(const struct column *c);
/* How often each code of the dictionary occurs: counts[code]. */
uint64_t *column_counts(struct arena *a, const struct column *c);

#endif
