/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/now.h"

#include "base/date.h"
#include "base/test.h"
#include "base/zone.h"

/* value: NULL where --now is not given. */
static struct err *set(struct test *t, struct call *c, const char *zone, const char *value)
{
    static const struct option option = {.name = "now"};
    CHECK(setenv("TZ", zone, 1) == 0);
    struct given *given = ARENA_NEW(t->arena, struct given);
    if (value)
        *given = (struct given){&option, str_of_chars(value)};
    *c = (struct call){.arena = t->arena, .given = given, .given_len = value != NULL};
    return now_set(c);
}

/* now and day: "2026-03-01T00:00:00Z 2026-03-01" */
static str is(struct test *t, const char *zone, const char *value)
{
    struct call c;
    CHECK_OK(set(t, &c, zone, value));
    str day = period_label(t->arena, PERIOD_DAY, (int32_t)c.now_day);
    return str_format(t->arena, "%.*s %.*s", STR(usec_to_str(t->arena, c.now)), STR(day));
}

TEST(now_is_the_clocks_where_nothing_else_is_said)
{
    struct call c;
    usec_t before = usec_now();
    CHECK_OK(set(t, &c, "Etc/GMT-14", NULL));
    CHECK(c.now >= before && c.now <= usec_now());
    CHECK_INT(c.now_day, (c.now + 14 * USEC_HOUR) / USEC_DAY);
    CHECK_OK(set(t, &c, "Etc/GMT+12", NULL));
    CHECK_INT(c.now_day, (c.now - 12 * USEC_HOUR) / USEC_DAY);
}

TEST(now_of_a_date_is_its_first_instant)
{
    CHECK_STR(is(t, "UTC", "2026-03-01"), S("2026-03-01T00:00:00Z 2026-03-01"));
    CHECK_STR(is(t, "Europe/Madrid", "2026-03-01"), S("2026-02-28T23:00:00Z 2026-03-01"));
    CHECK_STR(is(t, "Asia/Kolkata", " 3/1/2026 "), S("2026-02-28T18:30:00Z 2026-03-01"));
    CHECK_STR(is(t, "UTC", "2026-03"), S("2026-03-01T00:00:00Z 2026-03-01"));
    CHECK_STR(is(t, "America/Sao_Paulo", "2018-11-04"), S("2018-11-04T03:00:00Z 2018-11-04"));
    /* A day that was left out is still what was asked for. */
    CHECK_STR(is(t, "Pacific/Apia", "2011-12-30"), S("2011-12-30T10:00:00Z 2011-12-30"));
}

TEST(now_of_an_instant_is_on_the_day_of_the_hosts_wall)
{
    CHECK_STR(is(t, "UTC", "2026-03-01T23:30:00Z"), S("2026-03-01T23:30:00Z 2026-03-01"));
    CHECK_STR(is(t, "Europe/Madrid", "2026-03-01T23:30:00Z"), S("2026-03-01T23:30:00Z 2026-03-02"));
    CHECK_STR(is(t, "America/Lima", "2026-03-01 00:30+02"), S("2026-02-28T22:30:00Z 2026-02-28"));
}

TEST(now_of_a_wall_time_is_the_hosts)
{
    CHECK_STR(is(t, "UTC", "2026-03-01 09:30"), S("2026-03-01T09:30:00Z 2026-03-01"));
    CHECK_STR(is(t, "Europe/Madrid", "2026-07-01T00:30:00"), S("2026-06-30T22:30:00Z 2026-07-01"));
}

TEST(now_of_anything_else_is_refused)
{
    static const char *const texts[] = {
        "",
        "yesterday",
        "2026-02-30",
        "3/1/2026 09:30", /* a time behind a date that is no ISO date would be lost */
        "2026-03-01 09:30 PM",
        "2026-03-01T09:30:00 Europe/Madrid",
        "2026-03-01T25:00:00Z",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct call c;
        struct err *e = set(t, &c, "UTC", texts[i]);
        CHECK_THAT(e && e->why == WHY_USAGE, "\"%s\"", texts[i]);
        CHECK(c.now == 0 && c.now_day == 0);
    }
    struct call c;
    CHECK_STR(set(t, &c, "UTC", "yesterday")->text,
              S("--now takes a date such as 2026-03-01 or a time such as 2026-03-01T09:30:00Z, not "
                "\"yesterday\"."));
}
