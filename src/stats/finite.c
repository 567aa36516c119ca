/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * finite — see finite.h.  Two forms of one correction: on the number of answers
 * for intervals made of counts, on the standard error for the others.
 */
#include <assert.h>
#include <math.h>

#include "stats/finite.h"

bool finite_is_census(const struct sample_size *size)
{
    return size->population > 0 && size->n >= size->population;
}

double finite_worth(const struct sample_size *size)
{
    if (!(size->population > 0))
        return size->n_eff;
    assert(size->n <= size->population);
    if (finite_is_census(size))
        return INFINITY;
    return size->n_eff * (size->population - 1) / (size->population - size->n);
}

double finite_se_factor(const struct sample_size *size)
{
    if (!(size->population > 0))
        return 1;
    assert(size->n <= size->population);
    if (finite_is_census(size))
        return 0;
    return sqrt((size->population - size->n) / (size->population - 1));
}

struct sample_size finite_grown(const struct sample_size *size, double n)
{
    return (struct sample_size){
        .n = n, .n_eff = size->n_eff * n / size->n, .population = size->population};
}
