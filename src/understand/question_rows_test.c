/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/question_rows.h"

#include <math.h>

#include "understand/rows.h"

/* "A 3, B 2, - 1": first label and n of each row, in order */
static str order_of_rows(struct test *t, const struct answer *answer)
{
    struct buf b = buf_make(t->arena, 4096);
    for (size_t i = 0; i < answer->rows_len; i++) {
        const struct answer_row *row = &answer->rows[i];
        buf_add(&b, i ? S(", ") : S(""));
        for (size_t k = 0; k < answer->keys_len; k++)
            buf_addf(&b, "%.*s ", STR(row->by[k].known ? row->by[k].text : S("-")));
        buf_addf(&b, "%llu", (unsigned long long)row->estimate.n);
    }
    return buf_str(&b);
}

TEST(rows_stand_by_n_and_then_by_name)
{
    struct rows rows = {.metric = "nps", .fields = {column_of(t, "s", S("9 8 7 1 2 - 9 9 9 5"))}};
    struct question q = question_of(t, &rows);
    ask_by(t, &q, column_of(t, "g", S("C B A B C D - E E -")));
    struct answer answer = answer_to(t, &q);
    CHECK_STR(order_of_rows(t, &answer), S("B 2, C 2, E 2, - 2, A 1, D 0"));
    CHECK(answer.keys_len == 1 && str_equal(answer.keys[0], S("g")) && !answer.has_periods);
}

TEST(a_group_without_an_answer_is_a_row_with_no_data)
{
    struct rows rows = {.metric = "nps", .fields = {column_of(t, "s", S("9 - 8 -"))}};
    struct question q = question_of(t, &rows);
    ask_by(t, &q, column_of(t, "g", S("A B A B")));
    struct answer answer = answer_to(t, &q);
    const struct estimate *e = &row_of(&answer, "B", NULL)->estimate;
    CHECK(e->status == STATUS_NO_DATA && e->n == 0 && e->n_eff == 0 && !e->has_value);
}

TEST(without_groups_there_is_one_row)
{
    struct rows rows = {.metric = "nps", .fields = {empty_column(t, "s")}};
    struct question q = question_of(t, &rows);
    struct answer answer = answer_to(t, &q);
    CHECK(answer.rows_len == 1 && answer.keys_len == 0);
    CHECK(answer.rows[0].estimate.status == STATUS_NO_DATA);
}

TEST(periods_ascend_and_what_has_none_comes_last)
{
    struct rows rows = {.metric = "nps", .fields = {column_of(t, "s", S("9 9 1 2 3 9 9"))}};
    struct question q = question_of(t, &rows);
    ask_per(t, &q,
            column_of(t, "at", S("2026-03-01 2025-12-31 2026-03-02 soon - 2026-01-01 2026-02-01")),
            PERIOD_MONTH, "2026-11-24");
    struct answer answer = answer_to(t, &q);
    CHECK_STR(order_of_rows(t, &answer), S("2025-12 1, 2026-01 1, 2026-02 1, 2026-03 2, - 2"));
    CHECK(answer.has_periods && str_equal(answer.keys[0], S("period")));
}

TEST(within_a_period_rows_stand_by_n)
{
    struct rows rows = {.metric = "nps", .fields = {column_of(t, "s", S("9 9 1 2 3 9"))}};
    struct question q = question_of(t, &rows);
    ask_per(t, &q, column_of(t, "at", S("2026 2025 2026 2025 2026 2025")), PERIOD_YEAR,
            "2027-01-01");
    ask_by(t, &q, column_of(t, "g", S("A B B A B A")));
    struct answer answer = answer_to(t, &q);
    CHECK_STR(order_of_rows(t, &answer), S("2025 A 2, 2025 B 1, 2026 B 2, 2026 A 1"));
}

TEST(gaps_of_a_plain_trend_are_rows)
{
    struct rows rows = {.metric = "nps", .fields = {column_of(t, "s", S("9 9 1 7"))}};
    struct question q = question_of(t, &rows);
    struct column *at = column_of(t, "at", S("2026-05-03 2026-02-01 2026-01-05 -"));
    ask_per(t, &q, at, PERIOD_MONTH, "2026-11-24");
    struct answer answer = answer_to(t, &q);
    CHECK_STR(order_of_rows(t, &answer),
              S("2026-01 1, 2026-02 1, 2026-03 0, 2026-04 0, 2026-05 1, - 1"));
    CHECK(row_of(&answer, "2026-03", NULL)->estimate.status == STATUS_NO_DATA);
    CHECK(!row_of(&answer, "2026-03", NULL)->has_limits);
    CHECK(row_of(&answer, "2026-05", NULL)->has_limits);
    ask_by(t, &q, column_of(t, "g", S("A A A A")));
    answer = answer_to(t, &q);
    CHECK_STR(order_of_rows(t, &answer), S("2026-01 A 1, 2026-02 A 1, 2026-05 A 1, - A 1"));
}

TEST(a_date_long_ago_does_not_make_a_thousand_rows)
{
    struct rows rows = {.metric = "nps", .fields = {column_of(t, "s", S("9 9 1"))}};
    struct question q = question_of(t, &rows);
    ask_per(t, &q, column_of(t, "at", S("1899-12-31 2026-02-01 2026-04-05")), PERIOD_MONTH,
            "2026-11-24");
    struct answer answer = answer_to(t, &q);
    CHECK_STR(order_of_rows(t, &answer), S("1899-12 1, 2026-02 1, 2026-04 1"));
}

TEST(the_running_period_is_left_out_and_counted)
{
    struct rows rows = {.metric = "nps", .fields = {column_of(t, "s", S("9 9 1 8 - 9"))}};
    struct question q = question_of(t, &rows);
    struct column *at =
        column_of(t, "at", S("2026-10-31 2026-11-01 2026-11-24 2027-01-01 2026-11-02 2026-10-01"));
    ask_per(t, &q, at, PERIOD_MONTH, "2026-11-24");
    struct answer answer = answer_to(t, &q);
    CHECK_STR(order_of_rows(t, &answer), S("2026-10 2"));
    const struct note *note = answer_note(&answer, "running_period_left_out");
    CHECK(note && note->parts_len == 2);
    CHECK_STR(note->parts[0].text, S("2026-11"));
    CHECK(note->parts[1].number == 3);
    q.dimensions_len = 0; /* without periods every answer counts */
    answer = answer_to(t, &q);
    CHECK(answer.rows[0].estimate.n == 5 && !answer_note(&answer, "running_period_left_out"));
}

TEST(only_the_running_period_leaves_no_row)
{
    struct rows rows = {.metric = "nps", .fields = {column_of(t, "s", S("9 9"))}};
    struct question q = question_of(t, &rows);
    ask_per(t, &q, column_of(t, "at", S("2026-11-01 2026-11-24")), PERIOD_MONTH, "2026-11-24");
    struct answer answer = answer_to(t, &q);
    CHECK(answer.rows_len == 0 && answer_note(&answer, "running_period_left_out"));
}

/* ---- limits ---- */

/* Months from 2020-01 on, in a table of counts. */
static void add_month(struct test *t, struct column *at, size_t month, double answers)
{
    str label = str_format(t->arena, "%04zu-%02zu-15", 2020 + month / 12, month % 12 + 1);
    add_cells(at, label, (size_t)answers);
}

TEST(nps_chart_is_that_of_the_reference)
{
    struct test_table table = test_reference(t, "04_nps_chart.csv");
    struct column *score = empty_column(t, "s"), *at = empty_column(t, "at");
    for (size_t row = 0; row < table.rows_len; row++) {
        add_month(t, at, row, test_number(&table, row, "n"));
        add_cells(score, S("9"), (size_t)test_number(&table, row, "P"));
        add_cells(score, S("7"), (size_t)test_number(&table, row, "S"));
        add_cells(score, S("1"), (size_t)test_number(&table, row, "D"));
    }
    struct rows rows = {.metric = "nps", .fields = {score}};
    struct question q = question_of(t, &rows);
    ask_per(t, &q, at, PERIOD_MONTH, "2026-11-24");
    struct answer answer = answer_to(t, &q);
    CHECK_INT(answer.rows_len, table.rows_len);
    for (size_t row = 0; row < table.rows_len; row++) {
        const struct answer_row *r = &answer.rows[row];
        CHECK(r->has_limits);
        CHECK_NEAR(r->estimate.value, test_number(&table, row, "nps"), 1e-13);
        CHECK_NEAR(r->limits.centre, test_number(&table, row, "center"), 1e-13);
        CHECK_NEAR(r->limits.lo, test_number(&table, row, "lcl"), 1e-12);
        CHECK_NEAR(r->limits.hi, test_number(&table, row, "ucl"), 1e-12);
        CHECK(r->limits.out == str_equal(test_cell(&table, row, "out"), S("TRUE")));
    }
}

static struct answer p_chart(struct test *t, const struct test_table *table, double times)
{
    struct column *score = empty_column(t, "s"), *at = empty_column(t, "at");
    for (size_t row = 0; row < table->rows_len; row++) {
        double x = times * test_number(table, row, "x"), n = times * test_number(table, row, "n");
        add_month(t, at, row, n);
        add_cells(score, S("1"), (size_t)x);
        add_cells(score, S("0"), (size_t)(n - x));
    }
    struct rows rows = {.metric = "share", .fields = {score}, .box = "1"};
    struct question q = question_of(t, &rows);
    ask_per(t, &q, at, PERIOD_MONTH, "2026-11-24");
    return answer_to(t, &q);
}

/* qcc 2.7 */
TEST(p_chart_is_that_of_the_reference)
{
    struct test_table table = test_reference(t, "04_pchart_variable_n.csv");
    struct answer answer = p_chart(t, &table, 1);
    for (size_t row = 0; row < table.rows_len; row++) {
        const struct answer_row *r = &answer.rows[row];
        CHECK_NEAR(r->limits.centre, 100 * test_number(&table, row, "center"), 1e-13);
        CHECK_NEAR(r->limits.lo, 100 * test_number(&table, row, "lcl"), 1e-12);
        CHECK_NEAR(r->limits.hi, 100 * test_number(&table, row, "ucl"), 1e-12);
        CHECK(r->limits.out == (row == 9));
    }
}

/* The same shares of a hundred times the answers: limits × σ_z, which is ten times
 * as large. */
TEST(large_periods_have_laneys_limits)
{
    struct test_table table = test_reference(t, "04_pchart_variable_n.csv");
    struct answer answer = p_chart(t, &table, 100);
    for (size_t row = 0; row < table.rows_len; row++) {
        const struct answer_row *r = &answer.rows[row];
        CHECK(r->estimate.n >= 1000);
        CHECK_NEAR(r->limits.lo, 100 * test_number(&table, row, "laney_lcl"), 1e-10);
        CHECK_NEAR(r->limits.hi, 100 * test_number(&table, row, "laney_ucl"), 1e-10);
    }
}

TEST(each_group_has_limits_of_its_own)
{
    struct column *score = empty_column(t, "s"), *at = empty_column(t, "at");
    struct column *group = empty_column(t, "g");
    struct xoshiro numbers = xoshiro_of_seed(16);
    for (int i = 0; i < 600; i++) {
        bool high = i % 2;
        column_add_number(t, score, (double)xoshiro_below(&numbers, 6) + (high ? 5 : 0));
        column_add_text(group, high ? S("high") : S("low"));
        add_month(t, at, xoshiro_below(&numbers, 6), 1);
    }
    struct rows rows = {.metric = "mean", .fields = {score}};
    struct question q = question_of(t, &rows);
    ask_per(t, &q, at, PERIOD_MONTH, "2026-11-24");
    ask_by(t, &q, group);
    struct answer both = answer_to(t, &q);
    for (int high = 0; high < 2; high++) {
        struct question alone = q;
        alone.where = filter_of(t, group, high ? S("high") : S("low"));
        alone.dimensions_len = 1;
        struct answer answer = answer_to(t, &alone);
        for (size_t i = 0; i < answer.rows_len; i++) {
            const char *period = str_to_chars(t->arena, answer.rows[i].by[0].text);
            const struct answer_row *row = row_of(&both, period, high ? "high" : "low");
            CHECK(row->limits.centre == answer.rows[i].limits.centre);
            CHECK(row->limits.hi == answer.rows[i].limits.hi && row->has_limits);
        }
    }
}

TEST(one_period_has_no_limits)
{
    struct rows rows = {.metric = "nps", .fields = {column_of(t, "s", S("9 9 1"))}};
    struct question q = question_of(t, &rows);
    ask_per(t, &q, column_of(t, "at", S("2026-03-01 2026-03-02 soon")), PERIOD_MONTH, "2026-11-24");
    struct answer answer = answer_to(t, &q);
    CHECK(answer.rows_len == 2 && !answer.rows[0].has_limits && !answer.rows[1].has_limits);
}

/* ---- correction of many ---- */

static double smallest_above(const struct answer *answer, double p, double m)
{
    double q = 1;
    for (size_t i = 0; i < answer->rows_len; i++) {
        const struct difference *d = &answer->rows[i].contrast.difference;
        double at_or_below = 0;
        if (!d->has_p || d->p < p)
            continue;
        for (size_t j = 0; j < answer->rows_len; j++)
            at_or_below += answer->rows[j].contrast.difference.has_p &&
                           answer->rows[j].contrast.difference.p <= d->p;
        q = fmin(q, m * d->p / at_or_below);
    }
    return q;
}

TEST(many_comparisons_are_corrected_for_those_with_a_p)
{
    struct column *score = empty_column(t, "s"), *group = empty_column(t, "g");
    struct xoshiro numbers = xoshiro_of_seed(17);
    for (int i = 0; i < 900; i++) {
        uint64_t g = xoshiro_below(&numbers, 9);
        column_add_number(t, score, (double)xoshiro_below(&numbers, g == 3 ? 7 : 11));
        column_add_text(group, str_format(t->arena, "%c", (char)('A' + (int)g)));
    }
    column_add(score, CODE_MISSING); /* a group without an answer has no p */
    column_add_text(group, S("Z"));
    struct rows rows = {.metric = "nps", .fields = {score}};
    struct question q = question_of(t, &rows);
    ask_by(t, &q, group);
    q.compare = COMPARE_REST;
    q.compare_text = S("rest");
    struct answer answer = answer_to(t, &q);
    CHECK_INT(answer.rows_len, 10);
    CHECK(answer_note(&answer, "compared")->parts[0].number == 9);
    for (size_t i = 0; i < answer.rows_len; i++) {
        const struct contrast *c = &answer.rows[i].contrast;
        CHECK(c->has_q == c->difference.has_p);
        if (!c->has_q)
            continue;
        CHECK_NEAR(c->q, smallest_above(&answer, c->difference.p, 9), 1e-14);
        bool claims = c->verdict == VERDICT_UP || c->verdict == VERDICT_DOWN;
        CHECK(!claims || c->q <= 0.05);
    }
    CHECK(row_of(&answer, "D", NULL)->contrast.verdict == VERDICT_DOWN);
}

/* Of two periods, one has a period before it: one comparison. */
TEST(one_comparison_is_not_corrected)
{
    struct rows rows = {.metric = "nps", .fields = {column_of(t, "s", S("9 9 1 9 8 8"))}};
    struct question q = question_of(t, &rows);
    ask_per(t, &q, column_of(t, "at", S("2025 2025 2025 2026 2026 2026")), PERIOD_YEAR,
            "2027-01-01");
    q.compare = COMPARE_PREVIOUS;
    q.compare_text = S("previous");
    struct answer answer = answer_to(t, &q);
    CHECK(!answer.rows[0].contrast.difference.has_p && answer.rows[1].contrast.difference.has_p);
    CHECK(!answer.rows[1].contrast.has_q && !answer_note(&answer, "compared"));
}
