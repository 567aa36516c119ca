/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/condition_plan.h"

#include "ask/condition_bind.h"
#include "base/buf.h"
#include "base/test.h"

enum { CELLS_MAX = 16 };

/* x is a tree in which every text has "nowhere" and "9" below it. */
static struct err *texts_under(struct arena *a, void *knows __attribute__((unused)),
                               size_t field __attribute__((unused)), str text, str **texts,
                               size_t *len)
{
    *len = 3;
    *texts = ARENA_ARRAY(a, str, *len);
    (*texts)[0] = text;
    (*texts)[1] = S("nowhere");
    (*texts)[2] = S("9");
    return NULL;
}

/* One column x, and the condition on it. */
static struct condition_plan plan_for(struct test *t, const char *const *cells, size_t rows,
                                      const char *text)
{
    struct column *x = column_make(t->arena, S("x"));
    for (size_t i = 0; i < rows; i++) {
        if (cells[i])
            column_add_text(x, str_of_chars(cells[i]));
        else
            column_add(x, i % 2 == 0 ? CODE_MISSING : CODE_NOT_APPLICABLE);
    }
    const struct column *const columns[] = {x};
    const struct catalogue_field fields[] = {{S("x"), S("")}};
    const struct catalogue catalogue = {.fields = fields, .fields_len = 1, .under = texts_under};
    struct condition *c = NULL;
    struct condition_fields needed;
    struct condition_plan plan = {NULL, NULL, 0};
    CHECK_OK(condition_of_str(t->arena, str_of_chars(text), &c));
    CHECK_OK(condition_bind(t->arena, c, &catalogue, &needed));
    CHECK_OK(condition_plan(t->arena, c, columns, &plan));
    return plan;
}

/* One digit a row: 1 where the row fulfils the condition. */
static str rows_of(struct test *t, const char *const *cells, size_t rows, const char *text)
{
    struct condition_plan plan = plan_for(t, cells, rows, text);
    struct buf out = buf_make(t->arena, CELLS_MAX);
    uint8_t mask[CELLS_MAX];
    filter_block(t->arena, plan.filter, 0, rows, mask);
    for (size_t i = 0; i < rows; i++) {
        CHECK(filter_row(plan.filter, i) == mask[i]);
        buf_add_char(&out, mask[i] ? '1' : '0');
    }
    return buf_str(&out);
}

#define CHECK_ROWS(cells, text, should)                                                            \
    CHECK_STR(rows_of(t, (cells), sizeof(cells) / sizeof((cells)[0]), (text)), S(should))

static const char *const codes[] = {"9", "9.0", " 9", "10", "-1", "7.5", "web", "Web", NULL, NULL};

TEST(condition_plan_compares_numbers_as_numbers)
{
    CHECK_ROWS(codes, "x = 9", "1110000000");
    CHECK_ROWS(codes, "x = 9.00", "1110000000");
    CHECK_ROWS(codes, "x != 9", "0001111100");
    CHECK_ROWS(codes, "x in (9, 7.5)", "1110010000");
    CHECK_ROWS(codes, "x not in (9, 7.5)", "0001101100");
    CHECK_ROWS(codes, "x < 9", "0000110000");
    CHECK_ROWS(codes, "x <= 9", "1110110000");
    CHECK_ROWS(codes, "x > 9", "0001000000");
    CHECK_ROWS(codes, "x >= 9", "1111000000");
    CHECK_ROWS(codes, "x between 7 and 9", "1110010000");
    CHECK_ROWS(codes, "x not between 7 and 9", "0001100000");
}

TEST(condition_plan_compares_texts_exactly)
{
    CHECK_ROWS(codes, "x = web", "0000001000");
    CHECK_ROWS(codes, "x = \"9\"", "1010000000");
    CHECK_ROWS(codes, "x != \"9\"", "0101111100");
    CHECK_ROWS(codes, "x in (Web, web, 10)", "0001001100");
    CHECK_ROWS(codes, "x in (\"9\", 9)", "1110000000");
}

TEST(condition_plan_leaves_missing_values_out_unless_asked)
{
    CHECK_ROWS(codes, "x is missing", "0000000011");
    CHECK_ROWS(codes, "x is not missing", "1111111100");
    CHECK_ROWS(codes, "not x is missing", "1111111100");
    CHECK_ROWS(codes, "not x is not missing", "0000000011");
    CHECK_ROWS(codes, "not x = web", "1111110100");
    CHECK_ROWS(codes, "not x != web", "0000001000");
    CHECK_ROWS(codes, "not not x = web", "0000001000");
    CHECK_ROWS(codes, "x = web or x is missing", "0000001011");
}

TEST(condition_plan_knows_no_order_of_a_text)
{
    CHECK_ROWS(codes, "x < 100", "1111110000");
    CHECK_ROWS(codes, "not x < 100", "0000000000");
    CHECK_ROWS(codes, "not x > 100", "1111110000");
    CHECK_ROWS(codes, "x > 2026-01 or not x > 2026-01", "0000000000");
}

TEST(condition_plan_keeps_the_laws_of_de_morgan)
{
    CHECK_ROWS(codes, "not (x = 9 or x = web)", "0001110100");
    CHECK_ROWS(codes, "x != 9 and x != web", "0001110100");
    CHECK_ROWS(codes, "not (x > 8 and x != 10)", "0001110000");
    CHECK_ROWS(codes, "not (not x = 9 and not (x = web or x = Web))", "1110001100");
}

TEST(condition_plan_takes_a_blank_text_for_a_missing_value)
{
    static const char *const cells[] = {"a", "", "  ", "\xC2\xA0", NULL};
    CHECK_ROWS(cells, "x is missing", "01111");
    CHECK_ROWS(cells, "x != b", "10000");
    CHECK_ROWS(cells, "x contains \" \"", "00000");
}

static const char *const times[] = {
    "2026-02-28", "2026-03-01", "2026-03-31 23:59", "2026-04-01", "2026-03-15T10:00:00Z",
    "soon",       NULL,         "3/7/2026"};

TEST(condition_plan_compares_dates)
{
    CHECK_ROWS(times, "x = 2026-03", "01101001");
    CHECK_ROWS(times, "x != 2026-03", "10010100");
    CHECK_ROWS(times, "x < 2026-03", "10000000");
    CHECK_ROWS(times, "x <= 2026-03", "11101001");
    CHECK_ROWS(times, "x > 2026-03", "00010000");
    CHECK_ROWS(times, "x >= 2026-03", "01111001");
    CHECK_ROWS(times, "x = 2026-03-31", "00100000");
    CHECK_ROWS(times, "x > 2026-03-01", "00111001");
    CHECK_ROWS(times, "x between 2026-02 and 2026-03-15", "11001001");
    CHECK_ROWS(times, "not x between 2026-02 and 2026-03-15", "00110000");
    CHECK_ROWS(times, "x in (2026-02, 2026-03-01, 2026-03)", "11101001");
    CHECK_ROWS(times, "x in (2026-02, soon)", "10000100");
}

TEST(condition_plan_reads_dates_in_the_order_of_the_column)
{
    static const char *const month_first[] = {"3/7/2026", "7/3/2026", "12/31/2026"};
    static const char *const day_first[] = {"3/7/2026", "7/3/2026", "31/12/2026"};
    static const char *const mixed[] = {"3/7/2026", "31/12/2026", "12/31/2026", "12/30/2026"};
    CHECK_ROWS(month_first, "x = 2026-03", "100");
    CHECK_ROWS(day_first, "x = 2026-03", "010");
    CHECK_ROWS(day_first, "x = 2026-12-31", "001");
    CHECK_ROWS(mixed, "x >= 2026-03 and x <= 2026-12", "1011");
}

TEST(condition_plan_finds_parts_of_texts_in_any_case)
{
    static const char *const cells[] = {"New York", "NEWARK",   "york",        "Äpfel", "äpfel",
                                        "2017",     "日本東京", "\u212Aelvin", NULL};
    CHECK_ROWS(cells, "x contains \"YORK\"", "101000000");
    CHECK_ROWS(cells, "x starts with new", "110000000");
    CHECK_ROWS(cells, "x not starts with new", "001111110");
    CHECK_ROWS(cells, "x contains ÄPF", "000110000");
    CHECK_ROWS(cells, "x starts with ä", "000110000");
    CHECK_ROWS(cells, "x contains 01", "000001000");
    CHECK_ROWS(cells, "x contains 東京", "000000100");
    CHECK_ROWS(cells, "x starts with 東京", "000000000");
    CHECK_ROWS(cells, "x starts with kel", "000000010");
    CHECK_ROWS(cells, "x contains \"much longer than any of them\"", "000000000");
}

TEST(condition_plan_joins_comparisons_of_one_column)
{
    struct condition_plan plan =
        plan_for(t, codes, 10, "x > 3 and not x = 10 and x is not missing");
    CHECK(plan.filter->kind == FILTER_SET);
    plan = plan_for(t, codes, 10, "x = 9 or (x > 3 and x < 8) or not not x = web");
    CHECK(plan.filter->kind == FILTER_ANY);
    CHECK_INT(plan.filter->parts_len, 2);
    CHECK_ROWS(codes, "x = 9 or (x > 3 and x < 8) or not not x = web", "1110011000");
}

TEST(condition_plan_of_no_condition_is_every_row)
{
    struct condition_plan plan = {.hints_len = 99};
    CHECK_OK(condition_plan(t->arena, NULL, NULL, &plan));
    CHECK(!plan.filter);
    CHECK_INT(plan.hints_len, 0);
    CHECK(filter_row(plan.filter, 5));
}

TEST(condition_plan_answers_with_a_limit_where_memory_is_spent)
{
    struct arena *small = arena_make(4096);
    struct column *x = column_make(t->arena, S("x"));
    for (int i = 0; i < 5000; i++)
        column_add_text(x, str_format(t->arena, "v%d", i));
    const struct column *const columns[] = {x};
    struct condition leaf = {.kind = CONDITION_LEAF, .comparison = COMPARISON_MISSING};
    struct condition_plan plan;
    struct err *e = condition_plan(small, &leaf, columns, &plan);
    CHECK(e && e->why == WHY_LIMIT);
    arena_done(small);
}

/* ---- hints ---- */

static str hints_of(struct test *t, const char *const *cells, size_t rows, const char *text)
{
    struct condition_plan plan = plan_for(t, cells, rows, text);
    struct buf out = buf_make(t->arena, 1 << 20);
    for (size_t i = 0; i < plan.hints_len; i++)
        buf_addf(&out, "%s%zu %.*s", i > 0 ? "\n" : "", plan.hints[i].position,
                 STR(plan.hints[i].sentence));
    return buf_str(&out);
}

#define CHECK_HINTS(cells, text, should)                                                           \
    CHECK_STR(hints_of(t, (cells), sizeof(cells) / sizeof((cells)[0]), (text)), S(should))

TEST(condition_plan_hints_at_a_text_that_is_nowhere)
{
    CHECK_HINTS(codes, "x = web", "");
    CHECK_HINTS(codes, "x in (Web, wbe)",
                "12 No value of x is the text \"wbe\"; did you mean "
                "\"web\"?");
    CHECK_HINTS(codes, "not (x != \"WEB\")",
                "11 No value of x is the text \"WEB\"; did you mean "
                "\"web\"?");
    CHECK_HINTS(codes, "x = \"8\"",
                "5 No value of x is the text \"8\"; a number stands without "
                "quotes: 8.");
    CHECK_HINTS(codes, "x = null",
                "5 No value of x is the text \"null\": such cells count as "
                "missing; write x is missing.");
    CHECK_HINTS(codes, "x contains nowhere", "");
    static const char *const few[] = {"web", "phone", NULL};
    CHECK_HINTS(few, "x = store",
                "5 No value of x is the text \"store\"; there are only \"web\" "
                "and \"phone\".");
    CHECK_HINTS(few, "x = store or x = shop",
                "5 No value of x is the text \"store\"; there are only \"web\" and \"phone\".\n"
                "18 No value of x is the text \"shop\"; there are only \"web\" and \"phone\".");
}

TEST(condition_plan_finds_what_stands_under_a_text_and_needs_no_answers_there)
{
    CHECK_ROWS(codes, "x under web", "1010001000");
    CHECK_ROWS(codes, "x not under web", "0101110100");
    CHECK_HINTS(codes, "x under web", "");
    static const char *const few[] = {"web"};
    CHECK_HINTS(few, "x under web", "");
    CHECK_HINTS(few, "x in (web, nowhere)",
                "12 No value of x is the text \"nowhere\"; there is only \"web\".");
}

TEST(condition_plan_hints_at_values_of_another_kind)
{
    static const char *const words[] = {"web", "phone", NULL};
    CHECK_HINTS(words, "x > 3", "5 No value of x is a number.");
    CHECK_HINTS(words, "x < 2026-03", "5 No value of x is a date.");
    CHECK_HINTS(times, "x > 2026",
                "5 No value of x is a number; months of the year 2026 are written "
                "2026-01 to 2026-12.");
    CHECK_HINTS(times, "x = 3",
                "5 No value of x is a number; its dates are compared with one "
                "written like 2026-03-01.");
    CHECK_HINTS(times, "x >= 2030-01", "");
    CHECK_HINTS(codes, "x > 3000", "");
}

TEST(condition_plan_hints_at_a_column_without_values)
{
    static const char *const nothing[] = {NULL, "", NULL};
    CHECK_HINTS(nothing, "x = 3 and x is missing", "1 x has no values at all.");
}

TEST(condition_plan_gives_the_first_hints_only)
{
    struct buf text = buf_make(t->arena, 1 << 16);
    buf_add(&text, S("x in (a"));
    for (int i = 0; i < 50; i++)
        buf_addf(&text, ", nowhere%d", i);
    buf_add_char(&text, ')');
    struct condition_plan plan = plan_for(t, codes, 10, str_to_chars(t->arena, buf_str(&text)));
    CHECK_INT(plan.hints_len, CONDITION_HINTS_MAX);
    CHECK(plan.hints[1].kind == HINT_NO_SUCH_TEXT);
    CHECK_INT(plan.hints[1].field, 0);
    CHECK_STR(plan.hints[1].value, S("nowhere0"));
}
