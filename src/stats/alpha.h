/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * alpha — Cronbach's alpha: how well the items of a scale hang together.
 */
#ifndef STATS_ALPHA_H
#define STATS_ALPHA_H

#include <stdbool.h>
#include <stddef.h>

enum { ALPHA_MIN_N = 30, ALPHA_MIN_ITEMS = 2 };

struct alpha_item {
    double sum, sum_sq; /* Σx, Σx² */
};

/* Over the n respondents who answered every item.  Sums of whole codes are
 * exact in a double up to 2^53. */
struct alpha_sums {
    double n;
    const struct alpha_item *items;
    size_t items_len;
    struct alpha_item total; /* of a respondent's sum over the items */
};

/* k/(k−1)·(1 − Σs²_i/s²_total), at most 1, below 0 where items contradict each
 * other.  False for k < 2, n < 30 or s²_total = 0.  methodology.md §1.4. */
bool alpha_of_sums(const struct alpha_sums *sums, double *alpha);

#endif
