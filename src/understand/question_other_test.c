/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/question_other.h"

#include "understand/rows.h"

/* The table all tests ask about: 12 answers with a year, an area and a channel. */
struct survey {
    struct column *score, *year, *area, *channel;
};

static struct survey survey_make(struct test *t)
{
    return (struct survey){
        column_of(t, "score", S("9 9 1 7 10 3 9 8 2 10 6 9")),
        column_of(t, "year", S("2024 2024 2024 2024 2025 2025 2025 2025 2026 2026 2026 2026")),
        column_of(t, "area", S("A A B B A A B - A B B B")),
        column_of(t, "channel", S("web shop web shop web shop web shop web shop web shop"))};
}

static struct question nps_of(struct test *t, const struct survey *s)
{
    struct rows rows = {.metric = "nps", .fields = {s->score}};
    return question_of(t, &rows);
}

/* NPS of the other side, and its n: "33.3 of 3" */
static str other_of(struct test *t, const struct answer *answer, const char *first,
                    const char *second)
{
    const struct contrast *c = &row_of(answer, first, second)->contrast;
    if (!c->other.has_value)
        return S("nobody");
    return str_format(t->arena, "%.1f of %llu", c->other.value, (unsigned long long)c->other.n);
}

static struct answer compared(struct test *t, struct question *q, enum compare_with with)
{
    q->compare = with;
    q->compare_text = S("as asked");
    return answer_to(t, q);
}

TEST(previous_is_the_period_before)
{
    struct survey s = survey_make(t);
    struct question q = nps_of(t, &s);
    ask_per(t, &q, s.year, PERIOD_YEAR, "2027-01-01");
    struct answer answer = compared(t, &q, COMPARE_PREVIOUS);
    CHECK_STR(other_of(t, &answer, "2024", NULL), S("nobody"));
    CHECK_STR(other_of(t, &answer, "2025", NULL), S("25.0 of 4"));
    CHECK_STR(other_of(t, &answer, "2026", NULL), S("25.0 of 4"));
    answer = compared(t, &q, COMPARE_YEAR);
    CHECK_STR(other_of(t, &answer, "2026", NULL), S("25.0 of 4"));
}

TEST(previous_keeps_the_other_columns_fixed)
{
    struct survey s = survey_make(t);
    struct question q = nps_of(t, &s);
    ask_per(t, &q, s.year, PERIOD_YEAR, "2027-01-01");
    ask_by(t, &q, s.area);
    struct answer answer = compared(t, &q, COMPARE_PREVIOUS);
    CHECK_STR(other_of(t, &answer, "2025", "A"), S("100.0 of 2"));
    CHECK_STR(other_of(t, &answer, "2025", "B"), S("-50.0 of 2"));
    CHECK_STR(other_of(t, &answer, "2026", "B"), S("100.0 of 1"));
    CHECK_STR(other_of(t, &answer, "2025", NULL), S("nobody"));
}

/* A gap is not jumped over. */
TEST(previous_of_a_period_behind_a_gap_is_nobody)
{
    struct rows rows = {.metric = "nps", .fields = {column_of(t, "s", S("9 9 1"))}};
    struct question q = question_of(t, &rows);
    ask_per(t, &q, column_of(t, "at", S("2025-01 2025-03 2026-03")), PERIOD_MONTH, "2026-11-24");
    struct answer answer = compared(t, &q, COMPARE_PREVIOUS);
    CHECK_STR(other_of(t, &answer, "2025-03", NULL), S("nobody"));
    CHECK_STR(other_of(t, &answer, "2025-02", NULL), S("100.0 of 1"));
    answer = compared(t, &q, COMPARE_YEAR);
    CHECK_STR(other_of(t, &answer, "2026-03", NULL), S("100.0 of 1"));
    CHECK_STR(other_of(t, &answer, "2025-03", NULL), S("nobody"));
}

TEST(the_rest_are_the_other_groups)
{
    struct survey s = survey_make(t);
    struct question q = nps_of(t, &s);
    ask_by(t, &q, s.area);
    struct answer answer = compared(t, &q, COMPARE_REST);
    CHECK_STR(other_of(t, &answer, "A", NULL), S("14.3 of 7"));
    CHECK_STR(other_of(t, &answer, "B", NULL), S("16.7 of 6"));
    CHECK_STR(other_of(t, &answer, NULL, NULL), S("18.2 of 11"));
}

TEST(the_rest_of_a_period_are_the_groups_of_the_same_period)
{
    struct survey s = survey_make(t);
    struct question q = nps_of(t, &s);
    ask_per(t, &q, s.year, PERIOD_YEAR, "2027-01-01");
    ask_by(t, &q, s.area);
    struct answer answer = compared(t, &q, COMPARE_REST);
    CHECK_STR(other_of(t, &answer, "2024", "A"), S("-50.0 of 2"));
    CHECK_STR(other_of(t, &answer, "2026", "A"), S("33.3 of 3"));
}

TEST(the_rest_of_a_plain_trend_are_the_other_periods_without_the_running_one)
{
    struct survey s = survey_make(t);
    struct question q = nps_of(t, &s);
    ask_per(t, &q, s.year, PERIOD_YEAR, "2026-11-24");
    struct answer answer = compared(t, &q, COMPARE_REST);
    CHECK_INT(answer.rows_len, 2);
    CHECK_STR(other_of(t, &answer, "2024", NULL), S("25.0 of 4"));
    CHECK_STR(other_of(t, &answer, "2025", NULL), S("25.0 of 4"));
}

TEST(the_rest_of_a_condition_are_all_others)
{
    struct survey s = survey_make(t);
    struct question q = nps_of(t, &s);
    q.where = filter_of(t, s.area, S("A"));
    struct answer answer = compared(t, &q, COMPARE_REST);
    CHECK_STR(other_of(t, &answer, NULL, NULL), S("14.3 of 7"));
    ask_by(t, &q, s.channel); /* groups: within the condition */
    answer = compared(t, &q, COMPARE_REST);
    CHECK_STR(other_of(t, &answer, "web", NULL), S("0.0 of 2"));
}

TEST(all_answers_have_no_rest)
{
    struct survey s = survey_make(t);
    struct question q = nps_of(t, &s);
    static const enum compare_with with[] = {COMPARE_REST, COMPARE_OTHER, COMPARE_PREVIOUS,
                                             COMPARE_YEAR};
    for (size_t i = 0; i < 4; i++) {
        struct answer answer = {.rows = NULL};
        q.compare = with[i];
        q.compare_text = S("rest");
        q.other = filter_of(t, s.area, S("A"));
        const struct err *e = question_answer(t->arena, &q, &answer);
        CHECK(e && e->why == WHY_USAGE);
    }
}

/* docs/decisions/001 */
TEST(a_condition_takes_the_place_of_where)
{
    struct survey s = survey_make(t);
    struct question q = nps_of(t, &s);
    q.where = filter_of(t, s.year, S("2026"));
    q.other = filter_of(t, s.year, S("2024"));
    struct answer answer = compared(t, &q, COMPARE_OTHER);
    CHECK_STR(other_of(t, &answer, NULL, NULL), S("25.0 of 4"));
}

TEST(a_condition_on_the_group_is_the_same_for_all_groups)
{
    struct survey s = survey_make(t);
    struct question q = nps_of(t, &s);
    static const bool mentions[] = {true};
    ask_by(t, &q, s.area);
    q.other = filter_of(t, s.area, S("A"));
    q.other_mentions = mentions;
    struct answer answer = compared(t, &q, COMPARE_OTHER);
    CHECK_STR(other_of(t, &answer, "B", NULL), S("20.0 of 5"));
    CHECK_STR(other_of(t, &answer, "A", NULL), S("nobody")); /* itself */
}

TEST(a_condition_on_something_else_keeps_the_group_fixed)
{
    struct survey s = survey_make(t);
    struct question q = nps_of(t, &s);
    ask_by(t, &q, s.area);
    q.where = filter_of(t, s.channel, S("shop"));
    q.other = filter_of(t, s.channel, S("web"));
    struct answer answer = compared(t, &q, COMPARE_OTHER);
    CHECK_STR(other_of(t, &answer, "A", NULL), S("33.3 of 3"));
    CHECK_STR(other_of(t, &answer, "B", NULL), S("-33.3 of 3"));
}

/* An answer on both sides counts on the group's own. */
TEST(what_overlaps_is_left_out_of_the_other_side)
{
    struct survey s = survey_make(t);
    struct question q = nps_of(t, &s);
    q.where = filter_of(t, s.year, S("2025 2026"));
    q.other = filter_of(t, s.channel, S("web"));
    struct answer answer = compared(t, &q, COMPARE_OTHER);
    CHECK_STR(other_of(t, &answer, NULL, NULL), S("0.0 of 2")); /* web of 2024: 9, 1 */
    CHECK_INT(answer.rows[0].estimate.n, 8);
}

/* ---- beside a loop over rows ---- */

TEST(the_rest_agrees_with_a_loop_over_rows)
{
    struct xoshiro numbers = xoshiro_of_seed(18);
    for (int round = 0; round < 20; round++) {
        struct column *score = empty_column(t, "s"), *group = empty_column(t, "g");
        struct column *weight = empty_column(t, "w"), *person = empty_column(t, "p");
        double n[4] = {0}, w[4] = {0}, wx[4] = {0};
        for (int i = 0; i < 150; i++) {
            double x = (double)xoshiro_below(&numbers, 11), of_row = 1;
            uint64_t g = xoshiro_below(&numbers, 4);
            of_row += (double)xoshiro_below(&numbers, 1000) / 1000;
            column_add_number(t, score, x);
            column_add_number(t, weight, of_row);
            column_add_text(group, str_format(t->arena, "%c", (char)('A' + (int)g)));
            column_add_number(t, person, (double)xoshiro_below(&numbers, 90));
            n[g]++;
            w[g] += of_row;
            wx[g] += of_row * x;
        }
        struct rows rows = {.metric = "mean",
                            .fields = {score},
                            .weight = weight,
                            .person = round % 2 ? person : NULL};
        struct question q = question_of(t, &rows);
        ask_by(t, &q, group);
        struct answer answer = compared(t, &q, COMPARE_REST);
        for (size_t g = 0; g < 4; g++) {
            char label[] = {(char)('A' + (int)g), 0};
            const struct contrast *c = &row_of(&answer, label, NULL)->contrast;
            double n_rest = n[0] + n[1] + n[2] + n[3] - n[g];
            double w_rest = w[0] + w[1] + w[2] + w[3] - w[g];
            double wx_rest = wx[0] + wx[1] + wx[2] + wx[3] - wx[g];
            CHECK_INT(c->other.n, n_rest);
            CHECK_NEAR(c->other.value, wx_rest / w_rest, 1e-12);
            CHECK_NEAR(c->difference.diff, wx[g] / w[g] - wx_rest / w_rest, 1e-11);
        }
    }
}

/* A and its rest are the rest of the rest and A: the difference turns round. */
TEST(comparisons_are_symmetric)
{
    struct survey s = survey_make(t);
    struct column *person = column_of(t, "p", S("1 2 3 1 2 3 4 5 4 5 6 7"));
    static const char *const metrics[] = {"nps", "mean", "csat"};
    for (size_t m = 0; m < 6; m++) {
        struct rows rows = {
            .metric = metrics[m / 2], .fields = {s.score}, .person = m % 2 ? person : NULL};
        struct question q = question_of(t, &rows);
        ask_by(t, &q, s.channel);
        struct answer answer = compared(t, &q, COMPARE_REST);
        const struct difference *web = &row_of(&answer, "web", NULL)->contrast.difference;
        const struct difference *shop = &row_of(&answer, "shop", NULL)->contrast.difference;
        CHECK_NEAR(web->diff, -shop->diff, 1e-13);
        CHECK_NEAR(web->lo, -shop->hi, 1e-12);
        CHECK_NEAR(web->hi, -shop->lo, 1e-12);
        CHECK_NEAR(web->p, shop->p, 1e-12);
    }
}
