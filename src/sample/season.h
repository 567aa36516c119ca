/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * season — when the sample's signals come: two years of days and hours, of which some
 * see more than others.
 */
#ifndef SAMPLE_SEASON_H
#define SAMPLE_SEASON_H

#include "base/arena.h"
#include "base/zone.h"

enum { SEASON_MONTHS = 24 };

struct season {
    int32_t first, end;     /* days: first <= day < end, a Monday */
    int32_t worse, release; /* days on which the two planted changes begin: first days of months */
    const uint64_t *until;  /* [day - first + 1]: what the days before it weigh together */
};

/* The Monday before a day: the sample's last signals come on the day before it. */
int32_t season_end(int32_t end_day);

/* end_day: a day; the last signals come on the day before the Monday that is before it.
 * seed: how much days differ by chance. */
struct season season_make(struct arena *a, int32_t end_day, uint64_t seed);

/* Wall time of the share (0 <= share < 1) of all signals: it ascends. */
struct season_time {
    int32_t day;
    usec_t time_of_day; /* whole seconds */
};
struct season_time season_at(const struct season *s, double share);

#endif
