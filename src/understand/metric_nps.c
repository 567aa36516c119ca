/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Net Promoter Score: promoters (9, 10) less detractors (0 to 6), of all who
 * answered.  methodology.md §1.1.
 */
#include "understand/metric.h"

static const struct scale_range zero_to_ten = {{0, 0}, {10, 0}};

static int nps_counts(struct decimal answer)
{
    if (decimal_compare(answer, decimal_of_int(9)) >= 0)
        return 1;
    return decimal_compare(answer, decimal_of_int(6)) <= 0 ? -1 : 0;
}

METRIC(nps) = {
    .name = "nps",
    .title = "Net Promoter Score",
    .about = "share of 9 and 10 less share of 0 to 6, on 0 to 10; points from -100 to 100",
    .family = FAMILY_NET,
    .scale = &zero_to_ten,
    .matters = 5,
    .counts = nps_counts,
};
