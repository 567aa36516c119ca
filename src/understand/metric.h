/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * metric — how a measure is declared: which answers count how.
 *
 * METRIC(nps) = {…} in metric_nps.c is all there is to a new one; the command
 * line, the help and the documentation are read from the declarations.  Every
 * metric is an average of what each answer counts; the family says what
 * interval and what test such an average has (contract.md §4, §5).
 */
#ifndef UNDERSTAND_METRIC_H
#define UNDERSTAND_METRIC_H

#include "base/decimal.h"
#include "listen/scale.h"

enum metric_family {
    FAMILY_NET,   /* answers count −1, 0 or +1; shown as points −100…100 */
    FAMILY_SHARE, /* 0 or 1; shown as percent */
    FAMILY_MEAN,  /* a number; shown as it is */
    FAMILY_COUNT
};

enum metric_fields {
    FIELDS_ONE,     /* one column of codes */
    FIELDS_CHOICES, /* several ticks in one column, or one column a choice */
    FIELDS_ITEMS,   /* several columns of codes make one number per answer */
    FIELDS_COUNT
};

struct metric {
    const char *name;  /* as on the command line: "nps" */
    const char *title; /* as people call it: "Net Promoter Score" */
    const char *about; /* one sentence for the help */
    enum metric_family family;
    enum metric_fields fields;
    const struct scale_range *scale; /* that its question always has, or NULL */
    bool takes_box;                  /* --box names the answers that count */
    unsigned top;   /* without --box the so many highest codes of the scale; 0: --box must be */
    double matters; /* the smallest change that matters by default, in the units shown;
                       0: a fifth of the standard deviation of the group compared with */
    /* FAMILY_NET: what an answer counts, −1, 0 or +1. */
    int (*counts)(struct decimal answer);
};

#define METRIC(name) const struct metric metric_named_##name

/* Whether it may be asked of a field with this scale: its own one, or a part of it that
 * keeps the top (1 to 10 for NPS).  One without a scale of its own may be asked of all. */
bool metric_is_asked_on(const struct metric *m, const struct scale_range *range);

/* All declarations, by name. */
const struct metric *metric_find(str name);
/* What a fraction is multiplied with to be shown: 100 points or percent, or 1. */
double metric_factor(const struct metric *m);

#endif
