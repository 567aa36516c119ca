/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Any bytes as a date: what is read is a real day, its part says the same day, and
 * its periods hold it.
 */
#include <stdint.h>

#include "base/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void should(bool holds)
{
    if (!holds)
        __builtin_trap();
}

static void check(struct arena *a, str text, enum date_order order, int32_t day)
{
    int32_t again = 0;
    struct date d = date_of_day(day);
    should(date_is_real(d) && date_to_day(d) == day);
    should(date_of_str(date_part(text), order, &again) && again == day);
    should(date_of_str(period_label(a, PERIOD_DAY, day), order, &again) && again == day);
    for (unsigned p = 0; p < PERIOD_COUNT; p++) {
        int32_t index = period_of_day((enum period)p, day), before = index;
        should(period_start((enum period)p, index) <= day);
        should(period_start((enum period)p, index + 1) > day);
        should(!period_year_before((enum period)p, index, &before) || before < index);
        should(period_label(a, (enum period)p, index).len >= 4);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_make(0);
    str text = {(const char *)data, size};
    bool any = false;
    for (unsigned order = 0; order < DATE_ORDER_COUNT; order++) {
        int32_t day = 0;
        if (!date_of_str(text, (enum date_order)order, &day))
            continue;
        any = true;
        check(a, text, (enum date_order)order, day);
    }
    should(any == (date_evidence_of(text) != DATE_NONE));
    arena_done(a);
    return 0;
}
