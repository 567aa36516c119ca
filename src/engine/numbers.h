/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * numbers — a 64-bit number for each of some rows (instants, ids), as memory or a
 * file keeps them.
 */
#ifndef ENGINE_NUMBERS_H
#define ENGINE_NUMBERS_H

#include <stddef.h>
#include <stdint.h>

struct numbers {
    const void *numbers; /* [row], aligned to width */
    int64_t base;        /* width 4: added to each */
    uint8_t width;       /* 4: uint32_t above base; 8: int64_t as they are */
};

static inline int64_t numbers_at(const struct numbers *n, size_t row)
{
    if (n->width == 8)
        return ((const int64_t *)n->numbers)[row];
    return (int64_t)((uint64_t)n->base + ((const uint32_t *)n->numbers)[row]);
}

/* Those behind the first ones. */
static inline struct numbers numbers_from(const struct numbers *n, size_t first)
{
    return (struct numbers){(const char *)n->numbers + first * n->width, n->base, n->width};
}

#endif
