/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/rows.h"

TEST(share_of_a_text_ignores_case_and_counts_all_other_texts)
{
    struct rows rows = {.metric = "share",
                        .fields = {column_of(t, "channel", S("Web web Phone - Shop WEB"))},
                        .box = "web"};
    struct estimate e = estimate_of(t, &rows);
    CHECK(e.n == 5 && e.value == 60);
    rows.box = "web Shop";
    CHECK(estimate_of(t, &rows).value == 80);
}

TEST(share_of_codes_counts_codes_of_the_scale)
{
    struct rows rows = {
        .metric = "share", .fields = {column_of(t, "age", S("1 2 3 3.0 99 - old"))}, .box = "3"};
    struct estimate e = estimate_of(t, &rows);
    CHECK(e.n == 4 && e.value == 50);
}

/* flying-etiquette: reclining is rude: No 502, somewhat 281, very 71. */
TEST(share_of_a_text_with_a_comma)
{
    struct column *c = empty_column(t, "rude");
    add_cells(c, S("No, not rude at all"), 502);
    add_cells(c, S("Yes, somewhat rude"), 281);
    add_cells(c, S("Yes, very rude"), 71);
    struct measure_field field = {
        .column = c, .scale = scale_of_column(t->arena, c, &(struct scale_options){0})};
    str box = S("No, not rude at all");
    struct measure_ask ask = {.metric = metric_find(S("share")),
                              .fields = &field,
                              .fields_len = 1,
                              .box = &box,
                              .box_len = 1};
    struct measure m;
    CHECK_OK(measure_make(t->arena, &ask, &m));
    struct question q = {.measure = &m, .reached = REACHED_EVERYBODY};
    CHECK_NEAR(answer_to(t, &q).rows[0].estimate.value, 100 * 502.0 / 854, 1e-15);
}
