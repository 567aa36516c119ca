/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * share — see share.h.
 */
#include <assert.h>
#include <math.h>

#include "stats/distribution.h"
#include "stats/share.h"

struct share share_of_average(const struct average *average)
{
    return (struct share){.value = average->value, .size = average->size};
}

bool share_wilson(const struct share *share, double conf, struct interval *interval)
{
    if (!(share->size.n > 0))
        return false;
    double p = share->value, n = finite_worth(&share->size);
    assert(p >= 0 && p <= 1);
    if (isinf(n)) {
        *interval = (struct interval){p, p};
        return true;
    }
    double z = normal_critical(conf), z2n = z * z / n;
    double centre = (p + z2n / 2) / (1 + z2n);
    double half = sqrt(z2n * (p * (1 - p) + z2n / 4)) / (1 + z2n);
    interval->lo = p == 0 ? 0 : fmax(0, centre - half);
    interval->hi = p == 1 ? 1 : fmin(1, centre + half);
    return true;
}

bool share_newcombe(const struct share *a, const struct share *b, double conf,
                    struct interval *interval)
{
    struct interval of_a, of_b;
    if (!share_wilson(a, conf, &of_a) || !share_wilson(b, conf, &of_b))
        return false;
    double diff = a->value - b->value;
    interval->lo = fmax(-1, diff - hypot(a->value - of_a.lo, of_b.hi - b->value));
    interval->hi = fmin(1, diff + hypot(of_a.hi - a->value, b->value - of_b.lo));
    return true;
}

bool share_z(const struct share_table *table, double *z)
{
    if (!(table->na > 0) || !(table->nb > 0))
        return false;
    double pooled = (table->xa + table->xb) / (table->na + table->nb);
    double variance = pooled * (1 - pooled) * (1 / table->na + 1 / table->nb);
    if (!(variance > 0))
        return false;
    *z = (table->xa / table->na - table->xb / table->nb) / sqrt(variance);
    return true;
}

bool share_z_p(const struct share_table *table, double *p)
{
    double z;
    if (!share_z(table, &z))
        return false;
    double n = table->na + table->nb;
    *p = normal_two_sided_p(z * sqrt(fmax(0, (n - 1) / n)));
    return true;
}

/* A side known for certain: z of the other's share against it. */
static double known_share_p(double known, const struct share *sample)
{
    double diff = sample->value - known;
    if (diff == 0)
        return 1;
    return normal_two_sided_p(diff / sqrt(known * (1 - known) / finite_worth(&sample->size)));
}

bool share_p(const struct share *a, const struct share *b, double *p)
{
    if (!(a->size.n > 0) || !(b->size.n > 0))
        return false;
    double na = finite_worth(&a->size), nb = finite_worth(&b->size);
    if (isinf(na) || isinf(nb)) {
        *p = isinf(na) ? known_share_p(a->value, b) : known_share_p(b->value, a);
        return true;
    }
    struct share_table table = {.xa = a->value * na, .na = na, .xb = b->value * nb, .nb = nb};
    double chosen = table.xa + table.xb, n = na + nb;
    double least_expected = fmin(na, nb) * fmin(chosen, n - chosen) / n;
    if (least_expected < 1 - 1e-9 || !share_z_p(&table, p)) /* value·n may miss x by rounding */
        *p = share_fisher_p(&table);
    return true;
}

/* The hypergeometric distribution of xa, given the margins: sums over the
 * tables walked from the observed one, in units of its own probability. */
struct walk {
    double na, nb, chosen; /* margins */
    double all;            /* Σ of all tables */
    double as_extreme;     /* Σ of those no likelier than the observed one */
};

static void walk_count(struct walk *walk, double probability)
{
    walk->all += probability;
    if (probability <= 1 + 1e-7)
        walk->as_extreme += probability;
}

/* P(xa + 1)/P(xa) */
static double walk_ratio(const struct walk *walk, double xa)
{
    return (walk->chosen - xa) / (xa + 1) * ((walk->na - xa) / (walk->nb - walk->chosen + xa + 1));
}

double share_fisher_p(const struct share_table *table)
{
    double na = round(table->na), nb = round(table->nb);
    double xa = fmin(na, round(table->xa)), xb = fmin(nb, round(table->xb));
    assert(xa >= 0 && xb >= 0);
    struct walk walk = {.na = na, .nb = nb, .chosen = xa + xb};
    double least = fmax(0, walk.chosen - nb), most = fmin(na, walk.chosen);
    walk_count(&walk, 1);
    double probability = 1;
    for (double x = xa; x < most && probability > 0 && !isinf(walk.all); x++) {
        probability *= walk_ratio(&walk, x);
        walk_count(&walk, probability);
    }
    probability = 1;
    for (double x = xa; x > least && probability > 0 && !isinf(walk.all); x--) {
        probability /= walk_ratio(&walk, x - 1);
        walk_count(&walk, probability);
    }
    return isinf(walk.all) ? 0 : fmin(1, walk.as_extreme / walk.all);
}
