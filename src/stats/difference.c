/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * difference — see difference.h.
 */
#include <math.h>

#include "stats/difference.h"
#include "stats/distribution.h"

/* Always beside the interval at the confidence asked for: verdicts need it. */
static const double inner_conf = 0.90;

double difference_df(struct difference_side a, struct difference_side b)
{
    double sum = a.variance + b.variance;
    double parts = a.variance * a.variance / a.df + b.variance * b.variance / b.df;
    if (!(parts > 0))
        return INFINITY;
    return sum * sum / parts;
}

struct difference difference_of_delta(const struct spread *delta, double conf)
{
    struct difference result = {.diff = delta->value, .defined = delta->defined};
    struct interval outer, inner;
    if (!spread_interval(delta, conf, &outer) || !spread_interval(delta, inner_conf, &inner))
        return result;
    result.lo = outer.lo;
    result.hi = outer.hi;
    result.lo90 = inner.lo;
    result.hi90 = inner.hi;
    if (delta->se > 0)
        result.p = t_two_sided_p(delta->centre / delta->se, delta->df);
    else
        result.p = delta->centre == 0 ? 1 : 0;
    result.has_interval = result.has_p = true;
    return result;
}

struct difference difference_of_spreads(const struct spread *a, const struct spread *b, double conf)
{
    struct difference_side of_a = {.variance = a->se * a->se, .df = a->df};
    struct difference_side of_b = {.variance = b->se * b->se, .df = b->df};
    struct spread delta = {
        .value = a->value - b->value,
        .centre = a->centre - b->centre,
        .se = hypot(a->se, b->se),
        .df = difference_df(of_a, of_b),
        .bounds = {a->bounds.lo - b->bounds.hi, a->bounds.hi - b->bounds.lo},
        .defined = a->defined && b->defined,
        .has_se = a->has_se && b->has_se,
    };
    if (!delta.defined)
        return (struct difference){.defined = false};
    return difference_of_delta(&delta, conf);
}

struct difference difference_of_shares(const struct share *a, const struct share *b, double conf)
{
    struct difference result = {.diff = a->value - b->value};
    struct interval outer, inner;
    if (!share_newcombe(a, b, conf, &outer) || !share_newcombe(a, b, inner_conf, &inner))
        return (struct difference){.defined = false};
    result.lo = outer.lo;
    result.hi = outer.hi;
    result.lo90 = inner.lo;
    result.hi90 = inner.hi;
    result.defined = result.has_interval = true;
    result.has_p = share_p(a, b, &result.p);
    return result;
}
