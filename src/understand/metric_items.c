/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * An index of several items: each rescaled to 0 to 100, their mean per answer
 * where at least half of them and two are answered, and the mean of those.
 * methodology.md §1.4.
 */
#include "understand/metric.h"

METRIC(index) = {
    .name = "index",
    .title = "Index",
    .about = "mean of several items, each rescaled to 0 to 100; with Cronbach's alpha",
    .family = FAMILY_MEAN,
    .fields = FIELDS_ITEMS,
};
