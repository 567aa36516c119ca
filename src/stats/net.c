/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * net — see net.h.
 */
#include <assert.h>

#include "stats/net.h"

/* Constants of the adjusted Wald interval: Rocks' (3, T). */
static const double added_answers = 3, added_positive = 0.75, added_negative = 0.75;

struct net_shares net_of_tallies(const struct tally_point *points, size_t len)
{
    struct average average = average_of_tallies(points, len);
    struct net_shares shares = {.size = average.size};
    if (!average.defined)
        return shares;
    long double positive = 0, negative = 0, sum_w = 0;
    for (size_t i = 0; i < len; i++) {
        double x = points[i].x;
        assert(x == -1 || x == 0 || x == 1);
        if (!(points[i].n > 0))
            continue;
        sum_w += points[i].sum_w;
        positive += x > 0 ? points[i].sum_w : 0;
        negative += x < 0 ? points[i].sum_w : 0;
    }
    shares.positive = (double)(positive / sum_w);
    shares.negative = (double)(negative / sum_w);
    return shares;
}

/* v of one answer coded −1, 0, 1; never below 0. */
static double trinomial_variance(double positive, double negative)
{
    double net = positive - negative;
    return fmax(0, positive + negative - net * net);
}

static struct spread net_spread(const struct net_shares *shares)
{
    return (struct spread){
        .size = shares->size,
        .value = shares->positive - shares->negative,
        .centre = shares->positive - shares->negative,
        .df = INFINITY,
        .bounds = BOUNDS_NET,
        .defined = shares->size.n > 0,
        .has_se = shares->size.n > 0,
    };
}

struct spread net_adjusted(const struct net_shares *shares)
{
    struct spread spread = net_spread(shares);
    spread.added = added_answers;
    if (!spread.defined || finite_is_census(&shares->size))
        return spread;
    double n = finite_worth(&shares->size);
    double more = n + added_answers;
    double positive = (shares->positive * n + added_positive) / more;
    double negative = (shares->negative * n + added_negative) / more;
    spread.centre = positive - negative;
    spread.se = sqrt(trinomial_variance(positive, negative) / more);
    return spread;
}

struct spread net_wald(const struct net_shares *shares)
{
    struct spread spread = net_spread(shares);
    if (spread.defined)
        spread.se = sqrt(trinomial_variance(shares->positive, shares->negative) /
                         finite_worth(&shares->size));
    return spread;
}
