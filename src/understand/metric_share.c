/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The share of answers that are in a box, of codes or of texts.
 * methodology.md §1.2.
 */
#include "understand/metric.h"

METRIC(share) = {
    .name = "share",
    .title = "Share",
    .about = "percent of answers that are one of those in --box",
    .family = FAMILY_SHARE,
    .takes_box = true,
    .matters = 3,
};
