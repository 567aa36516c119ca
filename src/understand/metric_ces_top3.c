/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Customer effort as the share that found it easy: the three highest codes, 5
 * to 7 on 1 to 7.  methodology.md §1.3.
 */
#include "understand/metric.h"

METRIC(ces_top3) = {
    .name = "ces_top3",
    .title = "Customer effort (top three)",
    .about = "percent that chose one of the three highest codes of an effort question",
    .family = FAMILY_SHARE,
    .takes_box = true,
    .top = 3,
    .matters = 3,
};
