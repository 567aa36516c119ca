/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/rows.h"

/* Adds cells, separated by a slash. */
static struct column *cells_of(struct test *t, const char *name, str cells)
{
    struct column *c = empty_column(t, name);
    while (cells.ptr) {
        str cell = str_cut(cells, '/', &cells);
        if (cell.len)
            column_add_text(c, cell);
        else
            column_add(c, CODE_MISSING);
    }
    return c;
}

static struct answer choices_of(struct test *t, str cells)
{
    struct rows rows = {.metric = "choices", .fields = {cells_of(t, "used", cells)}};
    struct question q = question_of(t, &rows);
    return answer_to(t, &q);
}

static struct answer choices_of_columns(struct test *t, const struct column *const *columns)
{
    struct rows rows = {.metric = "choices"};
    for (size_t i = 0; columns[i]; i++)
        rows.fields[i] = columns[i];
    struct question q = question_of(t, &rows);
    return answer_to(t, &q);
}

/* "Phone 50, Web 75": choices by name, with their percent */
static str shares_of(struct test *t, const struct answer *answer)
{
    struct buf b = buf_make(t->arena, 4096);
    for (size_t i = 0; i < answer->rows_len; i++)
        buf_addf(&b, "%s%.*s %.4g", i ? ", " : "", STR(answer->rows[i].choice),
                 answer->rows[i].estimate.value);
    return buf_str(&b);
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
