/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * invention — what the sample's customers say: the signal of any number from 0, made of
 * the seed and that number alone.
 *
 * Two things are true of it, and tests find them.  From season.worse on, deliveries in
 * the North take two days longer and are liked less.  From season.release on, ordering in
 * the app is easier than it was, and than calling is.  Nothing else differs between
 * regions, branches, languages, plans, segments, touchpoints, channels, sources and times
 * but by chance; but there is more of it in December than in August.
 * Knows nothing of the record.
 */
#ifndef SAMPLE_INVENTION_H
#define SAMPLE_INVENTION_H

#include "sample/company.h"
#include "sample/season.h"

struct invention {
    uint64_t signals, seed, persons;
    struct season season;
};
/* signals > 0. */
struct invention invention_make(struct arena *a, uint64_t signals, uint64_t seed, int32_t end_day);

enum { INVENTED_NONE = -1 };

/* Numbers are INVENTED_NONE where it was not asked or not answered. */
struct invented {
    struct season_time at;
    enum company_source source;
    int touchpoint; /* enum company_touchpoint */
    uint64_t person;
    enum company_region region;
    enum company_language branch;   /* the branch is the region's of this language */
    enum company_language language; /* the person's; mostly that */
    int account;
    str channel, plan, segment; /* segment "business" has accounts */
    int recommend, satisfaction, effort, value_for_money, stars;
    int delivery_days, wait_minutes;
    str on_time, solved, topic, reasons, comment; /* empty: none */
};

/* number < signals.  Times ascend with numbers.  Texts may stand in a. */
struct invented invention_signal(struct arena *a, const struct invention *v, uint64_t number);

#endif
