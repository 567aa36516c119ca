/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/compare.h"

#include <math.h>

#include "stats/mean.h"
#include "stats/more_n.h"

#define CONFIDENCE 0.95
#define Q_OF_A_CLAIM 0.05
#define MATTERS_SD 0.2

str verdict_name(enum verdict v)
{
    static const str names[VERDICT_COUNT] = {
        [VERDICT_UP] = S_INIT("up"),
        [VERDICT_DOWN] = S_INIT("down"),
        [VERDICT_UP_SMALL] = S_INIT("up_small"),
        [VERDICT_DOWN_SMALL] = S_INIT("down_small"),
        [VERDICT_SAME] = S_INIT("same"),
        [VERDICT_CANNOT_TELL] = S_INIT("cannot_tell"),
    };
    return names[v];
}

/* The smallest change that matters, in the units shown; 0: unknown. */
static double what_matters(const struct compare_ask *ask)
{
    const struct metric *metric = ask->measure->metric;
    double sd = 0;
    if (ask->has_matters)
        return ask->matters;
    if (metric->matters > 0)
        return metric->matters;
    return mean_sd(&ask->other_standing->average, &sd) ? MATTERS_SD * sd : 0;
}

/* Persons stand between the answers, within a group or across both. */
static bool shares_persons(const struct compare_ask *ask)
{
    return ask->pair &&
           (ask->own_standing->clustered || ask->other_standing->clustered || ask->pair->both > 0);
}

/* By persons: what those who are in both groups say twice is taken into account.
 * False where the persons of a side are alike, or all changed alike: a difference
 * without a spread would promise certainty. */
static bool difference_by_persons(const struct compare_ask *ask, struct difference *d)
{
    if (!shares_persons(ask))
        return false;
    const struct tally_person_pair *pair = ask->pair;
    double w = ask->weighted ? WEIGHT_UNITS : 1, x = ask->variant->unit;
    struct cluster_pair sums = {
        .a = ask->own_standing->persons,
        .b = ask->other_standing->persons,
        .both = {.persons = (double)pair->both,
                 .wx_wx = (double)pair->wx_wx / (w * w) * (x * x),
                 .wx_w = (double)pair->wx_w / (w * w) * x,
                 .w_wx = (double)pair->w_wx / (w * w) * x,
                 .w_w = (double)pair->w_w / (w * w)},
    };
    struct cluster_options options = {.bounds = estimate_bounds(ask->measure)};
    struct spread a = cluster_spread(&sums.a, &options), b = cluster_spread(&sums.b, &options);
    if (!estimate_error_is_known(&a) || !estimate_error_is_known(&b))
        return false;
    *d = cluster_difference(&sums, &options, CONFIDENCE);
    return d->hi > d->lo;
}

static struct difference difference_by_answers(const struct compare_ask *ask)
{
    const struct standing *a = ask->own_standing, *b = ask->other_standing;
    if (ask->measure->metric->family == FAMILY_SHARE)
        return difference_of_shares(&a->share, &b->share, CONFIDENCE);
    return difference_of_spreads(&a->spread, &b->spread, CONFIDENCE);
}

/* From persons to answers, where the method counts persons. */
static double answers_of(const struct compare_ask *ask, double more)
{
    const struct estimate *own = ask->own;
    bool of_persons = ask->own_standing->clustered && own->persons > 0;
    return of_persons ? ceil(more * (double)own->n / (double)own->persons) : more;
}

static void add_more_n(const struct compare_ask *ask, bool by_persons, struct contrast *c)
{
    const struct standing *a = ask->own_standing, *b = ask->other_standing;
    struct more_ask more = {.margin = c->matters / metric_factor(ask->measure->metric),
                            .conf = CONFIDENCE};
    if (!(more.margin > 0) || !c->difference.has_interval)
        return;
    if (by_persons) {
        struct cluster_options options = {.bounds = estimate_bounds(ask->measure)};
        struct spread of_a = cluster_spread(&a->persons, &options);
        struct spread of_b = cluster_spread(&b->persons, &options);
        c->has_more_n = more_n_of_spreads(&of_a, &of_b, &more, &c->more_n);
    } else if (ask->measure->metric->family == FAMILY_SHARE) {
        c->has_more_n = more_n_of_shares(&a->share, &b->share, &more, &c->more_n);
    } else {
        c->has_more_n = more_n_of_spreads(&a->spread, &b->spread, &more, &c->more_n);
    }
    if (c->has_more_n)
        c->more_n = answers_of(ask, c->more_n);
    bool enough = by_persons && c->difference.hi - c->difference.lo <= 2 * c->matters;
    if (enough) { /* by what persons in both groups save */
        c->has_more_n = true;
        c->more_n = 0;
    }
}

static struct difference shown(struct difference d, double factor)
{
    d.diff *= factor;
    d.lo *= factor;
    d.hi *= factor;
    d.lo90 *= factor;
    d.hi90 *= factor;
    return d;
}

struct contrast compare_groups(const struct compare_ask *ask)
{
    struct contrast c = {.other = *ask->other, .verdict = VERDICT_CANNOT_TELL};
    c.matters = what_matters(ask);
    if (!ask->own->has_value || !ask->other->has_value)
        return c;
    struct difference d = {.defined = false};
    bool by_persons = difference_by_persons(ask, &d);
    if (!by_persons)
        d = difference_by_answers(ask);
    d.diff = ask->own_standing->average.value - ask->other_standing->average.value;
    d.defined = true;
    c.difference = shown(d, metric_factor(ask->measure->metric));
    add_more_n(ask, by_persons, &c);
    return c;
}

static bool is_within(double lo, double hi, double margin)
{
    return lo > -margin && hi < margin;
}

/* Of a difference that is surely not 0. */
static enum verdict claim(const struct contrast *c)
{
    bool is_small = is_within(c->difference.lo, c->difference.hi, c->matters);
    if (c->difference.lo > 0)
        return is_small ? VERDICT_UP_SMALL : VERDICT_UP;
    return is_small ? VERDICT_DOWN_SMALL : VERDICT_DOWN;
}

enum verdict compare_verdict(const struct contrast *c, uint64_t n, bool corrected)
{
    const struct difference *d = &c->difference;
    if (!d->has_interval || n < BASE_TOO_FEW || c->other.n < BASE_TOO_FEW)
        return VERDICT_CANNOT_TELL;
    bool may_claim = !corrected || (c->has_q && c->q <= Q_OF_A_CLAIM);
    if (may_claim && (d->lo > 0 || d->hi < 0))
        return claim(c);
    return is_within(d->lo90, d->hi90, c->matters) ? VERDICT_SAME : VERDICT_CANNOT_TELL;
}
