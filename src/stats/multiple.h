/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * multiple — p-values of many tests, corrected for there being many.
 */
#ifndef STATS_MULTIPLE_H
#define STATS_MULTIPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct multiple_test {
    double p;   /* 0..1 */
    bool has_p; /* false: not counted among the tests, and gets no q */
    double q;   /* answer, where has_p */
};

/* Benjamini–Hochberg 1995: q of the i-th smallest p is the least of m·p/j over
 * j >= i, at most 1; m counts the tests that have a p.  Returns m.
 * methodology.md §4.4. */
size_t multiple_bh(struct arena *a, struct multiple_test *tests, size_t len);

#endif
