/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * xlsx_reference — places in a sheet as they are written: "C12", "A1:H200".
 */
#ifndef BASE_XLSX_REFERENCE_H
#define BASE_XLSX_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct xlsx_range {
    size_t first_column, last_column; /* from 0 */
    uint64_t first_row, last_row;     /* from 1 */
};

/* Takes one cell's off the front; false where none stands there. */
bool xlsx_take_reference(str *rest, size_t *column, uint64_t *row);
/* All of s: one cell, or two with ":" between. */
bool xlsx_range_of_str(str s, struct xlsx_range *out);

#endif
