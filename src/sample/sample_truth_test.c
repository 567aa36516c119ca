/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What is true of the sample is found by asking, and what is not is not.
 */
#include "sample/sample_of_test.h"

static const struct contrast *against(struct test *t, struct store *s, str question, str row)
{
    const struct answer_row *r = sample_row(sample_ask(t, s, question), row);
    CHECK(r->has_contrast);
    return &r->contrast;
}

#define CHECK_VERDICT(contrast, should)                                                            \
    CHECK_STR(verdict_name((contrast)->verdict), verdict_name(should))

TEST(deliveries_in_the_north_got_worse)
{
    struct store *s = sample_store_of_test(t, "data", SAMPLE_SIGNALS, SAMPLE_SEED);
    const struct contrast *c = against(
        t, s, S("nps(recommend) by region where touchpoint = delivery last 6 months compare rest"),
        S("North"));
    CHECK_VERDICT(c, VERDICT_DOWN);
    CHECK(c->has_q && c->q < 1e-6);
    c = against(t, s, S("mean(delivery_days) by region last 6 months compare rest"), S("North"));
    CHECK_VERDICT(c, VERDICT_UP);
    /* It weighs on the region as a whole. */
    c = against(t, s, S("nps(recommend) by region last 6 months compare rest"), S("North"));
    CHECK_VERDICT(c, VERDICT_DOWN);
}

TEST(the_north_shows_in_its_own_trend)
{
    struct store *s = sample_store_of_test(t, "data", SAMPLE_SIGNALS, SAMPLE_SEED);
    const struct answer *a =
        sample_ask(t, s,
                   S("nps(recommend) by quarter where region = North and touchpoint = delivery "
                     "compare year"));
    const struct answer_row *last = &a->rows[a->rows_len - 1];
    CHECK_STR(period_label(t->arena, PERIOD_QUARTER, last->period), S("2025-Q4"));
    CHECK_VERDICT(&last->contrast, VERDICT_DOWN);
    CHECK(last->has_limits && last->limits.out);
}

TEST(the_app_became_easier_than_the_phone)
{
    struct store *s = sample_store_of_test(t, "data", SAMPLE_SIGNALS, SAMPLE_SEED);
    const struct contrast *c =
        against(t, s,
                S("ces(effort) by channel where channel in (app, phone) since 2025-06 "
                  "compare rest"),
                S("app"));
    CHECK_VERDICT(c, VERDICT_UP);
    const struct answer *a =
        sample_ask(t, s,
                   S("ces(effort) by quarter where channel = app and source = sample_purchase "
                     "compare previous"));
    size_t ups = 0;
    for (size_t i = 0; i < a->rows_len; i++)
        ups += a->rows[i].contrast.verdict == VERDICT_UP;
    CHECK_INT(ups, 1 + (ups == 2)); /* the release lies within a quarter */
}

/* Tables in which every difference is chance: North's deliveries and the app's ease are
 * left out, or the same on both sides. */
static const char *const flat[] = {
    "nps(recommend) by language compare rest",
    "nps(recommend) by plan compare rest",
    "nps(recommend) by segment compare rest",
    "nps(recommend) by language, plan compare rest",
    "nps(recommend) by touchpoint where region != North compare rest",
    "nps(recommend) by source where region != North compare rest",
    "nps(recommend) by region until 2025-08 compare rest",
    "nps(recommend) by region where touchpoint = delivery until 2025-08 compare rest",
    "nps(recommend) by month where region != North compare previous",
    "nps(recommend) by month where region != North compare year",
    "nps(recommend) by region where touchpoint != delivery compare rest",
    "nps(recommend) by unit where region != North compare rest",
    "csat(satisfaction) by language compare rest",
    "csat(satisfaction) by plan compare rest",
    "csat(satisfaction) by segment compare rest",
    "csat(satisfaction) by source where region != North compare rest",
    "csat(satisfaction) by touchpoint where region != North compare rest",
    "csat(satisfaction) by unit where region != North compare rest",
    "ces(effort) by language compare rest",
    "ces(effort) by segment compare rest",
    "ces(effort) by region compare rest",
    "ces(effort) by unit compare rest",
    "ces(effort) by channel where channel in (app, phone) until 2025-05 compare rest",
    "ces(effort) by touchpoint until 2025-05 compare rest",
    "mean(stars) by language compare rest",
    "mean(stars) by segment compare rest",
    "mean(value_for_money) by region compare rest",
    "mean(wait_minutes) by region compare rest",
    "share(solved) box (yes) by language compare rest",
    "mean(delivery_days) by unit where region != North compare rest",
};
enum { FLAT = sizeof flat / sizeof *flat };

/* Whether a table holds something that a verdict calls a difference. */
static bool has_alarm(struct test *t, struct store *s, const char *question)
{
    const struct answer *a = sample_ask(t, s, str_of_chars(question));
    bool alarm = false;
    CHECK(a->rows_len > 1);
    for (size_t i = 0; i < a->rows_len; i++) {
        const struct contrast *c = &a->rows[i].contrast;
        bool differs = c->verdict != VERDICT_SAME && c->verdict != VERDICT_CANNOT_TELL;
        CHECK_THAT(!differs || (c->has_q && c->q <= 0.05), "%s: a verdict without q", question);
        alarm = alarm || (a->rows[i].has_contrast && differs);
    }
    return alarm;
}

TEST(a_scan_of_what_is_flat_raises_no_alarm)
{
    struct store *s = sample_store_of_test(t, "data", SAMPLE_SIGNALS, SAMPLE_SEED);
    for (size_t i = 0; i < FLAT; i++)
        CHECK_THAT(!has_alarm(t, s, flat[i]), "false alarm: %s", flat[i]);
}

/* Of tables in which nothing differs at most one in twenty may say that something does. */
TEST(false_alarms_are_as_rare_as_they_must_be_for_other_seeds)
{
    enum { SEEDS = 4, MOST = 12 }; /* 120 tables: 6 in the mean, 12 with 99 % */
    size_t alarms = 0;
    for (uint64_t seed = 101; seed < 101 + SEEDS; seed++) {
        struct store *s =
            sample_store_of_test(t, str_format(t->arena, "%d", (int)seed).ptr, 10000, seed);
        for (size_t i = 0; i < FLAT; i++)
            alarms += has_alarm(t, s, flat[i]);
    }
    CHECK_THAT(alarms <= MOST, "%zu of %d tables raise an alarm", alarms, SEEDS * FLAT);
}
