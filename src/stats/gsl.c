/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * gsl — distribution.h by means of the GNU Scientific Library: the only file
 * that sees it.
 *
 * Above 30 degrees of freedom the library's t is an expansion around the normal
 * that is exact to 1e-14 near the middle and loses digits far out (1e-7 at df
 * 60, t 20); there the incomplete beta function takes over, which in turn loses
 * digits at large df and small t.  Its quantile is polished by Newton steps.
 */
#include <assert.h>
#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>

#include "stats/distribution.h"

/* The library stops the process at a domain error unless told not to. */
__attribute__((constructor)) static void quieten(void)
{
    gsl_set_error_handler_off();
}

double normal_cdf(double z)
{
    return gsl_cdf_ugaussian_P(z);
}

double normal_quantile(double p)
{
    assert(p > 0 && p < 1);
    return gsl_cdf_ugaussian_Pinv(p);
}

double normal_two_sided_p(double z)
{
    return fmin(1, 2 * gsl_cdf_ugaussian_Q(fabs(z)));
}

double normal_critical(double conf)
{
    assert(conf > 0 && conf < 1);
    return gsl_cdf_ugaussian_Qinv((1 - conf) / 2);
}

/* P(T >= t) for t >= 0. */
static double upper_tail(double t, double df)
{
    if (isinf(df))
        return gsl_cdf_ugaussian_Q(t);
    if (df > 30 && df < 5000 && t > 4)
        return gsl_cdf_beta_P(df / (df + t * t), df / 2, 0.5) / 2;
    return gsl_cdf_tdist_Q(t, df);
}

/* The t >= 0 that P(T >= t) = tail, 0 < tail <= ½. */
static double upper_quantile(double tail, double df)
{
    if (isinf(df))
        return gsl_cdf_ugaussian_Qinv(tail);
    double t = gsl_cdf_tdist_Qinv(tail, df);
    for (int step = 0; step < 3; step++) {
        double density = gsl_ran_tdist_pdf(t, df);
        double better = t + (upper_tail(t, df) - tail) / density;
        if (!(better > 0) || isinf(better))
            break;
        t = better;
    }
    return t;
}

double t_quantile(double p, double df)
{
    assert(p > 0 && p < 1 && df > 0);
    return p < 0.5 ? -upper_quantile(p, df) : upper_quantile(1 - p, df);
}

double t_two_sided_p(double t, double df)
{
    assert(df > 0);
    if (isinf(t))
        return 0;
    return fmin(1, 2 * upper_tail(fabs(t), df));
}

double t_critical(double conf, double df)
{
    assert(conf > 0 && conf < 1 && df > 0);
    return upper_quantile((1 - conf) / 2, df);
}
