/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * csv_naive — the oracle of csv: a whole table in memory, read byte by byte, as
 * plainly as the rules in csv.h are written.  For tests and fuzzing only.
 */
#ifndef BASE_CSV_NAIVE_H
#define BASE_CSV_NAIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/csv.h"

struct csv_naive_record {
    uint64_t line;
    enum table_fault fault;
    str *cells; /* trimmed, UTF-8; all of them */
    size_t cells_len;
};

struct csv_naive {
    struct csv_naive_record *records; /* the header first */
    size_t len;
    struct table_mixed mixed;
};

struct csv_naive csv_naive_read(struct arena *a, str bytes, const struct csv_dialect *dialect);

/* Reads the file, in UTF-8 or UTF-16, with this and with csv, asking for columns as the seed
 * draws them.  "" where both say the same, else what differs. */
str csv_naive_difference(struct arena *a, str path, uint64_t seed);

#endif
