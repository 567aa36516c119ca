/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/refusals.h"

#include "base/limits.h"
#include "understand/scored.h"

TEST(cells_off_the_scale_are_refused_with_line_column_and_reason)
{
    struct score score = score_of(t, S("id,score\n1,9\n2,12\n3,7.5\n4,often\n5,11\n6,\n"),
                                  WORDS("measure", "nps", "field", "score"));
    const struct answer *a = &score.answer;
    static const uint64_t lines[] = {3, 4, 5};
    static const str values[] = {S_INIT("12"), S_INIT("7.5"), S_INIT("often")};
    CHECK(a->refused_len == 3 && a->refused_listed == 3);
    for (size_t i = 0; i < 3; i++) {
        CHECK_INT(a->refused[i].line, lines[i]);
        CHECK_STR(a->refused[i].column, S("score"));
        CHECK_STR(a->refused[i].value, values[i]);
        CHECK(a->refused[i].reason.len > 5);
    }
    CHECK(a->missing_len == 1 && str_equal(a->missing[0], S("11")));
}

TEST(records_cells_and_dates_are_listed_by_line)
{
    struct score score = score_of(t,
                                  S("score,at,g\n9,2026-01-01,a\n12,2026-01-02,a\n9,soon,a\n"
                                    "9\n13,later,b\n9,2026-01-02,a\n9,2026-01-02,a\n"),
                                  WORDS("measure", "nps", "field", "score", "at", "at"));
    const struct answer *a = &score.answer;
    static const uint64_t lines[] = {3, 4, 5, 6, 6};
    static const char *const columns[] = {"score", "at", "", "at", "score"};
    CHECK_INT(a->refused_len, 5);
    for (size_t i = 0; i < 5; i++) {
        CHECK_INT(a->refused[i].line, lines[i]);
        CHECK_STR(a->refused[i].column, str_of_chars(columns[i]));
    }
}

TEST(all_refused_are_counted_and_the_first_hundred_listed)
{
    struct buf b = buf_make(t->arena, MIB);
    buf_add(&b, S("a,b\n"));
    for (int i = 0; i < 300; i++)
        buf_addf(&b, "%d,%d\n", i % 3 ? 9 : 55, i % 2 ? 44 : 3);
    struct score score = score_of(
        t, buf_str(&b), WORDS("measure", "index", "field", "a", "field", "b", "scale", "0-10"));
    const struct answer *a = &score.answer;
    CHECK(a->refused_len == 250 && a->refused_listed == LIMIT_REFUSED_LISTED);
    for (size_t i = 1; i < a->refused_listed; i++)
        CHECK(a->refused[i - 1].line <= a->refused[i].line);
    CHECK_INT(a->refused[99].line, 121); /* 100 of the first 120 rows */
}

TEST(a_long_value_is_cut_between_characters)
{
    struct buf b = buf_make(t->arena, MIB);
    buf_add(&b, S("score,g\n9"));
    for (int i = 0; i < 150; i++)
        buf_add(&b, S("\xC3\xA9"));
    buf_add(&b, S(",a\n9,a\n9,a\n9,a\n9,a\n"));
    struct score score = score_of(t, buf_str(&b), WORDS("measure", "nps", "field", "score"));
    CHECK_INT(score.answer.refused_len, 1);
    CHECK_INT(score.answer.refused[0].value.len, 199); /* 9 and 99 letters of two bytes */
}

TEST(texts_are_refused_by_measures_of_numbers_only)
{
    str file = S("score,g\n9,a\ngood,a\n8,b\n");
    CHECK_INT(score_of(t, file, WORDS("measure", "mean", "field", "score")).answer.refused_len, 1);
    CHECK_INT(score_of(t, file, WORDS("measure", "share", "field", "score", "box", "good"))
                  .answer.refused_len,
              0);
    CHECK_INT(score_of(t, file, WORDS("measure", "choices", "field", "score")).answer.refused_len,
              0);
}
