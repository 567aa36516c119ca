/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/estimate.h"

#include <math.h>

#include "stats/alpha.h"
#include "stats/linear.h"
#include "stats/mean.h"
#include "stats/net.h"

#define CONFIDENCE 0.95
enum { LINEARISED_FROM_N_EFF = 30 };

str status_name(enum status s)
{
    static const str names[STATUS_COUNT] = {
        [STATUS_OK] = S_INIT("ok"),
        [STATUS_LOW_BASE] = S_INIT("low_base"),
        [STATUS_TOO_FEW] = S_INIT("too_few"),
        [STATUS_NO_DATA] = S_INIT("no_data"),
        [STATUS_DEGENERATE] = S_INIT("degenerate"),
        [STATUS_SUPPRESSED] = S_INIT("suppressed"),
        [STATUS_NOT_CONVERGED] = S_INIT("not_converged"),
    };
    return names[s];
}

static enum status status_of_n(uint64_t n)
{
    if (n == 0)
        return STATUS_NO_DATA;
    if (n < BASE_TOO_FEW)
        return STATUS_TOO_FEW;
    return n < BASE_LOW ? STATUS_LOW_BASE : STATUS_OK;
}

struct interval estimate_bounds(const struct measure *m)
{
    switch (m->metric->family) {
    case FAMILY_NET:
        return BOUNDS_NET;
    case FAMILY_SHARE:
        return BOUNDS_SHARE;
    case FAMILY_MEAN:
    case FAMILY_COUNT:
        break;
    }
    return BOUNDS_NONE;
}

bool estimate_error_is_known(const struct spread *s)
{
    return s->has_se && (s->se > 0 || finite_is_census(&s->size));
}

/* The engine's weights are whole units of 10^-6, its unweighted answers weigh 1:
 * how many units a weight of 1 has.  Divided by, so that whole weights stay whole. */
static double units_of_weight(bool weighted)
{
    return weighted ? WEIGHT_UNITS : 1;
}

static struct tally_point *points_of(struct arena *scratch, const struct estimate_ask *ask)
{
    double units = units_of_weight(ask->weighted);
    struct tally_point *points = ARENA_ARRAY(scratch, struct tally_point, ask->group.bars_len);
    for (size_t i = 0; i < ask->group.bars_len; i++) {
        const struct tally_bar *bar = &ask->group.bars[i];
        points[i] = (struct tally_point){.x = ask->variant->x[bar->point],
                                         .n = (double)bar->tally.n,
                                         .sum_w = (double)bar->tally.sum_w / units,
                                         .sum_w2 = (double)bar->tally.sum_w2 / (units * units)};
    }
    return points;
}

/* The engine's exact sums as the numbers that stats/ takes. */
static struct person_sums persons_of(const struct estimate_ask *ask)
{
    const struct tally_person_sums *sums = ask->persons;
    double w = units_of_weight(ask->weighted), x = ask->variant->unit;
    return (struct person_sums){.persons = (double)sums->persons,
                                .sum_w = (double)sums->w / w,
                                .sum_wx = (double)sums->wx / w * x,
                                .wx_wx = (double)sums->wx_wx / (w * w) * (x * x),
                                .wx_w = (double)sums->wx_w / (w * w) * x,
                                .w_w = (double)sums->w_w / (w * w),
                                .population = ask->population};
}

/* Its errors are those of the shifted values; value and limits are moved back. */
static struct spread clustered_spread(const struct estimate_ask *ask, const struct standing *s)
{
    struct cluster_options options = {.bounds = BOUNDS_NONE};
    struct spread spread = cluster_spread(&s->persons, &options);
    spread.value = spread.centre = s->average.value;
    spread.bounds = estimate_bounds(ask->measure);
    return spread;
}

/* Persons as the sample where answers are not: what they are worth together. */
static struct sample_size persons_as_sample(const struct person_sums *p)
{
    return (struct sample_size){.n = p->persons,
                                .n_eff = fmin(p->persons, p->sum_w * p->sum_w / p->w_w),
                                .population = p->population};
}

static const char *stand_as_net(const struct estimate_ask *ask, const struct tally_point *points,
                                struct standing *s)
{
    struct net_shares shares = net_of_tallies(points, ask->group.bars_len);
    shares.size.population = ask->population;
    if (s->person_error_unknown) {
        shares.size = persons_as_sample(&s->persons);
        s->spread = net_adjusted(&shares);
        return "adjusted_wald_n_eff";
    }
    if (!ask->weighted) {
        s->spread = net_adjusted(&shares);
        return "adjusted_wald";
    }
    s->spread = linear_spread(&s->average, BOUNDS_NET);
    if (s->average.size.n_eff >= LINEARISED_FROM_N_EFF && s->spread.has_se && s->spread.se > 0)
        return "linearised";
    s->spread = net_adjusted(&shares);
    return "adjusted_wald_n_eff";
}

/* Where somebody answered several times, persons are the sample. */
static struct share share_of(const struct standing *s)
{
    struct share share = share_of_average(&s->average);
    if (s->clustered)
        share.size = persons_as_sample(&s->persons);
    return share;
}

/* Fills the standing and says by which method. */
static const char *stand(const struct estimate_ask *ask, const struct tally_point *points,
                         struct standing *s)
{
    enum metric_family family = ask->measure->metric->family;
    if (family == FAMILY_SHARE)
        s->share = share_of(s);
    if (s->clustered) {
        s->spread = clustered_spread(ask, s);
        s->person_error_unknown = family != FAMILY_MEAN && !estimate_error_is_known(&s->spread);
        if (!s->person_error_unknown)
            return "clustered";
    }
    if (family == FAMILY_NET)
        return stand_as_net(ask, points, s);
    if (family == FAMILY_SHARE)
        return ask->weighted || s->person_error_unknown ? "wilson_n_eff" : "wilson";
    s->spread = mean_spread(&s->average);
    return ask->weighted ? "linearised_t" : "t";
}

/* A share of its own has Wilson's interval; all others are centre ± t·se. */
static bool interval_of(const struct estimate_ask *ask, const struct standing *s,
                        struct interval *interval)
{
    bool wilson =
        ask->measure->metric->family == FAMILY_SHARE && (!s->clustered || s->person_error_unknown);
    return wilson ? share_wilson(&s->share, CONFIDENCE, interval)
                  : spread_interval(&s->spread, CONFIDENCE, interval);
}

/* All answers of a mean are equal, or all persons' means. */
static bool is_degenerate(const struct estimate_ask *ask, const struct standing *s)
{
    if (ask->measure->metric->family != FAMILY_MEAN || s->average.size.n < 2)
        return false;
    bool persons_alike = s->clustered && s->spread.has_se && !estimate_error_is_known(&s->spread);
    return persons_alike || !(s->average.variance > 0);
}

/* Sums over the answers to all items, unweighted, for Cronbach's alpha. */
static bool alpha_of_group(struct arena *scratch, const struct estimate_ask *ask, double *alpha)
{
    size_t len = measure_items_len(ask->measure);
    struct alpha_item *items = ARENA_ARRAY(scratch, struct alpha_item, len);
    double *values = ARENA_ARRAY(scratch, double, len);
    struct alpha_sums sums = {.items = items, .items_len = len};
    for (size_t b = 0; b < ask->group.bars_len; b++) {
        const struct tally_bar *bar = &ask->group.bars[b];
        size_t answered = 0;
        while (answered < len &&
               measure_item(ask->measure, bar->point, answered, &values[answered]))
            answered++;
        if (answered < len)
            continue;
        double n = (double)bar->tally.n, total = 0;
        for (size_t i = 0; i < len; i++) {
            items[i].sum += n * values[i];
            items[i].sum_sq += n * values[i] * values[i];
            total += values[i];
        }
        sums.n += n;
        sums.total.sum += n * total;
        sums.total.sum_sq += n * total * total;
    }
    return alpha_of_sums(&sums, alpha);
}

static void set_persons(const struct estimate_ask *ask, struct standing *s, struct estimate *e)
{
    if (!ask->persons)
        return;
    e->has_persons = true;
    e->persons = ask->persons->persons;
    s->persons = persons_of(ask);
    s->clustered = e->persons < e->n;
}

void estimate_of_group(struct arena *scratch, const struct estimate_ask *ask, struct estimate *out,
                       struct standing *standing)
{
    const struct tally_point *points = points_of(scratch, ask);
    struct standing s = {.average = average_of_tallies(points, ask->group.bars_len)};
    struct estimate e = {.n = (uint64_t)s.average.size.n, .n_eff = s.average.size.n_eff};
    e.status = status_of_n(e.n);
    set_persons(ask, &s, &e);
    s.average.size.population = s.clustered ? 0 : ask->population;
    if (e.n > 0) {
        double factor = metric_factor(ask->measure->metric);
        struct interval interval = {0, 0};
        e.method = stand(ask, points, &s);
        e.has_value = true;
        e.value = s.average.value * factor;
        e.has_interval = interval_of(ask, &s, &interval);
        if (is_degenerate(ask, &s)) {
            e.status = STATUS_DEGENERATE;
            interval = (struct interval){s.average.value, s.average.value};
            e.has_interval = true;
        }
        if (finite_is_census(s.clustered ? &s.spread.size : &s.average.size)) {
            e.method = "census";
            interval = (struct interval){s.average.value, s.average.value};
            e.has_interval = true;
        }
        e.lo = interval.lo * factor;
        e.hi = interval.hi * factor;
    }
    if (measure_items_len(ask->measure))
        e.has_alpha = alpha_of_group(scratch, ask, &e.alpha);
    *out = e;
    *standing = s;
}
