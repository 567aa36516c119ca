/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/time_axis.h"

#include "understand/rows.h"

static struct time_axis axis_of(struct test *t, const char *cells, enum period period,
                                const char *today)
{
    struct column *c = column_of(t, "at", str_of_chars(cells));
    return time_axis_of_column(t->arena, c, period, day_of(today));
}

/* "2026-03", "-" for no value, "skip" for rows that are not looked at */
static str label_of(struct test *t, const struct time_axis *time, const char *cell)
{
    uint32_t code = dictionary_find(column_dictionary(time->axis.column), str_of_chars(cell));
    CHECK(code != CODE_MISSING);
    uint32_t point = axis_point(&time->axis, code);
    if (point >= AXIS_SKIP)
        return point == AXIS_NONE ? S("-") : S("skip");
    CHECK(point < time->axis.points_len);
    return period_label(t->arena, time->period, time->first + (int32_t)point);
}

TEST(dates_become_periods)
{
    static const struct {
        enum period period;
        const char *label;
    } cases[] = {{PERIOD_DAY, "2016-05-21"},
                 {PERIOD_WEEK, "2016-W20"},
                 {PERIOD_MONTH, "2016-05"},
                 {PERIOD_QUARTER, "2016-Q2"},
                 {PERIOD_YEAR, "2016"}};
    static const char *const cells[] = {"2016-05-21", "05/21/2016", "20160521", "2016/5/21",
                                        "5/21/16"};
    for (size_t i = 0; i < 5; i++) {
        struct time_axis time =
            axis_of(t, "2016-05-21 05/21/2016 20160521 2016/5/21 5/21/16 2015-01-01",
                    cases[i].period, "2026-11-24");
        for (size_t c = 0; c < 5; c++)
            CHECK_STR(label_of(t, &time, cells[c]), str_of_chars(cases[i].label));
        CHECK(!time.leaves_out && !time.order_guessed);
        CHECK_STR(period_label(t->arena, cases[i].period, time.first),
                  period_label(t->arena, cases[i].period,
                               period_of_day(cases[i].period, day_of("2015-01-01"))));
    }
}

TEST(points_reach_from_the_first_period_to_the_last)
{
    struct time_axis time =
        axis_of(t, "2026-03-09 2025-12-31 2026-03-01", PERIOD_MONTH, "2026-11-24");
    CHECK_INT(time.axis.points_len, 4);
    CHECK(time.has_days && time.first_day == day_of("2025-12-31"));
    CHECK(time.last_day == day_of("2026-03-09"));
}

TEST(what_is_no_date_is_refused_and_has_no_period)
{
    struct time_axis time =
        axis_of(t, "2026-02-30 soon 2026-02-28 13/13/2026 -", PERIOD_MONTH, "2026-11-24");
    static const bool refused[] = {true, true, false, true};
    for (uint32_t code = 0; code < 4; code++)
        CHECK(time.refused[code] == refused[code]);
    CHECK_STR(label_of(t, &time, "soon"), S("-"));
    CHECK_STR(label_of(t, &time, "2026-02-28"), S("2026-02"));
    CHECK(axis_point(&time.axis, CODE_MISSING) == AXIS_NONE);
    CHECK_INT(time.axis.points_len, 1);
}

TEST(the_running_period_and_what_lies_behind_are_left_out)
{
    struct time_axis time = axis_of(t, "2026-10-31 2026-11-01 2026-11-30 2027-05-05 soon -",
                                    PERIOD_MONTH, "2026-11-24");
    CHECK(time.leaves_out);
    CHECK_STR(label_of(t, &time, "2026-10-31"), S("2026-10"));
    static const char *const left_out[] = {"2026-11-01", "2026-11-30", "2027-05-05"};
    for (size_t i = 0; i < 3; i++)
        CHECK_STR(label_of(t, &time, left_out[i]), S("skip"));
    CHECK_INT(time.axis.points_len, 1);
    static const uint32_t points[] = {AXIS_SKIP, 0, 0, 0, AXIS_SKIP};
    for (uint32_t code = 0; code < 5; code++)
        CHECK(axis_point(&time.left_out, code) == points[code]);
}

/* Today is the last day of the period: it still runs. */
TEST(a_period_runs_to_its_last_day)
{
    struct time_axis time = axis_of(t, "2026-10-30 2026-09-30", PERIOD_MONTH, "2026-10-31");
    CHECK(time.leaves_out && time.axis.points_len == 1);
    time = axis_of(t, "2026-10-30 2026-09-30", PERIOD_MONTH, "2026-11-01");
    CHECK(!time.leaves_out && time.axis.points_len == 2);
}

TEST(all_dates_in_the_running_period_leave_no_period)
{
    struct time_axis time = axis_of(t, "2026-11-01 2026-11-02", PERIOD_MONTH, "2026-11-24");
    CHECK(time.axis.points_len == 0 && time.leaves_out);
    CHECK_STR(label_of(t, &time, "2026-11-01"), S("skip"));
}

TEST(a_column_without_dates_has_no_period)
{
    struct time_axis time = axis_of(t, "soon later", PERIOD_MONTH, "2026-11-24");
    CHECK(time.axis.points_len == 0 && !time.has_days && !time.leaves_out);
    CHECK(time.refused[0] && time.refused[1]);
}

TEST(the_order_of_day_and_month_is_what_more_dates_say)
{
    struct time_axis time = axis_of(t, "03/04/2016 21/05/2016", PERIOD_DAY, "2026-11-24");
    CHECK_STR(label_of(t, &time, "03/04/2016"), S("2016-04-03"));
    CHECK(!time.order_guessed);
    time = axis_of(t, "03/04/2016 05/21/2016", PERIOD_DAY, "2026-11-24");
    CHECK_STR(label_of(t, &time, "03/04/2016"), S("2016-03-04"));
    CHECK(!time.order_guessed);
    time = axis_of(t, "05/21/2016 03/04/2016 22/05/2016 23/05/2016", PERIOD_DAY, "2026-11-24");
    CHECK_STR(label_of(t, &time, "03/04/2016"), S("2016-04-03")); /* whichever came first */
    CHECK(time.refused[0] && !time.refused[1]);
}

TEST(dates_that_say_nothing_of_their_order_are_read_month_first_and_said_to_be)
{
    struct time_axis time = axis_of(t, "03/04/2016 5/5/2016", PERIOD_DAY, "2026-11-24");
    CHECK_STR(label_of(t, &time, "03/04/2016"), S("2016-03-04"));
    CHECK(time.order_guessed);
    time = axis_of(t, "5/5/2016 2016-03-04", PERIOD_DAY, "2026-11-24");
    CHECK(!time.order_guessed); /* either way the same */
}
