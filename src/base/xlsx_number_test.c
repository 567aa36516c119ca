/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/xlsx_number.h"

#include "base/test.h"

static void check_number(struct test *t, const char *written, const char *should)
{
    struct buf b = buf_make(t->arena, 1000);
    xlsx_add_number(&b, str_of_chars(written));
    CHECK_STR(buf_str(&b), str_of_chars(should));
}

TEST(xlsx_number_has_the_digits_a_spreadsheet_shows)
{
    check_number(t, "5", "5");
    check_number(t, "-5", "-5");
    check_number(t, "5.0", "5");
    check_number(t, "0.10000000000000001", "0.1");
    check_number(t, "0.1000000000000000055", "0.1");
    check_number(t, "0.30000000000000004", "0.3");
    check_number(t, "2.3333333333333335", "2.33333333333333");
    check_number(t, "1.1000", "1.1");
    check_number(t, ".5", "0.5");
    check_number(t, "-0", "-0");
    check_number(t, "0.0", "0");
    check_number(t, "1E3", "1000");
    check_number(t, "1.5e-05", "0.000015");
    check_number(t, "-1.25E-3", "-0.00125");
    check_number(t, "123456.78900000001", "123456.789");
    check_number(t, "1.0000000000000001E+20", "100000000000000000000");
    check_number(t, "1e300", "1e+300");
    check_number(t, "1e-300", "1e-300");
}

TEST(xlsx_number_keeps_what_it_cannot_know_better)
{
    check_number(t, "1234567890123456789", "1234567890123456789");
    check_number(t, "0049", "49");
    check_number(t, "nan", "nan");
    check_number(t, "1e999", "1e999");
    check_number(t, "1 2", "1 2");
    check_number(t, "", "");
}

enum { DATE = 1, TIME = 2, SPLIT = 4 };

static void check_date(struct test *t, const char *written, unsigned shows, bool is_1904,
                       const char *should)
{
    struct buf b = buf_make(t->arena, 1000);
    struct xlsx_format f = {shows & DATE, shows & TIME, shows & SPLIT};
    bool is = xlsx_add_date(&b, str_of_chars(written), f, is_1904);
    CHECK(is == (should != NULL));
    CHECK_STR(buf_str(&b), str_of_chars(should ? should : ""));
}

TEST(xlsx_number_of_a_day_is_its_date)
{
    check_date(t, "42858", DATE, false, "2017-05-03");
    check_date(t, "42858", DATE | TIME, false, "2017-05-03 00:00:00");
    check_date(t, "42858.604166666664", DATE | TIME, false, "2017-05-03 14:30:00");
    check_date(t, "42858.604166666664", DATE, false, "2017-05-03 14:30:00");
    check_date(t, "42858.99999999", DATE | TIME, false, "2017-05-04 00:00:00");
    check_date(t, "0.60416666666666663", TIME, false, "14:30:00");
    check_date(t, "1.25", TIME, false, "30:00:00");
    check_date(t, "0.5", DATE, false, "12:00:00");
    check_date(t, "42858.5000029", DATE | TIME | SPLIT, false, "2017-05-03 12:00:00.251");
    check_date(t, "2958465", DATE, false, "9999-12-31");
}

TEST(xlsx_number_of_a_day_knows_the_day_that_never_was)
{
    check_date(t, "1", DATE, false, "1900-01-01");
    check_date(t, "59", DATE, false, "1900-02-28");
    check_date(t, "60", DATE, false, "1900-02-29");
    check_date(t, "61", DATE, false, "1900-03-01");
}

TEST(xlsx_number_of_a_day_may_count_from_1904)
{
    check_date(t, "0", DATE, true, "1904-01-01");
    check_date(t, "41396", DATE, true, "2017-05-03");
    check_date(t, "2957003", DATE, true, "9999-12-31");
    check_date(t, "2957004", DATE, true, NULL);
}

TEST(xlsx_number_of_no_day_is_none)
{
    check_date(t, "-1", DATE, false, NULL);
    check_date(t, "2958466", DATE, false, NULL);
    check_date(t, "x", DATE, false, NULL);
    check_date(t, "", DATE, false, NULL);
}

TEST(xlsx_whole_is_digits_only)
{
    uint64_t n = 7;
    CHECK(xlsx_whole(S("0012"), &n) && n == 12);
    CHECK(!xlsx_whole(S(""), &n) && !xlsx_whole(S("-1"), &n) && !xlsx_whole((str){NULL, 0}, &n));
    CHECK(!xlsx_whole(S("1234567890123456789"), &n) && n == 12);
}
