/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune sample — puts the sample organisation into a record, or takes it out.
 */
#include "sample/sample_cmd.h"

#include "base/date.h"
#include "base/decimal.h"
#include "base/limits.h"
#include "base/text.h"
#include "people/organisation_db.h"
#include "sample/season.h"

static const struct option options[] = {
    {.name = "data",
     .kind = OPTION_TEXT,
     .needed = true,
     .value = "DIR",
     .about = "the data folder that attune init made"},
    SAMPLE_CMD_OPTIONS,
    {.name = "remove", .kind = OPTION_FLAG, .about = "take the sample out again"},
};

/* A whole number from least to most. */
static struct err *read_number(const struct call *c, const char *option, uint64_t least,
                               uint64_t most, uint64_t *out)
{
    str text = call_value(c, option);
    struct decimal number;
    if (!text.ptr)
        return NULL;
    bool is =
        decimal_of_str(str_trim(text), &number) && decimal_is_whole(number) && number.mantissa >= 0;
    uint64_t value = is ? (uint64_t)number.mantissa : 0;
    if (!is || value < least || value > most)
        FAIL(c->arena, WHY_USAGE, "--%s takes a whole number from %llu to %llu, not %.*s.", option,
             (unsigned long long)least, (unsigned long long)most, STR(text_quote(c->arena, text)));
    *out = value;
    return NULL;
}

static struct err *read_end(const struct call *c, struct zone *zone, int32_t *day)
{
    enum { FIRST_YEAR = 1972, LAST_YEAR = 9998 };
    str text = call_value(c, "end");
    *day = zone_day(zone, c->now) + 1;
    if (!text.ptr)
        return NULL;
    if (date_evidence_of(text) != DATE_CLEAR || !date_of_str(text, DATE_DAY_FIRST, day))
        FAIL(c->arena, WHY_USAGE, "--end takes a date such as 2026-03-01, not %.*s.",
             STR(text_quote(c->arena, text)));
    int year = date_of_day(*day).year;
    if (year < FIRST_YEAR || year > LAST_YEAR)
        FAIL(c->arena, WHY_USAGE, "--end takes a day of the years %d to %d, not of %d.", FIRST_YEAR,
             LAST_YEAR, year);
    return NULL;
}

struct err *sample_cmd_options(const struct call *c, struct zone *zone, struct sample_options *out)
{
    struct sample_options o = {.signals = SAMPLE_SIGNALS,
                               .seed = SAMPLE_SEED,
                               .now = c->now,
                               .actor = S("command line"),
                               .shows_progress = c->err,
                               .ends = c->is_to_end};
    TRY(read_number(c, "signals", 1, LIMIT_SAMPLE_SIGNALS, &o.signals));
    TRY(read_number(c, "seed", 0, INT64_MAX, &o.seed));
    TRY(read_end(c, zone, &o.end_day));
    *out = o;
    return NULL;
}

static bool is_other(const struct sample *sample, const struct sample_options *how)
{
    return sample->signals != how->signals || sample->seed != how->seed ||
           sample->end_day != how->end_day;
}

str sample_cmd_tell(struct arena *a, const struct sample *sample)
{
    return str_format(
        a,
        "The sample is in the record: %llu invented signals of two years, the last of "
        "%.*s (seed %llu).\n",
        (unsigned long long)sample->signals,
        STR(period_label(a, PERIOD_DAY, season_end(sample->end_day) - 1)),
        (unsigned long long)sample->seed);
}

struct err *sample_cmd_make(struct call *c, struct db *db, str *told)
{
    struct sample_options how;
    struct sample sample;
    struct zone *zone = NULL;
    str name;
    TRY(organisation_zone(c->arena, db, &name));
    TRY(zone_open(c->arena, name, &zone));
    TRY(sample_cmd_options(c, zone, &how));
    TRY(sample_make(c->arena, c->store, db, &how, &sample));
    *told = sample_cmd_tell(c->arena, &sample);
    if (is_other(&sample, &how))
        *told = str_format(c->arena,
                           "%.*sIt had been begun before and was gone on with as it was begun.\n",
                           STR(*told));
    return NULL;
}

static struct err *remove_it(struct call *c, struct db *db, str *told)
{
    struct sample_removal removal = {
        .now = c->now, .actor = S("command line"), .shows_progress = c->err, .ends = c->is_to_end};
    if (call_has(c, "signals") || call_has(c, "seed") || call_has(c, "end"))
        FAIL(c->arena, WHY_USAGE,
             "--remove takes out the sample that is there; it needs no other "
             "option than --data.");
    TRY(sample_remove(c->arena, c->store, db, &removal));
    *told = S("The sample is out of the record.\n");
    return NULL;
}

static struct err *sample_run(struct call *c, int *status)
{
    str told = S("");
    struct db *db = NULL;
    TRY(store_open_reader(c->arena, c->store, &db));
    TRY(call_has(c, "remove") ? remove_it(c, db, &told) : sample_cmd_make(c, db, &told));
    (void)fwrite(told.ptr, 1, told.len, c->out);
    *status = 0;
    return NULL;
}

COMMAND(sample) = {
    .name = "sample",
    .summary = "Put an invented company's signals into the record, or take them out",
    .options = options,
    .options_len = sizeof options / sizeof *options,
    .data = DATA_WRITES,
    .description =
        "Two years of surveys, service calls and reviews of an invented company with sixteen "
        "branches and customers in four languages, to look at and to try questions on. The same "
        "seed, number and end make the same signals. Its sources begin with sample_ and are "
        "marked, so that no figure hides where it comes from.\n\n"
        "Two things are true of it: since about six months deliveries in the North take longer "
        "and are liked less, and since about nine months ordering in the app is easier than it "
        "was. All other differences are chance.\n\n"
        "With --remove it is taken out, with all that only it used; what else is in the record "
        "stays.",
    .examples =
        "attune sample --data DIR # 25,000 signals up to now\n"
        "attune query --data DIR 'nps(recommend) by region where touchpoint = delivery last 6 "
        "months compare rest' # who differs?\n"
        "attune query --data DIR 'ces(effort) by quarter where channel = app compare previous' # "
        "what got easier?\n"
        "attune sample --data DIR --remove # only your own is left",
    .run = sample_run,
};
