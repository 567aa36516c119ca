/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * compare — how one group differs from another, and the verdict in one word.
 *
 * contract.md §5.  The verdict waits for the correction of all comparisons in
 * one table.
 */
#ifndef UNDERSTAND_COMPARE_H
#define UNDERSTAND_COMPARE_H

#include "stats/difference.h"
#include "understand/estimate.h"

enum verdict {
    VERDICT_UP,
    VERDICT_DOWN,
    VERDICT_UP_SMALL, /* surely more, and surely less than matters */
    VERDICT_DOWN_SMALL,
    VERDICT_SAME,
    VERDICT_CANNOT_TELL,
    VERDICT_COUNT
};
str verdict_name(enum verdict v);

/* In the units shown. */
struct contrast {
    struct estimate other;        /* the group compared with */
    struct difference difference; /* group less other; in the units shown */
    bool has_q;
    double q; /* p corrected for all comparisons of the table */
    double matters;
    enum verdict verdict;
    bool has_more_n;
    double more_n; /* more answers of this group until half the interval is what matters */
};

struct compare_ask {
    const struct measure *measure;
    const struct measure_variant *variant;
    const struct estimate *own, *other;
    const struct standing *own_standing, *other_standing;
    const struct tally_person_pair *pair; /* NULL: persons were not asked for */
    bool weighted;
    bool has_matters;
    double matters; /* --matters, in the units shown */
};

/* All but q and the verdict. */
struct contrast compare_groups(const struct compare_ask *ask);
/* n: answers of the group; corrected: the table has two or more comparisons. */
enum verdict compare_verdict(const struct contrast *c, uint64_t n, bool corrected);

#endif
