/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * linear — see linear.h.
 */
#include "stats/linear.h"

struct spread linear_spread(const struct average *average, struct interval bounds)
{
    double n = average->size.n;
    struct spread spread = {
        .size = average->size,
        .value = average->value,
        .centre = average->value,
        .df = INFINITY,
        .bounds = bounds,
        .defined = average->defined,
        .has_se = average->defined && (n > 1 || finite_is_census(&average->size)),
    };
    if (spread.has_se && n > 1)
        spread.se = sqrt(n / (n - 1) * average->error2) * finite_se_factor(&average->size);
    return spread;
}
