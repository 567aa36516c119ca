/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Instants and wall times as text.
 */
#include <time.h>

#include "base/date.h"
#include "base/zone.h"

enum { HOURS = 24, MINUTES = 60, SECONDS = 60, DECIMALS = 6 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Takes exactly so many digits off the front. */
static bool take_number(str *rest, size_t digits, int *number)
{
    int value = 0;
    if (rest->len < digits)
        return false;
    for (size_t i = 0; i < digits; i++) {
        if (!is_digit(rest->ptr[i]))
            return false;
        value = value * 10 + (rest->ptr[i] - '0');
    }
    *rest = str_slice(*rest, digits, rest->len);
    *number = value;
    return true;
}

static bool take_one_of(str *rest, str characters)
{
    if (rest->len == 0 || !str_has(characters, rest->ptr[0]))
        return false;
    *rest = str_slice(*rest, 1, rest->len);
    return true;
}

/* 2026-03-01 */
static bool take_date(str *rest, int32_t *day)
{
    struct date d;
    if (!take_number(rest, 4, &d.year) || !take_one_of(rest, S("-")) ||
        !take_number(rest, 2, &d.month) || !take_one_of(rest, S("-")) ||
        !take_number(rest, 2, &d.day) || !date_is_real(d))
        return false;
    *day = date_to_day(d);
    return true;
}

/* .5 or ,123456789 behind the seconds, as microseconds; 0 where there is none. */
static bool take_fraction(str *rest, usec_t *fraction)
{
    usec_t value = 0;
    int digits = 0;
    if (take_one_of(rest, S(".,"))) {
        for (; rest->len > 0 && is_digit(rest->ptr[0]); digits++) {
            if (digits < DECIMALS)
                value = value * 10 + (rest->ptr[0] - '0');
            *rest = str_slice(*rest, 1, rest->len);
        }
        if (digits == 0)
            return false;
    }
    for (; digits < DECIMALS; digits++)
        value *= 10;
    *fraction = value;
    return true;
}

/* 09:30, 09:30:00, 09:30:00.5 */
static bool take_time(str *rest, usec_t *time_of_day)
{
    int hour = 0, minute = 0, second = 0;
    usec_t fraction = 0;
    if (!take_number(rest, 2, &hour) || !take_one_of(rest, S(":")) ||
        !take_number(rest, 2, &minute) || hour >= HOURS || minute >= MINUTES)
        return false;
    if (take_one_of(rest, S(":")) &&
        (!take_number(rest, 2, &second) || second > SECONDS || !take_fraction(rest, &fraction)))
        return false;
    if (second == SECONDS) {
        second = SECONDS - 1;
        fraction = USEC_SECOND - 1;
    }
    *time_of_day = hour * USEC_HOUR + minute * USEC_MINUTE + second * USEC_SECOND + fraction;
    return true;
}

/* Z, UTC, +02:00, +0200, +02; a blank may stand before it.  Takes all that is left. */
static bool take_zone(str rest, usec_t *offset)
{
    int hours = 0, minutes = 0;
    (void)take_one_of(&rest, S(" "));
    *offset = 0;
    if (str_equal(rest, S("Z")) || str_equal(rest, S("z")) || str_equal(rest, S("UTC")))
        return true;
    bool west = str_starts_with(rest, S("-"));
    if (!take_one_of(&rest, S("+-")) || !take_number(&rest, 2, &hours))
        return false;
    if (rest.len > 0) {
        (void)take_one_of(&rest, S(":"));
        if (!take_number(&rest, 2, &minutes))
            return false;
    }
    usec_t east = hours * USEC_HOUR + minutes * USEC_MINUTE;
    *offset = west ? -east : east;
    return rest.len == 0 && hours < HOURS && minutes < MINUTES;
}

bool usec_of_str(str s, usec_t *at)
{
    int32_t day = 0;
    usec_t time_of_day = 0, offset = 0;
    s = str_trim(s);
    if (!take_date(&s, &day) || !take_one_of(&s, S("Tt ")) || !take_time(&s, &time_of_day) ||
        !take_zone(s, &offset))
        return false;
    usec_t instant = day * USEC_DAY + time_of_day - offset;
    /* The first hours of year 1 in the east and the last of 9999 in the west lie outside. */
    if (instant < date_to_day((struct date){1, 1, 1}) * USEC_DAY ||
        instant >= (date_to_day((struct date){9999, 12, 31}) + 1) * USEC_DAY)
        return false;
    *at = instant;
    return true;
}

bool usec_of_epoch(str s, usec_t *at)
{
    enum { SECONDS_DIGITS = 10, MILLISECONDS_DIGITS = 13 };
    const usec_t end = date_to_day((struct date){2100, 1, 1}) * USEC_DAY;
    s = str_trim(s);
    if (s.len != SECONDS_DIGITS && s.len != MILLISECONDS_DIGITS)
        return false;
    usec_t value = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (!is_digit(s.ptr[i]))
            return false;
        value = value * 10 + (s.ptr[i] - '0');
    }
    value *= s.len == SECONDS_DIGITS ? USEC_SECOND : USEC_SECOND / 1000;
    if (s.ptr[0] == '0' || value >= end)
        return false;
    *at = value;
    return true;
}

bool usec_of_wall(str s, int32_t *day, usec_t *time_of_day)
{
    int32_t on = 0;
    usec_t time = 0;
    s = str_trim(s);
    if (!take_date(&s, &on))
        return false;
    if (s.len > 0 && (!take_one_of(&s, S("Tt ")) || !take_time(&s, &time) || s.len > 0))
        return false;
    *day = on;
    *time_of_day = time;
    return true;
}

str usec_to_str(struct arena *a, usec_t at)
{
    usec_t of_day = (at % USEC_DAY + USEC_DAY) % USEC_DAY;
    struct date d = date_of_day((int32_t)((at - of_day) / USEC_DAY));
    int seconds = (int)(of_day / USEC_SECOND), fraction = (int)(of_day % USEC_SECOND);
    str whole =
        str_format(a, "%04d-%02d-%02dT%02d:%02d:%02d", d.year, d.month, d.day,
                   seconds / (MINUTES * SECONDS), seconds / SECONDS % MINUTES, seconds % SECONDS);
    return fraction ? str_format(a, "%.*s.%06dZ", STR(whole), fraction)
                    : str_format(a, "%.*sZ", STR(whole));
}

usec_t usec_now(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * USEC_SECOND + now.tv_nsec / 1000;
}
