/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/rows.h"

/* Wilson's interval of each choice: 8 of 10 and 10 of 10, 01_proportion_ci.csv */
TEST(choices_are_shares_with_wilson_intervals)
{
    struct column *c = empty_column(t, "emotion");
    add_cells(c, S("joy;trust"), 8);
    add_cells(c, S("trust"), 2);
    struct rows rows = {.metric = "choices", .fields = {c}};
    struct question q = question_of(t, &rows);
    struct answer answer = answer_to(t, &q);
    const struct estimate *joy = &row_of(&answer, "joy", NULL)->estimate;
    const struct estimate *trust = &row_of(&answer, "trust", NULL)->estimate;
    CHECK_NEAR(joy->value, 80, 1e-15);
    CHECK_NEAR(joy->lo, 49.0162471536642, 1e-13);
    CHECK_NEAR(joy->hi, 94.3317848545625, 1e-13);
    CHECK_NEAR(trust->lo, 72.2467200137111, 1e-13);
    CHECK(trust->value == 100 && trust->hi == 100);
    CHECK_STR(str_of_chars(joy->method), S("wilson"));
}

/* Each person's ticks are summed for each choice. */
TEST(choices_by_person_are_clustered_choice_by_choice)
{
    struct rows rows = {.metric = "choices",
                        .fields = {column_of(t, "c", S("a;b a b a;b b b a a;b a b a b"))},
                        .person = column_of(t, "p", S("1 1 2 2 3 3 4 4 5 5 6 6"))};
    struct question q = question_of(t, &rows);
    struct answer answer = answer_to(t, &q);
    for (size_t i = 0; i < 2; i++) {
        struct column *alone = empty_column(t, "one");
        static const char *const ticked[] = {"110100111010", "101111010101"};
        for (size_t row = 0; row < 12; row++)
            column_add_text(alone, (str){&ticked[i][row], 1});
        struct rows one = {.metric = "share", .fields = {alone}, .person = rows.person, .box = "1"};
        struct estimate e = estimate_of(t, &one);
        const struct estimate *choice = &row_of(&answer, i ? "b" : "a", NULL)->estimate;
        CHECK(choice->value == e.value && choice->lo == e.lo && choice->hi == e.hi);
        CHECK_STR(str_of_chars(choice->method), S("clustered"));
    }
}
