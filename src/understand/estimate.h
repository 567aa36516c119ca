/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * estimate — what the answers of one group say, and how sure that is.
 *
 * Picks the interval for the kind of measure (contract.md §4) and leaves the
 * arithmetic to stats/.  A number that cannot be known is a status.
 */
#ifndef UNDERSTAND_ESTIMATE_H
#define UNDERSTAND_ESTIMATE_H

#include "engine/tally.h"
#include "stats/average.h"
#include "stats/cluster.h"
#include "stats/share.h"
#include "stats/spread.h"
#include "understand/measure.h"

/* contract.md §2, the closed list. */
enum status {
    STATUS_OK,
    STATUS_LOW_BASE, /* 10 <= n < 30 */
    STATUS_TOO_FEW,  /* 1 <= n < 10 */
    STATUS_NO_DATA,
    STATUS_DEGENERATE, /* all answers of a mean are equal */
    STATUS_SUPPRESSED,
    STATUS_NOT_CONVERGED,
    STATUS_COUNT
};
str status_name(enum status s);

enum { BASE_LOW = 30, BASE_TOO_FEW = 10 };

/* In the units shown: points, percent, or those of the scale. */
struct estimate {
    double value, lo, hi;
    bool has_value, has_interval;
    uint64_t n;
    double n_eff;
    enum status status;
    const char *method; /* NULL: there is none, since there is nothing to measure */
    bool has_persons;
    uint64_t persons; /* who gave the n answers */
    bool has_alpha;
    double alpha; /* Cronbach's, of an index */
};

struct estimate_ask {
    const struct measure *measure;
    const struct measure_variant *variant;
    struct tally_group group;
    bool weighted;
    double population; /* people the answers of this group were drawn from; 0: unknown */
    const struct tally_person_sums *persons; /* NULL: persons were not asked for */
};

/* What a comparison needs of a group beyond its estimate.  Fractions inside. */
struct standing {
    struct average average;
    struct spread spread;       /* of nets and means, and where clustered */
    struct share share;         /* of shares; where clustered, persons are the sample */
    struct person_sums persons; /* where asked for, x shifted by the variant's shift */
    bool clustered;             /* somebody answered several times */
    bool person_error_unknown;  /* … and persons do not differ, or there is one only */
};

void estimate_of_group(struct arena *scratch, const struct estimate_ask *ask, struct estimate *out,
                       struct standing *standing);

/* False where all are alike, so that the standard error would be 0, or there is one
 * only.  A census has no error, and that is known. */
bool estimate_error_is_known(const struct spread *s);
/* What a value cannot leave. */
struct interval estimate_bounds(const struct measure *m);

#endif
