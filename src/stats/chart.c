/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * chart — see chart.h.
 */
#include <assert.h>
#include <math.h>

#include "stats/chart.h"

static const double sigmas = 3;
/* Mean distance of two neighbours, in standard deviations: 2/√π, as printed in
 * the tables of control charts. */
static const double d2 = 1.128;

struct pool {
    double n, centre, variance;
};

/* How far a value is from the centre; the last digits of a centre that should
 * be the value are no distance. */
static double from_centre(double value, double centre)
{
    double distance = value - centre;
    return fabs(distance) > 1e-12 * fmax(1, fabs(centre)) ? distance : 0;
}

static struct pool pool_of_points(const struct chart_point *points, size_t len, size_t baseline)
{
    if (baseline > 0 && baseline < len)
        len = baseline;
    long double n = 0, sum = 0, squares = 0;
    struct pool pool = {.n = 0};
    for (size_t i = 0; i < len; i++) {
        if (!(points[i].n > 0))
            continue;
        n += points[i].n;
        sum += (long double)points[i].n * points[i].value;
    }
    if (!(n > 0))
        return pool;
    long double centre = sum / n;
    for (size_t i = 0; i < len; i++) {
        long double distance = points[i].value - centre;
        if (points[i].n > 0)
            squares += points[i].n * (points[i].variance + distance * distance);
    }
    pool.n = (double)n;
    pool.centre = (double)centre;
    pool.variance = fmax(0, (double)(squares / n)); /* p + d − (p−d)² may round below 0 */
    return pool;
}

/* Has a period fewer than CHART_SMALL_N answers? */
static bool any_small(const struct chart_point *points, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (points[i].n > 0 && points[i].n < CHART_SMALL_N)
            return true;
    return false;
}

/* The pooled variance of net shares with 3 answers added, ¾ on either side. */
static double adjusted_variance(const struct pool *pool)
{
    double more = pool->n + 3;
    double decided = (pool->n * (pool->variance + pool->centre * pool->centre) + 1.5) / more;
    double net = pool->n * pool->centre / more;
    return decided - net * net;
}

static bool sigma_z_of_pool(const struct chart_point *points, size_t len, const struct pool *pool,
                            double *sigma_z)
{
    long double moves = 0;
    double before = 0;
    size_t count = 0;
    if (!(pool->variance > 0))
        return false;
    for (size_t i = 0; i < len; i++) {
        if (!(points[i].n > 0))
            continue;
        double z = (points[i].value - pool->centre) / sqrt(pool->variance / points[i].n);
        if (count++ > 0)
            moves += fabs(z - before);
        before = z;
    }
    if (count < 2)
        return false;
    *sigma_z = (double)(moves / (long double)(count - 1)) / d2;
    return true;
}

bool chart_sigma_z(const struct chart_point *points, size_t len, size_t baseline, double *sigma_z)
{
    struct pool pool = pool_of_points(points, len, baseline);
    if (baseline > 0 && baseline < len)
        len = baseline;
    return sigma_z_of_pool(points, len, &pool, sigma_z);
}

/* Standard deviation of one answer, widened as asked. */
static double widened_sd(const struct chart_point *points, size_t len,
                         const struct chart_options *options, const struct pool *pool)
{
    double sd = sqrt(pool->variance), sigma_z;
    switch (options->widening) {
    case CHART_PLAIN:
        break;
    case CHART_LANEY:
        if (chart_sigma_z(points, len, options->baseline, &sigma_z))
            sd *= sigma_z;
        break;
    case CHART_ADJUSTED:
        if (any_small(points, len))
            sd = sqrt(adjusted_variance(pool));
        break;
    }
    return sd;
}

static void mark_runs(const struct chart_point *points, size_t len, struct chart_limit *limits)
{
    int side = 0, length = 0;
    for (size_t i = 0; i < len; i++) {
        if (!limits[i].defined)
            continue;
        double distance = from_centre(points[i].value, limits[i].centre);
        int now = (distance > 0) - (distance < 0);
        length = now == side ? length + 1 : 1;
        side = now;
        limits[i].run = side != 0 && length >= CHART_RUN;
    }
}

void chart_limits(const struct chart_point *points, size_t len, const struct chart_options *options,
                  struct chart_limit *limits)
{
    struct pool pool = pool_of_points(points, len, options->baseline);
    double sd = widened_sd(points, len, options, &pool);
    for (size_t i = 0; i < len; i++) {
        limits[i] = (struct chart_limit){.defined = pool.n > 0 && points[i].n > 0};
        if (!limits[i].defined)
            continue;
        double half = sigmas * sd / sqrt(points[i].n);
        limits[i].centre = pool.centre;
        limits[i].lo = fmax(options->bounds.lo, pool.centre - half);
        limits[i].hi = fmin(options->bounds.hi, pool.centre + half);
        limits[i].out = fabs(from_centre(points[i].value, pool.centre)) > half;
    }
    mark_runs(points, len, limits);
}
