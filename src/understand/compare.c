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

static struct difference clustered(const struct compare_ask *ask)
{
    const struct tally_person_pair *pair = ask->pair;
    double w = ask->weighted ? 1.0 / WEIGHT_UNITS : 1, x = ask->variant->unit;
    struct cluster_pair sums = {
        .a = ask->own_standing->persons,
        .b = estimate_person_sums(&pair->other, ask->variant, ask->weighted),
        .both = {.persons = (double)pair->both,
                 .wx_wx = (double)pair->wx_wx * w * w * x * x,
                 .wx_w = (double)pair->wx_w * w * w * x,
                 .w_wx = (double)pair->w_wx * w * w * x,
                 .w_w = (double)pair->w_w * w * w},
    };
    struct cluster_options options = {.bounds = estimate_bounds(ask->measure),
                                      .population = ask->population};
    return cluster_difference(&sums, &options, CONFIDENCE);
}

static bool by_shares(const struct compare_ask *ask)
{
    const struct standing *a = ask->own_standing, *b = ask->other_standing;
    return ask->measure->metric->family == FAMILY_SHARE &&
           (!a->clustered || a->person_error_unknown) && (!b->clustered || b->person_error_unknown);
}

static struct difference difference_of(const struct compare_ask *ask)
{
    const struct standing *a = ask->own_standing, *b = ask->other_standing;
    bool unknown = a->person_error_unknown || b->person_error_unknown;
    if (shares_persons(ask) && !unknown)
        return clustered(ask);
    if (by_shares(ask))
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

static void add_more_n(const struct compare_ask *ask, struct contrast *c)
{
    const struct standing *a = ask->own_standing, *b = ask->other_standing;
    struct more_ask more = {.margin = c->matters / metric_factor(ask->measure->metric),
                            .conf = CONFIDENCE};
    if (!(more.margin > 0) || !c->difference.has_interval)
        return;
    c->has_more_n = by_shares(ask) ? more_n_of_shares(&a->share, &b->share, &more, &c->more_n)
                                   : more_n_of_spreads(&a->spread, &b->spread, &more, &c->more_n);
    if (c->has_more_n)
        c->more_n = answers_of(ask, c->more_n);
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
    struct difference d = difference_of(ask);
    d.diff = ask->own_standing->average.value - ask->other_standing->average.value;
    d.defined = true;
    c.difference = shown(d, metric_factor(ask->measure->metric));
    add_more_n(ask, &c);
    return c;
}

enum verdict compare_verdict(const struct contrast *c, uint64_t n, bool corrected)
{
    const struct difference *d = &c->difference;
    double m = c->matters;
    if (!d->has_interval || n < BASE_TOO_FEW || c->other.n < BASE_TOO_FEW)
        return VERDICT_CANNOT_TELL;
    bool sure = d->lo > 0 || d->hi < 0;
    if (sure && (!corrected || (c->has_q && c->q <= Q_OF_A_CLAIM))) {
        bool up = d->lo > 0, small = d->lo > -m && d->hi < m;
        if (small)
            return up ? VERDICT_UP_SMALL : VERDICT_DOWN_SMALL;
        return up ? VERDICT_UP : VERDICT_DOWN;
    }
    return d->lo90 > -m && d->hi90 < m ? VERDICT_SAME : VERDICT_CANNOT_TELL;
}
