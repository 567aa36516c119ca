/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * mean — see mean.h.
 */
#include "stats/mean.h"
#include "stats/linear.h"

struct spread mean_spread(const struct average *average)
{
    struct spread spread = linear_spread(average, BOUNDS_NONE);
    if (spread.has_se && average->size.n > 1)
        spread.df = average->size.n - 1;
    return spread;
}

bool mean_sd(const struct average *average, double *sd)
{
    double n = average->size.n;
    if (!average->defined || !(n > 1))
        return false;
    *sd = sqrt(n / (n - 1) * average->variance);
    return true;
}

bool mean_hedges_g(const struct average *a, const struct average *b, double *g)
{
    double sd_a, sd_b;
    if (!mean_sd(a, &sd_a) || !mean_sd(b, &sd_b))
        return false;
    double df = a->size.n + b->size.n - 2;
    double pooled = sqrt(((a->size.n - 1) * sd_a * sd_a + (b->size.n - 1) * sd_b * sd_b) / df);
    if (!(pooled > 0))
        return false;
    *g = (a->value - b->value) / pooled * (1 - 3 / (4 * df - 1));
    return true;
}
