/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/reach.h"

#include <string.h>

#include "base/date.h"
#include "base/test.h"

static const struct reach unknown = {.reached = S_INIT("unknown")};

static void check_refused(struct test *t, const struct reach_change *change, const char *at,
                          const char *says)
{
    struct reach reach = unknown;
    struct err *e = reach_apply(t->arena, change, &reach);
    CHECK(e && e->why == WHY_USAGE);
    CHECK_THAT(memmem(e->text.ptr, e->text.len, says, strlen(says)), "%.*s", STR(e->text));
    CHECK_STR(e->at, str_of_chars(at));
    CHECK_INT(reach.invited, 0);
}

TEST(what_is_said_of_a_source_is_kept_and_the_rest_stays)
{
    struct reach reach = unknown;
    struct reach_change change = {
        .reached = S("Random"), .invited = S(" 480 "), .from = S("2026-03-01")};
    CHECK_OK(reach_apply(t->arena, &change, &reach));
    CHECK_STR(reach.reached, S("random"));
    CHECK_INT(reach.invited, 480);
    CHECK(reach.has_first && !reach.has_last);
    CHECK_STR(period_label(t->arena, PERIOD_DAY, reach.first_day), S("2026-03-01"));
    CHECK_OK(reach_apply(t->arena, &(struct reach_change){.population = S("520")}, &reach));
    CHECK_INT(reach.invited, 480);
    CHECK_INT(reach.population, 520);
    CHECK_OK(reach_apply(
        t->arena,
        &(struct reach_change){.reached = S("unknown"), .invited = S(""), .from = S("unknown")},
        &reach));
    CHECK_STR(reach.reached, S("unknown"));
    CHECK_INT(reach.invited, 0);
    CHECK(!reach.has_first);
}

TEST(what_cannot_be_is_refused_with_its_place)
{
    check_refused(t, &(struct reach_change){.reached = S("some")}, "reached", "\"some\"");
    check_refused(t, &(struct reach_change){.invited = S("-3")}, "invited", "\"-3\"");
    check_refused(t, &(struct reach_change){.invited = S("3.5")}, "invited", "\"3.5\"");
    check_refused(t, &(struct reach_change){.population = S("0")}, "population", "\"0\"");
    check_refused(t, &(struct reach_change){.population = S("99999999999999")}, "population",
                  "no whole number");
    check_refused(t, &(struct reach_change){.from = S("3/4/2026")}, "from", "\"3/4/2026\"");
    check_refused(t, &(struct reach_change){.to = S("2026-02-30")}, "to", "\"2026-02-30\"");
    check_refused(t, &(struct reach_change){.invited = S("30"), .population = S("20")}, "invited",
                  "cannot be invited");
    check_refused(t, &(struct reach_change){.from = S("2026-03-02"), .to = S("2026-03-01")}, "to",
                  "before it begins");
}

TEST(a_response_rate_needs_the_number_invited)
{
    struct reach reach = unknown;
    double percent = -1;
    CHECK(!reach_response_rate(&reach, 10, &percent));
    reach.invited = 40;
    CHECK(reach_response_rate(&reach, 10, &percent));
    CHECK_NEAR(percent, 25, 0);
    CHECK(reach_response_rate(&reach, 40, &percent));
    CHECK_NEAR(percent, 100, 0);
    CHECK(!reach_response_rate(&reach, 41, &percent));
}
