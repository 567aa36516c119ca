/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * spread — see spread.h.
 */
#include <assert.h>

#include "stats/distribution.h"
#include "stats/spread.h"

bool spread_interval(const struct spread *spread, double conf, struct interval *interval)
{
    if (!spread->defined || !spread->has_se)
        return false;
    assert(spread->se >= 0);
    double half = spread->se > 0 ? t_critical(conf, spread->df) * spread->se : 0;
    interval->lo = fmax(spread->bounds.lo, spread->centre - half);
    interval->hi = fmin(spread->bounds.hi, spread->centre + half);
    return true;
}
