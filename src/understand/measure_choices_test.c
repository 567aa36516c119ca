/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/rows.h"

static struct answer choices_of(struct test *t, str cells)
{
    struct rows rows = {.metric = "choices", .fields = {cells_of(t, "used", cells)}};
    struct question q = question_of(t, &rows);
    return answer_to(t, &q);
}

TEST(ticks_are_separated_by_semicolons_bars_line_breaks_or_commas)
{
    static const char *const cells[] = {
        "Web;Phone/Web/Phone ; Shop/Web", "Web|Phone/Web/Phone|Shop/Web",
        "Web\nPhone/Web/Phone\nShop/Web", "Web, Phone/Web/Phone,Shop/Web"};
    for (size_t i = 0; i < 4; i++) {
        struct answer answer = choices_of(t, str_of_chars(cells[i]));
        CHECK_STR(shares_of(t, &answer), S("Phone 50, Shop 25, Web 75"));
        for (size_t row = 0; row < answer.rows_len; row++)
            CHECK_INT(answer.rows[row].estimate.n, 4);
    }
}

TEST(a_semicolon_goes_before_a_comma)
{
    struct answer answer = choices_of(t, S("Web, mobile;Shop/Shop/Web, mobile"));
    CHECK_STR(shares_of(t, &answer), S("Shop 66.67, Web, mobile 66.67"));
}

TEST(a_comma_separates_neither_in_parentheses_nor_in_numbers)
{
    struct answer answer =
        choices_of(t, S("Excel, R (i.e., the terminal), SPSS/Excel/1,000 to 2,000 rows, SPSS"));
    CHECK_STR(
        shares_of(t, &answer),
        S("1,000 to 2,000 rows 33.33, Excel 66.67, R (i.e., the terminal) 33.33, SPSS 66.67"));
}

TEST(a_column_of_numbers_alone_has_codes)
{
    struct answer answer = choices_of(t, S("1,2,5/2/1, 2/12"));
    CHECK_STR(shares_of(t, &answer), S("1 50, 12 25, 2 75, 5 25"));
}

TEST(labels_with_a_comma_are_labels)
{
    struct column *c = empty_column(t, "rude");
    add_cells(c, S("No, not at all"), 50);
    add_cells(c, S("Yes, very"), 30);
    struct rows rows = {.metric = "choices", .fields = {c}};
    struct question q = question_of(t, &rows);
    struct answer answer = answer_to(t, &q);
    CHECK_STR(shares_of(t, &answer), S("No, not at all 62.5, Yes, very 37.5"));
}

TEST(empty_ticks_count_for_nothing)
{
    struct answer answer = choices_of(t, S("Web;;/;/ ; /Phone;Web;Web//Phone"));
    CHECK_STR(shares_of(t, &answer), S("Phone 66.67, Web 66.67"));
    CHECK_INT(answer.rows[0].estimate.n, 3); /* who ticked any */
}

TEST(many_choices_are_told_apart)
{
    struct column *c = empty_column(t, "many");
    for (int i = 0; i < 150; i++)
        column_add_text(c, str_format(t->arena, "choice %03d;choice %03d", i, (i + 1) % 150));
    struct rows rows = {.metric = "choices", .fields = {c}};
    struct question q = question_of(t, &rows);
    struct answer answer = answer_to(t, &q);
    CHECK_INT(answer.rows_len, 150);
    for (size_t i = 0; i < 150; i++)
        CHECK_NEAR(answer.rows[i].estimate.value, 100 * 2.0 / 150, 1e-14);
}

TEST(more_choices_than_there_can_be_are_an_error)
{
    struct column *c = empty_column(t, "comment");
    for (int i = 0; i < 4200; i++)
        column_add_text(c, str_format(t->arena, "comment number %d", i));
    struct rows rows = {.metric = "choices", .fields = {c}};
    struct measure m;
    const struct err *e = try_measure(t, &rows, &m);
    CHECK(e && e->why == WHY_LIMIT);
}

TEST(nobody_ticked_anything)
{
    struct answer answer = choices_of(t, S("//"));
    CHECK(answer.rows_len == 0 && answer.has_choices);
    struct rows rows = {.metric = "choices",
                        .fields = {column_of(t, "used", S("- ; -"))},
                        .person = column_of(t, "p", S("a a b")),
                        .weight = column_of(t, "w", S("1 2 3"))};
    struct question q = question_of(t, &rows);
    q.has_population = true;
    q.population = 5;
    ask_per(t, &q, column_of(t, "at", S("2026-01 2026-11 2026-02")), PERIOD_MONTH, "2026-11-24");
    q.compare = COMPARE_PREVIOUS;
    q.compare_text = S("previous");
    CHECK(answer_to(t, &q).rows_len == 0);
}
