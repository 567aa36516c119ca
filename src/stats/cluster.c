/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cluster — see cluster.h.
 */
#include <assert.h>
#include <float.h>

#include "stats/cluster.h"

/* A sum of three terms whose true value is 0 comes out as the last digits of
 * the largest; those are not a spread. */
static double without_dust(long double sum, long double largest)
{
    return sum > 64 * (long double)DBL_EPSILON * largest ? (double)sum : 0;
}

/* Σe² over the persons of one group: Σ(Swx − θ·Sw)²/(ΣSw)². */
static double errors2(const struct person_sums *sums)
{
    long double value = (long double)sums->sum_wx / sums->sum_w;
    long double cross = 2 * value * sums->wx_w, square = value * value * sums->w_w;
    long double sum = sums->wx_wx - cross + square;
    double clean = without_dust(sum, fmaxl(sums->wx_wx, square));
    return clean / (sums->sum_w * sums->sum_w);
}

/* What e² is multiplied by: m/(m−1), and the finite population's part. */
static double inflation(const struct sample_size *size)
{
    double factor = finite_se_factor(size);
    return size->n > 1 ? size->n / (size->n - 1) * factor * factor : 0;
}

struct spread cluster_spread(const struct person_sums *sums, const struct cluster_options *options)
{
    if (!(sums->persons > 0))
        return (struct spread){.defined = false};
    assert(sums->sum_w > 0 && sums->w_w > 0);
    double value = sums->sum_wx / sums->sum_w;
    struct spread spread = {
        .size = {.n = sums->persons,
                 .n_eff = fmin(sums->persons, sums->sum_w * sums->sum_w / sums->w_w),
                 .population = sums->population},
        .value = value,
        .centre = value,
        .df = INFINITY,
        .bounds = options->bounds,
        .defined = true,
    };
    spread.has_se = sums->persons > 1 || finite_is_census(&spread.size);
    spread.se = sqrt(inflation(&spread.size) * errors2(sums));
    if (sums->persons > 1)
        spread.df = sums->persons - 1;
    return spread;
}

/* Σ e_a·e_b over the persons in both groups. */
static double shared_errors(const struct cluster_pair *pair)
{
    const struct person_cross *both = &pair->both;
    long double value_a = (long double)pair->a.sum_wx / pair->a.sum_w;
    long double value_b = (long double)pair->b.sum_wx / pair->b.sum_w;
    long double sum =
        both->wx_wx - value_b * both->wx_w - value_a * both->w_wx + value_a * value_b * both->w_w;
    return (double)(sum / ((long double)pair->a.sum_w * pair->b.sum_w));
}

/* Between the pairs' and Welch's. */
static double joint_df(const struct cluster_pair *pair, double variance_a, double variance_b)
{
    double ma = pair->a.persons, mb = pair->b.persons, pairs = pair->both.persons;
    double welch = difference_df((struct difference_side){variance_a, ma - 1},
                                 (struct difference_side){variance_b, mb - 1});
    if (!(pairs > 0) || isinf(welch))
        return welch;
    double alone = ma + mb - 2 * pairs;
    return pairs - 1 + (welch - pairs + 1) * alone / (ma + mb);
}

struct difference cluster_difference(const struct cluster_pair *pair,
                                     const struct cluster_options *options, double conf)
{
    struct spread a = cluster_spread(&pair->a, options);
    struct spread b = cluster_spread(&pair->b, options);
    if (!a.defined || !b.defined || !a.has_se || !b.has_se || !(pair->both.persons > 0))
        return difference_of_spreads(&a, &b, conf);
    double variance_a = a.se * a.se, variance_b = b.se * b.se;
    double weight = sqrt(inflation(&a.size) * inflation(&b.size));
    long double variance = (long double)variance_a + variance_b - 2 * weight * shared_errors(pair);
    struct spread delta = {
        .value = a.value - b.value,
        .centre = a.value - b.value,
        .se = sqrt(without_dust(variance, (long double)variance_a + variance_b)),
        .df = joint_df(pair, variance_a, variance_b),
        .bounds = {a.bounds.lo - b.bounds.hi, a.bounds.hi - b.bounds.lo},
        .defined = true,
        .has_se = true,
    };
    return difference_of_delta(&delta, conf);
}
