/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/metric.h"

#include "understand/metric_index.h"

const struct metric *metric_find(str name)
{
    for (size_t i = 0; i < metric_index_len; i++)
        if (str_equal(str_of_chars(metric_index[i]->name), name))
            return metric_index[i];
    return NULL;
}

bool metric_is_asked_on(const struct metric *m, const struct scale_range *range)
{
    return !m->scale || (decimal_compare(range->lo, m->scale->lo) >= 0 &&
                         decimal_equal(range->hi, m->scale->hi));
}

double metric_factor(const struct metric *m)
{
    return m->family == FAMILY_MEAN ? 1 : 100;
}
