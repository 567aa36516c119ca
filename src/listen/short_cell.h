/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * short_cell — the cells that nearly every file is full of, one character or two
 * digits, as small numbers: found in a table without hashing.
 */
#ifndef LISTEN_SHORT_CELL_H
#define LISTEN_SHORT_CELL_H

#include "base/str.h"

enum { SHORT_CELLS = 256 + 100 };

/* Its index, or SHORT_CELLS. */
static inline size_t short_cell(str cell)
{
    if (cell.len == 1)
        return (unsigned char)cell.ptr[0];
    unsigned tens = cell.len == 2 ? (unsigned char)cell.ptr[0] - (unsigned)'0' : 10;
    unsigned ones = cell.len == 2 ? (unsigned char)cell.ptr[1] - (unsigned)'0' : 10;
    return tens < 10 && ones < 10 ? 256 + (size_t)tens * 10 + ones : SHORT_CELLS;
}

#endif
