/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/zone.h"

#include <unistd.h>

#include "base/date.h"
#include "base/test.h"
#include "base/test_random.h"

static struct zone *zone(struct test *t, const char *name)
{
    struct zone *z = NULL;
    CHECK_OK(zone_open(t->arena, str_of_chars(name), &z));
    return z;
}

static usec_t at(const char *text)
{
    usec_t instant = 0;
    CHECK_THAT(usec_of_str(str_of_chars(text), &instant), "\"%s\" is no instant", text);
    return instant;
}

/* "2026-03-29 03:00:00": what the wall says at an instant. */
static str wall(struct test *t, struct zone *z, const char *instant)
{
    struct date d = date_of_day(zone_day(z, at(instant)));
    usec_t of_day = zone_time_of_day(z, at(instant));
    CHECK(of_day >= 0 && of_day < USEC_DAY);
    int seconds = (int)(of_day / USEC_SECOND);
    return str_format(t->arena, "%04d-%02d-%02d %02d:%02d:%02d", d.year, d.month, d.day,
                      seconds / 3600, seconds / 60 % 60, seconds % 60);
}

static str instant(struct test *t, struct zone *z, const char *wall_time)
{
    int32_t day = 0;
    usec_t of_day = 0;
    CHECK(usec_of_wall(str_of_chars(wall_time), &day, &of_day));
    return usec_to_str(t->arena, zone_instant(z, day, of_day));
}

static str day_start(struct test *t, struct zone *z, int year, int month, int day)
{
    int32_t asked = date_to_day((struct date){year, month, day});
    usec_t start = zone_day_start(z, asked);
    CHECK(zone_day(z, start) >= asked && zone_day(z, start - 1) < asked);
    return usec_to_str(t->arena, start);
}

/* ---- names ---- */

TEST(zone_is_found_by_its_name_in_any_case)
{
    CHECK_STR(zone_name(zone(t, "Europe/Madrid")), S("Europe/Madrid"));
    CHECK_STR(zone_name(zone(t, "europe/MADRID")), S("Europe/Madrid"));
    CHECK_STR(zone_name(zone(t, "utc")), S("UTC"));
    CHECK_STR(zone_name(zone(t, "Asia/Calcutta")), S("Asia/Calcutta"));
}

static str refusal(struct test *t, str name)
{
    struct zone *z = NULL;
    struct err *e = zone_open(t->arena, name, &z);
    CHECK(e && e->why == WHY_USAGE && !z);
    return e->text;
}

TEST(zone_without_that_name_is_refused_with_the_nearest)
{
    CHECK_STR(refusal(t, S("Europe/Madird")),
              S("There is no time zone \"Europe/Madird\"; did you mean Europe/Madrid?"));
    CHECK_STR(refusal(t, S("madrid")),
              S("There is no time zone \"madrid\"; did you mean Europe/Madrid?"));
    CHECK_STR(refusal(t, S("the moon")),
              S("There is no time zone \"the moon\"; they are called like Europe/Madrid or UTC."));
    /* ICU by itself would take these, and for the last two UTC. */
    (void)refusal(t, S("GMT+5:17"));
    (void)refusal(t, S("Etc/Unknown"));
    (void)refusal(t, S(""));
    (void)refusal(t, (str){"UTC\0", 4});
}

static str host(struct test *t, const char *variable)
{
    CHECK(setenv("TZ", variable, 1) == 0);
    str name = zone_of_host(t->arena);
    CHECK_STR(zone_name(zone(t, str_to_chars(t->arena, name))), name);
    return name;
}

TEST(zone_of_the_host_is_what_the_variable_says)
{
    CHECK_STR(host(t, "Europe/Madrid"), S("Europe/Madrid"));
    CHECK_STR(host(t, ":Europe/Madrid"), S("Europe/Madrid"));
    CHECK_STR(host(t, "asia/kolkata"), S("Asia/Kolkata"));
    CHECK_STR(host(t, "/usr/share/zoneinfo/America/New_York"), S("America/New_York"));
    CHECK_STR(host(t, ":/usr/share/zoneinfo/posix/America/New_York"), S("America/New_York"));
    CHECK_STR(host(t, ""), S("UTC"));
    CHECK_STR(host(t, "<+03>-3"), S("UTC"));
    CHECK_STR(host(t, "Nowhere/Land"), S("UTC"));
}

TEST(zone_of_the_host_without_the_variable_can_be_opened)
{
    CHECK(unsetenv("TZ") == 0);
    str name = zone_of_host(t->arena);
    CHECK_STR(zone_name(zone(t, str_to_chars(t->arena, name))), name);
}

TEST(zone_data_has_a_version_of_a_year_and_a_letter)
{
    str version = zone_data_version(t->arena);
    CHECK(version.len >= 5 && version.ptr[0] == '2' && version.ptr[4] >= 'a');
}

/* ---- from instants to walls and back ---- */

TEST(zone_of_madrid_goes_forward_in_march)
{
    struct zone *z = zone(t, "Europe/Madrid");
    CHECK_STR(wall(t, z, "2026-03-29T00:59:59Z"), S("2026-03-29 01:59:59"));
    CHECK_STR(wall(t, z, "2026-03-29T01:00:00Z"), S("2026-03-29 03:00:00"));
    CHECK_STR(instant(t, z, "2026-03-29 01:59:59.999999"), S("2026-03-29T00:59:59.999999Z"));
    CHECK_STR(instant(t, z, "2026-03-29 02:00"), S("2026-03-29T01:00:00Z"));
    CHECK_STR(instant(t, z, "2026-03-29 02:30"), S("2026-03-29T01:00:00Z"));
    CHECK_STR(instant(t, z, "2026-03-29 03:00"), S("2026-03-29T01:00:00Z"));
    CHECK_STR(instant(t, z, "2026-03-29 03:30"), S("2026-03-29T01:30:00Z"));
    CHECK_STR(day_start(t, z, 2026, 3, 29), S("2026-03-28T23:00:00Z"));
    CHECK_STR(day_start(t, z, 2026, 3, 30), S("2026-03-29T22:00:00Z"));
}

TEST(zone_of_madrid_goes_back_in_october)
{
    struct zone *z = zone(t, "Europe/Madrid");
    CHECK_STR(wall(t, z, "2026-10-25T00:30:00Z"), S("2026-10-25 02:30:00"));
    CHECK_STR(wall(t, z, "2026-10-25T01:30:00Z"), S("2026-10-25 02:30:00"));
    CHECK_STR(instant(t, z, "2026-10-25 02:30"), S("2026-10-25T00:30:00Z"));
    CHECK_STR(instant(t, z, "2026-10-25 02:59:59.999999"), S("2026-10-25T00:59:59.999999Z"));
    CHECK_STR(instant(t, z, "2026-10-25 03:00"), S("2026-10-25T02:00:00Z"));
    CHECK_STR(day_start(t, z, 2026, 10, 25), S("2026-10-24T22:00:00Z"));
    CHECK_STR(day_start(t, z, 2026, 10, 26), S("2026-10-25T23:00:00Z"));
}

TEST(zone_has_days_that_do_not_begin_at_midnight)
{
    struct zone *z = zone(t, "America/Sao_Paulo");
    CHECK_STR(day_start(t, z, 2018, 11, 4), S("2018-11-04T03:00:00Z"));
    CHECK_STR(wall(t, z, "2018-11-04T03:00:00Z"), S("2018-11-04 01:00:00"));
    CHECK_STR(wall(t, z, "2018-11-04T02:59:59Z"), S("2018-11-03 23:59:59"));
    /* At midnight the clock goes back to 23:00 of the day before. */
    CHECK_STR(wall(t, z, "2019-02-17T01:59:59Z"), S("2019-02-16 23:59:59"));
    CHECK_STR(wall(t, z, "2019-02-17T02:00:00Z"), S("2019-02-16 23:00:00"));
    CHECK_STR(day_start(t, z, 2019, 2, 17), S("2019-02-17T03:00:00Z"));
    z = zone(t, "Asia/Beirut");
    CHECK_STR(day_start(t, z, 2021, 3, 28), S("2021-03-27T22:00:00Z"));
    CHECK_STR(wall(t, z, "2021-03-27T22:00:00Z"), S("2021-03-28 01:00:00"));
}

TEST(zone_has_days_that_begin_twice)
{
    struct zone *z = zone(t, "America/Havana"); /* at one o'clock back to midnight */
    CHECK_STR(day_start(t, z, 2021, 11, 7), S("2021-11-07T04:00:00Z"));
    CHECK_STR(wall(t, z, "2021-11-07T05:00:00Z"), S("2021-11-07 00:00:00"));
    z = zone(t, "America/St_Johns"); /* a minute after midnight back to the day before */
    CHECK_STR(day_start(t, z, 2010, 11, 7), S("2010-11-07T02:30:00Z"));
    CHECK_STR(wall(t, z, "2010-11-07T02:30:59Z"), S("2010-11-07 00:00:59"));
    CHECK_STR(wall(t, z, "2010-11-07T02:31:00Z"), S("2010-11-06 23:01:00"));
}

TEST(zone_of_samoa_left_a_day_out)
{
    struct zone *z = zone(t, "Pacific/Apia");
    CHECK_STR(wall(t, z, "2011-12-30T09:59:59Z"), S("2011-12-29 23:59:59"));
    CHECK_STR(wall(t, z, "2011-12-30T10:00:00Z"), S("2011-12-31 00:00:00"));
    CHECK_STR(day_start(t, z, 2011, 12, 29), S("2011-12-29T10:00:00Z"));
    CHECK_STR(day_start(t, z, 2011, 12, 30), S("2011-12-30T10:00:00Z"));
    CHECK_STR(day_start(t, z, 2011, 12, 31), S("2011-12-30T10:00:00Z"));
    CHECK_STR(instant(t, z, "2011-12-30 15:00"), S("2011-12-30T10:00:00Z"));
    CHECK_STR(day_start(t, z, 2012, 1, 1), S("2011-12-31T10:00:00Z"));
}

TEST(zone_may_lie_between_the_hours)
{
    CHECK_STR(wall(t, zone(t, "Asia/Kolkata"), "2026-03-01T18:29:59Z"), S("2026-03-01 23:59:59"));
    CHECK_STR(wall(t, zone(t, "Asia/Kolkata"), "2026-03-01T18:30:00Z"), S("2026-03-02 00:00:00"));
    CHECK_STR(wall(t, zone(t, "Asia/Kathmandu"), "2026-03-01T18:15:00Z"), S("2026-03-02 00:00:00"));
    CHECK_STR(wall(t, zone(t, "Etc/GMT+12"), "2026-03-01T11:59:59Z"), S("2026-02-28 23:59:59"));
    struct zone *z = zone(t, "Australia/Lord_Howe"); /* its summer is half an hour away */
    CHECK_STR(wall(t, z, "2026-04-04T14:59:59Z"), S("2026-04-05 01:59:59"));
    CHECK_STR(wall(t, z, "2026-04-04T15:00:00Z"), S("2026-04-05 01:30:00"));
    CHECK_STR(instant(t, z, "2026-04-05 01:45"), S("2026-04-04T14:45:00Z"));
    CHECK_STR(instant(t, z, "2026-10-04 02:10"), S("2026-10-03T15:30:00Z"));
}

TEST(zone_knows_years_long_past_and_far_ahead)
{
    /* Before there were zones: by the sun, to the second. */
    CHECK_STR(wall(t, zone(t, "Europe/Madrid"), "1800-01-01T00:00:00Z"), S("1799-12-31 23:45:16"));
    /* The calendar of today also where another was in use. */
    CHECK_STR(wall(t, zone(t, "UTC"), "1582-10-10T12:00:00Z"), S("1582-10-10 12:00:00"));
    CHECK_STR(wall(t, zone(t, "UTC"), "0001-01-01T00:00:00Z"), S("0001-01-01 00:00:00"));
    CHECK_STR(wall(t, zone(t, "America/New_York"), "0001-01-01T00:00:00Z"),
              S("0000-12-31 19:03:58"));
    CHECK_STR(wall(t, zone(t, "UTC"), "9999-12-31T23:59:59Z"), S("9999-12-31 23:59:59"));
    CHECK_STR(wall(t, zone(t, "Asia/Kolkata"), "9999-12-31T23:59:59Z"), S("10000-01-01 05:29:59"));
    CHECK_STR(wall(t, zone(t, "Europe/Madrid"), "9998-07-01T00:00:00Z"), S("9998-07-01 02:00:00"));
    CHECK_STR(instant(t, zone(t, "Asia/Kolkata"), "0001-01-01 06:00"), S("0001-01-01T00:06:32Z"));
    CHECK_STR(instant(t, zone(t, "America/New_York"), "9999-12-31 18:59"),
              S("9999-12-31T23:59:00Z"));
}

TEST(zone_counts_microseconds_before_1970_too)
{
    struct zone *z = zone(t, "UTC");
    CHECK_INT(zone_day(z, -1), -1);
    CHECK_INT(zone_time_of_day(z, -1), USEC_DAY - 1);
    CHECK_INT(zone_day(z, -USEC_DAY), -1);
    CHECK_INT(zone_time_of_day(z, -USEC_DAY), 0);
    CHECK_INT(zone_instant(z, -1, USEC_DAY - 1), -1);
    /* The microsecond before a change is still before it. */
    z = zone(t, "Europe/Madrid");
    usec_t change = at("1974-04-13T22:00:00Z");
    CHECK_INT(zone_time_of_day(z, change - 1), 23 * USEC_HOUR - 1);
    CHECK_INT(zone_time_of_day(z, change), 0);
}

/* ---- against what cannot remember ---- */

static const char *const names[] = {
    "UTC",          "Europe/Madrid",        "America/Sao_Paulo",   "America/St_Johns",
    "Pacific/Apia", "Asia/Kolkata",         "Australia/Lord_Howe", "America/New_York",
    "Africa/Cairo", "Africa/Casablanca",    "Europe/Dublin",       "America/Juneau",
    "Asia/Manila",  "Pacific/Kwajalein",    "Asia/Tehran",         "America/Havana",
    "Asia/Beirut",  "America/Asuncion",     "Antarctica/Troll",    "Asia/Kathmandu",
    "Etc/GMT-14",   "America/Scoresbysund",
};
enum { NAMES = sizeof names / sizeof *names };

/* Anywhere between the years 1830 and 2100, or not far from the one before. */
static usec_t somewhere(struct test_random *r, usec_t before)
{
    if (test_random_one_in(r, 3))
        return at("1830-01-01T00:00:00Z") +
               (usec_t)test_random_below(r, (size_t)(270 * (365 * USEC_DAY)));
    usec_t span = test_random_one_in(r, 2) ? USEC_DAY : 200 * USEC_DAY;
    return before - span + (usec_t)test_random_below(r, (size_t)(2 * span));
}

static usec_t wall_of(struct zone *z, usec_t instant)
{
    return zone_day(z, instant) * USEC_DAY + zone_time_of_day(z, instant);
}

TEST(zone_says_the_same_whatever_it_was_asked_before)
{
    struct test_random r = {1};
    for (unsigned n = 0; n < NAMES; n++) {
        struct zone *z = zone(t, names[n]);
        usec_t instant = 0;
        for (int i = 0; i < 100; i++) {
            instant = somewhere(&r, instant);
            struct arena *a = arena_make(0);
            struct zone *fresh = NULL;
            CHECK_OK(zone_open(a, str_of_chars(names[n]), &fresh));
            CHECK_THAT(wall_of(z, instant) == wall_of(fresh, instant), "%s at %.*s", names[n],
                       STR(usec_to_str(t->arena, instant)));
            arena_done(a);
        }
    }
}

/* The earliest instant that shows this time, found among all that could; false: none does. */
static bool first_that_shows(struct zone *z, usec_t wall_time, usec_t *first)
{
    usec_t before = 0;
    for (usec_t s = wall_time - 30 * USEC_HOUR; s < wall_time + 30 * USEC_HOUR;
         s += 15 * USEC_MINUTE) {
        usec_t offset = wall_of(z, s) - s;
        if (offset == before && s > wall_time - 30 * USEC_HOUR)
            continue;
        before = offset;
        if (wall_of(z, wall_time - offset) == wall_time) {
            *first = wall_time - offset;
            return true;
        }
    }
    return false;
}

TEST(zone_finds_the_first_instant_of_every_wall_time)
{
    struct test_random r = {2};
    int skipped = 0;
    for (unsigned n = 0; n < NAMES; n++) {
        struct zone *z = zone(t, names[n]);
        usec_t instant = 0;
        for (int i = 0; i < 2000; i++) {
            instant = somewhere(&r, instant);
            int32_t day = zone_day(z, instant);
            usec_t of_day = (usec_t)test_random_below(&r, (size_t)USEC_DAY);
            usec_t wall_time = day * USEC_DAY + of_day, should = 0;
            usec_t is = zone_instant(z, day, of_day);
            if (first_that_shows(z, wall_time, &should)) {
                CHECK_THAT(is == should, "%s at %.*s", names[n],
                           STR(usec_to_str(t->arena, instant)));
                continue;
            }
            CHECK(wall_of(z, is - 1) < wall_time && wall_of(z, is) > wall_time);
            skipped++;
        }
    }
    CHECK(skipped > 0);
}

TEST(zone_comes_back_to_the_instant_but_for_a_second_pass)
{
    struct test_random r = {3};
    int passes = 0;
    for (unsigned n = 0; n < NAMES; n++) {
        struct zone *z = zone(t, names[n]);
        usec_t instant = 0;
        for (int i = 0; i < 20000; i++) {
            instant = somewhere(&r, instant);
            usec_t again = zone_instant(z, zone_day(z, instant), zone_time_of_day(z, instant));
            if (again == instant)
                continue;
            CHECK(again < instant && instant - again <= USEC_DAY);
            CHECK(wall_of(z, again) == wall_of(z, instant));
            passes++;
        }
    }
    CHECK(passes > 0);
}

/* Where the two know the same history for sure. */
TEST(zone_agrees_with_the_c_library)
{
    static const char *const settled[] = {
        "Europe/Madrid", "America/New_York",    "Pacific/Apia",    "America/Sao_Paulo",
        "Asia/Kolkata",  "Australia/Lord_Howe", "America/St_Johns"};
    if (access("/usr/share/zoneinfo/Europe/Madrid", R_OK) != 0)
        test_skip("the C library has no zones here");
    struct test_random r = {4};
    usec_t from = at("1990-01-01T00:00:00Z"), to = at("2022-01-01T00:00:00Z");
    for (unsigned n = 0; n < sizeof settled / sizeof *settled; n++) {
        struct zone *z = zone(t, settled[n]);
        CHECK(setenv("TZ", settled[n], 1) == 0);
        tzset();
        for (int i = 0; i < 5000; i++) {
            usec_t instant = from + (usec_t)test_random_below(&r, (size_t)(to - from));
            time_t seconds = (time_t)(instant / USEC_SECOND);
            struct tm tm;
            CHECK(localtime_r(&seconds, &tm) != NULL);
            struct date d = date_of_day(zone_day(z, instant));
            CHECK(d.year == tm.tm_year + 1900 && d.month == tm.tm_mon + 1 && d.day == tm.tm_mday);
            CHECK_INT(zone_time_of_day(z, instant) / USEC_SECOND,
                      tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec);
        }
    }
}
