/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/season.h"

#include "base/date.h"
#include "stats/xoshiro.h"

enum {
    WEEK = 7,
    EPOCH_WEEKDAY = 3, /* 1970-01-01 was a Thursday; Monday is 0 */
    YEAR_MONTHS = 12,
    WORSE_MONTHS = 6,
    RELEASE_MONTHS = 9,
    HOURS = 24,
    HOUR_SECONDS = 3600
};

/* How busy, in per cent of a usual one. */
static const unsigned months[YEAR_MONTHS] = {84, 88, 96, 100, 102, 98, 86, 84, 100, 106, 124, 146};
static const unsigned weekdays[WEEK] = {106, 102, 100, 101, 108, 112, 71};
static const unsigned hours[HOURS] = {4,  2,  1,  1,  1,  3,  10, 26, 42, 58, 66, 64,
                                      60, 54, 52, 54, 58, 66, 76, 84, 80, 58, 30, 12};
enum { HOURS_TOGETHER = 962, USUAL = 100, GROWTH = 20, CHANCE_LOW = 90, CHANCE_RANGE = 21 };

static int32_t months_before(int32_t day, int months_back)
{
    return period_start(PERIOD_MONTH, period_of_day(PERIOD_MONTH, day) - months_back);
}

int32_t season_end(int32_t end_day)
{
    int32_t weekday = ((end_day + EPOCH_WEEKDAY) % WEEK + WEEK) % WEEK;
    return end_day - (weekday ? weekday : WEEK);
}

static int32_t two_years_before(int32_t day)
{
    struct date d = date_of_day(day);
    d.year -= SEASON_MONTHS / YEAR_MONTHS;
    if (!date_is_real(d))
        d.day--;
    return date_to_day(d);
}

/* A day's weight: month, weekday, growth over the two years, and chance. */
static uint64_t weight_of(const struct season *s, int32_t day, struct xoshiro *numbers)
{
    unsigned month = months[date_of_day(day).month - 1];
    unsigned weekday = weekdays[((day + EPOCH_WEEKDAY) % WEEK + WEEK) % WEEK];
    uint64_t grown =
        USUAL + (uint64_t)GROWTH * (uint64_t)(day - s->first) / (uint64_t)(s->end - s->first);
    return (uint64_t)month * weekday * grown * (CHANCE_LOW + xoshiro_below(numbers, CHANCE_RANGE));
}

struct season season_make(struct arena *a, int32_t end_day, uint64_t seed)
{
    struct season s = {.end = season_end(end_day)};
    struct xoshiro numbers = xoshiro_of_seed(seed);
    s.first = two_years_before(s.end);
    s.worse = months_before(s.end, WORSE_MONTHS);
    s.release = months_before(s.end, RELEASE_MONTHS);
    size_t days = (size_t)(s.end - s.first);
    uint64_t *until = ARENA_ARRAY(a, uint64_t, days + 1);
    for (size_t i = 0; i < days; i++)
        until[i + 1] = until[i] + weight_of(&s, s.first + (int32_t)i, &numbers);
    s.until = until;
    return s;
}

/* Seconds since midnight when that share of a day's signals has come. */
static int64_t second_of(double share)
{
    double rest = share * HOURS_TOGETHER;
    int hour = 0;
    while (hour < HOURS - 1 && rest >= hours[hour])
        rest -= hours[hour++];
    return (int64_t)hour * HOUR_SECONDS + (int64_t)(rest / hours[hour] * HOUR_SECONDS);
}

struct season_time season_at(const struct season *s, double share)
{
    size_t low = 0, high = (size_t)(s->end - s->first); /* until[low] <= wanted < until[high] */
    double wanted = share * (double)s->until[high];
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if ((double)s->until[middle] <= wanted)
            low = middle;
        else
            high = middle;
    }
    double of_day = (wanted - (double)s->until[low]) / (double)(s->until[high] - s->until[low]);
    return (struct season_time){.day = s->first + (int32_t)low,
                                .time_of_day = second_of(of_day) * USEC_SECOND};
}
