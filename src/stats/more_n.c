/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * more_n — see more_n.h.  The half-width falls as n' grows (but for a moment at
 * a handful of answers, where t's degrees of freedom fall faster), so the answer
 * is found by doubling and then halving.
 */
#include <assert.h>

#include "stats/difference.h"
#include "stats/distribution.h"
#include "stats/more_n.h"

/* Half-width of the interval of the difference had group a n answers. */
struct question {
    const void *a, *b;
    const struct more_ask *ask;
    double (*half_width)(const struct question *question, double n);
};

static bool suffices(const struct question *question, double n)
{
    return question->half_width(question, n) <= question->ask->margin;
}

/* How many more than now the smallest whole n' >= now is that suffices. */
static bool smallest(const struct question *question, const struct sample_size *now, double *more)
{
    assert(question->ask->margin > 0);
    /* A group's part of a population need not be whole. */
    double most = now->population > 0 ? fmin(MORE_N_MOST, floor(now->population)) : MORE_N_MOST;
    double too_few = now->n, enough = now->n;
    while (!suffices(question, enough)) {
        if (enough >= most)
            return false;
        too_few = enough;
        enough = fmin(most, ceil(2 * enough));
    }
    while (enough - too_few > 1) {
        double middle = floor(too_few + (enough - too_few) / 2);
        if (suffices(question, middle))
            enough = middle;
        else
            too_few = middle;
    }
    *more = enough - now->n;
    return true;
}

static double spread_half_width(const struct question *question, double n)
{
    const struct spread *a = question->a, *b = question->b;
    struct sample_size grown = finite_grown(&a->size, n);
    double variance = 0, df = a->df;
    if (!finite_is_census(&grown)) {
        /* v of one answer, the finite population's part with the worth. */
        double one = a->se * a->se * (finite_worth(&a->size) + a->added);
        variance = one / (finite_worth(&grown) + a->added);
        if (!isinf(df))
            df = (df + 1) * n / a->size.n - 1;
    }
    double df_both = difference_df((struct difference_side){variance, df},
                                   (struct difference_side){b->se * b->se, b->df});
    double se = sqrt(variance + b->se * b->se);
    return se > 0 ? t_critical(question->ask->conf, df_both) * se : 0;
}

bool more_n_of_spreads(const struct spread *a, const struct spread *b, const struct more_ask *ask,
                       double *more)
{
    if (!a->defined || !b->defined || !a->has_se || !b->has_se)
        return false;
    struct question question = {.a = a, .b = b, .ask = ask, .half_width = spread_half_width};
    return smallest(&question, &a->size, more);
}

static double share_half_width(const struct question *question, double n)
{
    struct share a = *(const struct share *)question->a;
    struct interval interval;
    a.size = finite_grown(&a.size, n);
    if (!share_newcombe(&a, question->b, question->ask->conf, &interval))
        return INFINITY;
    return (interval.hi - interval.lo) / 2;
}

bool more_n_of_shares(const struct share *a, const struct share *b, const struct more_ask *ask,
                      double *more)
{
    if (!(a->size.n > 0) || !(b->size.n > 0))
        return false;
    struct question question = {.a = a, .b = b, .ask = ask, .half_width = share_half_width};
    return smallest(&question, &a->size, more);
}
