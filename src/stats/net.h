/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * net — a net share: the share of positive answers less that of negative ones.
 *
 * One answer is −1, 0 or +1.  All numbers are fractions: value, centre and
 * limits −1..1.  methodology.md §1.1.
 */
#ifndef STATS_NET_H
#define STATS_NET_H

#include <stddef.h>

#include "stats/average.h"
#include "stats/spread.h"

/* positive, negative: shares 0..1 (weighted where the answers are), together
 * at most 1.  size.n = 0: no answers. */
struct net_shares {
    double positive, negative;
    struct sample_size size;
};

/* Points with x = 1, 0 or −1 only (asserted).  The size's population is 0. */
struct net_shares net_of_tallies(const struct tally_point *points, size_t len);

/* Adjusted Wald, (3, ¾, ¾): with n the worth of the sample (n, n_eff or n*; not
 * necessarily whole), n' = n + 3, p' = (pn + ¾)/n', d' = (dn + ¾)/n',
 * v' = p' + d' − (p' − d')², centre p' − d', se √(v'/n'), normal.  value stays
 * p − d.  A census: centre p − d, se 0.  Rocks 2016, The American Statistician
 * 70(4):365–372. */
struct spread net_adjusted(const struct net_shares *shares);

/* Wald, (p − d) ± z·√((p + d − (p − d)²)/n): for reference only, of zero width
 * where all answers are alike. */
struct spread net_wald(const struct net_shares *shares);

#endif
