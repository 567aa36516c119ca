/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * zone — instants, and what the wall's clock and calendar said of them somewhere
 * (ICU behind it).
 *
 * An instant is microseconds since 1970-01-01 UTC, from year 1 to year 9999.  Days are
 * those of base/date.h.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

typedef int64_t usec_t;

#define USEC_SECOND ((usec_t)1000000)
#define USEC_MINUTE (60 * USEC_SECOND)
#define USEC_HOUR (60 * USEC_MINUTE)
#define USEC_DAY (24 * USEC_HOUR)

struct zone;

/* "Europe/Madrid", "UTC"; the case of letters does not matter.  An unknown name is
 * USAGE with the nearest one.  Closed with the arena.  Belongs to one
 * thread: it remembers the offset it found last, so that asking for instants near each
 * other costs a comparison. */
struct err *zone_open(struct arena *a, str name, struct zone **out);
str zone_name(const struct zone *z);
/* The host's zone by name: the variable TZ decides where it is set (a rule such as
 * "<+03>-3" has no name: "UTC"), else /etc/timezone, /etc/localtime, ICU; "UTC" where
 * it cannot be known. */
str zone_of_host(struct arena *a);
/* ICU's version of the zone data, "2025b". */
str zone_data_version(struct arena *a);

/* The day on the wall's calendar, and the microseconds since its midnight on the wall's
 * clock. */
int32_t zone_day(struct zone *z, usec_t at);
usec_t zone_time_of_day(struct zone *z, usec_t at);
/* The instant of a wall time: where the clock is set back, the first of the two; where it
 * is set forward over it, the instant at which it is. */
usec_t zone_instant(struct zone *z, int32_t day, usec_t time_of_day);
/* The first instant of a day (not always midnight); of a day that was left out, that of
 * the next. */
usec_t zone_day_start(struct zone *z, int32_t day);

/* RFC 3339 and what people make of it: 2026-03-01T09:30:00Z, 2026-03-01 09:30:00.123456+02:00;
 * seconds may be missing, a comma may stand for the point, a blank before the zone, and
 * UTC, +0200 or +02 as the zone; more than six decimals are cut.  Leap second 60 is
 * 59.999999.  False where it is not one, has no zone, or lies outside years 1 to 9999. */
bool usec_of_str(str s, usec_t *at);
/* The seconds or milliseconds since 1970 that programs count, 2001 to 2099: ten or thirteen
 * digits and nothing else. */
bool usec_of_epoch(str s, usec_t *at);
/* A wall time as written, "2026-03-01 09:30", "2026-03-01T09:30:00.5" and a date alone
 * (midnight); the year first, and without a zone. */
bool usec_of_wall(str s, int32_t *day, usec_t *time_of_day);
/* 2026-03-01T09:30:00Z, with .123456 where it is not a whole second. */
str usec_to_str(struct arena *a, usec_t at);
usec_t usec_now(void);

#endif
