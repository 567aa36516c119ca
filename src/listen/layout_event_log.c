/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Event logs of process mining: one line an event, with its case, what was done, and
 * when.  Names as the standard XES has them, or in words.
 */
#include "listen/layout_text.h"

static const struct layout_known known[] = {
    {S_INIT("case:concept:name"), LAYOUT_CASE}, {S_INIT("concept:name"), LAYOUT_TOUCHPOINT},
    {S_INIT("time:timestamp"), LAYOUT_TIME},    {S_INIT("lifecycle:transition"), LAYOUT_CHOICE},
    {S_INIT("org:resource"), LAYOUT_CHOICE},    {S_INIT("org:group"), LAYOUT_CHOICE},
    {S_INIT("org:role"), LAYOUT_CHOICE},        {S_INIT("concept:instance"), LAYOUT_ID},
};

static const str cases[] = {
    S_INIT("case:concept:name"), S_INIT("case id"), S_INIT("case"),        S_INIT("trace id"),
    S_INIT("case number"),       S_INIT("Fall ID"), S_INIT("Fallnummer"),  S_INIT("Fall"),
    S_INIT("Vorgangsnummer"),    S_INIT("Vorgang"), S_INIT("Vorgangs ID"),
};

static const str activities[] = {
    S_INIT("concept:name"), S_INIT("activity"),  S_INIT("activity name"), S_INIT("event"),
    S_INIT("event name"),   S_INIT("Aktivität"), S_INIT("Aktivitaet"),    S_INIT("Ereignis"),
    S_INIT("Tätigkeit"),    S_INIT("Schritt"),
};

static const str times[] = {
    S_INIT("time:timestamp"),     S_INIT("timestamp"),     S_INIT("event time"),
    S_INIT("complete timestamp"), S_INIT("end timestamp"), S_INIT("start timestamp"),
    S_INIT("end time"),           S_INIT("start time"),    S_INIT("time"),
    S_INIT("Zeitstempel"),        S_INIT("Zeitpunkt"),     S_INIT("Endzeit"),
    S_INIT("Startzeit"),          S_INIT("Zeit"),
};

enum {
    CASES = sizeof cases / sizeof *cases,
    ACTIVITIES = sizeof activities / sizeof *activities,
    TIMES = sizeof times / sizeof *times
};

static bool is_event_log(struct arena *a, const struct layout_sample *s)
{
    return layout_find_any(a, s, cases, CASES) != LAYOUT_NONE &&
           layout_find_any(a, s, activities, ACTIVITIES) != LAYOUT_NONE &&
           layout_find_any(a, s, times, TIMES) != LAYOUT_NONE;
}

static void read_event_log(struct arena *a, const struct layout_sample *s, struct layout_reading *r)
{
    layout_settle(s, r, layout_find_any(a, s, cases, CASES), LAYOUT_CASE);
    layout_settle(s, r, layout_find_any(a, s, activities, ACTIVITIES), LAYOUT_TOUCHPOINT);
    layout_settle(s, r, layout_find_any(a, s, times, TIMES), LAYOUT_TIME);
}

LAYOUT(event_log) = {.name = "event_log",
                     .what = "an event log",
                     .kind = "event",
                     .known = known,
                     .known_len = sizeof known / sizeof *known,
                     .is = is_event_log,
                     .read = read_event_log};
