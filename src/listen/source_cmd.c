/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune source — where signals come from, and who was asked.
 */
#include "base/command.h"
#include "base/date.h"
#include "base/limits.h"
#include "draw/sheet.h"
#include "listen/source_change.h"

static const char *const reaches[] = {"everybody", "random", "open", "unknown", NULL};
static const char *const formats[] = {"table", "json", NULL};

static const struct option options[] = {
    {.name = "data",
     .kind = OPTION_TEXT,
     .needed = true,
     .value = "DIR",
     .about = "the data folder that attune init made"},
    {.name = "reached",
     .kind = OPTION_CHOICE,
     .choices = reaches,
     .value = "HOW",
     .about = "how people were asked: all of them, drawn by chance, whoever came by"},
    {.name = "invited", .kind = OPTION_TEXT, .value = "N", .about = "how many were asked"},
    {.name = "population",
     .kind = OPTION_TEXT,
     .value = "N",
     .about = "how many there are that the answers are to speak for"},
    {.name = "from", .kind = OPTION_TEXT, .value = "DATE", .about = "when asking began"},
    {.name = "to", .kind = OPTION_TEXT, .value = "DATE", .about = "when it ended"},
    {.name = "name", .kind = OPTION_TEXT, .value = "NAME", .about = "what people call it"},
    {.name = "format",
     .kind = OPTION_CHOICE,
     .choices = formats,
     .value = "FORMAT",
     .about = "how it is printed"},
};

struct listing {
    struct arena *a;
    struct source *sources;
    uint64_t *signals; /* [source] */
    size_t len;
};

static struct err *list(struct call *c, struct listing *out)
{
    struct db *db = NULL;
    struct source one;
    out->a = c->arena;
    TRY(store_open_reader(c->arena, c->store, &db));
    TRY(source_list(c->arena, db, &out->sources, &out->len));
    if (c->arguments_len) {
        TRY(source_get(c->arena, db, c->arguments[0], &one));
        out->sources[0] = one;
        out->len = 1;
    }
    out->signals = ARENA_ARRAY(c->arena, uint64_t, out->len + 1);
    for (size_t i = 0; i < out->len; i++)
        TRY(source_signals(c->arena, db, out->sources[i].id, &out->signals[i]));
    return NULL;
}

static struct source_change change_of(const struct call *c)
{
    return (struct source_change){.key = c->arguments_len ? c->arguments[0] : S(""),
                                  .name = call_value(c, "name"),
                                  .reach = {.reached = call_value(c, "reached"),
                                            .invited = call_value(c, "invited"),
                                            .population = call_value(c, "population"),
                                            .from = call_value(c, "from"),
                                            .to = call_value(c, "to")},
                                  .actor = S("command line"),
                                  .now = c->now};
}

/* ---- printing ---- */

static str people_text(struct arena *a, int64_t people)
{
    return people ? str_format(a, "%lld", (long long)people) : S("");
}

static str answered_text(const struct listing *l, size_t i)
{
    double rate = 0;
    if (!reach_response_rate(&l->sources[i].reach, l->signals[i], &rate))
        return S("");
    return str_format(l->a, "%.1f %%", rate);
}

static str wave_text(struct arena *a, const struct reach *r)
{
    str first = r->has_first ? period_label(a, PERIOD_DAY, r->first_day) : S("");
    str last = r->has_last ? period_label(a, PERIOD_DAY, r->last_day) : S("");
    if (r->has_first && r->has_last)
        return str_format(a, "%.*s to %.*s", STR(first), STR(last));
    if (r->has_first)
        return str_format(a, "from %.*s", STR(first));
    return r->has_last ? str_format(a, "until %.*s", STR(last)) : S("");
}

static void add_row(const struct listing *l, size_t i, struct sheet *sheet)
{
    const struct source *s = &l->sources[i];
    const str cells[] = {s->key,
                         s->name,
                         str_format(l->a, "%llu", (unsigned long long)l->signals[i]),
                         s->reach.reached,
                         people_text(l->a, s->reach.invited),
                         answered_text(l, i),
                         people_text(l->a, s->reach.population),
                         wave_text(l->a, &s->reach)};
    sheet_add_row(sheet, TONE_PLAIN);
    for (size_t c = 0; c < sizeof cells / sizeof *cells; c++)
        sheet_put(sheet, c, cells[c], TONE_PLAIN);
}

static void print_table(const struct listing *l, struct terminal t, struct buf *out)
{
    const struct sheet_column columns[] = {
        {.header = S("Source"), .kind = SHEET_TEXT, .shrinks = true},
        {.header = S("Name"), .kind = SHEET_TEXT, .shrinks = true, .leaves = 1},
        {.header = S("Signals"), .kind = SHEET_NUMBER},
        {.header = S("Reached"), .kind = SHEET_TEXT},
        {.header = S("Invited"), .kind = SHEET_NUMBER},
        {.header = S("Answered"), .kind = SHEET_NUMBER},
        {.header = S("Population"), .kind = SHEET_NUMBER, .leaves = 3},
        {.header = S("Wave"), .kind = SHEET_TEXT, .leaves = 2},
    };
    struct sheet *sheet = sheet_make(l->a, columns, sizeof columns / sizeof *columns);
    bool is_unknown = false;
    for (size_t i = 0; i < l->len; i++) {
        add_row(l, i, sheet);
        is_unknown = is_unknown || str_equal(l->sources[i].reach.reached, S("unknown"));
    }
    if (l->len == 0)
        sheet_add_note(sheet, S("There is no source yet: attune import makes one."));
    if (is_unknown)
        sheet_add_note(sheet, S("Where it is unknown how people were reached, an interval knows "
                                "chance only: attune source KEY --reached everybody, random or "
                                "open says it once for all."));
    sheet_print(sheet, t, out);
}

static void print_json(const struct listing *l, struct buf *out)
{
    struct json j = json_make(out);
    json_open_object(&j);
    json_key(&j, S("sources"));
    json_open_array(&j);
    for (size_t i = 0; i < l->len; i++)
        source_to_json(l->a, &j, &l->sources[i], l->signals[i]);
    json_close_array(&j);
    json_close_object(&j);
    buf_add(out, S("\n"));
}

static struct err *source_run(struct call *c, int *status)
{
    struct source_change change = change_of(c);
    struct listing l = {.a = NULL};
    struct source changed;
    bool changes = change.name.ptr || !reach_change_is_empty(&change.reach);
    if (changes && change.key.len == 0)
        FAIL(c->arena, WHY_USAGE, "Say which source: attune source --data DIR KEY …");
    if (changes)
        TRY(source_change(c->arena, c->store, &change, &changed));
    TRY(list(c, &l));
    struct buf out = buf_make(c->arena, LIMIT_OUTPUT_BYTES);
    if (str_equal(call_value(c, "format"), S("json")))
        print_json(&l, &out);
    else
        print_table(&l, terminal_of_stream(c->out), &out);
    (void)fwrite(out.ptr, 1, out.len, c->out);
    *status = 0;
    return NULL;
}

COMMAND(source) = {
    .name = "source",
    .summary = "Show where signals come from, or say who was reached",
    .arguments = "KEY",
    .arguments_max = 1,
    .options = options,
    .options_len = sizeof options / sizeof *options,
    .data = DATA_WRITES,
    .description =
        "Lists the sources with their signals, or shows one. With an option it says something of "
        "one, and that holds for every answer from it: how people were asked decides whether an "
        "interval says more than chance, and a population that is known, of which everybody or a "
        "random part was asked, makes it narrower. \"unknown\" takes back what was said.",
    .examples =
        "attune source --data DIR # all of them\n"
        "attune source --data DIR spring --reached everybody --invited 480 --population 520\n"
        "attune source --data DIR spring --from 2026-03-01 --to 2026-03-31 --name 'Spring survey'",
    .run = source_run,
};
