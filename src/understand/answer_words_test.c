/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/answer_words.h"

#include <math.h>

#include "understand/rows.h"

#define MINUS "\xE2\x88\x92"

TEST(numbers_are_rounded_for_reading)
{
    static const struct {
        double number;
        int places;
        str words;
    } cases[] = {
        {39.8398, 1, S_INIT("39.8")},    {-0.04, 1, S_INIT("0.0")},
        {-0.06, 1, S_INIT(MINUS "0.1")}, {1234567.5, 0, S_INIT("1,234,568")},
        {999.96, 1, S_INIT("1,000.0")},  {-1234, 0, S_INIT(MINUS "1,234")},
        {100, 1, S_INIT("100.0")},       {0, 2, S_INIT("0.00")},
        {123, 0, S_INIT("123")},         {1e17, 0, S_INIT("100,000,000,000,000,000")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_STR(words_number(t->arena, cases[i].number, cases[i].places), cases[i].words);
}

TEST(an_interval_is_two_numbers_or_nothing)
{
    struct estimate e = {.lo = -6.914, .hi = 46.914, .has_interval = true};
    CHECK_STR(words_interval(t->arena, &e, 1), S(MINUS "6.9 to 46.9"));
    e.has_interval = false;
    CHECK_STR(words_interval(t->arena, &e, 1), S(""));
}

TEST(means_have_two_places_and_points_one)
{
    (void)t;
    CHECK(words_places(metric_find(S("nps"))) == 1 && words_places(metric_find(S("csat"))) == 1);
    CHECK(words_places(metric_find(S("mean"))) == 2 && words_places(metric_find(S("ces"))) == 2);
    CHECK(words_places(metric_find(S("index"))) == 1);
}

TEST(every_status_but_ok_has_words)
{
    (void)t;
    for (int s = 0; s < STATUS_COUNT; s++) {
        struct estimate e = {.status = (enum status)s, .n = 50, .has_value = true};
        e.has_interval = true;
        CHECK((words_status(&e).len > 0) == (s != STATUS_OK));
    }
    struct estimate few = {.status = STATUS_DEGENERATE, .n = 4};
    CHECK_STR(words_status(&few), S("too few answers"));
    struct estimate alike = {
        .status = STATUS_DEGENERATE, .n = 40, .has_persons = true, .persons = 9};
    CHECK(!str_equal(words_status(&alike), S("all answers equal")));
    struct estimate one = {.status = STATUS_OK, .n = 40, .has_value = true};
    CHECK_STR(words_status(&one), S("one person"));
}

static struct answer_row row_with(enum verdict verdict, double diff)
{
    return (struct answer_row){.estimate = {.n = 100},
                               .has_contrast = true,
                               .contrast = {.other = {.n = 100},
                                            .verdict = verdict,
                                            .matters = 5,
                                            .difference = {.diff = diff, .has_interval = true}}};
}

static bool has_word(str text, str word)
{
    for (size_t i = 0; i + word.len <= text.len; i++)
        if (str_equal(str_slice(text, i, i + word.len), word))
            return true;
    return false;
}

TEST(verdicts_say_which_way_and_how_far)
{
    struct answer_row up = row_with(VERDICT_UP, 8.06), down = row_with(VERDICT_DOWN, -8.06);
    CHECK_STR(words_verdict(t->arena, &up, 1), S("higher by 8.1"));
    CHECK_STR(words_verdict(t->arena, &down, 1), S("lower by 8.1"));
    struct answer_row small = row_with(VERDICT_UP_SMALL, 1.2);
    CHECK(str_starts_with(words_verdict(t->arena, &small, 1), S("higher by 1.2, ")));
    small.contrast.verdict = VERDICT_DOWN_SMALL;
    CHECK(str_starts_with(words_verdict(t->arena, &small, 1), S("lower by 1.2, ")));
}

/* Nothing that is not known sounds as if it were. */
TEST(no_verdict_sounds_like_no_difference)
{
    struct answer_row row = row_with(VERDICT_CANNOT_TELL, 30);
    static const struct {
        uint64_t n, other;
        bool has_interval, has_more_n;
        double matters, more_n;
    } cases[] = {{100, 0, false, false, 5, 0},  {9, 100, true, true, 5, 10},
                 {100, 9, true, true, 5, 10},   {100, 100, false, false, 5, 0},
                 {100, 100, true, false, 0, 0}, {100, 100, true, false, 5, 0},
                 {100, 100, true, true, 5, 0},  {100, 100, true, true, 5, 1234}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        row.estimate.n = cases[i].n;
        row.contrast.other.n = cases[i].other;
        row.contrast.difference.has_interval = cases[i].has_interval;
        row.contrast.has_more_n = cases[i].has_more_n;
        row.contrast.more_n = cases[i].more_n;
        row.contrast.matters = cases[i].matters;
        str words = words_verdict(t->arena, &row, 1);
        CHECK(words.len > 5 && !has_word(words, S("30")));
        CHECK(!has_word(words, S("higher")) && !has_word(words, S("no difference")));
    }
    CHECK(has_word(words_verdict(t->arena, &row, 1), S("1,234")));
    row.has_by_date = true;
    row.by_date = day_of("2027-03-01");
    CHECK(has_word(words_verdict(t->arena, &row, 1), S("2027-03-01")));
}

TEST(limits_say_on_which_side)
{
    (void)t;
    struct answer_row row = {.has_limits = false};
    CHECK_STR(words_limits(&row), S(""));
    row.has_limits = true;
    row.limits = (struct chart_limit){.centre = 20, .lo = 0, .hi = 40};
    CHECK_STR(words_limits(&row), S("within"));
    row.limits.run = true;
    CHECK_STR(words_limits(&row), S("8 on one side"));
    row.limits.out = true;
    row.estimate.value = 50;
    CHECK_STR(words_limits(&row), S("above limits"));
    row.estimate.value = -10;
    CHECK_STR(words_limits(&row), S("below limits"));
}

/* contract.md §2, and two of our own */
TEST(every_note_of_a_score_is_a_sentence)
{
    static const char *const codes[] = {"chance_only",
                                        "finite_population",
                                        "census",
                                        "no_weight",
                                        "scale_guessed",
                                        "compared",
                                        "mixed_encoding",
                                        "left_out",
                                        "file_grew",
                                        "other_sheets",
                                        "hidden_cells",
                                        "date_order_guessed",
                                        "running_period_left_out"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        struct note note = {.code = codes[i]};
        str words = words_note(t->arena, &note);
        CHECK(words.len > 20 && words.ptr[words.len - 1] == '.');
        CHECK(words.ptr[0] < 'a' && !str_has(words, '_'));
    }
}

TEST(notes_say_their_numbers)
{
    struct note note = {.code = "scale_guessed"};
    note_add_pair(&note, "scale", 0.5, 4.5);
    CHECK(has_word(words_note(t->arena, &note), S("0.5 to 4.5")));
    note = (struct note){.code = "finite_population"};
    note_add_number(&note, "population", 4000);
    note_add_number(&note, "n", 380);
    CHECK(has_word(words_note(t->arena, &note), S("380 of 4,000")));
    note = (struct note){.code = "no_weight"};
    note_add_number(&note, "n", 1);
    CHECK(str_starts_with(words_note(t->arena, &note), S("1 answer is")));
}

TEST(refusals_name_lines_and_escape_values)
{
    struct refusal refused[] = {
        {.line = 12, .column = S("NETPRO"), .value = S("\x1b[31m12"), .reason = S("not a number")},
        {.line = 13, .reason = S("3 cells, the header has 4")}};
    struct answer answer = {.refused = refused, .refused_len = 1200, .refused_listed = 2};
    str words = words_refused(t->arena, &answer);
    CHECK(str_starts_with(words, S("1,200 refused: line 12, \"\\\\x1b[31m12\" in \"NETPRO\"")) ||
          str_starts_with(words, S("1,200 refused: line 12, \"\\x1b[31m12\" in \"NETPRO\"")));
    CHECK(has_word(words, S("line 13 (3 cells, the header has 4)")));
    CHECK(!str_has(words, '\x1b'));
}

TEST(missing_codes_are_named_twenty_at_most)
{
    str missing[25];
    for (size_t i = 0; i < 25; i++)
        missing[i] = str_format(t->arena, "%zu", 900 + i);
    struct answer answer = {.missing = missing, .missing_len = 2};
    CHECK(has_word(words_missing(t->arena, &answer), S("900, 901;")));
    answer.missing_len = 25;
    CHECK(has_word(words_missing(t->arena, &answer), S("919 and 5 more;")));
}
