/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/attempts.h"

#include "base/limits.h"
#include "base/test.h"

static const struct attempts_rule rule = {.free = 3, .most_s = 120};

static struct secret_hash who(unsigned number)
{
    str part = {(const char *)&number, sizeof number};
    return secret_hash_parts(&part, 1);
}

TEST(attempts_wait_longer_each_time_up_to_a_most)
{
    static const unsigned waits[] = {0, 0, 0, 4, 8, 16, 32, 64, 120, 120, 120};
    struct attempts *all = attempts_make(t->arena, rule);
    usec_t now = USEC_DAY;
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        now += waits[i] > 0 ? (usec_t)(waits[i] - 1) * USEC_SECOND : 0;
        CHECK_INT(attempts_begin(all, who(1), now), waits[i] ? 1 : 0);
        if (!waits[i])
            continue;
        now += USEC_SECOND;
        CHECK_INT(attempts_begin(all, who(1), now), 0);
    }
    CHECK_INT(attempts_begin(all, who(1), now), 120);
    CHECK_INT(attempts_begin(all, who(2), now), 0); /* others do not wait */
}

TEST(attempts_on_one_account_are_few_however_many_come)
{
    struct attempts *all = attempts_make(t->arena, rule);
    unsigned tried = 0;
    for (usec_t now = USEC_DAY; now < USEC_DAY + USEC_HOUR; now += USEC_SECOND / 100)
        tried += attempts_begin(all, who(1), now) == 0;
    CHECK_THAT(tried <= 60, "%u", tried);
}

TEST(attempts_at_once_are_counted_before_any_of_them_failed)
{
    struct attempts *all = attempts_make(t->arena, rule);
    unsigned tried = 0;
    for (size_t i = 0; i < 100; i++)
        tried += attempts_begin(all, who(1), USEC_DAY) == 0;
    CHECK_INT(tried, rule.free);
}

TEST(attempts_are_forgiven_by_success_and_by_quiet)
{
    struct attempts *all = attempts_make(t->arena, rule);
    for (size_t i = 0; i < 3; i++)
        CHECK_INT(attempts_begin(all, who(1), USEC_DAY), 0);
    CHECK_INT(attempts_begin(all, who(1), USEC_DAY), 4);
    CHECK_INT(attempts_begin(all, who(1), USEC_DAY + ATTEMPTS_QUIET), 0);
    CHECK_INT(attempts_begin(all, who(1), USEC_DAY + ATTEMPTS_QUIET), 0);
    for (size_t i = 0; i < 3; i++)
        CHECK_INT(attempts_begin(all, who(2), USEC_DAY), 0);
    attempts_forgive(all, who(2), ATTEMPTS_FORGIVE_ONE);
    CHECK_INT(attempts_begin(all, who(2), USEC_DAY), 0);
    CHECK_INT(attempts_begin(all, who(2), USEC_DAY), 4);
    attempts_forgive(all, who(2), ATTEMPTS_FORGIVE_ALL);
    for (size_t i = 0; i < 3; i++)
        CHECK_INT(attempts_begin(all, who(2), USEC_DAY), 0);
    attempts_forgive(all, who(3), ATTEMPTS_FORGIVE_ALL); /* nobody */
}

TEST(attempts_of_a_crowd_do_not_wash_away_who_tried_most)
{
    struct attempts *all = attempts_make(t->arena, rule);
    for (size_t i = 0; i < 3; i++)
        CHECK_INT(attempts_begin(all, who(0), USEC_DAY), 0);
    for (unsigned i = 1; i < 10 * LIMIT_ATTEMPTS_KEPT; i++)
        CHECK_INT(attempts_begin(all, who(i), USEC_DAY), 0);
    CHECK_INT(attempts_begin(all, who(0), USEC_DAY), 4);
}
