/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/date.h"

#include <time.h>

#include "base/test.h"
#include "base/test_random.h"

/* ---- days ---- */

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

/* One day after the other, as a calendar on the wall goes. */
struct wall {
    struct date date;
    int32_t day;
    int weekday, of_year; /* Sunday is 0; 1 January is 0 */
};

/* 1600-01-01 was a Saturday, 370 years (90 of them leap) before 1970-01-01. */
static struct wall wall_start(void)
{
    return (struct wall){.date = {1600, 1, 1}, .day = -(370 * 365 + 90), .weekday = 6};
}

static void wall_next(struct wall *w)
{
    w->day++;
    w->weekday = (w->weekday + 1) % 7;
    w->of_year++;
    if (++w->date.day <= days_in_month(w->date.year, w->date.month))
        return;
    w->date.day = 1;
    if (++w->date.month <= 12)
        return;
    w->date.month = 1;
    w->date.year++;
    w->of_year = 0;
}

static bool same_date(struct date a, struct date b)
{
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

TEST(date_goes_to_days_and_back_for_every_day_from_1600_to_2400)
{
    for (struct wall w = wall_start(); w.date.year <= 2400; wall_next(&w)) {
        CHECK_INT(date_to_day(w.date), w.day);
        CHECK(same_date(date_of_day(w.day), w.date));
        CHECK(date_is_real(w.date));
        if (w.day == 0)
            CHECK(same_date(w.date, (struct date){1970, 1, 1}) && w.weekday == 4);
    }
}

TEST(date_knows_which_days_there_are)
{
    for (int year = 1896; year <= 2004; year++)
        for (int month = 0; month <= 13; month++)
            for (int day = 0; day <= 32; day++) {
                bool should =
                    month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month);
                CHECK(date_is_real((struct date){year, month, day}) == should);
            }
    CHECK(date_is_real((struct date){1, 1, 1}) && date_is_real((struct date){9999, 12, 31}));
    CHECK(!date_is_real((struct date){0, 1, 1}) && !date_is_real((struct date){10000, 1, 1}));
    CHECK(date_is_real((struct date){2000, 2, 29}) && !date_is_real((struct date){1900, 2, 29}));
}

/* ---- periods ---- */

static int32_t day_of(int year, int month, int day)
{
    return date_to_day((struct date){year, month, day});
}

static str label(struct test *t, enum period p, int year, int month, int day)
{
    return period_label(t->arena, p, period_of_day(p, day_of(year, month, day)));
}

TEST(period_of_a_day_is_an_iso_week_around_the_turn_of_the_year)
{
    CHECK_STR(label(t, PERIOD_WEEK, 2020, 12, 31), S("2020-W53"));
    CHECK_STR(label(t, PERIOD_WEEK, 2021, 1, 3), S("2020-W53"));
    CHECK_STR(label(t, PERIOD_WEEK, 2021, 1, 4), S("2021-W01"));
    CHECK_STR(label(t, PERIOD_WEEK, 2027, 1, 1), S("2026-W53"));
    CHECK_STR(label(t, PERIOD_WEEK, 2024, 12, 30), S("2025-W01"));
    CHECK_STR(label(t, PERIOD_WEEK, 2026, 3, 1), S("2026-W09"));
    CHECK_STR(label(t, PERIOD_WEEK, 1970, 1, 1), S("1970-W01"));
    CHECK_STR(label(t, PERIOD_WEEK, 1969, 12, 28), S("1969-W52"));
}

TEST(period_of_a_day_is_the_c_librarys_iso_week_on_every_day)
{
    char should[32];
    struct arena *a = arena_make(0);
    for (struct wall w = wall_start(); w.date.year <= 2400; wall_next(&w)) {
        struct tm tm = {.tm_year = w.date.year - 1900,
                        .tm_mon = w.date.month - 1,
                        .tm_mday = w.date.day,
                        .tm_wday = w.weekday,
                        .tm_yday = w.of_year};
        if (w.date.month > 1 && w.date.month < 12 && w.date.day > 7)
            continue; /* between, weeks just follow each other */
        CHECK(strftime(should, sizeof should, "%G-W%V", &tm) > 0);
        str is = period_label(a, PERIOD_WEEK, period_of_day(PERIOD_WEEK, w.day));
        CHECK_STR(is, str_of_chars(should));
    }
    arena_done(a);
}

TEST(period_labels_are_as_promised)
{
    CHECK_STR(label(t, PERIOD_DAY, 2026, 3, 1), S("2026-03-01"));
    CHECK_STR(label(t, PERIOD_MONTH, 2026, 3, 31), S("2026-03"));
    CHECK_STR(label(t, PERIOD_QUARTER, 2026, 3, 31), S("2026-Q1"));
    CHECK_STR(label(t, PERIOD_QUARTER, 2026, 12, 1), S("2026-Q4"));
    CHECK_STR(label(t, PERIOD_YEAR, 2026, 12, 31), S("2026"));
    CHECK_STR(label(t, PERIOD_YEAR, 986, 1, 1), S("0986"));
    CHECK_STR(label(t, PERIOD_DAY, 1, 1, 1), S("0001-01-01"));
    CHECK_STR(label(t, PERIOD_DAY, 9999, 12, 31), S("9999-12-31"));
}

TEST(periods_follow_each_other_and_begin_where_they_say)
{
    for (unsigned p = 0; p < PERIOD_COUNT; p++) {
        struct wall w = wall_start();
        int32_t before = period_of_day((enum period)p, w.day);
        for (wall_next(&w); w.date.year <= 2400; wall_next(&w)) {
            int32_t now = period_of_day((enum period)p, w.day);
            bool begins[PERIOD_COUNT] = {
                [PERIOD_DAY] = true,
                [PERIOD_WEEK] = w.weekday == 1,
                [PERIOD_MONTH] = w.date.day == 1,
                [PERIOD_QUARTER] = w.date.day == 1 && w.date.month % 3 == 1,
                [PERIOD_YEAR] = w.of_year == 0,
            };
            CHECK_INT(now - before, begins[p]);
            if (begins[p])
                CHECK_INT(period_start((enum period)p, now), w.day);
            before = now;
        }
    }
}

TEST(period_before_the_first_day_of_all_does_no_harm)
{
    for (unsigned p = 0; p < PERIOD_COUNT; p++) {
        int32_t first = period_of_day((enum period)p, day_of(1, 1, 1)), before = 0;
        CHECK(period_start((enum period)p, first) <= day_of(1, 1, 1));
        CHECK(period_year_before((enum period)p, first, &before) && before < first);
    }
}

static str year_before(struct test *t, enum period p, int year, int month, int day)
{
    int32_t before = 0;
    if (!period_year_before(p, period_of_day(p, day_of(year, month, day)), &before))
        return S("none");
    return period_label(t->arena, p, before);
}

TEST(period_a_year_before_has_the_same_name_but_for_the_year)
{
    CHECK_STR(year_before(t, PERIOD_DAY, 2026, 3, 1), S("2025-03-01"));
    CHECK_STR(year_before(t, PERIOD_DAY, 2024, 2, 29), S("2023-02-28"));
    CHECK_STR(year_before(t, PERIOD_DAY, 2025, 2, 28), S("2024-02-28"));
    CHECK_STR(year_before(t, PERIOD_MONTH, 2026, 1, 31), S("2025-01"));
    CHECK_STR(year_before(t, PERIOD_QUARTER, 2026, 2, 1), S("2025-Q1"));
    CHECK_STR(year_before(t, PERIOD_YEAR, 2026, 2, 1), S("2025"));
    CHECK_STR(year_before(t, PERIOD_WEEK, 2026, 3, 1), S("2025-W09"));
    CHECK_STR(year_before(t, PERIOD_WEEK, 2021, 1, 4), S("2020-W01"));
    CHECK_STR(year_before(t, PERIOD_WEEK, 2027, 1, 1), S("none")); /* 2026-W53; 2025 has 52 */
    CHECK_STR(year_before(t, PERIOD_WEEK, 2021, 1, 3), S("none")); /* 2020-W53; 2019 has 52 */
}

TEST(period_a_year_before_a_week_is_missing_for_week_53_only)
{
    struct arena *a = arena_make(0);
    int32_t last = period_of_day(PERIOD_WEEK, day_of(2400, 1, 1)), none = 0;
    for (int32_t week = period_of_day(PERIOD_WEEK, day_of(1600, 6, 1)); week < last; week++) {
        int32_t before = 0;
        str name = period_label(a, PERIOD_WEEK, week);
        if (!period_year_before(PERIOD_WEEK, week, &before)) {
            CHECK_STR(str_slice(name, 4, name.len), S("-W53"));
            none++;
            continue;
        }
        str other = period_label(a, PERIOD_WEEK, before);
        CHECK_STR(str_slice(name, 4, name.len), str_slice(other, 4, other.len));
        CHECK(week - before == 52 || week - before == 53);
    }
    CHECK_INT(none, 800 * 71 / 400); /* 71 years of 400 have 53 weeks */
    arena_done(a);
}

TEST(period_is_found_by_its_name)
{
    enum period p = PERIOD_COUNT;
    CHECK(period_of_name(S("day"), &p) && p == PERIOD_DAY);
    CHECK(period_of_name(S("week"), &p) && p == PERIOD_WEEK);
    CHECK(period_of_name(S("month"), &p) && p == PERIOD_MONTH);
    CHECK(period_of_name(S("quarter"), &p) && p == PERIOD_QUARTER);
    CHECK(period_of_name(S("year"), &p) && p == PERIOD_YEAR);
    CHECK(!period_of_name(S("decade"), &p) && !period_of_name(S(""), &p) && p == PERIOD_YEAR);
    for (unsigned i = 0; i < PERIOD_COUNT; i++)
        CHECK(period_of_name(period_name((enum period)i), &p) && p == i);
}

/* ---- texts ---- */

static void should_read(str text, enum date_order order, int year, int month, int day)
{
    int32_t is = 0;
    CHECK_THAT(date_of_str(text, order, &is), "\"%.*s\" is no date", STR(text));
    struct date d = date_of_day(is);
    CHECK_THAT(is == day_of(year, month, day), "\"%.*s\" is %04d-%02d-%02d", STR(text), d.year,
               d.month, d.day);
}

static void should_read_both(const char *text, int year, int month, int day)
{
    should_read(str_of_chars(text), DATE_MONTH_FIRST, year, month, day);
    should_read(str_of_chars(text), DATE_DAY_FIRST, year, month, day);
}

TEST(date_with_the_year_first_is_read_in_every_order)
{
    should_read_both("2026-03-01", 2026, 3, 1);
    should_read_both("2026-3-1", 2026, 3, 1);
    should_read_both("2026/3/1", 2026, 3, 1);
    should_read_both("2026.03.01", 2026, 3, 1);
    should_read_both("20260301", 2026, 3, 1);
    should_read_both("2026-03", 2026, 3, 1);
    should_read_both("2026", 2026, 1, 1);
    should_read_both(" 2026-03-01 ", 2026, 3, 1);
    should_read_both("0001-01-01", 1, 1, 1);
    should_read_both("2024-02-29", 2024, 2, 29);
}

TEST(date_with_the_year_last_is_read_in_the_order_asked_for)
{
    should_read(S("05/09/2016"), DATE_MONTH_FIRST, 2016, 5, 9);
    should_read(S("05/09/2016"), DATE_DAY_FIRST, 2016, 9, 5);
    should_read(S("5/9/16"), DATE_MONTH_FIRST, 2016, 5, 9);
    should_read(S("1.3.2026"), DATE_DAY_FIRST, 2026, 3, 1);
    should_read(S("1.3.26"), DATE_DAY_FIRST, 2026, 3, 1);
    should_read(S("21-12-2025"), DATE_DAY_FIRST, 2025, 12, 21);
    should_read(S("1/1/69"), DATE_DAY_FIRST, 2069, 1, 1);
    should_read(S("1/1/70"), DATE_DAY_FIRST, 1970, 1, 1);
    should_read(S("1/1/00"), DATE_DAY_FIRST, 2000, 1, 1);
    should_read(S("1/1/0070"), DATE_DAY_FIRST, 70, 1, 1);
}

TEST(date_before_a_time_of_day_is_read)
{
    should_read(S("05/09/2016 12:00:00 AM"), DATE_MONTH_FIRST, 2016, 5, 9);
    should_read(S("11/1/2019 8:51:12"), DATE_MONTH_FIRST, 2019, 11, 1);
    should_read(S("12/31/1899 09:30:00 AM"), DATE_MONTH_FIRST, 1899, 12, 31);
    should_read_both("2016-05-09T09:30:00+02:00", 2016, 5, 9);
    should_read_both("2016-05-09T09:30:00.123456Z", 2016, 5, 9);
    should_read_both("2016-05-09t09:30", 2016, 5, 9);
    should_read_both("2016-05-09 09:30:00,5", 2016, 5, 9);
    should_read_both("2016-05-09 09:30:00 UTC", 2016, 5, 9);
    should_read_both("2016-05-09 09:30:00 Europe/Berlin", 2016, 5, 9);
    should_read_both("2016-05-09  9:30 p.m.", 2016, 5, 9);
    should_read_both("20160509T093000Z", 2016, 5, 9);
    should_read(S("5/9/2016, 9:30:00 AM"), DATE_MONTH_FIRST, 2016, 5, 9);
    should_read(S("5/9/2016, 9:30:00\u202fAM"), DATE_MONTH_FIRST, 2016, 5, 9);
}

static const char *const no_dates[] = {
    "",
    "nonsense",
    "12",
    "12/2016",
    "2026-13-01",
    "2026-02-30",
    "2023-02-29",
    "1900-02-29",
    "00/00/0000",
    "0000-01-01",
    "2026-00-10",
    "2026-03-01T",
    "2026-03-01 ",
    "2026-03/01",
    "2026-03-01-05",
    "202603011",
    "2026030",
    "1/1/123",
    "1/1/12345",
    "111/1/2016",
    "-2026-03-01",
    "2026-03-01x",
    "2026-03-01 x",
    "13/13/2016",
    "2026-03-01 0930",
    "March 3",
    "3/1",
    "2026-03-",
    "2026--03",
    "9",
    "2026-03-01 09:30\x01",
    "99999999",
    "10000-01-01",
    "5/9/2016,9:30",
    "2026-123-1",
    "1e5",
};

TEST(date_refuses_nonsense)
{
    for (size_t i = 0; i < sizeof no_dates / sizeof *no_dates; i++) {
        str text = str_of_chars(no_dates[i]);
        int32_t day = 12345;
        bool blank_behind = str_equal(text, S("2026-03-01 "));
        CHECK_THAT(date_of_str(text, DATE_MONTH_FIRST, &day) == blank_behind, "\"%.*s\"",
                   STR(text));
        CHECK_THAT(date_of_str(text, DATE_DAY_FIRST, &day) == blank_behind, "\"%.*s\"", STR(text));
        CHECK(blank_behind || day == 12345);
        CHECK((date_evidence_of(text) == DATE_NONE) == !blank_behind);
    }
}

/* A date as one of many writes it, in this order. */
static str write(struct arena *a, struct test_random *r, struct date d, enum date_order order,
                 bool *year_is_first)
{
    static const char *const times[] = {"",       " 0:00",     "T23:59:59Z",         " 11:05:09 PM",
                                        "T00:00", ", 9:30:00", " 09:30:00.000 +0100"};
    const char *time = times[test_random_below(r, sizeof times / sizeof *times)];
    char sign = "-/."[test_random_below(r, 3)];
    int first = order == DATE_MONTH_FIRST ? d.month : d.day;
    int second = order == DATE_MONTH_FIRST ? d.day : d.month;
    *year_is_first = test_random_one_in(r, 2);
    if (*year_is_first)
        return str_format(a, "%04d%c%0*d%c%0*d%s", d.year, sign, 1 + (int)test_random_below(r, 2),
                          d.month, sign, 1 + (int)test_random_below(r, 2), d.day, time);
    int width = 1 + (int)test_random_below(r, 2);
    if (d.year >= 1970 && d.year < 2070 && test_random_one_in(r, 2))
        return str_format(a, "%0*d%c%0*d%c%02d%s", width, first, sign, width, second, sign,
                          d.year % 100, time);
    return str_format(a, "%0*d%c%0*d%c%04d%s", width, first, sign, width, second, sign, d.year,
                      time);
}

TEST(date_of_any_spelling_is_the_same_day)
{
    struct test_random r = {1};
    for (int i = 0; i < 30000; i++) {
        struct date d = date_of_day((int32_t)test_random_below(&r, 100000) - 40000);
        enum date_order order = test_random_one_in(&r, 2) ? DATE_MONTH_FIRST : DATE_DAY_FIRST;
        bool year_is_first = false;
        str text = write(t->arena, &r, d, order, &year_is_first);
        should_read(text, order, d.year, d.month, d.day);
        enum date_evidence e = date_evidence_of(text);
        if (year_is_first)
            CHECK_INT(e, DATE_CLEAR);
        else if (d.day > 12)
            CHECK_INT(e, order == DATE_MONTH_FIRST ? DATE_SAYS_MONTH : DATE_SAYS_DAY);
        else
            CHECK(e != DATE_NONE && e != DATE_SAYS_MONTH);
    }
}

TEST(date_says_what_it_tells_about_its_order)
{
    CHECK_INT(date_evidence_of(S("05/21/2016")), DATE_SAYS_MONTH);
    CHECK_INT(date_evidence_of(S("05/21/2016 10:00:00 PM")), DATE_SAYS_MONTH);
    CHECK_INT(date_evidence_of(S("21/05/2016")), DATE_SAYS_DAY);
    CHECK_INT(date_evidence_of(S("05.09.2016")), DATE_SAYS_DAY);
    CHECK_INT(date_evidence_of(S("05/09/2016")), DATE_SAYS_NOTHING);
    CHECK_INT(date_evidence_of(S("5-9-16")), DATE_SAYS_NOTHING);
    CHECK_INT(date_evidence_of(S("05/05/2016")), DATE_CLEAR);
    CHECK_INT(date_evidence_of(S("2016-05-09")), DATE_CLEAR);
    CHECK_INT(date_evidence_of(S("20160509")), DATE_CLEAR);
    CHECK_INT(date_evidence_of(S("2016")), DATE_CLEAR);
    CHECK_INT(date_evidence_of(S("05.21.2016")), DATE_SAYS_MONTH);
}

TEST(date_part_is_the_text_before_the_time)
{
    CHECK_STR(date_part(S("05/09/2016 12:00:00 AM")), S("05/09/2016"));
    CHECK_STR(date_part(S(" 2016-05-09T09:30:00+02:00 ")), S("2016-05-09"));
    CHECK_STR(date_part(S("2016-05-09")), S("2016-05-09"));
    CHECK_STR(date_part(S("20160509T093000Z")), S("20160509"));
    CHECK_STR(date_part(S("soon")), S("soon"));
    CHECK_STR(date_part(S("2016-05-09 soon")), S("2016-05-09 soon"));
    CHECK_STR(date_part(S("")), S(""));
    CHECK_STR(date_part(S("9:30")), S("9:30"));
}

TEST(date_part_says_the_same_day_as_the_whole)
{
    struct test_random r = {2};
    for (int i = 0; i < 5000; i++) {
        struct date d = date_of_day((int32_t)test_random_below(&r, 40000));
        bool year_is_first = false;
        str text = write(t->arena, &r, d, DATE_DAY_FIRST, &year_is_first);
        should_read(date_part(text), DATE_DAY_FIRST, d.year, d.month, d.day);
        CHECK_INT(date_evidence_of(date_part(text)), date_evidence_of(text));
    }
}
