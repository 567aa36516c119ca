/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * When the signals of each source came, and which period says something of them.
 */
#include "understand/estimate.h"
#include "understand/overview_private.h"

enum {
    PERIODS_FOR_A_TREND = 4,
    ONE_OFF_DAYS = 92,
    OVER_DAYS = 35,
    /* A source that reaches further has a time that is wrong; its days are not counted. */
    MOST_DAYS = 120 * 366,
};

const enum period overview_periods[OVERVIEW_PERIODS] = {PERIOD_WEEK, PERIOD_MONTH, PERIOD_QUARTER,
                                                        PERIOD_YEAR};

static void widen(struct overview_span *span, uint32_t day, usec_t at)
{
    span->n++;
    if (day >= CODE_NOT_APPLICABLE)
        return;
    bool is_first = span->timed++ == 0;
    span->first = is_first || at < span->first ? at : span->first;
    span->last = is_first || at > span->last ? at : span->last;
    span->first_day = is_first || day < span->first_day ? day : span->first_day;
    span->last_day = is_first || day > span->last_day ? day : span->last_day;
}

static void count_day(struct overview_span *span, uint32_t day)
{
    if (span->days)
        span->days[day - span->first_day]++;
}

static void make_days(struct arena *a, struct overview_span *span)
{
    if (span->timed && span->last_day - span->first_day < MOST_DAYS)
        span->days = ARENA_ARRAY(a, uint64_t, span->last_day - span->first_day + 1);
}

/* Row by row: widens the spans, or counts their days. */
static void walk(struct overview *o, bool counts)
{
    const struct column *sources = o->columns.list[0], *days = o->columns.list[1];
    uint32_t *source = ARENA_ARRAY(o->a, uint32_t, BLOCK_ROWS);
    uint32_t *day = ARENA_ARRAY(o->a, uint32_t, BLOCK_ROWS);
    for (size_t b = 0; b < column_blocks(sources); b++) {
        size_t rows = column_read_block(sources, b, source);
        (void)column_read_block(days, b, day);
        for (size_t i = 0; i < rows; i++) {
            struct overview_span *own =
                source[i] < CODE_NOT_APPLICABLE ? &o->of_source[source[i]] : NULL;
            if (!counts) {
                usec_t at = numbers_at(&o->columns.at[b], i);
                widen(&o->all, day[i], at);
                if (own)
                    widen(own, day[i], at);
            } else if (own && day[i] < CODE_NOT_APPLICABLE) {
                count_day(own, day[i]);
            }
        }
    }
}

/* From the first period that has a signal to the last that is over. */
static void look(const struct overview *o, const struct overview_span *span, enum period p,
                 struct overview_look *out)
{
    int32_t running = period_of_day(p, zone_day(o->zone, o->now)), counted = 0;
    uint64_t n = 0;
    for (uint32_t d = 0; d <= span->last_day - span->first_day; d++) {
        int32_t index = period_of_day(p, o->columns.first_day + (int32_t)(span->first_day + d));
        if (index >= running)
            break;
        if (span->days[d] == 0)
            continue;
        n = out->has && index == counted ? n + span->days[d] : span->days[d];
        counted = index;
        if (!out->has)
            out->first = index;
        out->has = true;
        out->last = index;
        if (n >= BASE_LOW) {
            out->enough = index;
            out->has_enough = true;
        }
    }
}

static void look_at(const struct overview *o, struct overview_span *span)
{
    for (size_t p = 0; p < OVERVIEW_PERIODS && span->days; p++)
        look(o, span, overview_periods[p], &span->looks[p]);
}

void overview_find_spans(struct overview *o)
{
    uint32_t len = column_codes(o->columns.list[0]);
    o->of_source = ARENA_ARRAY(o->a, struct overview_span, len + 1);
    walk(o, false);
    for (uint32_t i = 0; i < len; i++)
        make_days(o->a, &o->of_source[i]);
    walk(o, true);
    for (uint32_t i = 0; i < len; i++)
        look_at(o, &o->of_source[i]);
    if (o->all.timed) {
        o->all.days = column_counts(o->a, o->columns.list[1]) + o->all.first_day;
        look_at(o, &o->all);
    }
}

/* The finest that makes a trend, months before weeks; else the longest: what came within two
 * weeks is best looked at as one. */
/* Asked once, within a quarter, and over: its last week is nobody's question. */
static bool is_one_off(const struct overview_span *span, usec_t now)
{
    return span->last_day - span->first_day < ONE_OFF_DAYS &&
           now - span->last > OVER_DAYS * USEC_DAY;
}

str overview_first_look(const struct overview_span *span, usec_t now)
{
    static const size_t order[OVERVIEW_PERIODS] = {1, 0, 2, 3};
    if (span->timed < span->n - span->timed || is_one_off(span, now))
        return S("all");
    for (size_t i = 0; i < OVERVIEW_PERIODS; i++) {
        const struct overview_look *l = &span->looks[order[i]];
        if (l->has_enough && l->last - l->first + 1 >= PERIODS_FOR_A_TREND)
            return period_name(overview_periods[order[i]]);
    }
    for (size_t p = OVERVIEW_PERIODS; p-- > 1;)
        if (span->looks[p].has_enough)
            return period_name(overview_periods[p]);
    return S("all");
}
