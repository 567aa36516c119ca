/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Customer satisfaction: the share that chose one of the best answers, the top
 * two unless --box says otherwise.  methodology.md §1.2.
 */
#include "understand/metric.h"

METRIC(csat) = {
    .name = "csat",
    .title = "Customer satisfaction",
    .about = "percent that chose one of the two highest codes (--box: others)",
    .family = FAMILY_SHARE,
    .takes_box = true,
    .top = 2,
    .matters = 3,
};
