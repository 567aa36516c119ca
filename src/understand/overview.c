/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/overview.h"

#include <stdlib.h>

#include "ask/condition.h"
#include "base/date.h"
#include "base/json.h"
#include "base/limits.h"
#include "engine/tally.h"
#include "listen/columns_db.h"
#include "listen/field_db.h"
#include "listen/source_db.h"
#include "people/organisation_db.h"
#include "understand/metric.h"

enum { PERIODS = 4, PERIODS_FOR_A_TREND = 4 };

/* A field whose answers can be measured. */
struct measurable {
    const struct field *field;
    const struct metric *metric;
    struct scale scale;
    uint64_t n;
};

struct span {
    uint64_t n;
    usec_t first, last; /* of signals whose time is known */
    bool has_times;
};

struct overview {
    struct arena *a;
    struct db *db;
    usec_t now;
    str zone_name;
    bool is_sample;
    struct zone *zone;
    struct source *sources;
    struct field *fields;
    size_t sources_len, fields_len;
    struct column_wish *wishes;
    size_t wishes_len;
    struct columns columns;
    struct span all, *of_source; /* [code of the column of sources] */
    struct measurable *measurables;
    size_t measurables_len;
    int32_t first[PERIODS], last[PERIODS]; /* whole periods with signals */
    bool has[PERIODS];
    struct json j;
};

static const enum period periods[PERIODS] = {PERIOD_WEEK, PERIOD_MONTH, PERIOD_QUARTER,
                                             PERIOD_YEAR};
static const str period_words[PERIODS] = {S_INIT("week"), S_INIT("month"), S_INIT("quarter"),
                                          S_INIT("year")};

/* Source and day first; then what can be a dimension, then the fields. */
static const enum column_of built_in[] = {
    COLUMN_SOURCE,   COLUMN_DAY,        COLUMN_CHANNEL,      COLUMN_UNIT,
    COLUMN_LANGUAGE, COLUMN_TOUCHPOINT, COLUMN_RELATIONSHIP, COLUMN_KIND,
};
static const str built_in_names[] = {
    S_INIT("source"),   S_INIT(""),           S_INIT("channel"),      S_INIT("unit"),
    S_INIT("language"), S_INIT("touchpoint"), S_INIT("relationship"), S_INIT("kind"),
};
enum { BUILT_IN = sizeof built_in / sizeof *built_in };

static bool is_shown(const struct field *f)
{
    return f->kind == FIELD_SCORE || f->kind == FIELD_CHOICE;
}

static struct err *load(struct overview *o, const struct store *s)
{
    TRY(organisation_zone(o->a, o->db, &o->zone_name));
    TRY(zone_open(o->a, o->zone_name, &o->zone));
    TRY(source_has_sample(o->a, o->db, &o->is_sample));
    TRY(source_list(o->a, o->db, &o->sources, &o->sources_len));
    TRY(field_list(o->a, o->db, &o->fields, &o->fields_len));
    o->wishes = ARENA_ARRAY(o->a, struct column_wish, BUILT_IN + o->fields_len);
    for (size_t i = 0; i < BUILT_IN; i++)
        o->wishes[o->wishes_len++].of = built_in[i];
    for (size_t i = 0; i < o->fields_len; i++)
        if (is_shown(&o->fields[i]))
            o->wishes[o->wishes_len++] = (struct column_wish){COLUMN_FIELD, &o->fields[i]};
    struct columns_ask ask = {.wishes = o->wishes,
                              .wishes_len = o->wishes_len,
                              .zone = o->zone,
                              .folder = str_format(o->a, "%.*s/columns", STR(store_dir(s)))};
    return columns_load(o->a, o->db, &ask, &o->columns);
}

static void widen(struct span *span, bool is_known, usec_t at)
{
    span->n++;
    if (!is_known)
        return;
    span->first = !span->has_times || at < span->first ? at : span->first;
    span->last = !span->has_times || at > span->last ? at : span->last;
    span->has_times = true;
}

static void find_spans(struct overview *o)
{
    const struct column *sources = o->columns.list[0], *days = o->columns.list[1];
    uint32_t *codes = ARENA_ARRAY(o->a, uint32_t, BLOCK_ROWS);
    uint32_t *day = ARENA_ARRAY(o->a, uint32_t, BLOCK_ROWS);
    o->of_source = ARENA_ARRAY(o->a, struct span, column_codes(sources) + 1);
    for (size_t b = 0; b < column_blocks(sources); b++) {
        size_t rows = column_read_block(sources, b, codes);
        (void)column_read_block(days, b, day);
        for (size_t i = 0; i < rows; i++) {
            usec_t at = numbers_at(&o->columns.at[b], i);
            bool is_known = day[i] < CODE_NOT_APPLICABLE;
            widen(&o->all, is_known, at);
            if (codes[i] < CODE_NOT_APPLICABLE)
                widen(&o->of_source[codes[i]], is_known, at);
        }
    }
}

/* From the first period that has a signal to the last that is over. */
static void find_periods(struct overview *o)
{
    const uint64_t *counts = column_counts(o->a, o->columns.list[1]);
    uint32_t len = column_codes(o->columns.list[1]);
    int32_t today = zone_day(o->zone, o->now);
    for (uint32_t code = 0; code < len; code++) {
        int32_t day = o->columns.first_day + (int32_t)code;
        for (size_t p = 0; p < PERIODS && counts[code]; p++) {
            int32_t index = period_of_day(periods[p], day);
            if (index >= period_of_day(periods[p], today))
                continue;
            o->first[p] = !o->has[p] || index < o->first[p] ? index : o->first[p];
            o->last[p] = !o->has[p] || index > o->last[p] ? index : o->last[p];
            o->has[p] = true;
        }
    }
}

/* ---- what can be measured ---- */

static const struct metric *metric_of(const struct field *f)
{
    if (f->source == 0 && str_equal(f->key, S("recommend")))
        return metric_find(S("nps"));
    if (f->source == 0 && str_equal(f->key, S("satisfaction")))
        return metric_find(S("csat"));
    if (f->source == 0 && str_equal(f->key, S("effort")))
        return metric_find(S("ces"));
    return metric_find(S("mean"));
}

static void measure(struct overview *o, const struct field *f, const struct column *column)
{
    struct scale_options options = {.given = f->has_scale ? &f->scale : NULL,
                                    .missing = f->missing,
                                    .missing_len = f->missing_len,
                                    .proposes = f->proposes,
                                    .decimal_comma = f->decimal_comma};
    struct measurable m = {.field = f, .metric = metric_of(f)};
    m.scale = scale_of_column(o->a, column, &options);
    const uint64_t *counts = column_counts(o->a, column);
    for (uint32_t code = 0; code < column_codes(column); code++)
        m.n += m.scale.codes[code].meaning == SCALE_ANSWER ? counts[code] : 0;
    if (m.n && m.scale.known)
        o->measurables[o->measurables_len++] = m;
}

static int shared_then_most(const void *left, const void *right)
{
    const struct measurable *a = left, *b = right;
    bool own = a->field->source != 0, other_own = b->field->source != 0;
    if (own != other_own)
        return own - other_own;
    if (own && a->n != b->n)
        return a->n > b->n ? -1 : 1;
    return (a->field->id > b->field->id) - (a->field->id < b->field->id);
}

static void find_measurables(struct overview *o)
{
    o->measurables = ARENA_ARRAY(o->a, struct measurable, o->wishes_len);
    for (size_t i = BUILT_IN; i < o->wishes_len; i++)
        if (o->wishes[i].field->kind == FIELD_SCORE)
            measure(o, o->wishes[i].field, o->columns.list[i]);
    if (o->measurables_len)
        qsort(o->measurables, o->measurables_len, sizeof *o->measurables, shared_then_most);
}

/* ---- as JSON ---- */

static const struct source *source_of(const struct overview *o, int64_t id)
{
    for (size_t i = 0; i < o->sources_len; i++)
        if (o->sources[i].id == id)
            return &o->sources[i];
    return NULL;
}

static str full_name(const struct overview *o, const struct field *f)
{
    const struct source *source = source_of(o, f->source);
    return source ? str_format(o->a, "%.*s.%.*s", STR(source->key), STR(f->key)) : f->key;
}

static void text(struct overview *o, str key, str value)
{
    json_key(&o->j, key);
    json_text(&o->j, value);
}

static void text_or_null(struct overview *o, str key, bool has, str value)
{
    json_key(&o->j, key);
    if (has)
        json_text(&o->j, value);
    else
        json_none(&o->j);
}

static void write_span(struct overview *o, const struct span *span)
{
    json_key(&o->j, S("n"));
    json_whole(&o->j, (int64_t)span->n);
    text_or_null(o, S("first"), span->has_times, usec_to_str(o->a, span->first));
    text_or_null(o, S("last"), span->has_times, usec_to_str(o->a, span->last));
}

static void write_sources(struct overview *o)
{
    const struct dictionary *keys = column_dictionary(o->columns.list[0]);
    json_key(&o->j, S("sources"));
    json_open_array(&o->j);
    for (size_t i = 0; i < o->sources_len; i++) {
        uint32_t code = dictionary_find(keys, o->sources[i].key);
        if (code == CODE_MISSING || o->of_source[code].n == 0)
            continue;
        json_open_object(&o->j);
        text(o, S("key"), o->sources[i].key);
        text(o, S("name"), o->sources[i].name);
        write_span(o, &o->of_source[code]);
        json_close_object(&o->j);
    }
    json_close_array(&o->j);
}

static void write_name(struct overview *o, const struct field *f)
{
    const struct source *source = source_of(o, f->source);
    text(o, S("key"), full_name(o, f));
    text_or_null(o, S("label"), source != NULL || f->is_context, f->label);
    text_or_null(o, S("source"), source != NULL, source ? source->key : S(""));
}

static void write_range(struct overview *o, const struct measurable *m)
{
    double lo = 0, hi = 100;
    if (m->metric->family == FAMILY_NET)
        lo = -hi;
    if (m->metric->family == FAMILY_MEAN) {
        lo = decimal_to_double(m->scale.range.lo);
        hi = decimal_to_double(m->scale.range.hi);
    }
    json_key(&o->j, S("range"));
    json_open_array(&o->j);
    json_number(&o->j, lo);
    json_number(&o->j, hi);
    json_close_array(&o->j);
}

static void write_measure(struct overview *o, const struct measurable *m)
{
    static const str units[FAMILY_COUNT] = {[FAMILY_NET] = S_INIT("points"),
                                            [FAMILY_SHARE] = S_INIT("percent"),
                                            [FAMILY_MEAN] = S_INIT("scale")};
    str name = condition_name_to_text(o->a, full_name(o, m->field));
    json_open_object(&o->j);
    write_name(o, m->field);
    text(o, S("measure"), str_of_chars(m->metric->name));
    text(o, S("ask"), str_format(o->a, "%s(%.*s)", m->metric->name, STR(name)));
    json_key(&o->j, S("n"));
    json_whole(&o->j, (int64_t)m->n);
    text(o, S("unit"), units[m->metric->family]);
    write_range(o, m);
    json_key(&o->j, S("higher_is_better")); /* nobody has said so of a source's own fields */
    if (m->field->source)
        json_none(&o->j);
    else
        json_bool(&o->j, true);
    json_close_object(&o->j);
}

static bool is_dimension(const struct column *column)
{
    uint32_t values = column_codes(column);
    return values >= 2 && values <= LIMIT_OVERVIEW_VALUES;
}

static void write_dimensions(struct overview *o)
{
    json_key(&o->j, S("dimensions"));
    json_open_array(&o->j);
    for (size_t i = 0; i < o->wishes_len; i++) {
        const struct field *f = o->wishes[i].field;
        if (o->wishes[i].of == COLUMN_DAY || (f && f->kind != FIELD_CHOICE) ||
            !is_dimension(o->columns.list[i]))
            continue;
        json_open_object(&o->j);
        if (f) {
            write_name(o, f);
            text(o, S("ask"), condition_name_to_text(o->a, full_name(o, f)));
        } else {
            text(o, S("key"), built_in_names[i]);
            text(o, S("ask"), str_format(o->a, "signal.%.*s", STR(built_in_names[i])));
            text_or_null(o, S("label"), false, S(""));
            text_or_null(o, S("source"), false, S(""));
        }
        json_close_object(&o->j);
    }
    json_close_array(&o->j);
}

/* The finest but days that makes a trend: months, else weeks, else what there is. */
static str first_look(const struct overview *o)
{
    static const size_t order[PERIODS] = {1, 0, 2, 3};
    for (size_t i = 0; i < PERIODS; i++) {
        size_t p = order[i];
        if (o->has[p] && o->last[p] - o->first[p] + 1 >= PERIODS_FOR_A_TREND)
            return period_words[p];
    }
    for (size_t p = PERIODS; p-- > 1;)
        if (o->has[p])
            return period_words[p];
    return S("all");
}

static void write_periods(struct overview *o)
{
    json_key(&o->j, S("periods"));
    json_open_object(&o->j);
    for (size_t p = 0; p < PERIODS; p++) {
        json_key(&o->j, period_words[p]);
        if (!o->has[p]) {
            json_none(&o->j);
            continue;
        }
        json_open_object(&o->j);
        text(o, S("first"), period_label(o->a, periods[p], o->first[p]));
        text(o, S("last"), period_label(o->a, periods[p], o->last[p]));
        json_close_object(&o->j);
    }
    json_close_object(&o->j);
    text(o, S("per"), first_look(o));
}

static void write(struct overview *o)
{
    json_open_object(&o->j);
    json_key(&o->j, S("organisation"));
    json_open_object(&o->j);
    text(o, S("zone"), o->zone_name);
    json_close_object(&o->j);
    text(o, S("now"), usec_to_str(o->a, o->now));
    json_key(&o->j, S("is_sample"));
    json_bool(&o->j, o->is_sample);
    json_key(&o->j, S("signals"));
    json_open_object(&o->j);
    write_span(o, &o->all);
    json_close_object(&o->j);
    write_sources(o);
    json_key(&o->j, S("measures"));
    json_open_array(&o->j);
    for (size_t i = 0; i < o->measurables_len; i++)
        write_measure(o, &o->measurables[i]);
    json_close_array(&o->j);
    write_dimensions(o);
    write_periods(o);
    json_close_object(&o->j);
}

struct err *overview_to_json(struct arena *a, const struct store *s, struct db *db, usec_t now,
                             struct buf *out)
{
    struct overview o = {.a = a, .db = db, .now = now, .j = json_make(out)};
    TRY(load(&o, s));
    find_spans(&o);
    find_periods(&o);
    find_measurables(&o);
    write(&o);
    return NULL;
}
