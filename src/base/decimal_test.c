/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/decimal.h"

#include <math.h>

#include "base/test.h"
#include "base/test_random.h"

static struct decimal read(const char *text)
{
    struct decimal d = {-7, -7};
    CHECK_THAT(decimal_of_str(str_of_chars(text), &d), "\"%s\" is not read", text);
    return d;
}

static void should_read(const char *text, int64_t mantissa, int places)
{
    struct decimal d = read(text);
    CHECK_THAT(d.mantissa == mantissa && d.places == places,
               "\"%s\" is read as %lld with %d places", text, (long long)d.mantissa, d.places);
}

static void should_refuse(str text)
{
    struct decimal d = {-7, -7};
    CHECK_THAT(!decimal_of_str(text, &d), "\"%.*s\" is read", STR(text));
    CHECK(d.mantissa == -7 && d.places == -7); /* untouched */
}

TEST(decimal_reads_what_people_write)
{
    should_read("9", 9, 0);
    should_read("9.0", 9, 0);
    should_read("009.500", 95, 1);
    should_read("+9", 9, 0);
    should_read("-1", -1, 0);
    should_read("-0", 0, 0);
    should_read("-0.00", 0, 0);
    should_read(".5", 5, 1);
    should_read("5.", 5, 0);
    should_read("1200", 1200, 0);
    should_read("0.2847177143", 2847177143, 10);
}

TEST(decimal_reads_exponents)
{
    should_read("1e2", 100, 0);
    should_read("1E+2", 100, 0);
    should_read("1200e-2", 12, 0);
    should_read("12.5e-1", 125, 2);
    should_read("12.5e1", 125, 0);
    should_read("1e17", 100000000000000000, 0);
    should_read("0e999999", 0, 0);
    should_read("1e-18", 1, 18);
    should_read("1e-19", 0, 0);
    should_read("1e-99999999999999", 0, 0);
    should_refuse(S("1e18"));
    should_refuse(S("1e99999999999999"));
}

TEST(decimal_refuses_what_is_no_number)
{
    static const str texts[] = {
        S_INIT(""),
        S_INIT("."),
        S_INIT("-"),
        S_INIT("+"),
        S_INIT("e5"),
        S_INIT("1e"),
        S_INIT("1e+"),
        S_INIT("1.2.3"),
        S_INIT("--1"),
        S_INIT("+-1"),
        S_INIT("1-"),
        S_INIT(" 1"),
        S_INIT("1 "),
        S_INIT("1,5"),
        S_INIT("0x10"),
        S_INIT("nan"),
        S_INIT("inf"),
        S_INIT("9a"),
        S_INIT("1e2.5"),
        S_INIT("-.e1"),
        S_INIT("1\0"
               "1"),
        S_INIT("1\n"),
        S_INIT("٣"),
        S_INIT("1e5e5"),
        S_INIT("10%"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        should_refuse(texts[i]);
}

TEST(decimal_of_18_digits_is_exact_and_10_to_the_18_is_refused)
{
    should_read("999999999999999999", 999999999999999999, 0);
    should_read("-999999999999999999", -999999999999999999, 0);
    should_read("0.999999999999999999", 999999999999999999, 18);
    should_refuse(S("1000000000000000000"));
    should_refuse(S("-1000000000000000000"));
    should_refuse(S("999999999999999999.5")); /* rounds to it */
    should_read("999999999999999998.5", 999999999999999998, 0);
    should_refuse(S("123456789012345678901234567890"));
}

TEST(decimal_rounds_digits_beyond_18_half_to_even)
{
    should_read("1.000000000000000005", 1, 0);                       /* half, even */
    should_read("1.000000000000000015", 100000000000000002, 17);     /* half, odd */
    should_read("1.0000000000000000050001", 100000000000000001, 17); /* more than half */
    should_read("1.00000000000000000499999", 1, 0);
    should_read("99999999999999999.95", 100000000000000000, 0); /* carries */
}

TEST(decimal_rounds_once_where_places_and_digits_both_end)
{
    /* 5·10^-19 and a little: rounding to 18 digits first would make it a tie. */
    should_read("0.00000000000000000050000000000000000001", 1, 18);
    should_read("0.0000000000000000005", 0, 0);
    should_read("0.0000000000000000015", 2, 18);
    should_read("0.00000000000000000149999999999999999999999", 1, 18);
}

/* The text of mantissa * 10^-places, written in one of many ways. */
static str write(struct arena *a, struct test_random *r, uint64_t mantissa, int places,
                 bool negative)
{
    int shift = (int)test_random_below(r, 12) - 6;
    if (places + shift < 0)
        shift = 0;
    str digits = str_format(a, "%0*llu", places + shift + 1, (unsigned long long)mantissa);
    size_t whole = digits.len - (size_t)(places + shift);
    static const char *const zeros = "000";
    str text = str_format(a, "%s%s%.*s%s%.*s%s", negative ? "-" : "",
                          zeros + test_random_below(r, 4), (int)whole, digits.ptr,
                          whole < digits.len || test_random_one_in(r, 2) ? "." : "",
                          (int)(digits.len - whole), digits.ptr + whole,
                          whole < digits.len ? zeros + test_random_below(r, 4) : "");
    return shift ? str_format(a, "%.*s%s%d", STR(text), test_random_one_in(r, 2) ? "e" : "E", shift)
                 : text;
}

static uint64_t random_digits(struct test_random *r)
{
    uint64_t number = test_random_next(r) % 1000000000000000000U;
    for (size_t cut = test_random_below(r, 18); cut > 0; cut--)
        number /= 10;
    return number;
}

TEST(decimal_of_any_spelling_is_the_same_number)
{
    struct test_random r = {1};
    for (int i = 0; i < 20000; i++) {
        uint64_t mantissa = random_digits(&r);
        int places = (int)test_random_below(&r, 13);
        bool negative = mantissa && test_random_one_in(&r, 2);
        str text = write(t->arena, &r, mantissa, places, negative);
        struct decimal d;
        CHECK_THAT(decimal_of_str(text, &d), "\"%.*s\" is not read", STR(text));
        while (places > 0 && mantissa % 10 == 0) {
            mantissa /= 10;
            places--;
        }
        int64_t should = negative ? -(int64_t)mantissa : (int64_t)mantissa;
        CHECK_THAT(d.mantissa == should && (mantissa == 0 || d.places == places),
                   "\"%.*s\" is read as %lld with %d places", STR(text), (long long)d.mantissa,
                   d.places);
    }
}

/* Rounds a text of digits to its first keep ones, half to even, as by hand. */
static uint64_t round_text(str digits, size_t keep)
{
    uint64_t kept = 0;
    for (size_t i = 0; i < keep; i++)
        kept = kept * 10 + (uint64_t)(digits.ptr[i] - '0');
    bool behind = false;
    for (size_t i = keep + 1; i < digits.len; i++)
        behind = behind || digits.ptr[i] != '0';
    char next = digits.ptr[keep];
    bool up = next > '5' || (next == '5' && (behind || kept % 2 == 1));
    return kept + up;
}

TEST(decimal_of_many_digits_is_rounded_as_by_hand)
{
    struct test_random r = {2};
    for (int i = 0; i < 20000; i++) {
        size_t len = 19 + test_random_below(&r, 22);
        char text[44] = "0.";
        for (size_t k = 0; k < len; k++) {
            size_t zeros_and_fives = test_random_below(&r, 4);
            text[2 + k] = k < 15 || zeros_and_fives == 0 ? (char)('0' + test_random_below(&r, 10))
                          : zeros_and_fives == 1         ? '5'
                                                         : '0';
        }
        uint64_t rounded = round_text((str){text + 2, len}, 18);
        struct decimal d;
        CHECK(decimal_of_str((str){text, len + 2}, &d));
        int64_t units = 0;
        CHECK_THAT(decimal_to_units(d, 18, &units) && (uint64_t)units == rounded,
                   "\"%s\" has %lld units, should have %llu", text, (long long)units,
                   (unsigned long long)rounded);
    }
}

TEST(decimal_orders_as_numbers_do)
{
    struct test_random r = {3};
    struct decimal before = {0, 0};
    for (int i = 0; i < 50000; i++) {
        struct decimal d = {(int64_t)(test_random_next(&r) % 2000001) - 1000000,
                            (int)test_random_below(&r, 8)};
        if (test_random_one_in(&r, 3)) /* close neighbours */
            d = (struct decimal){before.mantissa * 10 + (int64_t)test_random_below(&r, 3) - 1,
                                 before.places + 1};
        long double left = (long double)before.mantissa, right = (long double)d.mantissa;
        left *= powl(10, d.places);
        right *= powl(10, before.places);
        int should = (left > right) - (left < right);
        CHECK_INT(decimal_compare(before, d), should);
        CHECK_INT(decimal_compare(d, before), -should);
        if (d.places > 9 || d.mantissa > 1000000 || d.mantissa < -1000000)
            d = (struct decimal){1, 0};
        before = d;
    }
}

TEST(decimal_compares_extremes_without_overflow)
{
    struct decimal most = read("999999999999999999"), least = read("0.000000000000000001");
    struct decimal low = read("-999999999999999999");
    CHECK(decimal_compare(most, least) > 0 && decimal_compare(least, most) < 0);
    CHECK(decimal_compare(low, least) < 0 && decimal_compare(low, most) < 0);
    CHECK(decimal_compare(most, most) == 0 && decimal_equal(most, most));
    CHECK(!decimal_equal(most, least));
    CHECK(decimal_compare(decimal_of_int(INT64_MIN), decimal_of_int(INT64_MAX)) < 0);
}

static int64_t units(const char *text, int places)
{
    int64_t is = 0;
    CHECK(decimal_to_units(read(text), places, &is));
    return is;
}

TEST(decimal_to_units_rounds_weights_half_to_even)
{
    CHECK_INT(units("0.2847177143", 6), 284718);
    CHECK_INT(units("0.0000005", 6), 0);
    CHECK_INT(units("0.0000015", 6), 2);
    CHECK_INT(units("0.0000025", 6), 2);
    CHECK_INT(units("0.00000250000000001", 6), 3);
    CHECK_INT(units("-0.0000015", 6), -2);
    CHECK_INT(units("-0.0000025", 6), -2);
    CHECK_INT(units("-0.0000026", 6), -3);
    CHECK_INT(units("1", 6), 1000000);
    CHECK_INT(units("0", 6), 0);
    CHECK_INT(units("2.5", 0), 2);
    CHECK_INT(units("0.000000000000000009", 0), 0);
}

TEST(decimal_to_units_says_when_there_are_too_many)
{
    int64_t is = 7;
    CHECK(decimal_to_units(read("9223372036854.7758"), 6, &is));
    CHECK_INT(is, 9223372036854775800);
    is = 7;
    CHECK(!decimal_to_units(read("9223372036854.7759"), 6, &is));
    CHECK(!decimal_to_units(read("1"), 19, &is));
    CHECK(decimal_to_units(read("0"), 19, &is));
    CHECK_INT(is, 0);
}

TEST(decimal_is_written_as_it_is_read)
{
    static const char *const texts[] = {"0",
                                        "9",
                                        "-1",
                                        "0.5",
                                        "-0.05",
                                        "1200",
                                        "0.2847177143",
                                        "999999999999999999",
                                        "-0.999999999999999999",
                                        "10.01"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        CHECK_STR(decimal_to_str(t->arena, read(texts[i])), str_of_chars(texts[i]));
    CHECK_STR(decimal_to_str(t->arena, decimal_of_int(INT64_MIN)), S("-9223372036854775808"));
}

TEST(decimal_as_a_double_is_the_nearest_one)
{
    struct test_random r = {4};
    for (int i = 0; i < 20000; i++) {
        struct decimal d = {(int64_t)(test_random_next(&r) % 1000000000000000),
                            (int)test_random_below(&r, 16)};
        const char *text = str_to_chars(t->arena, decimal_to_str(t->arena, d));
        CHECK(decimal_to_double(d) == strtod(text, NULL)); /* 15 digits: exactly */
    }
    CHECK(decimal_is_whole(read("9.0")) && !decimal_is_whole(read("7.5")));
}

TEST(decimal_of_too_many_digits_before_the_point_is_none)
{
    struct decimal d;
    CHECK(!decimal_of_str(S("97777777777777777777777777777777777777"), &d));
    CHECK(!decimal_of_str(S("977777777777777778e1"), &d));
    CHECK(!decimal_of_str(S("1e18"), &d));
    CHECK(decimal_of_str(S("999999999999999999"), &d));
}
