/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/score.h"

#include "base/limits.h"
#include "understand/rows.h"
#include "understand/scored.h"

TEST(where_weights_and_groups_come_from_the_files_columns)
{
    str file = S("id,score,area,w\n1,9,N,2\n2,3,N,1\n3,10,S,1\n4,9,N,0\n5,8,X,5\n");
    struct score score = score_of(t, file,
                                  WORDS("measure", "nps", "field", "score", "by", "area", "weight",
                                        "w", "where", "area in (N, S)"));
    const struct answer *a = &score.answer;
    CHECK_INT(a->rows_len, 2);
    CHECK_NEAR(row_of(a, "N", NULL)->estimate.value, 100.0 / 3, 1e-14);
    CHECK(row_of(a, "S", NULL)->estimate.value == 100);
    CHECK(answer_note(a, "no_weight")->parts[0].number == 1);
}

/* contract.md §4: rounded half to even to 10^-6, where they enter. */
TEST(weights_are_rounded_to_a_millionth)
{
    str rounded = S("s,w\n1,0.333333\n5,1.000002\n3,1.000002\n");
    str written = S("s,w\n1,0.33333349\n5,1.0000015\n3,1.0000025\n");
    const char *const *words = WORDS("measure", "mean", "field", "s", "weight", "w");
    struct score a = score_of(t, rounded, words), b = score_of(t, written, words);
    CHECK(a.answer.rows[0].estimate.value == b.answer.rows[0].estimate.value);
    CHECK(a.answer.rows[0].estimate.n_eff == b.answer.rows[0].estimate.n_eff);
}

TEST(weights_too_large_to_be_meant_are_refused)
{
    struct scored s = score_text(t, S("s,w\n1,1\n5,2000000000\n"),
                                 WORDS("measure", "mean", "field", "s", "weight", "w"));
    CHECK(s.error && s.error->why == WHY_LIMIT);
    struct buf b = buf_make(t->arena, MIB);
    buf_add(&b, S("s,w\n"));
    for (int i = 0; i < 20000; i++) /* their sum would leave 64 bits */
        buf_addf(&b, "%d,1000000000\n", i % 5 + 1);
    s = score_text(t, buf_str(&b), WORDS("measure", "mean", "field", "s", "weight", "w"));
    CHECK(s.error && s.error->why == WHY_LIMIT);
}

TEST(a_decimal_comma_is_read_where_no_comma_separates)
{
    struct score score = score_of(t, S("s;w\n1,5;0,5\n2,5;1,5\n"),
                                  WORDS("measure", "mean", "field", "s", "weight", "w"));
    CHECK(score.answer.rows[0].estimate.value == 2.25);
    CHECK(score.answer.scale.hi.mantissa == 25);
}

TEST(missing_takes_codes_away_and_none_keeps_them)
{
    str file = S("s\n1\n2\n3\n4\n5\n99\n3.0\n");
    struct score score = score_of(t, file, WORDS("measure", "mean", "field", "s"));
    CHECK(score.answer.missing_len == 1 && score.answer.rows[0].estimate.n == 6);
    score = score_of(t, file, WORDS("measure", "mean", "field", "s", "missing", "3,5"));
    CHECK(score.answer.missing_len == 4 && score.answer.rows[0].estimate.n == 3);
    static const str missing[] = {S_INIT("3"), S_INIT("3.0"), S_INIT("5"), S_INIT("99")};
    for (size_t i = 0; i < 4; i++)
        CHECK_STR(score.answer.missing[i], missing[i]);
    score = score_of(t, file, WORDS("measure", "mean", "field", "s", "missing", "none"));
    CHECK(score.answer.missing_len == 0 && score.answer.refused_len == 1);
}

TEST(a_text_with_a_comma_is_one_value_of_an_option)
{
    str file = S("rude\n\"No, not at all\"\n\"No, not at all\"\n\"Yes, very\"\nYes\n");
    struct score score =
        score_of(t, file, WORDS("measure", "share", "field", "rude", "box", "No, not at all"));
    CHECK(score.answer.rows[0].estimate.value == 50);
    score = score_of(t, file,
                     WORDS("measure", "share", "field", "rude", "box", "Yes, very", "box", "yes",
                           "missing", "No, not at all"));
    CHECK(score.answer.rows[0].estimate.value == 100 && score.answer.rows[0].estimate.n == 2);
}

TEST(a_guessed_scale_is_said)
{
    struct score score = score_of(t, S("s\n1\n2\n5\n"), WORDS("measure", "mean", "field", "s"));
    const struct note *note = answer_note(&score.answer, "scale_guessed");
    CHECK(note && note->parts[0].number == 1 && note->parts[0].second == 5);
    score = score_of(t, S("s\n1\n2\n5\n"), WORDS("measure", "mean", "field", "s", "scale", "1-7"));
    CHECK(!answer_note(&score.answer, "scale_guessed"));
    score = score_of(t, S("s\n1\n2\n5\n"), WORDS("measure", "nps", "field", "s"));
    CHECK(!answer_note(&score.answer, "scale_guessed"));
    score = score_of(t, S("s\nweb\nshop\n"), WORDS("measure", "share", "field", "s", "box", "web"));
    CHECK(!answer_note(&score.answer, "scale_guessed") && !score.answer.has_scale);
    score =
        score_of(t, S("a,b\n1,1\n5,7\n"), WORDS("measure", "index", "field", "a", "field", "b"));
    CHECK(answer_note(&score.answer, "scale_guessed")->parts_len == 0);
}

TEST(an_open_order_of_day_and_month_is_said)
{
    str file = S("s,at\n9,03/04/2016\n8,05/06/2016\n");
    struct score score =
        score_of(t, file, WORDS("measure", "nps", "field", "s", "at", "at", "per", "month"));
    CHECK(answer_note(&score.answer, "date_order_guessed"));
    CHECK_STR(score.answer.rows[0].by[0].text, S("2016-03"));
}

TEST(a_total_is_made_for_tables_alone)
{
    str file = S("s,g,at\n9,a,2026-01-01\n3,b,2026-01-01\n9,b,2026-11-01\n7,a,soon\n");
    struct score score = score_of(t, file, WORDS("measure", "nps", "field", "s", "by", "g"));
    CHECK(score.has_total && score.total.rows[0].estimate.n == 4);
    CHECK(!score_of(t, file, WORDS("measure", "nps", "field", "s")).has_total);
    CHECK(!score_of(t, file, WORDS("measure", "nps", "field", "s", "by", "g", "format", "json"))
               .has_total);
    /* The total of a trend is that of its rows. */
    score = score_of(t, file, WORDS("measure", "nps", "field", "s", "at", "at", "per", "month"));
    CHECK_INT(score.total.rows[0].estimate.n, 3);
}

TEST(a_total_has_the_population_of_its_groups)
{
    str file = S("s,g,at\n1,a,2026-01-01\n3,b,2026-02-01\n5,b,2026-02-01\n4,a,2026-01-01\n");
    struct score score =
        score_of(t, file, WORDS("measure", "mean", "field", "s", "by", "g", "population", "4"));
    CHECK_STR(str_of_chars(score.total.rows[0].estimate.method), S("census"));
    score = score_of(
        t, file,
        WORDS("measure", "mean", "field", "s", "at", "at", "per", "month", "population", "4"));
    CHECK_STR(str_of_chars(score.total.rows[0].estimate.method), S("t")); /* 4 a month */
}

TEST(persons_and_periods_go_together)
{
    struct buf b = buf_make(t->arena, MIB);
    buf_add(&b, S("id,s,at\n"));
    for (int i = 0; i < 60; i++)
        buf_addf(&b, "%d,%d,2026-0%d-03\n", i % 20, i * 7 % 11, i / 20 + 1);
    struct score score = score_of(t, buf_str(&b),
                                  WORDS("measure", "nps", "field", "s", "at", "at", "per", "month",
                                        "person", "id", "compare", "previous"));
    const struct answer *a = &score.answer;
    CHECK_INT(a->rows_len, 3);
    for (size_t i = 0; i < 3; i++)
        CHECK(a->rows[i].estimate.persons == 20 && a->rows[i].estimate.n == 20);
    CHECK(a->rows[1].contrast.difference.has_p && !a->rows[0].contrast.difference.has_p);
}

/* "2026 against before": the same others for every period. */
TEST(a_condition_on_the_time_is_the_same_for_all_periods)
{
    str file = S("s,at\n9,2024-01-01\n3,2024-02-01\n9,2025-01-01\n9,2025-02-01\n");
    struct score score = score_of(t, file,
                                  WORDS("measure", "nps", "field", "s", "at", "at", "per", "month",
                                        "compare", "at < 2025-01-01"));
    const struct answer *a = &score.answer;
    CHECK(row_of(a, "2025-01", NULL)->contrast.other.n == 2);
    CHECK(row_of(a, "2025-02", NULL)->contrast.other.n == 2);
    CHECK(row_of(a, "2024-01", NULL)->contrast.other.n == 1);
}

TEST(a_value_that_does_not_occur_is_hinted_at)
{
    struct score score = score_of(t, S("s,area\n9,North\n8,South\n"),
                                  WORDS("measure", "nps", "field", "s", "where", "area = Nrth"));
    CHECK(score.hints_len == 1 && score.hints[0].len > 10);
    CHECK(score.answer.rows[0].estimate.status == STATUS_NO_DATA);
}
