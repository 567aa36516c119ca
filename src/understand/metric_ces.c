/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Customer effort as a mean, in the units of the scale.  methodology.md §1.3.
 */
#include "understand/metric.h"

METRIC(ces) = {
    .name = "ces",
    .title = "Customer effort (mean)",
    .about = "mean of the answers to an effort question, in the units of its scale",
    .family = FAMILY_MEAN,
};
