/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/metric.h"

#include <string.h>

#include "base/test.h"
#include "understand/metric_index.h"

TEST(every_metric_is_found_by_its_name_and_is_whole)
{
    (void)t;
    CHECK_INT(metric_index_len, 8);
    for (unsigned i = 0; i < metric_index_len; i++) {
        const struct metric *m = metric_index[i];
        CHECK(metric_find(str_of_chars(m->name)) == m);
        CHECK(strlen(m->title) > 2 && strlen(m->about) > 10);
        CHECK(m->family != FAMILY_NET || m->counts);
        CHECK(m->family == FAMILY_MEAN || m->matters > 0);
        CHECK(m->takes_box == (m->family == FAMILY_SHARE && m->fields == FIELDS_ONE));
    }
}

TEST(there_is_no_other_metric)
{
    (void)t;
    CHECK(!metric_find(S("")) && !metric_find(S("NPS")) && !metric_find(S("np")));
}

TEST(shares_and_nets_are_shown_in_hundreds)
{
    (void)t;
    CHECK(metric_factor(metric_find(S("nps"))) == 100);
    CHECK(metric_factor(metric_find(S("csat"))) == 100);
    CHECK(metric_factor(metric_find(S("mean"))) == 1);
    CHECK(metric_factor(metric_find(S("index"))) == 1);
}
