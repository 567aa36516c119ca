/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * csv_walk — walks over one record of a table in memory: finds its end, counts
 * its cells, and says where the cells asked for stand.
 *
 * It goes over cells nobody asked for by counting bits, 64 bytes at a time
 * (csv_scan.h).  It knows neither files nor encodings.
 */
#ifndef BASE_CSV_WALK_H
#define BASE_CSV_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/csv_scan.h"

/* Where a cell stands in the buffer. */
struct csv_cell {
    size_t start, end;
    size_t closing; /* where the quote stands that closes it; start: it is not quoted */
    bool doubled;   /* quotes stand in it, doubled */
};

struct csv_walk {
    /* Given: bytes up to end, and CSV_BLOCK readable ones behind. */
    const char *buffer;
    size_t end;
    struct csv_bytes bytes;
    const size_t *columns; /* numbers of the cells asked for, ascending */
    size_t columns_len;
    struct csv_cell *found; /* [column] */
    /* What came of the last record. */
    size_t at;       /* behind it */
    size_t cell;     /* number of its last cell, from 0 */
    uint64_t breaks; /* line breaks within its quoted cells */
    bool unclosed;   /* the buffer ended within a quoted cell */
    bool is_ascii;   /* no byte of it is above 127 */
};

/* Walks over the record that begins at start.  True: it ended with a newline, and
 * w->at is behind that.  False: the buffer ended before it did. */
typedef bool (*csv_walk_fn)(struct csv_walk *w, size_t start);

bool csv_walk_scalar(struct csv_walk *w, size_t start);
/* The fastest of this machine, or the one that ATTUNE_ISA names. */
csv_walk_fn csv_walk_best(void);

#endif
