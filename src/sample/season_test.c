/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/season.h"

#include "base/date.h"
#include "base/test.h"

static int32_t day(int year, int month, int of_month)
{
    return date_to_day((struct date){year, month, of_month});
}

TEST(two_years_end_before_the_monday_before_the_end)
{
    static const struct {
        int year, month, day;
    } ends[] = {{2026, 2, 24}, {2026, 2, 25}, {2026, 3, 1}, {2026, 3, 2}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct season s = season_make(t->arena, day(ends[i].year, ends[i].month, ends[i].day), 1);
        CHECK_INT(s.end, day(2026, 2, 23));
        CHECK_INT(s.first, day(2024, 2, 23));
        CHECK_INT(s.worse, day(2025, 8, 1));
        CHECK_INT(s.release, day(2025, 5, 1));
    }
    CHECK_INT(season_make(t->arena, day(2026, 3, 3), 1).end, day(2026, 3, 2));
    CHECK_INT(season_make(t->arena, day(2016, 3, 1), 1).first, day(2014, 2, 28)); /* leap day */
    CHECK_INT(season_make(t->arena, day(1972, 2, 29), 1).first, day(1970, 2, 28));
}

TEST(times_ascend_from_the_first_day_to_the_last)
{
    enum { TIMES = 20000 };
    struct season s = season_make(t->arena, day(2026, 3, 5), 3);
    struct season_time last = {.day = s.first};
    CHECK_INT(season_at(&s, 0).day, s.first);
    CHECK_INT(season_at(&s, 1 - 0x1p-53).day, s.end - 1);
    for (int i = 0; i < TIMES; i++) {
        struct season_time at = season_at(&s, (double)i / TIMES);
        CHECK(at.day > last.day || (at.day == last.day && at.time_of_day >= last.time_of_day));
        CHECK(at.time_of_day >= 0 && at.time_of_day < USEC_DAY);
        CHECK(at.time_of_day % USEC_SECOND == 0);
        last = at;
    }
}

/* Signals of a month, for each thousand. */
static size_t in_month(const struct season *s, int month)
{
    enum { TIMES = 20000, THOUSAND = 1000 };
    size_t count = 0;
    for (int i = 0; i < TIMES; i++)
        count += date_of_day(season_at(s, (double)i / TIMES).day).month == month;
    return count * THOUSAND / TIMES;
}

TEST(december_is_busy_and_nights_are_quiet)
{
    struct season s = season_make(t->arena, day(2026, 3, 5), 1);
    CHECK(in_month(&s, 12) > in_month(&s, 8) * 3 / 2);
    size_t night = 0, evening = 0;
    for (int i = 0; i < 5000; i++) {
        usec_t time = season_at(&s, (double)i / 5000).time_of_day;
        night += time < 5 * USEC_HOUR;
        evening += time >= 17 * USEC_HOUR && time < 22 * USEC_HOUR;
    }
    CHECK(night > 0 && evening > 20 * night);
}
