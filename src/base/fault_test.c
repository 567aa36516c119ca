/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/fault.h"

#include <pthread.h>

#include "base/test.h"

/* Three points met one after the other, as the bits of those that strike: 1, 2, 4. */
static unsigned meet(void)
{
    unsigned struck = FAULT("store.begin") ? 1 : 0;
    struck |= FAULT("store.commit") ? 2U : 0;
    return struck | (FAULT("file.write") ? 4U : 0);
}

TEST(fault_never_strikes_where_none_is_armed)
{
    CHECK(!fault_is_armed);
    CHECK_INT(meet(), 0);
    CHECK_INT(fault_met(), 0);
}

TEST(fault_strikes_the_point_that_was_counted_off)
{
    for (size_t nth = 1; nth <= 7; nth++) {
        fault_arm(nth, false);
        unsigned first = meet(), second = meet();
        CHECK_INT(first | second << 3, nth <= 6 ? 1 << (nth - 1) : 0);
        CHECK_INT(fault_met(), 6);
    }
    fault_disarm();
    CHECK_INT(meet(), 0);
    CHECK_INT(fault_met(), 6); /* what was met stands until it is armed again */
}

TEST(fault_that_sticks_strikes_everything_behind_it)
{
    fault_arm(2, true);
    CHECK_INT(meet(), 6);
    CHECK_INT(meet(), 7);
    fault_disarm();
    CHECK_INT(meet(), 0);
}

TEST(fault_of_one_name_leaves_the_others_alone)
{
    fault_arm_at("store.commit", 2, false);
    CHECK_INT(meet(), 0);
    CHECK_INT(meet(), 2);
    CHECK_INT(meet(), 0);
    CHECK_INT(fault_met(), 3);
    fault_arm_at("store.commit", 1, true);
    CHECK_INT(meet(), 2);
    CHECK_INT(meet(), 2);
    fault_arm_at("nowhere", 1, true);
    CHECK_INT(meet(), 0);
    CHECK_INT(fault_met(), 0);
}

/* A sweep, as tests of other modules do it: each point once, until a run meets fewer. */
TEST(fault_sweep_comes_to_an_end)
{
    unsigned seen = 0;
    size_t nth = 1;
    for (;; nth++) {
        fault_arm(nth, false);
        seen |= meet();
        if (fault_met() < nth)
            break;
    }
    fault_disarm();
    CHECK_INT(seen, 7);
    CHECK_INT(nth, 4);
}

enum { MEETINGS = 20000, THREADS = 4 };

static void *meet_often(void *struck)
{
    for (int i = 0; i < MEETINGS; i++)
        *(unsigned *)struck += FAULT("store.commit");
    return NULL;
}

TEST(fault_strikes_one_of_many_threads)
{
    pthread_t threads[THREADS];
    unsigned struck[THREADS] = {0}, all = 0;
    fault_arm(MEETINGS * THREADS / 2, false);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, meet_often, &struck[i]) == 0);
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        all += struck[i];
    }
    CHECK_INT(fault_met(), MEETINGS * THREADS);
    CHECK_INT(all, 1);
    fault_disarm();
}
