/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The mean of a number, in its own units.  methodology.md §1.4.
 */
#include "understand/metric.h"

METRIC(mean) = {
    .name = "mean",
    .title = "Mean",
    .about = "mean of a number, in the units of its scale",
    .family = FAMILY_MEAN,
};
