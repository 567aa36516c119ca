/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/date_words.h"

#include "base/test.h"

static str text_of(struct test *t, bool is_read, const struct date_time *at)
{
    if (!is_read)
        return S("none");
    struct date d = date_of_day(at->day);
    str day = str_format(t->arena, "%04d-%02d-%02d", d.year, d.month, d.day);
    if (!at->has_time)
        return day;
    int s = at->second;
    return str_format(
        t->arena, "%.*s %02d:%02d:%02d%s", STR(day), s / 3600, s / 60 % 60, s % 60,
        at->has_zone ? str_to_chars(t->arena, str_format(t->arena, " %+d", at->east / 60)) : "");
}

static str words(struct test *t, const char *s)
{
    struct date_time at = {.day = 0};
    bool is_read = date_of_words(str_of_chars(s), &at);
    return text_of(t, is_read, &at);
}

static str written(struct test *t, const char *s, enum date_order order)
{
    struct date_time at = {.day = 0};
    bool is_read = date_time_of_str(str_of_chars(s), order, &at);
    return text_of(t, is_read, &at);
}

TEST(a_month_may_have_its_name)
{
    static const char *const same[] = {"5 March 2024",       "March 5, 2024",
                                       "05-Mar-24",          "Mar. 5th, 2024",
                                       "5th of March 2024",  "Tuesday, March 5, 2024",
                                       "5. März 2024",       "Dienstag, 5. Mrz. 2024",
                                       "5 mars 2024",        "mardi 5 mars 2024",
                                       "5 de marzo de 2024", "2024 Mar 5",
                                       " 05/MAR/2024 ",      "03 5, 2024",
                                       "3 05, 2024"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        CHECK_STR(words(t, same[i]), S("2024-03-05"));
    CHECK_STR(words(t, "November 2019"), S("2019-11-01"));
    CHECK_STR(words(t, "1er août 2019"), S("2019-08-01"));
}

TEST(a_time_may_stand_beside_it)
{
    CHECK_STR(words(t, "Tue Feb 24 11:35:52 +0000 2015"), S("2015-02-24 11:35:52 +0"));
    CHECK_STR(words(t, "Tue, 24 Feb 2015 11:35:52 GMT"), S("2015-02-24 11:35:52 +0"));
    CHECK_STR(words(t, "24-Feb-2015 11:35:52.123 -08:00"), S("2015-02-24 11:35:52 -480"));
    CHECK_STR(words(t, "Feb 24, 2015 at 3:15 p.m."), S("2015-02-24 15:15:00"));
    CHECK_STR(words(t, "Feb 24, 2015 12:15 AM"), S("2015-02-24 00:15:00"));
    CHECK_STR(words(t, "24. Februar 2015 um 15:15 Uhr"), S("2015-02-24 15:15:00"));
}

TEST(what_is_no_date_is_none)
{
    static const char *const none[] = {"",
                                       "March",
                                       "5 March",
                                       "March 5 and 6, 2024",
                                       "31 February 2024",
                                       "May I ask",
                                       "5 5 May 2024",
                                       "Mar Apr 2024",
                                       "Feb 24, 2015 25:15",
                                       "Feb 24, 2015 13:15 PM",
                                       "Room 5 March Street 2024",
                                       "05/03/2024",
                                       "2024-03-05",
                                       "13 5, 2024",
                                       "Feb 24, 2015 10:15 10:16",
                                       "September 11th",
                                       "5 March 2024 is a day that is much too long to be one"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        CHECK_STR(words(t, none[i]), S("none"));
}

TEST(a_date_of_numbers_keeps_its_time)
{
    CHECK_STR(written(t, "05/21/2016 10:15:00 PM", DATE_MONTH_FIRST), S("2016-05-21 22:15:00"));
    CHECK_STR(written(t, "21.05.2016 22:15", DATE_DAY_FIRST), S("2016-05-21 22:15:00"));
    CHECK_STR(written(t, "5/9/2016, 9:30:00 AM", DATE_DAY_FIRST), S("2016-09-05 09:30:00"));
    CHECK_STR(written(t, "2016-05-21T22:15:00Z", DATE_DAY_FIRST), S("2016-05-21 22:15:00 +0"));
    CHECK_STR(written(t, "05/21/2016", DATE_MONTH_FIRST), S("2016-05-21"));
    CHECK_STR(written(t, "5 March 2024 10:00", DATE_MONTH_FIRST), S("2024-03-05 10:00:00"));
    /* a zone by a name that is not known leaves the day */
    CHECK_STR(written(t, "05/21/2016 10:15 CEST", DATE_MONTH_FIRST), S("2016-05-21"));
    CHECK_STR(written(t, "next week", DATE_MONTH_FIRST), S("none"));
}

TEST(a_column_of_named_months_is_one_of_dates)
{
    int32_t day = 0;
    CHECK(date_of_str(S("11th November 2019"), DATE_DAY_FIRST, &day));
    CHECK_INT(day, date_to_day((struct date){2019, 11, 11}));
    CHECK_INT(date_evidence_of(S("11th November 2019")), DATE_CLEAR);
    CHECK(date_of_str(S("09 5, 2013"), DATE_DAY_FIRST, &day));
    CHECK_INT(day, date_to_day((struct date){2013, 9, 5}));
    /* The numbers before the name would be a date of their own. */
    CHECK(date_of_str(S("2015 18:00 jul 5"), DATE_DAY_FIRST, &day));
    CHECK_INT(day, date_to_day((struct date){2015, 7, 5}));
    CHECK_STR(date_part(S("2015 18:00 jul 5")), S("2015 18:00 jul 5"));
    CHECK(!date_of_str(S("2015-18T09:32jul"), DATE_DAY_FIRST, &day));
    CHECK_STR(date_part(S("Tue Feb 24 11:35:52 2015")), S("Tue Feb 24 11:35:52 2015"));
}
