/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/overview.h"

#include <stdlib.h>

#include "listen/field_db.h"
#include "people/organisation_db.h"
#include "understand/overview_private.h"

/* Source and day first; then what can be a dimension, then the fields. */
static const enum column_of built_in[OVERVIEW_BUILT_IN] = {
    COLUMN_SOURCE,     COLUMN_DAY,          COLUMN_CHANNEL, COLUMN_UNIT,   COLUMN_LANGUAGE,
    COLUMN_TOUCHPOINT, COLUMN_RELATIONSHIP, COLUMN_KIND,    COLUMN_WEIGHT,
};
const str overview_built_in_names[OVERVIEW_BUILT_IN] = {
    S_INIT("source"),       S_INIT(""),         S_INIT("channel"),
    S_INIT("unit"),         S_INIT("language"), S_INIT("touchpoint"),
    S_INIT("relationship"), S_INIT("kind"),     S_INIT(""),
};
static bool is_shown(const struct field *f)
{
    return f->kind == FIELD_SCORE || f->kind == FIELD_CHOICE || f->kind == FIELD_NUMBER;
}

static struct err *load(struct overview *o, const struct store *s)
{
    TRY(organisation_zone(o->a, o->db, &o->zone_name));
    TRY(zone_open(o->a, o->zone_name, &o->zone));
    TRY(source_has_sample(o->a, o->db, &o->is_sample));
    TRY(source_list(o->a, o->db, &o->sources, &o->sources_len));
    TRY(field_list(o->a, o->db, &o->fields, &o->fields_len));
    o->wishes = ARENA_ARRAY(o->a, struct column_wish, OVERVIEW_BUILT_IN + o->fields_len);
    for (size_t i = 0; i < OVERVIEW_BUILT_IN; i++)
        o->wishes[o->wishes_len++].of = built_in[i];
    for (size_t i = 0; i < o->fields_len; i++)
        if (is_shown(&o->fields[i]))
            o->wishes[o->wishes_len++] =
                (struct column_wish){.of = COLUMN_FIELD, .field = &o->fields[i]};
    struct columns_ask ask = {.wishes = o->wishes,
                              .wishes_len = o->wishes_len,
                              .zone = o->zone,
                              .folder = str_format(o->a, "%.*s/columns", STR(store_dir(s)))};
    return columns_load(o->a, o->db, &ask, &o->columns);
}

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
    struct measurable m = {.field = f, .column = column, .metric = metric_of(f)};
    m.scale = scale_of_column(o->a, column, &options);
    const uint64_t *counts = column_counts(o->a, column);
    for (uint32_t code = 0; code < column_codes(column); code++)
        m.n += m.scale.codes[code].meaning == SCALE_ANSWER ? counts[code] : 0;
    if (m.n && m.scale.known)
        o->measurables[o->measurables_len++] = m;
}

bool *overview_sources_of(const struct overview *o, const struct column *column,
                          const struct scale *scale)
{
    const struct column *sources = o->columns.list[0];
    bool *is_of = ARENA_ARRAY(o->a, bool, column_codes(sources) + 1);
    uint32_t *code = o->block, *source = o->block + BLOCK_ROWS;
    for (size_t b = 0; b < column_blocks(sources); b++) {
        size_t rows = column_read_block(sources, b, source);
        (void)column_read_block(column, b, code);
        for (size_t i = 0; i < rows; i++)
            if (code[i] < CODE_NOT_APPLICABLE && source[i] < CODE_NOT_APPLICABLE)
                is_of[source[i]] |= !scale || scale->codes[code[i]].meaning == SCALE_ANSWER;
    }
    return is_of;
}

/* The three that every organisation shares, then what was answered most; behind these yes or no
 * as numbers, since everybody answers that, and quantities. */
static int standing_of(const struct measurable *m)
{
    if (m->field->kind == FIELD_NUMBER)
        return 3;
    if (m->metric != metric_find(S("mean")))
        return 0;
    double points = decimal_to_double(m->scale.range.hi) - decimal_to_double(m->scale.range.lo);
    return points > 1 ? 1 : 2;
}

/* As many answers but for those who skipped a question: then the order of the file holds. */
static int magnitude(uint64_t n)
{
    int bits = 0;
    for (; n; n >>= 1)
        bits++;
    return bits;
}

static int shared_then_most(const void *left, const void *right)
{
    const struct measurable *a = left, *b = right;
    int standing = standing_of(a), other = standing_of(b);
    if (standing != other)
        return standing - other;
    if (standing && magnitude(a->n) != magnitude(b->n))
        return magnitude(b->n) - magnitude(a->n);
    return (a->field->id > b->field->id) - (a->field->id < b->field->id);
}

static void find_measurables(struct overview *o)
{
    o->has_weights = overview_sources_of(o, o->columns.list[OVERVIEW_WEIGHT], NULL);
    o->measurables = ARENA_ARRAY(o->a, struct measurable, o->wishes_len);
    for (size_t i = OVERVIEW_BUILT_IN; i < o->wishes_len; i++)
        if (o->wishes[i].field->kind != FIELD_CHOICE)
            measure(o, o->wishes[i].field, o->columns.list[i]);
    if (o->measurables_len)
        qsort(o->measurables, o->measurables_len, sizeof *o->measurables, shared_then_most);
    for (size_t i = 0; i < o->measurables_len; i++) {
        struct measurable *m = &o->measurables[i];
        if (m->field->source == 0)
            m->is_of = overview_sources_of(o, m->column, &m->scale);
    }
}

struct err *overview_to_json(struct arena *a, const struct store *s, struct db *db, usec_t now,
                             struct buf *out)
{
    struct overview o = {.a = a, .db = db, .now = now, .j = json_make(out)};
    o.block = ARENA_ARRAY(a, uint32_t, 2 * (size_t)BLOCK_ROWS);
    TRY(load(&o, s));
    overview_find_spans(&o);
    find_measurables(&o);
    overview_write(&o);
    return NULL;
}
