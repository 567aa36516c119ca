/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Any bytes as an instant and as a wall time: what is read lies in years 1 to 9999 and
 * is the same when it is written and read again; no text is both; and three zones go
 * from it to a wall time and back.
 */
#include <stdint.h>

#include "base/date.h"
#include "base/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ZONES = 3 };

static void should(bool holds)
{
    if (!holds)
        __builtin_trap();
}

/* Opened once, and never closed. */
static struct zone *zone(unsigned which)
{
    static const str names[ZONES] = {S_INIT("Europe/Madrid"), S_INIT("Pacific/Apia"),
                                     S_INIT("Australia/Lord_Howe")};
    static struct zone *zones[ZONES];
    static struct arena *kept;
    if (!kept)
        kept = arena_make(0);
    if (!zones[which])
        should(zone_open(kept, names[which], &zones[which]) == NULL);
    return zones[which];
}

static usec_t wall_of(struct zone *z, usec_t at)
{
    usec_t time_of_day = zone_time_of_day(z, at);
    should(time_of_day >= 0 && time_of_day < USEC_DAY);
    return zone_day(z, at) * USEC_DAY + time_of_day;
}

static void check_instant(struct arena *a, usec_t at)
{
    usec_t again = 0;
    should(usec_of_str(usec_to_str(a, at), &again) && again == at);
    for (unsigned i = 0; i < ZONES; i++) {
        usec_t wall = wall_of(zone(i), at);
        should(wall - at > -USEC_DAY && wall - at < USEC_DAY);
        again = zone_instant(zone(i), zone_day(zone(i), at), zone_time_of_day(zone(i), at));
        should(again <= at && at - again <= USEC_DAY && wall_of(zone(i), again) == wall);
    }
}

static void check_wall(struct arena *a, str text, int32_t day, usec_t time_of_day)
{
    usec_t at = 0;
    should(date_is_real(date_of_day(day)) && time_of_day >= 0 && time_of_day < USEC_DAY);
    str in_utc = str_format(a, "%.*sZ", STR(str_trim(text)));
    if (str_trim(text).len > 10) /* more than a date */
        should(usec_of_str(in_utc, &at) && at == day * USEC_DAY + time_of_day);
    for (unsigned i = 0; i < ZONES; i++) {
        usec_t start = zone_day_start(zone(i), day);
        at = zone_instant(zone(i), day, time_of_day);
        should(at >= start && wall_of(zone(i), at) >= day * USEC_DAY + time_of_day);
        should(wall_of(zone(i), at - 1) < day * USEC_DAY + time_of_day);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_make(0);
    str text = {(const char *)data, size};
    usec_t at = 0, time_of_day = 0;
    int32_t day = 0;
    bool is_instant = usec_of_str(text, &at), is_wall = usec_of_wall(text, &day, &time_of_day);
    should(!(is_instant && is_wall));
    if (is_instant)
        check_instant(a, at);
    if (is_wall)
        check_wall(a, text, day, time_of_day);
    arena_done(a);
    return 0;
}
