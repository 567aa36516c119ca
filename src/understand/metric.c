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

double metric_factor(const struct metric *m)
{
    return m->family == FAMILY_MEAN ? 1 : 100;
}
