/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * multiple — see multiple.h.
 */
#include <assert.h>

#include "stats/multiple.h"

static int by_p(const void *left, const void *right)
{
    const struct multiple_test *const *a = left, *const *b = right;
    return ((*a)->p > (*b)->p) - ((*a)->p < (*b)->p);
}

size_t multiple_bh(struct arena *a, struct multiple_test *tests, size_t len)
{
    struct multiple_test **ascending = ARENA_ARRAY(a, struct multiple_test *, len);
    size_t count = 0;
    for (size_t i = 0; i < len; i++) {
        if (!tests[i].has_p)
            continue;
        assert(tests[i].p >= 0 && tests[i].p <= 1);
        ascending[count++] = &tests[i];
    }
    qsort(ascending, count, sizeof *ascending, by_p);
    double least = 1;
    for (size_t rank = count; rank > 0; rank--) {
        double q = ascending[rank - 1]->p * ((double)count / (double)rank);
        least = q < least ? q : least;
        ascending[rank - 1]->q = least;
    }
    return count;
}
