/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The hard days: year ends, ISO week 53, leap days, quarters; and every day of some
 * years against a calendar walked day by day, and against the C library's.
 */
#include "ask/question_range.h"

#include "ask/question_range_parser.h"
#include "base/limits.h"
#include "base/test.h"

static int32_t day_of(const char *text)
{
    int32_t day = 0;
    CHECK_THAT(date_of_str(str_of_chars(text), DATE_MONTH_FIRST, &day), "%s is no date", text);
    return day;
}

static struct question_range range_of(struct test *t, const char *text)
{
    struct parser p;
    struct question_range range = {.kind = RANGE_ALL};
    CHECK_OK(parser_init(&p, t->arena, str_of_chars(text)));
    while (p.now.kind != TOKEN_END) {
        CHECK_THAT(question_range_parser_is_word(p.now.text), "%s", text);
        CHECK_OK(question_range_parser_read(&p, &range));
    }
    return range;
}

/* "2025-12-22 2025-12-28 left out", an open end as "…". */
static str days_of(struct test *t, const char *text, const char *today)
{
    static const char *const running[] = {"", " left out", " asked"};
    struct question_range range = range_of(t, text);
    struct question_days d = question_range_days(&range, day_of(today));
    str first = d.has_first ? period_label(t->arena, PERIOD_DAY, d.first) : S("…");
    str last = d.has_last ? period_label(t->arena, PERIOD_DAY, d.last) : S("…");
    str which = d.running == RUNNING_UNSAID ? S("") : period_name(d.period);
    return str_format(t->arena, "%.*s %.*s%s%s%.*s", STR(first), STR(last), running[d.running],
                      which.len > 0 ? " " : "", STR(which));
}

#define CHECK_DAYS(text, today, should) CHECK_STR(days_of(t, (text), (today)), S(should))

TEST(question_range_takes_both_ends_in)
{
    CHECK_DAYS("since 2026-01-15", "2026-03-01", "2026-01-15 …");
    CHECK_DAYS("until 2026-01-15", "2026-03-01", "… 2026-01-15");
    CHECK_DAYS("since 2026-01", "2026-03-01", "2026-01-01 …");
    CHECK_DAYS("until 2026-02", "2026-03-01", "… 2026-02-28");
    CHECK_DAYS("until 2024-02", "2026-03-01", "… 2024-02-29");
    CHECK_DAYS("until 2026-Q1", "2026-03-01", "… 2026-03-31");
    CHECK_DAYS("until 2026", "2026-03-01", "… 2026-12-31");
    CHECK_DAYS("since 2026-W01", "2026-03-01", "2025-12-29 …");
    CHECK_DAYS("until 2026-W53", "2026-03-01", "… 2027-01-03");
    CHECK_DAYS("between 2026-01-01 and 2026-03", "2026-02-01", "2026-01-01 2026-03-31");
    CHECK_DAYS("between 2026-03 and 2026-03-15", "2026-02-01", "2026-03-01 2026-03-15");
    CHECK_DAYS("between 2026-03-15 and 2026-03", "2026-02-01", "2026-03-15 2026-03-31");
    CHECK_DAYS("between 2026-03-15 and 2026-03-15", "2026-02-01", "2026-03-15 2026-03-15");
    CHECK_DAYS("until 2026-W09 since 2025-Q4", "2026-02-01", "2025-10-01 2026-03-01");
}

TEST(question_range_of_a_period_is_all_its_days)
{
    CHECK_DAYS("in 2026", "2026-03-01", "2026-01-01 2026-12-31");
    CHECK_DAYS("in 2024-Q1", "2026-03-01", "2024-01-01 2024-03-31");
    CHECK_DAYS("in 2026-q4", "2026-03-01", "2026-10-01 2026-12-31");
    CHECK_DAYS("in 2024-02", "2026-03-01", "2024-02-01 2024-02-29");
    CHECK_DAYS("in 2100-02", "2026-03-01", "2100-02-01 2100-02-28");
    CHECK_DAYS("in 2000-2", "2026-03-01", "2000-02-01 2000-02-29");
    CHECK_DAYS("in 2024-02-29", "2026-03-01", "2024-02-29 2024-02-29");
    CHECK_DAYS("in 2026-W09", "2026-03-01", "2026-02-23 2026-03-01");
    CHECK_DAYS("in 2026-w9", "2026-03-01", "2026-02-23 2026-03-01");
    CHECK_DAYS("in 2020-W53", "2026-03-01", "2020-12-28 2021-01-03");
    CHECK_DAYS("in 2021-W01", "2026-03-01", "2021-01-04 2021-01-10");
    CHECK_DAYS("in 2025-W01", "2026-03-01", "2024-12-30 2025-01-05");
}

TEST(question_range_last_is_the_whole_periods_before_the_running_one)
{
    /* Around a year's end: 2026-01-01 is a Thursday, in week 1. */
    CHECK_DAYS("last week", "2026-01-01", "2025-12-22 2025-12-28 left out week");
    CHECK_DAYS("last 12 weeks", "2026-01-01", "2025-10-06 2025-12-28 left out week");
    CHECK_DAYS("last month", "2026-01-01", "2025-12-01 2025-12-31 left out month");
    CHECK_DAYS("last quarter", "2026-01-01", "2025-10-01 2025-12-31 left out quarter");
    CHECK_DAYS("last year", "2026-01-01", "2025-01-01 2025-12-31 left out year");
    CHECK_DAYS("last year", "2025-12-31", "2024-01-01 2024-12-31 left out year");
    CHECK_DAYS("last quarter", "2025-12-31", "2025-07-01 2025-09-30 left out quarter");
    CHECK_DAYS("yesterday", "2026-01-01", "2025-12-31 2025-12-31 left out day");
    CHECK_DAYS("last 7 days", "2026-01-01", "2025-12-25 2025-12-31 left out day");
    /* 2027-01-01 is a Friday, in week 53 of 2026. */
    CHECK_DAYS("last week", "2027-01-01", "2026-12-21 2026-12-27 left out week");
    CHECK_DAYS("last week", "2027-01-03", "2026-12-21 2026-12-27 left out week");
    CHECK_DAYS("last week", "2027-01-04", "2026-12-28 2027-01-03 left out week");
    CHECK_DAYS("last 53 weeks", "2027-01-04", "2025-12-29 2027-01-03 left out week");
    /* Leap days. */
    CHECK_DAYS("yesterday", "2024-03-01", "2024-02-29 2024-02-29 left out day");
    CHECK_DAYS("yesterday", "2100-03-01", "2100-02-28 2100-02-28 left out day");
    CHECK_DAYS("last month", "2024-03-31", "2024-02-01 2024-02-29 left out month");
    CHECK_DAYS("last month", "2023-03-31", "2023-02-01 2023-02-28 left out month");
    CHECK_DAYS("last 12 months", "2024-02-29", "2023-02-01 2024-01-31 left out month");
    CHECK_DAYS("last 366 days", "2025-01-01", "2024-01-01 2024-12-31 left out day");
    CHECK_DAYS("last 2 quarters", "2024-04-01", "2023-10-01 2024-03-31 left out quarter");
    CHECK_DAYS("last 5 quarters", "2024-03-31", "2022-10-01 2023-12-31 left out quarter");
}

TEST(question_range_this_is_the_running_period)
{
    CHECK_DAYS("today", "2024-02-29", "2024-02-29 2024-02-29 asked day");
    CHECK_DAYS("this day", "2024-02-29", "2024-02-29 2024-02-29 asked day");
    CHECK_DAYS("this week", "2027-01-01", "2026-12-28 2027-01-03 asked week");
    CHECK_DAYS("this week", "2025-12-29", "2025-12-29 2026-01-04 asked week");
    CHECK_DAYS("this month", "2024-02-01", "2024-02-01 2024-02-29 asked month");
    CHECK_DAYS("this quarter", "2025-12-31", "2025-10-01 2025-12-31 asked quarter");
    CHECK_DAYS("this year", "2026-01-01", "2026-01-01 2026-12-31 asked year");
}

TEST(question_range_begins_with_the_calendar_at_the_earliest)
{
    CHECK_DAYS("last 10000 years", "2026-03-01", "0001-01-01 2025-12-31 left out year");
    CHECK_DAYS("last 10000 quarters", "2026-03-01", "0001-01-01 2025-12-31 left out quarter");
    CHECK_DAYS("last 10000 days", "2026-03-01", "1998-10-14 2026-02-28 left out day");
    CHECK_DAYS("in 0001", "2026-03-01", "0001-01-01 0001-12-31");
    CHECK_DAYS("in 9999", "2026-03-01", "9999-01-01 9999-12-31");
    CHECK_DAYS("since 0001-W01 until 9999-W52", "2026-03-01", "0001-01-01 10000-01-02");
}

TEST(question_range_without_one_is_open)
{
    struct question_range none = {.kind = RANGE_ALL};
    struct question_days d = question_range_days(&none, day_of("2026-03-01"));
    CHECK(!d.has_first && !d.has_last && d.running == RUNNING_UNSAID);
    CHECK_STR(question_range_to_str(t->arena, &none), S(""));
}

static str reread(struct test *t, const char *text)
{
    struct question_range range = range_of(t, text);
    str printed = question_range_to_str(t->arena, &range);
    struct question_range again = range_of(t, str_to_chars(t->arena, printed));
    CHECK_THAT(question_range_equal(&range, &again), "%s", text);
    return printed;
}

TEST(question_range_has_one_spelling)
{
    CHECK_STR(reread(t, "SINCE 2026-3-1"), S("since 2026-03-01"));
    CHECK_STR(reread(t, "until 2026-w9"), S("until 2026-W09"));
    CHECK_STR(reread(t, "until 2026-q1 since 2025"), S("between 2025 and 2026-Q1"));
    CHECK_STR(reread(t, "between 2026-01 and 2026-03-15"), S("between 2026-01 and 2026-03-15"));
    CHECK_STR(reread(t, "in 2026"), S("in 2026"));
    CHECK_STR(reread(t, "Last 1 Weeks"), S("last week"));
    CHECK_STR(reread(t, "last 1e1 month"), S("last 10 months"));
    CHECK_STR(reread(t, "last days"), S("yesterday"));
    CHECK_STR(reread(t, "last 2 day"), S("last 2 days"));
    CHECK_STR(reread(t, "yesterday"), S("yesterday"));
    CHECK_STR(reread(t, "this DAY"), S("today"));
    CHECK_STR(reread(t, "this quarter"), S("this quarter"));
}

TEST(question_range_equal_sees_a_difference)
{
    static const char *const all[] = {"",
                                      "since 2026-01",
                                      "until 2026-01",
                                      "between 2026-01 and 2026-01",
                                      "in 2026-01",
                                      "since 2026-Q1",
                                      "in 2026",
                                      "between 2026 and 2026-Q1",
                                      "today",
                                      "yesterday",
                                      "this week",
                                      "last week",
                                      "last 2 weeks",
                                      "last 2 months"};
    enum { LEN = sizeof all / sizeof *all };
    for (size_t i = 0; i < LEN; i++)
        for (size_t j = 0; j < LEN; j++) {
            struct question_range one = range_of(t, all[i]), other = range_of(t, all[j]);
            CHECK_THAT(question_range_equal(&one, &other) == (i == j), "%s and %s", all[i], all[j]);
        }
}

/* ---- against a walk ---- */

/* Steps back a day at a time, and counts the periods that begin. */
static int32_t walk_back(enum period p, int32_t day, int32_t count)
{
    for (int32_t begun = 0; begun < count; day--)
        begun += period_of_day(p, day - 1) != period_of_day(p, day);
    return day + 1;
}

TEST(question_range_last_agrees_with_a_walk_over_the_calendar)
{
    int32_t to = day_of("2029-03-01");
    for (int32_t today = day_of("2019-12-15"); today < to; today += 1 + today % 3)
        for (unsigned p = 0; p < PERIOD_COUNT; p++)
            for (int32_t count = 1; count <= 9; count += 4) {
                struct question_range range = {
                    .kind = RANGE_LAST, .period = (enum period)p, .count = count};
                struct question_days d = question_range_days(&range, today);
                int32_t running = walk_back((enum period)p, today, 1);
                CHECK_INT(d.last, running - 1);
                CHECK_INT(d.first, walk_back((enum period)p, running - 1, count));
                range.kind = RANGE_THIS;
                d = question_range_days(&range, today);
                CHECK_INT(d.first, running);
                CHECK(d.last >= today && walk_back((enum period)p, d.last + 1, 1) == d.last + 1);
            }
}

/* The ISO week of a day by the C library, as "2026-W09". */
static str library_week(struct test *t, int32_t day)
{
    time_t seconds = (time_t)day * 24 * 60 * 60;
    struct tm date;
    char text[16];
    CHECK(gmtime_r(&seconds, &date) != NULL);
    CHECK(strftime(text, sizeof text, "%G-W%V", &date) > 0);
    return str_copy(t->arena, str_of_chars(text));
}

/* The verdict on the only token of a text. */
static enum question_point_verdict verdict_on(struct test *t, str text, struct question_point *out)
{
    struct lexer l;
    struct token token;
    CHECK_OK(lexer_init(&l, t->arena, text));
    CHECK_OK(lexer_next(&l, &token));
    return question_point_of_token(&token, out);
}

TEST(question_range_reads_every_week_as_the_library_writes_it)
{
    struct question_point point = {.position = 0};
    size_t with_53 = 0;
    for (int year = 1970; year < 2370; year++) {
        for (int of_year = 1; of_year <= 53; of_year += of_year == 1 ? 50 : 1) {
            str text = str_format(t->arena, "%04d-W%02d", year, of_year);
            /* 28 December is always in its year's last week. */
            int32_t in_last = date_to_day((struct date){year, 12, 28});
            bool is_real = of_year < 53 || str_equal(library_week(t, in_last), text);
            CHECK_THAT(verdict_on(t, text, &point) == (is_real ? POINT_READ : POINT_NOT_REAL),
                       "%.*s", STR(text));
            with_53 += is_real && of_year == 53;
            if (!is_real)
                continue;
            struct date_span days = question_point_days(&point);
            CHECK_INT(days.last - days.first, 6);
            CHECK_STR(library_week(t, days.first), text);
            CHECK_STR(library_week(t, days.last), text);
        }
    }
    CHECK_INT(with_53, 71);
}

TEST(question_range_knows_points_that_are_none)
{
    static const char *const none[] = {
        "26",       "026",       "20260",   "2026.5",    "2026-Q",      "2026-Q11",
        "2026-W",   "2026-W123", "2026-X1", "2026-Q1-1", "2026-W09-1",  "x2026-Q1",
        "12026-Q1", "march",     "Q1-2026", "2e3",       "\"2026-Q1\"", "`2026-Q1`"};
    static const char *const unreal[] = {"0000",     "0000-Q1",  "0000-W01", "2026-Q0", "2026-Q5",
                                         "2026-W00", "2025-W53", "2026-W54", "2026-w0", "2026-q9"};
    struct question_point point = {.index = -7};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        CHECK_THAT(verdict_on(t, str_of_chars(none[i]), &point) == POINT_NONE, "%s", none[i]);
    for (size_t i = 0; i < sizeof unreal / sizeof *unreal; i++)
        CHECK_THAT(verdict_on(t, str_of_chars(unreal[i]), &point) == POINT_NOT_REAL, "%s",
                   unreal[i]);
    CHECK_INT(point.index, -7);
}

TEST(question_range_points_are_read_as_they_are_labelled)
{
    struct question_point point = {.position = 0};
    for (int32_t day = day_of("1999-12-01"); day < day_of("2005-02-01"); day++)
        for (unsigned p = 0; p < PERIOD_COUNT; p++) {
            int32_t index = period_of_day((enum period)p, day);
            str text = period_label(t->arena, (enum period)p, index);
            CHECK_THAT(verdict_on(t, text, &point) == POINT_READ, "%.*s", STR(text));
            CHECK(point.period == p && point.index == index);
            struct date_span days = question_point_days(&point);
            CHECK(days.first <= day && day <= days.last);
        }
}
