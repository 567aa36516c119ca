/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>

#include "base/limits.h"
#include "understand/rows.h"

static str csv_of(struct test *t, const struct answer *answer)
{
    struct buf out = buf_make(t->arena, MIB);
    answer_to_csv(answer, &out);
    CHECK(!out.full);
    return buf_str(&out);
}

TEST(csv_has_the_columns_of_the_contract)
{
    struct rows rows = {.metric = "mean", .fields = {column_of(t, "s", S("1 2 3 4 - 4"))}};
    struct question q = question_of(t, &rows);
    ask_by(t, &q, column_of(t, "area", S("A A A A B -")));
    ask_by(t, &q, column_of(t, "x,y", S("1 1 1 1 1 1")));
    struct answer answer = answer_to(t, &q);
    struct estimate *e = &answer.rows[0].estimate;
    e->lo = 0.25;
    e->hi = 4.75;
    CHECK_STR(csv_of(t, &answer), S("area,\"x,y\",value,lo,hi,n,n_eff,status,method\n"
                                    "A,1,2.5,0.25,4.75,4,4,too_few,t\n"
                                    ",1,4,,,1,1,too_few,t\n"
                                    "B,1,,,,0,0,no_data,\n"));
}

TEST(csv_of_choices_names_the_choice)
{
    struct rows rows = {.metric = "choices", .fields = {column_of(t, "s", S("a;b"))}};
    struct question q = question_of(t, &rows);
    struct answer answer = answer_to(t, &q);
    str text = csv_of(t, &answer), first = str_cut(text, '\n', &text);
    CHECK_STR(first, S("choice,value,lo,hi,n,n_eff,status,method"));
    CHECK(str_starts_with(text, S("a,100,")));
}

/* The label as it stands in the CSV. */
static str cell_of(struct test *t, str label)
{
    struct answer_label by = {.known = true, .text = label};
    struct answer_row row = {.by = &by};
    str key = S("k");
    struct answer answer = {
        .metric = metric_find(S("nps")), .keys = &key, .keys_len = 1, .rows = &row, .rows_len = 1};
    str text = csv_of(t, &answer), rest;
    (void)str_cut(text, '\n', &rest);
    return str_slice(rest, 0, rest.len - sizeof ",,,,0,0,ok,");
}

TEST(csv_quotes_what_must_be_and_disarms_formulas)
{
    static const struct {
        str label, cell;
    } cases[] = {
        {S_INIT("plain"), S_INIT("plain")},
        {S_INIT("a,b"), S_INIT("\"a,b\"")},
        {S_INIT("say \"no\""), S_INIT("\"say \"\"no\"\"\"")},
        {S_INIT("two\nlines"), S_INIT("\"two\nlines\"")},
        {S_INIT("=1+1"), S_INIT("\"'=1+1\"")},
        {S_INIT("@SUM(A1)"), S_INIT("\"'@SUM(A1)\"")},
        {S_INIT("+49 30"), S_INIT("\"'+49 30\"")},
        {S_INIT("-2+3"), S_INIT("\"'-2+3\"")},
        {S_INIT("-1"), S_INIT("-1")}, /* a code */
        {S_INIT("+1.5"), S_INIT("+1.5")},
        {S_INIT("a=b"), S_INIT("a=b")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_STR(cell_of(t, cases[i].label), cases[i].cell);
}

TEST(csv_numbers_are_unrounded)
{
    struct rows rows = {.metric = "nps", .fields = {column_of(t, "s", S("9 9 1 8 10 3 7"))}};
    struct question q = question_of(t, &rows);
    struct answer answer = answer_to(t, &q);
    str text = csv_of(t, &answer);
    (void)str_cut(text, '\n', &text);
    const struct estimate *e = &answer.rows[0].estimate;
    double numbers[] = {e->value, e->lo, e->hi};
    for (size_t i = 0; i < 3; i++)
        CHECK(strtod(str_to_chars(t->arena, str_cut(text, ',', &text)), NULL) == numbers[i]);
}
