/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_scores — what the scores of a file would come to with a plan of its columns: the
 * effect of a map, to be seen before anything is taken.
 *
 * Pure: it counts again what the profile has counted, and reads no file.
 */
#ifndef UNDERSTAND_IMPORT_SCORES_H
#define UNDERSTAND_IMPORT_SCORES_H

#include "base/json.h"
#include "listen/import_plan.h"
#include "understand/estimate.h"

struct import_score {
    const struct import_plan_column *column;
    const struct metric *metric;
    struct scale_range scale;
    struct estimate estimate; /* unweighted, each answer another person's */
    uint64_t refused;         /* cells off the scale */
};

/* One for each column of kind score that is kept: its Net Promoter Score where it goes to
 * recommend, CSAT where to satisfaction, CES where to effort, else its mean.  Columns with
 * more different texts than the profile counts have none. */
struct err *import_scores(struct arena *a, const struct import_plan *plan,
                          const struct import_profile *profile, struct import_score **out,
                          size_t *len);
/* An array: {"column","field","measure","scale","value","lo","hi","n","n_eff","status",
 * "method","refused"}. */
void import_scores_to_json(const struct import_score *scores, size_t len, struct json *j);

#endif
