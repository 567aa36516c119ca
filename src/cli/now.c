/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/now.h"

#include "base/date.h"
#include "base/text.h"
#include "base/zone.h"

struct err *now_set(struct call *c)
{
    struct zone *zone = NULL;
    TRY(zone_open(c->arena, zone_of_host(c->arena), &zone));
    str given = call_value(c, "now"), date = date_part(given);
    usec_t now = usec_now(), time_of_day = 0;
    int32_t day = 0;
    if (!given.ptr || usec_of_str(given, &now))
        day = zone_day(zone, now);
    else if (usec_of_wall(given, &day, &time_of_day))
        now = zone_instant(zone, day, time_of_day);
    else if (date.len == str_trim(given).len && date_of_str(date, DATE_MONTH_FIRST, &day))
        now = zone_day_start(zone, day);
    else
        FAIL(c->arena, WHY_USAGE,
             "--now takes a date such as 2026-03-01 or a time such as 2026-03-01T09:30:00Z, not "
             "%.*s.",
             STR(text_quote(c->arena, given)));
    c->now = now;
    c->now_day = day;
    return NULL;
}
