/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/plan_of_test.h"

static struct plan_table ratings(struct test *t, int zeros, int behind)
{
    str text = S("wifi,food,gender,trust\n");
    for (int i = 0; i < 200; i++)
        text = str_format(t->arena, "%.*s%d,%d,%d,%d\n", STR(text), i < zeros ? 0 : 1 + i % 5,
                          i < zeros ? 0 : 1 + i / 2 % 5, 1 + i % 2,
                          i < behind ? 7 + i % 3 : 1 + i % 5);
    return plan_table_of(t, str_to_chars(t->arena, text));
}

TEST(a_rare_zero_is_asked_about_for_all_columns_alike)
{
    struct plan_table table = ratings(t, 6, 0);
    struct import_plan p = plan_of_table(t, &table, NULL);
    CHECK_COLUMN(p, "wifi", "score wifi");
    const char *lines = "[wifi] scale: 1-5\n[food] scale: 1-5";
    CHECK_STR(plan_questions_text(t, &p), str_format(t->arena, "zero_beside: %s\n", lines));
    p = plan_of_table(t, &table, lines);
    CHECK_COLUMN(p, "wifi", "score wifi 0");
    CHECK_STR(plan_questions_text(t, &p), S(""));
}

TEST(a_zero_that_is_given_often_is_an_answer)
{
    struct plan_table table = ratings(t, 0, 0);
    struct import_plan p = plan_of_table(t, &table, NULL);
    CHECK_STR(plan_questions_text(t, &p), S(""));
    table = plan_column_of(t, "rating", "0 1 2 3 4 5 0 1 2 3 4 5 0 1 1 2 3");
    p = plan_of_table(t, &table, NULL);
    CHECK_STR(plan_questions_text(t, &p), S(""));
}

TEST(codes_behind_a_gap_are_asked_about)
{
    struct plan_table table = ratings(t, 0, 12);
    struct import_plan p = plan_of_table(t, &table, NULL);
    CHECK_COLUMN(p, "trust", "choice trust");
    const char *lines = "[trust] kind: score\nmissing: 7, 8, 9";
    CHECK_STR(plan_questions_text(t, &p), str_format(t->arena, "codes_behind: %s\n", lines));
    p = plan_of_table(t, &table, lines);
    CHECK_COLUMN(p, "trust", "score trust 7,8,9");
}
