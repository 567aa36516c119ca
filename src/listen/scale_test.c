/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/scale.h"

#include "base/test.h"
#include "listen/answers.h"

/* A column of these cells, separated by blanks; "9 x3" is not needed: repeat. */
static struct column *column_of(struct test *t, const char *cells)
{
    struct column *c = column_make(t->arena, S("q"));
    str rest = str_of_chars(cells);
    while (rest.ptr) {
        str cell = str_cut(rest, ' ', &rest);
        if (answers_is_missing_word(cell))
            column_add(c, CODE_MISSING);
        else
            column_add_text(c, cell);
    }
    return c;
}

static struct scale_options plain(void)
{
    return (struct scale_options){.proposes = true};
}

static struct scale_range range_of(int lo, int hi)
{
    return (struct scale_range){decimal_of_int(lo), decimal_of_int(hi)};
}

static str found_range(struct test *t, const struct scale *s)
{
    if (!s->known)
        return S("none");
    return str_format(t->arena, "%.*s-%.*s", STR(decimal_to_str(t->arena, s->range.lo)),
                      STR(decimal_to_str(t->arena, s->range.hi)));
}

static str found_missing(struct test *t, const struct scale *s)
{
    str list = S("");
    for (size_t i = 0; i < s->missing_len; i++)
        list = str_format(t->arena, "%.*s%s%.*s", STR(list), i ? "," : "", STR(s->missing[i]));
    return list;
}

static enum scale_meaning meaning_of(const struct column *c, const struct scale *s, str cell)
{
    return s->codes[dictionary_find(column_dictionary(c), cell)].meaning;
}

static void check(struct test *t, const char *cells, str range, str missing)
{
    struct scale_options o = plain();
    struct scale s = scale_of_column(t->arena, column_of(t, cells), &o);
    CHECK_STR(found_range(t, &s), range);
    CHECK_STR(found_missing(t, &s), missing);
    CHECK(s.guessed);
}

TEST(scale_of_five_with_six_and_zero_is_one_to_five)
{
    check(t, "1 2 3 4 5 6 0", S("1-5"), S("0,6"));
}

TEST(scale_of_five_with_many_zeros_is_one_to_five)
{
    check(t, "0 0 1 2 3 4 5", S("1-5"), S("0"));
    check(t, "0 1 2 3 4 5", S("0-5"), S(""));
}

TEST(scale_of_five_with_six_alone_goes_to_six)
{
    check(t, "1 2 3 4 5 6", S("1-6"), S(""));
}

TEST(scale_of_five_needs_all_five)
{
    check(t, "0 1 2 4 5 6", S("0-6"), S(""));
}

TEST(scale_of_seven_with_zero_and_eight_is_one_to_seven)
{
    check(t, "0 1 2 3 4 5 6 7 8", S("1-7"), S("0,8"));
    check(t, "0 1 2 3 4 5 6 7 8 9", S("0-9"), S(""));
}

TEST(scale_leaves_usual_missing_codes_out_when_they_stand_far_off)
{
    check(t, "1 2 3 4 5 97 98 99", S("1-5"), S("97,98,99"));
    check(t, "1 3 7 10 77 88 777 888 999", S("1-10"), S("77,88,777,888,999"));
    check(t, "-1 -9 -99 0 5 10", S("0-10"), S("-99,-9,-1"));
}

TEST(scale_keeps_usual_missing_codes_that_stand_near)
{
    check(t, "60 70 80 90 95 99", S("60-99"), S(""));
    check(t, "85 99", S("85-85"), S("99"));
    check(t, "89 99", S("89-99"), S("")); /* not more than 10 above */
    check(t, "-5 -1 3", S("-5-3"), S("-1"));
}

TEST(scale_of_the_measure_proposes_the_codes_beside_it)
{
    struct scale_range nps = range_of(0, 10);
    struct scale_options o = {.measure = &nps, .proposes = true};
    struct column *c = column_of(t, "0 10 11 -1 12 99 7.5 x");
    struct scale s = scale_of_column(t->arena, c, &o);
    CHECK_STR(found_missing(t, &s), S("-1,11,99"));
    CHECK(meaning_of(c, &s, S("12")) == SCALE_REFUSED);
    CHECK(meaning_of(c, &s, S("7.5")) == SCALE_REFUSED);
    CHECK(meaning_of(c, &s, S("x")) == SCALE_REFUSED);
    CHECK(!s.guessed);
}

TEST(scale_that_is_given_comes_before_all)
{
    struct scale_range given = range_of(0, 5), measure = range_of(0, 10);
    struct scale_options o = {.given = &given, .measure = &measure, .proposes = true};
    struct column *c = column_of(t, "0 0 1 2 3 4 5 6 7");
    struct scale s = scale_of_column(t->arena, c, &o);
    CHECK_STR(found_range(t, &s), S("0-5"));
    CHECK_STR(found_missing(t, &s), S("6"));
    CHECK(meaning_of(c, &s, S("7")) == SCALE_REFUSED);
}

TEST(scale_that_is_given_keeps_a_usual_missing_code_inside_it)
{
    struct scale_range given = range_of(0, 100);
    struct scale_options o = {.given = &given, .proposes = true};
    struct column *c = column_of(t, "10 50 99");
    struct scale s = scale_of_column(t->arena, c, &o);
    CHECK(meaning_of(c, &s, S("99")) == SCALE_ANSWER);
}

TEST(missing_that_is_asked_counts_inside_the_scale_and_as_a_number)
{
    str asked[] = {S("5"), S("don't know")};
    struct scale_options o = {.missing = asked, .missing_len = 2, .proposes = true};
    struct column *c = column_of(t, "1 2 3 4 5 5.0");
    column_add_text(c, S("Don't Know"));
    struct scale s = scale_of_column(t->arena, c, &o);
    CHECK_STR(found_range(t, &s), S("1-4"));
    CHECK_STR(found_missing(t, &s), S("5,5.0,Don't Know"));
}

TEST(missing_none_proposes_nothing)
{
    struct scale_range nps = range_of(0, 10);
    struct scale_options o = {.measure = &nps, .proposes = false};
    struct column *c = column_of(t, "0 10 11");
    struct scale s = scale_of_column(t->arena, c, &o);
    CHECK_INT(s.missing_len, 0);
    CHECK(meaning_of(c, &s, S("11")) == SCALE_REFUSED);
}

TEST(scale_of_numbers_with_decimals_takes_decimals)
{
    struct scale_options o = plain();
    struct column *c = column_of(t, "33.79 41 59.39");
    struct scale s = scale_of_column(t->arena, c, &o);
    CHECK_STR(found_range(t, &s), S("33.79-59.39"));
    CHECK(!s.whole);
    CHECK(meaning_of(c, &s, S("41")) == SCALE_ANSWER);
}

TEST(scale_reads_a_decimal_comma_only_where_told)
{
    struct scale_options o = plain();
    struct column *c = column_of(t, "7,5 8");
    struct scale s = scale_of_column(t->arena, c, &o);
    CHECK(meaning_of(c, &s, S("7,5")) == SCALE_REFUSED);
    o.decimal_comma = true;
    s = scale_of_column(t->arena, c, &o);
    CHECK(meaning_of(c, &s, S("7,5")) == SCALE_ANSWER);
}

TEST(scale_of_texts_alone_is_none)
{
    check(t, "yes no NA", S("none"), S(""));
}

TEST(scale_range_is_read_with_signs)
{
    struct scale_range r;
    CHECK(scale_range_of_str(S("0-10"), &r) && decimal_equal(r.hi, decimal_of_int(10)));
    CHECK(scale_range_of_str(S("-3--1"), &r) && decimal_equal(r.lo, decimal_of_int(-3)));
    CHECK(scale_range_of_str(S(" 1 - 5 "), &r));
    CHECK(!scale_range_of_str(S("5-1"), &r));
    CHECK(!scale_range_of_str(S("5"), &r));
    CHECK(!scale_range_of_str(S("a-b"), &r));
}

/* Q7… and Q9… are ratings of 1 to 5; contract.md §3 was tried on them. */
static void check_wave(struct test *t, const char *path)
{
    struct answers_file f;
    struct answers answers;
    struct answers_wish wishes[64];
    size_t len = 0;
    CHECK_OK(answers_open(t->arena, &(struct table_source){.path = test_shared(t, path)}, &f));
    for (size_t i = 0; i < f.header_len; i++) {
        bool rating =
            str_starts_with(f.header[i], S("Q7")) || str_starts_with(f.header[i], S("Q9"));
        bool comment = f.header[i].len >= 5 && str_equal(str_slice(f.header[i], 2, 5), S("COM"));
        if (rating && !comment && len < 64)
            wishes[len++] = (struct answers_wish){i, ANSWERS_CELLS};
    }
    CHECK(len >= 20);
    CHECK_OK(answers_read(t->arena, &f, wishes, len, &answers));
    for (size_t i = 0; i < len; i++) {
        struct scale_options o = plain();
        struct scale s = scale_of_column(t->arena, answers.columns[i], &o);
        str range = found_range(t, &s);
        CHECK_THAT(str_equal(range, S("1-5")), "%.*s of %s: %.*s",
                   STR(column_name(answers.columns[i])), path, STR(range));
    }
}

TEST(scales_of_all_ratings_of_four_airport_waves_are_one_to_five)
{
    check_wave(t, "data/sfo_customer_survey/2014_SFO_Customer_Survey_20250817.csv");
    check_wave(t, "data/sfo_customer_survey/2015_SFO_Customer_Survey_20250817.csv");
    check_wave(t, "data/sfo_customer_survey/2016_SFO_Customer_Survey_20250817.csv");
    check_wave(t, "data/sfo_customer_survey/2017_SFO_Customer_Survey_20250817.csv");
}

TEST(scale_takes_spellings_of_one_number_for_one_code)
{
    check(t, "0 0.0 00 1 1.0 2 3 4 5", S("1-5"), S("0,0.0,00")); /* three zeros, two ones */
    check(t, "0 0.0 1 1.0 01 2 3 4 5", S("0-5"), S(""));
    struct scale_options o = plain();
    struct column *c = column_of(t, "9 9.0 +9 1 10");
    struct scale s = scale_of_column(t->arena, c, &o);
    static const char *const nines[] = {"9", "9.0", "+9"};
    for (size_t i = 0; i < 3; i++) {
        uint32_t code = dictionary_find(column_dictionary(c), str_of_chars(nines[i]));
        CHECK(s.codes[code].meaning == SCALE_ANSWER);
        CHECK(decimal_equal(s.codes[code].value, decimal_of_int(9)));
    }
}

TEST(scale_measures_the_gap_from_the_next_code_that_stays)
{
    check(t, "1 67 77", S("1-77"), S("")); /* 10 above 67 */
    check(t, "1 66 77", S("1-66"), S("77"));
    check(t, "1 66 78 88", S("1-88"), S(""));                      /* 10 above 78 */
    check(t, "1 5 77 88 97 98 99", S("1-5"), S("77,88,97,98,99")); /* each from 5 */
    check(t, "1 88.5 98", S("1-98"), S(""));
    check(t, "1 87.9 98", S("1-87.9"), S("98"));
    check(t, "0.123456789012345678 99", S("0.123456789012345678-0.123456789012345678"), S("99"));
    check(t, "77 88", S("77-77"), S("88")); /* nothing is below 77 */
    check(t, "-1 77", S("77-77"), S("-1"));
    check(t, "1 5 777 888 999", S("1-5"), S("777,888,999"));
    check(t, "1 770 777", S("1-777"), S(""));
}

TEST(scale_of_no_number_but_usual_missing_ones_is_none)
{
    check(t, "-1 -9 yes", S("none"), S("-9,-1"));
}

TEST(scale_of_decimals_takes_no_familiar_range)
{
    check(t, "0 0 1 2 3 4 5 2.5", S("0-5"), S(""));
}

TEST(scale_without_proposals_refuses_what_it_took_away)
{
    struct scale_options o = {.proposes = false};
    struct column *c = column_of(t, "1 2 3 4 5 0 6 99");
    struct scale s = scale_of_column(t->arena, c, &o);
    CHECK_STR(found_range(t, &s), S("1-5"));
    CHECK_INT(s.missing_len, 0);
    CHECK(meaning_of(c, &s, S("99")) == SCALE_REFUSED);
    CHECK(meaning_of(c, &s, S("0")) == SCALE_REFUSED);
}

TEST(scale_of_a_column_without_rows_is_none_or_the_one_given)
{
    struct scale_options o = plain();
    struct column *c = column_make(t->arena, S("q"));
    struct scale s = scale_of_column(t->arena, c, &o);
    CHECK(!s.known && s.missing_len == 0);
    struct scale_range given = range_of(1, 5);
    o.given = &given;
    s = scale_of_column(t->arena, c, &o);
    CHECK(s.known && !s.guessed);
}

TEST(scale_says_why_a_value_was_refused)
{
    struct scale_range nps = range_of(0, 10);
    struct scale s = {.known = true, .range = nps, .whole = true};
    CHECK_STR(scale_refusal(t->arena, &s, S("often")), S("not a number"));
    CHECK_STR(scale_refusal(t->arena, &s, S("12")), S("outside the scale 0 to 10"));
    CHECK_STR(scale_refusal(t->arena, &s, S("7.5")), S("not a whole code of the scale 0 to 10"));
    s.known = false;
    CHECK_STR(scale_refusal(t->arena, &s, S("7")), S("not on any scale"));
}

TEST(one_cell_alone_is_refused_where_its_whole_column_would_refuse_it)
{
    static const struct {
        const char *cell, *reason;
    } cells[] = {
        {"0", ""},
        {"10", ""},
        {"9.0", ""},
        {"11", ""},
        {"-1", ""},
        {"99", ""},
        {"77", ""},
        {"12", "outside the scale 0 to 10"},
        {"-2", "outside the scale 0 to 10"},
        {"76", "outside the scale 0 to 10"},
        {"7.5", "not a whole code of the scale 0 to 10"},
        {"ten", "not a number"},
    };
    struct scale_range range = {decimal_of_int(0), decimal_of_int(10)};
    struct scale_options options = {.given = &range, .proposes = true};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        CHECK_STR(scale_refusal_of(t->arena, &options, str_of_chars(cells[i].cell)),
                  str_of_chars(cells[i].reason));
    str missing[] = {S("12")};
    options = (struct scale_options){.given = &range, .missing = missing, .missing_len = 1};
    CHECK_STR(scale_refusal_of(t->arena, &options, S("12.0")), S(""));
    CHECK_STR(scale_refusal_of(t->arena, &options, S("11")), S("outside the scale 0 to 10"));
    options.decimal_comma = true;
    CHECK_STR(scale_refusal_of(t->arena, &options, S("9,0")), S(""));
}
