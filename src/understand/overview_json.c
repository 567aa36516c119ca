/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The overview as JSON.
 */
#include "ask/question_text.h"
#include "base/limits.h"
#include "engine/dictionary.h"
#include "listen/import_plan.h"
#include "understand/overview_private.h"

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

static void write_span(struct overview *o, const struct overview_span *span)
{
    json_key(&o->j, S("n"));
    json_whole(&o->j, (int64_t)span->n);
    text_or_null(o, S("first"), span->timed > 0, usec_to_str(o->a, span->first));
    text_or_null(o, S("last"), span->timed > 0, usec_to_str(o->a, span->last));
}

static void write_look(struct overview *o, enum period p, const struct overview_look *l)
{
    if (!l->has) {
        json_none(&o->j);
        return;
    }
    json_open_object(&o->j);
    text(o, S("first"), period_label(o->a, p, l->first));
    text(o, S("last"), period_label(o->a, p, l->last));
    text_or_null(o, S("enough"), l->has_enough, period_label(o->a, p, l->enough));
    json_close_object(&o->j);
}

static void write_periods(struct overview *o, const struct overview_span *span)
{
    json_key(&o->j, S("periods"));
    json_open_object(&o->j);
    for (size_t p = 0; p < OVERVIEW_PERIODS; p++) {
        json_key(&o->j, period_name(overview_periods[p]));
        write_look(o, overview_periods[p], &span->looks[p]);
    }
    json_close_object(&o->j);
    text(o, S("per"), overview_first_look(span, o->now));
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
        json_key(&o->j, S("has_weights"));
        json_bool(&o->j, o->has_weights[code]);
        write_periods(o, &o->of_source[code]);
        json_close_object(&o->j);
    }
    json_close_array(&o->j);
}

/* Readers have words of their own for those. */
static bool is_canonical(const struct field *f)
{
    for (size_t i = 0; i < IMPORT_CANONICAL_FIELDS; i++)
        if (str_equal(import_canonical_fields[i].key, f->key))
            return true;
    return false;
}

static void write_name(struct overview *o, const struct field *f)
{
    const struct source *source = source_of(o, f->source);
    text(o, S("key"), full_name(o, f));
    text_or_null(o, S("label"), source || f->is_context || !is_canonical(f), f->label);
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

/* In which sources there is something of it: in its own or, where all share it, by is_of. */
static void write_sources_of(struct overview *o, int64_t own, const bool *is_of)
{
    const struct dictionary *keys = column_dictionary(o->columns.list[0]);
    json_key(&o->j, S("sources"));
    json_open_array(&o->j);
    for (size_t i = 0; i < o->sources_len; i++) {
        uint32_t code = dictionary_find(keys, o->sources[i].key);
        if (own ? own == o->sources[i].id : code != CODE_MISSING && is_of[code])
            json_text(&o->j, o->sources[i].key);
    }
    json_close_array(&o->j);
}

static void write_meaning(struct overview *o, const struct meaning *m)
{
    static const enum aspect said[] = {ASPECT_MEASURES, ASPECT_MEASURES_OF, ASPECT_EXPECTED_FROM};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        str word = meaning_word(m, said[i]);
        text_or_null(o, aspect_key(said[i]), word.len > 0, word);
    }
    str better = meaning_word(m, ASPECT_BETTER);
    json_key(&o->j, S("higher_is_better"));
    if (better.len)
        json_bool(&o->j, str_equal(better, S("high")));
    else
        json_none(&o->j); /* nobody has said so */
}

static void write_measure(struct overview *o, const struct measurable *m)
{
    static const str units[FAMILY_COUNT] = {[FAMILY_NET] = S_INIT("points"),
                                            [FAMILY_SHARE] = S_INIT("percent"),
                                            [FAMILY_MEAN] = S_INIT("scale")};
    str name = question_text_of_field(o->a, full_name(o, m->field));
    json_open_object(&o->j);
    write_name(o, m->field);
    write_sources_of(o, m->field->source, m->is_of);
    text(o, S("measure"), str_of_chars(m->metric->name));
    text(o, S("ask"), str_format(o->a, "%s(%.*s)", m->metric->name, STR(name)));
    json_key(&o->j, S("n"));
    json_whole(&o->j, (int64_t)m->n);
    bool is_number = m->field->kind == FIELD_NUMBER;
    str currency = meaning_word(&m->field->meaning, ASPECT_CURRENCY);
    text(o, S("unit"), is_number ? S("number") : units[m->metric->family]);
    text_or_null(o, S("currency"), currency.len > 0, currency);
    write_range(o, m);
    write_meaning(o, &m->field->meaning);
    json_close_object(&o->j);
}

static bool is_dimension(const struct column *column)
{
    uint32_t values = column_codes(column);
    return values >= 2 && values <= LIMIT_OVERVIEW_VALUES;
}

static void write_dimension(struct overview *o, size_t wish)
{
    const struct field *f = o->wishes[wish].field;
    const bool *is_of = f && f->source ? NULL : overview_sources_of(o, o->columns.list[wish], NULL);
    json_open_object(&o->j);
    if (f) {
        write_name(o, f);
        text(o, S("ask"), question_text_of_field(o->a, full_name(o, f)));
    } else {
        text(o, S("key"), overview_built_in_names[wish]);
        text(o, S("ask"), str_format(o->a, "signal.%.*s", STR(overview_built_in_names[wish])));
        text_or_null(o, S("label"), false, S(""));
        text_or_null(o, S("source"), false, S(""));
    }
    write_sources_of(o, f ? f->source : 0, is_of);
    json_close_object(&o->j);
}

static void write_dimensions(struct overview *o)
{
    json_key(&o->j, S("dimensions"));
    json_open_array(&o->j);
    for (size_t i = 0; i < o->wishes_len; i++) {
        const struct field *f = o->wishes[i].field;
        bool may_be = f ? f->kind == FIELD_CHOICE : overview_built_in_names[i].len > 0;
        if (may_be && is_dimension(o->columns.list[i]))
            write_dimension(o, i);
    }
    json_close_array(&o->j);
}

void overview_write(struct overview *o)
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
    write_periods(o, &o->all);
    json_close_object(&o->j);
}
