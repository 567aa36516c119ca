/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * filter — which rows a question is about: sets of codes, joined by all and any.
 *
 * A condition on a column becomes the set of its codes that fulfil it, so a scan
 * looks codes up and never compares texts.  There is no "not": whoever plans a
 * filter turns it into the complement of a set.
 */
#ifndef ENGINE_FILTER_H
#define ENGINE_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/column.h"
#include "engine/kernel.h"

enum filter_kind { FILTER_SET, FILTER_ALL, FILTER_ANY, FILTER_KIND_COUNT };

struct filter {
    enum filter_kind kind;
    /* FILTER_SET */
    const struct column *column;
    const bool *has;  /* [code] */
    bool has_missing; /* rows without a value (missing or not applicable) count */
    /* FILTER_ALL (true where it has no parts), FILTER_ANY (false where none) */
    const struct filter *const *parts;
    size_t parts_len;
};

/* Rows that fulfil both; NULL is every row. */
const struct filter *filter_both(struct arena *a, const struct filter *f, const struct filter *g);

/* What looking at blocks needs, made once for many of them; for one thread. */
struct filter_room;
struct filter_room *filter_room_make(struct arena *a, const struct filter *f,
                                     const struct kernels *kernels);
/* mask[i] = 1 where row i of the block fulfils the filter, else 0.  f NULL: every row.
 * rows: how many rows the block holds. */
void filter_block_in(struct filter_room *room, size_t block, size_t rows, uint8_t *mask);
/* The same for one block. */
void filter_block(struct arena *scratch, const struct filter *f, size_t block, size_t rows,
                  uint8_t *mask);
bool filter_row(const struct filter *f, size_t row); /* for single rows and as an oracle */

#endif
