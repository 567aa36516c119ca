/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * distribution — the normal and Student's t distribution, as intervals and
 * tests ask for them.
 *
 * Knows no data.  The functions of the GNU Scientific Library stand behind it
 * in gsl.c and nowhere else.  Accurate to 1e-12 or better of the quantile, and
 * of a p above 1e-300.
 */
#ifndef STATS_DISTRIBUTION_H
#define STATS_DISTRIBUTION_H

/* Φ(z), the probability of a standard normal value at or below z. */
double normal_cdf(double z);
/* Φ⁻¹(p); 0 < p < 1. */
double normal_quantile(double p);
/* P(|Z| >= |z|) = 2Φ(−|z|); 0 for an infinite z. */
double normal_two_sided_p(double z);
/* The z of a two-sided interval: Φ⁻¹(1 − (1−conf)/2); 0 < conf < 1. */
double normal_critical(double conf);

/* Student's t with df > 0 degrees of freedom, not necessarily whole; df may be
 * INFINITY, which is the standard normal. */
double t_quantile(double p, double df);
/* P(|T| >= |t|); 0 for an infinite t. */
double t_two_sided_p(double t, double df);
/* The t of a two-sided interval: quantile 1 − (1−conf)/2; 0 < conf < 1. */
double t_critical(double conf, double df);

#endif
