/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <unistd.h>

#include "cli/doctor.h"

enum { STEPS = 104, SECONDS_OF_MINUTE = 60, MINUTES_OF_HOUR = 60 };

#define STEP (7 * USEC_DAY)
#define FOLDER "/usr/share/zoneinfo/"

/* What the C library says: seconds of the day on the wall's clock there. */
static usec_t host_time_of_day(usec_t at)
{
    time_t seconds = (time_t)(at / USEC_SECOND);
    struct tm wall;
    if (!localtime_r(&seconds, &wall))
        return -1;
    return (((usec_t)wall.tm_hour * MINUTES_OF_HOUR + wall.tm_min) * SECONDS_OF_MINUTE +
            wall.tm_sec) *
           USEC_SECOND;
}

static bool differs_in(struct zone *z, usec_t now, int32_t *day)
{
    usec_t at = now - now % USEC_SECOND;
    for (int i = 0; i < STEPS; i++, at += STEP) {
        usec_t host = host_time_of_day(at);
        if (host >= 0 && host != zone_time_of_day(z, at)) {
            *day = zone_day(z, at);
            return true;
        }
    }
    return false;
}

bool doctor_zone_differs(struct zone *z, usec_t now, int32_t *day)
{
    struct arena *own = arena_make(0);
    const char *before = getenv("TZ");
    char *kept = before ? str_to_chars(own, str_of_chars(before)) : NULL;
    str name = zone_name(z);
    bool differs = false;
    if (access(str_to_chars(own, str_format(own, FOLDER "%.*s", STR(name))), R_OK) == 0) {
        (void)setenv("TZ", str_to_chars(own, str_format(own, ":%.*s", STR(name))), 1);
        tzset();
        differs = differs_in(z, now, day);
        (void)(kept ? setenv("TZ", kept, 1) : unsetenv("TZ"));
        tzset();
    }
    arena_done(own);
    return differs;
}
