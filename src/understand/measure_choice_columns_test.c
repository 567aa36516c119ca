/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/rows.h"

static struct answer choices_of_columns(struct test *t, const struct column *const *columns)
{
    struct rows rows = {.metric = "choices"};
    for (size_t i = 0; columns[i]; i++)
        rows.fields[i] = columns[i];
    struct question q = question_of(t, &rows);
    return answer_to(t, &q);
}

TEST(one_column_a_choice_named_by_its_header)
{
    static const char *const no[] = {"0", "No", "FALSE", "n", "off", "Not selected"};
    static const char *const yes[] = {"1", "Yes", "TRUE", "Y", "on", "Selected"};
    for (size_t i = 0; i < 6; i++) {
        struct column *web = empty_column(t, "Web"), *phone = empty_column(t, "Phone");
        add_cells(web, str_of_chars(yes[i]), 3);
        add_cells(web, str_of_chars(no[i]), 1);
        add_cells(phone, str_of_chars(no[i]), 3);
        column_add(phone, CODE_MISSING);
        struct answer answer =
            choices_of_columns(t, (const struct column *const[]){web, phone, NULL});
        CHECK_STR(shares_of(t, &answer), S("Phone 0, Web 75"));
        CHECK_INT(answer.rows[0].estimate.n, 4); /* who said no to all answered */
    }
}

TEST(one_column_a_choice_named_by_its_label)
{
    struct answer answer = choices_of_columns(
        t, (const struct column *const[]){cells_of(t, "Q1_1", S("Web//Web/")),
                                          cells_of(t, "Q1_2", S("Phone/Phone//")), NULL});
    CHECK_STR(shares_of(t, &answer), S("Phone 66.67, Web 66.67"));
    CHECK_INT(answer.rows[0].estimate.n, 3); /* all empty: did not answer */
}

/* "Other: what?" with a text of one's own is ticked where there is one. */
TEST(a_column_of_several_texts_is_a_choice_of_its_name)
{
    struct answer answer = choices_of_columns(
        t, (const struct column *const[]){cells_of(t, "Web", S("Web/Web//")),
                                          cells_of(t, "Other", S("/a letter//the cat")), NULL});
    CHECK_STR(shares_of(t, &answer), S("Other 66.67, Web 66.67"));
}

TEST(one_is_yes_and_two_is_no_as_statistics_programs_write_it)
{
    struct answer answer = choices_of_columns(
        t, (const struct column *const[]){cells_of(t, "Web", S("1/2/1/1")),
                                          cells_of(t, "Phone", S("2/2/2/1")), NULL});
    CHECK_STR(shares_of(t, &answer), S("Phone 25, Web 75"));
    answer = choices_of_columns(t, (const struct column *const[]){cells_of(t, "Q1_1", S("1//1/")),
                                                                  cells_of(t, "Q1_2", S("2/2//")),
                                                                  NULL});
    CHECK_STR(shares_of(t, &answer), S("2 66.67, Q1_1 66.67")); /* the code of the choice */
}

/* As many columns as one may tick, each with the code of a choice; 0 of none. */
TEST(columns_with_codes_of_one_list_are_its_choices)
{
    struct answer answer = choices_of_columns(
        t, (const struct column *const[]){cells_of(t, "COM1", S("1/2/3/0/5/1/")),
                                          cells_of(t, "COM2", S("2/3/5///5/")),
                                          cells_of(t, "COM3", S("5/1/////")), NULL});
    CHECK_STR(shares_of(t, &answer), S("1 50, 2 33.33, 3 33.33, 5 66.67"));
    CHECK_INT(answer.rows[0].estimate.n, 6); /* who said 0 answered */
}

/* Three columns that share "unsure" and "rather not" are three choices. */
TEST(columns_that_say_yes_or_no_have_a_choice_each)
{
    struct answer answer = choices_of_columns(
        t, (const struct column *const[]){cells_of(t, "Web", S("yes/no/a/b/c")),
                                          cells_of(t, "Phone", S("no/a/b/c/yes")), NULL});
    CHECK_INT(answer.rows_len, 2);
    CHECK_STR(answer.rows[0].choice, S("Phone"));
}

TEST(names_of_choices_are_unique)
{
    struct answer answer =
        choices_of_columns(t, (const struct column *const[]){cells_of(t, "a", S("Web/Web")),
                                                             cells_of(t, "b", S("Web/")),
                                                             cells_of(t, "c", S("Web (b)/Web (b)")),
                                                             cells_of(t, "b", S("Web/")), NULL});
    CHECK_INT(answer.rows_len, 4);
    for (size_t i = 1; i < 4; i++)
        CHECK(str_compare(answer.rows[i - 1].choice, answer.rows[i].choice) < 0);
    CHECK(row_of(&answer, "Web", NULL)->estimate.value == 100);
    CHECK(row_of(&answer, "Web (b)", NULL)->estimate.value == 50);
    CHECK(row_of(&answer, "Web (b) (c)", NULL)->estimate.value == 100);
}
