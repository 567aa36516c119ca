/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/record_question.h"

#include "engine/latest.h"
#include "understand/question_other.h"
#include "understand/record_labels.h"
#include "understand/record_rows.h"
#include "understand/weights.h"

static struct column *column_of(const struct record_question *m, size_t wish)
{
    return m->columns.list[wish];
}

static struct err *load(struct record_question *m)
{
    struct columns_ask ask = {.wishes = m->ask->wishes.list,
                              .wishes_len = m->ask->wishes.len,
                              .zone = m->asked->zone,
                              .folder = m->asked->folder};
    return columns_load(m->a, m->db, &ask, &m->columns);
}

/* A name that means one source's answers to a field that others have too. */
static const struct column *column_of_part(struct record_question *m,
                                           const struct record_part *part)
{
    const struct column *column = column_of(m, part->wish);
    const struct column_wish *wish = &part->means->column;
    bool is_shared = wish->of == COLUMN_FIELD && wish->field && wish->field->source == 0;
    if (!is_shared || part->means->source == 0)
        return column;
    return record_rows_of_source(m->a, column, column_of(m, m->ask->source_wish),
                                 record_source_key(m->asked->catalogue, part->means->source));
}

static void find_scales(struct record_question *m)
{
    size_t len = m->text->fields_len;
    m->fields = ARENA_ARRAY(m->a, struct measure_field, len);
    for (size_t i = 0; i < len; i++) {
        const struct field *field = m->ask->fields[i].means->column.field;
        struct scale_options options = {.measure = m->ask->metric->scale, .proposes = true};
        if (field) {
            options.given = field->has_scale ? &field->scale : NULL;
            options.missing = field->missing;
            options.missing_len = field->missing_len;
            options.proposes = field->proposes;
            options.decimal_comma = field->decimal_comma;
        }
        m->fields[i].column = column_of_part(m, &m->ask->fields[i]);
        m->fields[i].scale = scale_of_column(m->a, m->fields[i].column, &options);
    }
}

static struct err *make_measure(struct record_question *m)
{
    str *box = ARENA_ARRAY(m->a, str, m->text->box_len);
    for (size_t i = 0; i < m->text->box_len; i++)
        box[i] = m->text->box[i].kind == VALUE_TEXT
                     ? m->text->box[i].text
                     : condition_value_to_text(m->a, &m->text->box[i]);
    struct measure_ask ask = {.metric = m->ask->metric,
                              .fields = m->fields,
                              .fields_len = m->text->fields_len,
                              .box = box,
                              .box_len = m->text->box_len};
    return measure_make(m->a, &ask, &m->measure);
}

static struct err *plan(struct record_question *m, const struct condition *condition,
                        struct condition_plan *out)
{
    size_t len = m->asked->catalogue->names.fields_len;
    const struct column **columns = ARENA_ARRAY(m->a, const struct column *, len);
    for (size_t i = 0; i < len; i++) {
        struct record_part part = {&m->asked->catalogue->means[i], m->ask->wish_of_name[i]};
        if (part.wish != SIZE_MAX)
            columns[i] = column_of_part(m, &part);
    }
    struct condition *coded = NULL;
    TRY(record_labels(m->a, m->db, m->asked->catalogue, condition, &coded));
    struct err *e = condition_plan(m->a, coded, columns, out);
    if (e)
        e->source = m->ask->text;
    return e;
}

static void find_times(struct record_question *m)
{
    int32_t today = m->asked->today;
    m->days = question_range_days(&m->text->range, today);
    for (size_t i = 0; i < m->text->by_len; i++)
        if (m->text->by[i].is_time) {
            m->has_period = true;
            m->period = m->text->by[i].period;
        }
    if (m->ask->day_wish == SIZE_MAX)
        return;
    /* The running period is there where it is asked for. */
    int32_t running = today;
    if (m->days.running == RUNNING_ASKED && m->days.has_last && m->days.last >= today)
        running = period_start(m->period, period_of_day(m->period, m->days.last) + 1);
    m->time = time_axis_of_days(m->a, column_of(m, m->ask->day_wish), m->columns.first_day,
                                m->has_period ? m->period : PERIOD_DAY, running);
}

bool record_question_is_about_days(const struct record_question *m)
{
    return m->has_period || m->text->range.kind != RANGE_ALL;
}

/* Rows of these days; an end that is open, of all up to it. */
const struct filter *record_question_days(struct record_question *m,
                                          const struct question_days *days)
{
    const struct column *column = column_of(m, m->ask->day_wish);
    uint32_t size = column_codes(column);
    bool *has = ARENA_ARRAY(m->a, bool, size);
    for (uint32_t code = 0; code < size; code++) {
        int32_t day = m->columns.first_day + (int32_t)code;
        has[code] =
            (!days->has_first || day >= days->first) && (!days->has_last || day <= days->last);
    }
    return record_rows_filter(m->a, column, has);
}

static struct err *latest_filter(struct record_question *m, const struct filter *among,
                                 const struct filter **out)
{
    struct column *latest = NULL;
    struct latest_question q = {
        .filter = among,
        .person = column_of(m, m->ask->person_wish),
        .instants = m->columns.at,
        .ids = m->columns.ids,
        .period = m->has_period ? &m->time.axis : NULL,
        .score = &m->measure.score,
    };
    TRY(latest_rows(m->a, &q, &latest));
    bool *has = ARENA_ARRAY(m->a, bool, 1);
    has[0] = true;
    *out = filter_both(m->a, among, record_rows_filter(m->a, latest, has));
    return NULL;
}

/* Which rows the question may be about at all: those of sources that ask its field, of
 * its days, the latest of each person. */
static struct err *base_filter(struct record_question *m, const struct filter **out)
{
    const struct filter *base = m->sources;
    if (record_question_is_about_days(m))
        base = filter_both(m->a, base, record_question_days(m, &m->days));
    *out = base;
    if (question_text_has(m->text, CLAUSE_LATEST))
        TRY(latest_filter(m, base, out));
    return NULL;
}

static void make_dimensions(struct record_question *m, struct question *q)
{
    struct question_dimension *made = ARENA_ARRAY(m->a, struct question_dimension, m->text->by_len);
    bool *mentions = ARENA_ARRAY(m->a, bool, m->text->by_len);
    size_t len = 0;
    for (size_t i = 0; i < m->text->by_len; i++) /* periods stand first */
        if (m->text->by[i].is_time)
            made[len++] = (struct question_dimension){
                .key = m->text->by[i].key, .axis = m->time.axis, .time = &m->time};
    for (size_t i = 0; i < m->text->by_len; i++) {
        const struct record_part *part = &m->ask->by[i];
        if (m->text->by[i].is_time)
            continue;
        mentions[len] =
            m->ask->other && record_condition_mentions(m->ask->other, m->asked->catalogue, part);
        made[len++] = (struct question_dimension){.key = m->text->by[i].key,
                                                  .axis = axis_of_column(column_of_part(m, part))};
    }
    q->dimensions = made;
    q->dimensions_len = len;
    q->other_mentions = mentions;
}

enum compare_with record_compare_with(enum question_comparison compare)
{
    static const enum compare_with of[COMPARE_WITH_COUNT] = {
        [COMPARE_WITH_NOTHING] = COMPARE_NOTHING, [COMPARE_WITH_PREVIOUS] = COMPARE_PREVIOUS,
        [COMPARE_WITH_YEAR] = COMPARE_YEAR,       [COMPARE_WITH_REST] = COMPARE_REST,
        [COMPARE_WITH_CONDITION] = COMPARE_OTHER,
    };
    return of[compare];
}

static struct err *make_question(struct record_question *m, struct question *q)
{
    const struct column *person = column_of(m, m->ask->person_wish);
    *q = (struct question){
        .measure = &m->measure,
        .compare = record_compare_with(m->text->compare),
        .compare_text = m->text->compare_text,
        .has_matters = question_text_has(m->text, CLAUSE_MATTERS),
        .matters = decimal_to_double(m->text->matters),
        .has_population = question_text_has(m->text, CLAUSE_POPULATION),
        .population = (double)m->text->population,
        .today = m->asked->today,
        .time = m->ask->day_wish == SIZE_MAX ? NULL : &m->time,
        .person = record_rows_any(person) ? person : NULL,
    };
    if (m->ask->weight_wish != SIZE_MAX) {
        q->weight = column_of(m, m->ask->weight_wish);
        TRY(weights_of_column(m->a, q->weight, false, &q->weights));
    }
    TRY(plan(m, m->ask->where, &m->where));
    TRY(plan(m, m->ask->other, &m->other));
    TRY(base_filter(m, &q->base));
    q->where = filter_both(m->a, q->base, m->where.filter);
    q->other = m->other.filter;
    make_dimensions(m, q);
    return NULL;
}

struct err *record_question_make(struct arena *a, struct db *db, const struct record_asked *asked,
                                 struct record_question *out)
{
    struct record_question made = {
        .a = a, .db = db, .asked = asked, .ask = asked->ask, .text = &asked->ask->question};
    *out = made;
    TRY(load(out));
    find_scales(out);
    TRY(make_measure(out));
    find_times(out);
    out->sources = record_sources_filter(a, asked->catalogue, asked->ask, &out->columns);
    return make_question(out, &out->question);
}
