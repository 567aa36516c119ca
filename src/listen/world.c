/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/world.h"

#include "base/date.h"
#include "listen/answers.h"
#include "listen/field_db.h"
#include "listen/signal.h"
#include "listen/signal_remove_db.h"
#include "listen/source_db.h"
#include "people/organisation_db.h"
#include "people/unit_db.h"

STATEMENT(field_code_add);

enum { PERSONS = 60, BATCH_MOST = 400 };

const str world_sources[WORLD_SOURCES] = {S_INIT("web"), S_INIT("app"), S_INIT("sfo")};

const str world_field_names[WORLD_FIELD_COUNT] = {
    [WORLD_RECOMMEND] = S_INIT("recommend"), [WORLD_SATISFACTION] = S_INIT("satisfaction"),
    [WORLD_MOOD] = S_INIT("mood"),           [WORLD_TICKS] = S_INIT("ticks"),
    [WORLD_NOTE] = S_INIT("note"),           [WORLD_VISITED] = S_INIT("visited"),
    [WORLD_PRICE] = S_INIT("price"),         [WORLD_RATING] = S_INIT("rating"),
};

const str world_dimension_names[WORLD_DIMENSION_COUNT] = {
    [WORLD_CHANNEL] = S_INIT("channel"), [WORLD_LANGUAGE] = S_INIT("language"),
    [WORLD_KIND] = S_INIT("kind"),       [WORLD_RELATIONSHIP] = S_INIT("relationship"),
    [WORLD_UNIT] = S_INIT("unit"),       [WORLD_TOUCHPOINT] = S_INIT("touchpoint"),
};

static const char *const dimension_texts[WORLD_DIMENSION_COUNT][4] = {
    [WORLD_CHANNEL] = {"web", "phone", "Schalter M\xC3\xBCnchen", NULL},
    [WORLD_LANGUAGE] = {"en", "de", "fr", "ar"},
    [WORLD_KIND] = {"survey", "review", "survey", "call"},
    [WORLD_RELATIONSHIP] = {"customer", NULL, "guest", NULL},
    [WORLD_UNIT] = {"Berlin", "Paris", "Boston", NULL},
    [WORLD_TOUCHPOINT] = {"check-in", "boarding", "lounge", NULL},
};

static const str mood_codes[WORLD_CODES] = {S_INIT("1"), S_INIT("2"), S_INIT("3"),
                                            S_INIT("4"), S_INIT("5"), S_INIT("NA")};

static size_t below(struct world *w, size_t n)
{
    return test_random_below(&w->dice, n);
}

static str one_of(struct world *w, const char *const *texts, size_t len)
{
    return str_of_chars(texts[below(w, len)]);
}

/* ---- the record before its first signal ---- */

static struct err *add_field(struct arena *a, struct db *db, struct field field)
{
    int64_t id = 0;
    field.label = field.key;
    return field_add(a, db, &field, 0, &id);
}

static struct err *add_units(struct arena *a, struct db *db)
{
    int64_t world = 0, europe = 0, id = 0;
    TRY(unit_add(a, db, &(struct unit){.key = S("world"), .name = S("World")}, &world));
    TRY(unit_add(a, db, &(struct unit){.parent = world, .key = S("eu"), .name = S("Europe")},
                 &europe));
    TRY(unit_add(a, db, &(struct unit){.parent = europe, .key = S("ber"), .name = S("Berlin")},
                 &id));
    TRY(unit_add(a, db, &(struct unit){.parent = europe, .key = S("par"), .name = S("Paris")},
                 &id));
    return unit_add(a, db, &(struct unit){.parent = world, .key = S("bos"), .name = S("Boston")},
                    &id);
}

static struct err *add_fields(struct arena *a, struct db *db, const int64_t *sources)
{
    int64_t recommend = 0;
    TRY(add_field(a, db, (struct field){.key = S("mood"), .kind = FIELD_CHOICE}));
    TRY(add_field(a, db, (struct field){.key = S("ticks"), .kind = FIELD_CHOICE}));
    TRY(add_field(a, db, (struct field){.key = S("note"), .kind = FIELD_TEXT}));
    TRY(add_field(a, db, (struct field){.key = S("visited"), .kind = FIELD_DATE}));
    TRY(add_field(a, db,
                  (struct field){.key = S("price"), .kind = FIELD_NUMBER, .source = sources[0]}));
    TRY(add_field(a, db,
                  (struct field){.key = S("rating"), .kind = FIELD_SCORE, .source = sources[1]}));
    TRY(field_find(a, db, 0, S("recommend"), &recommend));
    struct field_alias alias = {.source = sources[1], .field = recommend, .name = S("NPS-Frage")};
    return field_alias_add(a, db, &alias);
}

static struct err *fill(struct arena *a, struct db *db, void *what)
{
    const struct world *w = what;
    int64_t sources[WORLD_SOURCES];
    TRY(organisation_add(a, db, w->zone_name, 0));
    TRY(field_add_canonical(a, db, 0));
    for (size_t i = 0; i < WORLD_SOURCES; i++) {
        struct source source = {.key = world_sources[i],
                                .name = world_sources[i],
                                .reach = {.reached = i ? S("everybody") : S("open")}};
        TRY(source_add(a, db, &source, S(""), 0, &sources[i]));
    }
    TRY(add_units(a, db));
    return add_fields(a, db, sources);
}

static void open_store(struct world *w)
{
    w->opened = arena_make(0);
    CHECK_OK(store_open(w->opened, w->dir, (struct store_options){.role = STORE_OWNS}, &w->store));
}

static void close_store(void *what)
{
    struct world *w = what;
    arena_done(w->opened);
    w->opened = NULL;
}

struct world *world_make(struct test *t, uint64_t seed)
{
    static const char *const zones[] = {"Europe/Berlin", "America/New_York", "Asia/Kolkata",
                                        "Australia/Lord_Howe", "UTC"};
    struct world *w = ARENA_NEW(t->arena, struct world);
    *w = (struct world){.t = t, .arena = t->arena, .dice = {.state = seed}, .notes = 300};
    w->zone_name = one_of(w, zones, sizeof zones / sizeof *zones);
    w->dir = str_format(t->arena, "%.*s/data%llu", STR(t->dir), (unsigned long long)seed);
    w->folder = str_format(t->arena, "%.*s/columns", STR(w->dir));
    CHECK_OK(zone_open(t->arena, w->zone_name, &w->zone));
    CHECK_OK(store_make(t->arena, w->dir, fill, w));
    open_store(w);
    arena_defer(t->arena, close_store, w);
    return w;
}

void world_reopen(struct world *w)
{
    close_store(w);
    open_store(w);
}

/* ---- signals ---- */

static str random_recommend(struct world *w)
{
    static const char *const odd[] = {"9.0", "11", "-1", "NA", "n/a", "", "null", "10.00"};
    if (test_random_one_in(&w->dice, 9))
        return one_of(w, odd, sizeof odd / sizeof *odd);
    return str_format(w->arena, "%zu", below(w, 11));
}

static str random_mood(struct world *w)
{
    static const char *const moods[] = {
        "1", "2", "2", "3", "4", "5", "NA", "Gut", "", "", "Blank", "3.0", "Hm \xE2\x80\x94 na ja"};
    return one_of(w, moods, sizeof moods / sizeof *moods);
}

static str random_date(struct world *w)
{
    int year = 2024 + (int)below(w, 3);
    int month = 1 + (int)below(w, 12), day = 1 + (int)below(w, 28);
    if (test_random_one_in(&w->dice, 40)) /* one that says which order it has */
        return str_format(w->arena, "%02d/%02d/%d", 13 + day % 15, month, year);
    if (test_random_one_in(&w->dice, 3))
        return str_format(w->arena, "%02d/%02d/%d", day % 12 + 1, month, year);
    return test_random_one_in(&w->dice, 5) ? S("")
                                           : str_format(w->arena, "%d-%02d-%02d", year, month, day);
}

static str random_value(struct world *w, enum world_field field)
{
    static const char *const ticks[] = {
        "Web", "Phone", "Web; Phone", "Phone; Caf\xC3\xA9", "Web", "None of it", "", "", "N/A"};
    switch (field) {
    case WORLD_RECOMMEND:
        return random_recommend(w);
    case WORLD_SATISFACTION:
        return test_random_one_in(&w->dice, 3) ? S("") : str_format(w->arena, "%zu", below(w, 7));
    case WORLD_MOOD:
        return random_mood(w);
    case WORLD_TICKS:
        return one_of(w, ticks, sizeof ticks / sizeof *ticks);
    case WORLD_NOTE:
        return str_format(w->arena, "note \"%zu\" \xE4\xB8\xAD", below(w, w->notes));
    case WORLD_VISITED:
        return random_date(w);
    case WORLD_PRICE:
        return str_format(w->arena, "%zu.%02zu", below(w, 90), below(w, 100));
    case WORLD_RATING:
        return str_format(w->arena, "%zu", 1 + below(w, 5));
    case WORLD_FIELD_COUNT:
        break;
    }
    return S("");
}

/* Of the batch's months, in no order; some at the same moment, some at the ends of days and of
 * summer time. */
static usec_t random_instant(struct world *w)
{
    if (w->rows_len && test_random_one_in(&w->dice, 8))
        return w->rows[below(w, w->rows_len)].at;
    int32_t month = period_of_day(PERIOD_MONTH, WORLD_FIRST_DAY) +
                    (int32_t)(w->first_month + below(w, w->months));
    int32_t day = period_start(PERIOD_MONTH, month) + (int32_t)below(w, 31);
    usec_t at = (usec_t)day * USEC_DAY;
    if (test_random_one_in(&w->dice, 4))
        return zone_day_start(w->zone, day) - (usec_t)below(w, 2);
    return at + (usec_t)below(w, (size_t)(USEC_DAY / USEC_SECOND)) * USEC_SECOND +
           (usec_t)below(w, 3);
}

static bool has_field(unsigned source, size_t field)
{
    return (field != WORLD_PRICE || source == 0) && (field != WORLD_RATING || source == 1);
}

static struct world_row random_row(struct world *w)
{
    static const int64_t weights[] = {0, 500000, 1000000, 1250000, 2000001, 333333};
    struct world_row row = {.batch = w->batches,
                            .source = (unsigned)below(w, WORLD_SOURCES),
                            .at = random_instant(w),
                            .at_assumed = test_random_one_in(&w->dice, 12),
                            .weight = weights[below(w, sizeof weights / sizeof *weights)]};
    row.day = zone_day(w->zone, row.at);
    row.person = test_random_one_in(&w->dice, 3) ? 0 : 1 + (unsigned)below(w, PERSONS);
    for (size_t d = 0; d < WORLD_DIMENSION_COUNT; d++)
        row.of[d] = dimension_texts[d][below(w, 4)];
    for (size_t f = 0; f < WORLD_FIELD_COUNT; f++)
        if (has_field(row.source, f) && !test_random_one_in(&w->dice, 6))
            row.values[f] = random_value(w, (enum world_field)f);
    return row;
}

static void push_row(struct world *w, struct world_row row)
{
    if (w->rows_len == w->rows_room)
        w->rows = arena_grow_array(w->arena, w->rows, w->rows_len, &w->rows_room, sizeof *w->rows);
    w->rows[w->rows_len++] = row;
}

static size_t list_values(struct arena *a, const struct world_row *row, struct signal_value *values)
{
    size_t len = 0;
    for (size_t f = 0; f < WORLD_FIELD_COUNT; f++) {
        bool renamed = f == WORLD_RECOMMEND && row->source == 1;
        if (row->values[f].len)
            values[len++] = (struct signal_value){
                .name = renamed ? S("NPS-Frage") : world_field_names[f], .text = row->values[f]};
    }
    if (row->person % 5 == 1)
        values[len++] = (struct signal_value){.name = S("comment"),
                                              .text = str_format(a, "Words of %u.", row->person)};
    return len;
}

static str text_of(const char *chars)
{
    return chars ? str_of_chars(chars) : S("");
}

static struct signal signal_of(struct arena *a, const struct world *w, size_t number)
{
    const struct world_row *row = &w->rows[number];
    struct signal_value *values = ARENA_ARRAY(a, struct signal_value, WORLD_FIELD_COUNT + 1);
    return (struct signal){
        .key = str_format(a, "k%zu", number),
        .at = row->at,
        .at_assumed = row->at_assumed,
        .source = world_sources[row->source],
        .kind = text_of(row->of[WORLD_KIND]),
        .channel = text_of(row->of[WORLD_CHANNEL]),
        .language = text_of(row->of[WORLD_LANGUAGE]),
        .relationship = text_of(row->of[WORLD_RELATIONSHIP]),
        .unit = text_of(row->of[WORLD_UNIT]),
        .touchpoint = text_of(row->of[WORLD_TOUCHPOINT]),
        .person_external_id = row->person ? str_format(a, "p%u", row->person) : S(""),
        .has_weight = row->weight > 0,
        .weight = {row->weight, 6},
        .values = values,
        .values_len = list_values(a, row, values),
    };
}

/* numbers of rows, at most LIMIT_BATCH_SIGNALS. */
static void submit(struct world *w, const size_t *numbers, size_t len)
{
    struct arena *a = arena_make(0);
    struct signal *signals = ARENA_ARRAY(a, struct signal, len);
    for (size_t i = 0; i < len; i++)
        signals[i] = signal_of(a, w, numbers[i]);
    struct signal_batch batch = {
        .signals = signals, .len = len, .source = S("web"), .opens = true, .now = 1};
    CHECK_OK(signal_submit(a, w->store, &batch));
    for (size_t i = 0; i < len; i++) {
        struct world_row *row = &w->rows[numbers[i]];
        const struct signal_outcome *outcome = &batch.outcomes[i];
        CHECK(outcome->is_duplicate == (row->id != 0));
        CHECK(row->id == 0 || row->id == outcome->id);
        CHECK_THAT(row->id || outcome->id > w->last_id, "id %lld is given twice",
                   (long long)outcome->id);
        w->last_id = outcome->id > w->last_id ? outcome->id : w->last_id;
        row->id = outcome->id;
    }
    arena_done(a);
}

static void submit_all(struct world *w, const size_t *numbers, size_t len)
{
    enum { TOGETHER = 10000 };
    for (size_t first = 0; first < len; first += TOGETHER)
        submit(w, numbers + first, len - first < TOGETHER ? len - first : TOGETHER);
}

void world_add(struct world *w, size_t len)
{
    w->months = test_random_one_in(&w->dice, 6) ? WORLD_MONTHS : 1 + below(w, 3);
    if (w->months_most && w->months > w->months_most)
        w->months = w->months_most;
    w->first_month = below(w, WORLD_MONTHS + 1 - w->months);
    size_t *numbers = ARENA_ARRAY(w->arena, size_t, len), first = w->rows_len;
    for (size_t i = 0; i < len; i++) {
        bool again = i > 0 && test_random_one_in(&w->dice, 50);
        if (!again)
            push_row(w, random_row(w));
        numbers[i] = again ? first + below(w, w->rows_len - first) : w->rows_len - 1;
    }
    w->batches++;
    submit_all(w, numbers, len);
}

void world_add_again(struct world *w, size_t batch)
{
    size_t *numbers = ARENA_ARRAY(w->arena, size_t, w->rows_len), len = 0;
    for (size_t i = 0; i < w->rows_len; i++)
        if (w->rows[i].batch == batch)
            numbers[len++] = i;
    submit_all(w, numbers, len);
}

/* ---- changes ---- */

static void take_out(struct world *w, int64_t *ids, size_t len)
{
    struct arena *a = arena_make(0);
    CHECK_OK(signal_remove(a, w->store, ids, len, 2));
    arena_done(a);
}

void world_remove(struct world *w, size_t one_in)
{
    int64_t *ids = ARENA_ARRAY(w->arena, int64_t, w->rows_len + 3);
    size_t len = 0;
    for (size_t i = 0; i < w->rows_len; i++) {
        if (w->rows[i].id == 0 || !test_random_one_in(&w->dice, one_in))
            continue;
        ids[len++] = w->rows[i].id;
        w->rows[i].id = 0;
    }
    if (len)
        ids[len++] = ids[0]; /* gone when its turn comes again */
    ids[len++] = w->last_id + 1000000;
    ids[len++] = -1;
    take_out(w, ids, len);
}

void world_undo(struct world *w, size_t batch)
{
    int64_t *ids = ARENA_ARRAY(w->arena, int64_t, w->rows_len);
    size_t len = 0;
    for (size_t i = 0; i < w->rows_len; i++) {
        if (w->rows[i].id == 0 || w->rows[i].batch != batch)
            continue;
        ids[len++] = w->rows[i].id;
        w->rows[i].id = 0;
    }
    take_out(w, ids, len);
}

struct labelling {
    str code, label;
};

static struct err *put_label(struct arena *a, struct db *db, void *what)
{
    const struct labelling *l = what;
    int64_t field = 0;
    TRY(field_find(a, db, 0, S("mood"), &field));
    struct query *q = db_query(db, SQL(field_code_add));
    query_bind_int(q, 1, field);
    query_bind_text(q, 2, l->code);
    query_bind_text(q, 3, l->label);
    return query_run(a, q);
}

void world_label(struct world *w)
{
    static const char *const labels[] = {"Gut", "Schlecht", "Wei\xC3\x9F nicht", "NA", "Gut"};
    struct arena *a = arena_make(0);
    size_t code = test_random_one_in(&w->dice, 3) ? WORLD_CODES - 1 : below(w, WORLD_CODES);
    w->labels[code] = labels[below(w, sizeof labels / sizeof *labels)];
    struct labelling l = {mood_codes[code], str_of_chars(w->labels[code])};
    struct write write = {.apply = put_label, .what = &l, .arena = a};
    CHECK_OK(store_write(w->store, &write));
    arena_done(a);
}

struct seal_outcome world_seal(struct world *w, const struct seal_options *options)
{
    struct arena *a = arena_make(0);
    struct seal_outcome outcome = {.signals = 0};
    CHECK_OK(seal_columns(a, w->store, store_db(w->store), options, &outcome));
    arena_done(a);
    return outcome;
}

static const char *seal_somehow(struct world *w)
{
    struct seal_options options = {.everything = !test_random_one_in(&w->dice, 3),
                                   .anew = test_random_one_in(&w->dice, 6),
                                   .enough = 1 + (int64_t)below(w, 600)};
    if (!test_random_one_in(&w->dice, 4))
        options.rows_most = 100 + (int64_t)below(w, 900);
    if (test_random_one_in(&w->dice, 4))
        options.texts_most = 1 + (int64_t)below(w, 300);
    (void)world_seal(w, &options);
    return options.anew ? "rebuild" : "seal";
}

const char *world_step(struct world *w)
{
    size_t batch = w->batches ? below(w, w->batches) : 0;
    switch (w->batches < 2 ? 0 : below(w, 13)) {
    case 0:
    case 1:
    case 2:
        world_add(w, 1 + below(w, BATCH_MOST));
        return "add";
    case 3:
        world_remove(w, 1 + below(w, 40));
        return "remove";
    case 4:
        world_undo(w, batch);
        return "undo";
    case 5:
        world_add_again(w, batch);
        return "add again";
    case 6:
    case 8:
        world_label(w);
        return "label";
    case 7:
        world_reopen(w);
        return "reopen";
    default:
        return seal_somehow(w);
    }
}

/* ---- what it comes to ---- */

str world_value(const struct world *w, const struct world_row *row, enum world_field field)
{
    str text = row->values[field];
    for (size_t code = 0; code < WORLD_CODES && field == WORLD_MOOD; code++)
        if (w->labels[code] && str_equal(text, mood_codes[code]))
            return answers_is_missing_word(str_of_chars(w->labels[code]))
                       ? S("")
                       : str_of_chars(w->labels[code]);
    return answers_is_missing_word(text) ? S("") : text;
}
