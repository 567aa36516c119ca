/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * alpha — see alpha.h.
 */
#include "stats/alpha.h"

/* n²·variance, exact for sums of whole codes; n−1 cancels in the ratio. */
static long double scaled_variance(const struct alpha_item *item, double n)
{
    return (long double)n * item->sum_sq - (long double)item->sum * item->sum;
}

bool alpha_of_sums(const struct alpha_sums *sums, double *alpha)
{
    if (sums->items_len < ALPHA_MIN_ITEMS || sums->n < ALPHA_MIN_N)
        return false;
    long double total = scaled_variance(&sums->total, sums->n), items = 0;
    /* What rounding leaves of sums that are not whole is no variance. */
    if (!(total > 1e-12L * sums->n * sums->total.sum_sq))
        return false;
    for (size_t i = 0; i < sums->items_len; i++)
        items += scaled_variance(&sums->items[i], sums->n);
    double k = (double)sums->items_len;
    *alpha = k / (k - 1) * (double)(1 - items / total);
    return true;
}
