/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/record_answer.h"

#include "ask/condition_plan.h"
#include "ask/mistake.h"
#include "base/limits.h"
#include "engine/latest.h"
#include "engine/tally.h"
#include "listen/signal.h"
#include "understand/question_other.h"
#include "understand/record_rows.h"
#include "understand/weights.h"

/* An answer in the making. */
struct maker {
    struct arena *a;
    struct db *db;
    const struct record_asked *asked;
    const struct record_ask *ask;
    const struct question_text *text;
    struct columns columns;
    struct measure_field *fields;
    struct measure measure;
    struct question_days days;
    bool has_period;
    enum period period;
    struct time_axis time;
    struct condition_plan where, other;
    const struct filter *sources; /* NULL: all */
    struct record_answer out;
};

static struct column *column_of(const struct maker *m, size_t wish)
{
    return m->columns.list[wish];
}

static struct err *load(struct maker *m)
{
    struct columns_ask ask = {.wishes = m->ask->wishes.list,
                              .wishes_len = m->ask->wishes.len,
                              .zone = m->asked->zone,
                              .folder = m->asked->folder};
    return columns_load(m->a, m->db, &ask, &m->columns);
}

/* A name that means one source's answers to a field that others have too. */
static const struct column *column_of_part(struct maker *m, const struct record_part *part)
{
    const struct column *column = column_of(m, part->wish);
    const struct column_wish *wish = &part->means->column;
    bool is_shared = wish->of == COLUMN_FIELD && wish->field && wish->field->source == 0;
    if (!is_shared || part->means->source == 0)
        return column;
    return record_rows_of_source(m->a, column, column_of(m, m->ask->source_wish),
                                 record_source_key(m->asked->catalogue, part->means->source));
}

static void find_scales(struct maker *m)
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
            options.proposes = !field->has_missing;
            options.decimal_comma = field->decimal_comma;
        }
        m->fields[i].column = column_of_part(m, &m->ask->fields[i]);
        m->fields[i].scale = scale_of_column(m->a, m->fields[i].column, &options);
    }
}

static struct err *make_measure(struct maker *m)
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

static struct err *plan(struct maker *m, const struct condition *condition,
                        struct condition_plan *out)
{
    size_t len = m->asked->catalogue->names.fields_len;
    const struct column **columns = ARENA_ARRAY(m->a, const struct column *, len);
    for (size_t i = 0; i < len; i++) {
        struct record_part part = {&m->asked->catalogue->means[i], m->ask->wish_of_name[i]};
        if (part.wish != SIZE_MAX)
            columns[i] = column_of_part(m, &part);
    }
    struct err *e = condition_plan(m->a, condition, columns, out);
    if (e)
        e->source = m->ask->text;
    return e;
}

static void find_times(struct maker *m)
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

static bool is_about_days(const struct maker *m)
{
    return m->has_period || m->text->range.kind != RANGE_ALL;
}

/* Rows of these days; an end that is open, of all up to it. */
static const struct filter *days_filter(struct maker *m, const struct question_days *days)
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

static struct err *latest_filter(struct maker *m, const struct filter *among,
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
static struct err *base_filter(struct maker *m, const struct filter **out)
{
    const struct filter *base = m->sources;
    if (is_about_days(m))
        base = filter_both(m->a, base, days_filter(m, &m->days));
    *out = base;
    if (question_text_has(m->text, CLAUSE_LATEST))
        TRY(latest_filter(m, base, out));
    return NULL;
}

static void make_dimensions(struct maker *m, struct question *q)
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

static enum compare_with compare_of(enum question_comparison compare)
{
    static const enum compare_with of[COMPARE_WITH_COUNT] = {
        [COMPARE_WITH_NOTHING] = COMPARE_NOTHING, [COMPARE_WITH_PREVIOUS] = COMPARE_PREVIOUS,
        [COMPARE_WITH_YEAR] = COMPARE_YEAR,       [COMPARE_WITH_REST] = COMPARE_REST,
        [COMPARE_WITH_CONDITION] = COMPARE_OTHER,
    };
    return of[compare];
}

static struct err *make_question(struct maker *m, struct question *q)
{
    const struct column *person = column_of(m, m->ask->person_wish);
    *q = (struct question){
        .measure = &m->measure,
        .compare = compare_of(m->text->compare),
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

/* Whose answers they are, and so how people were reached. */
static struct err *add_sources(struct maker *m, struct question *q)
{
    struct record_source_count *counts = NULL;
    size_t len = 0;
    TRY(record_sources_of(m->a, q, column_of(m, m->ask->source_wish), &counts, &len));
    q->reached = record_reached_of(m->asked->catalogue, counts, len);
    struct buf keys = buf_make(m->a, MIB);
    for (size_t i = 0; i < len; i++)
        buf_addf(&keys, "%s%.*s", i ? ", " : "", STR(counts[i].key));
    m->out.sources = buf_str(&keys);
    if (len < 2)
        return NULL;
    struct note_count *named = ARENA_ARRAY(m->a, struct note_count, len);
    for (size_t i = 0; i < len; i++)
        named[i] = (struct note_count){counts[i].key, counts[i].n};
    note_add_counts(answer_add_note(m->a, &m->out.answer, "sources"), "sources", named, len);
    return NULL;
}

static struct err *count_answers(struct maker *m, const struct question *q,
                                 const struct filter *where, uint64_t *n)
{
    struct question plain = *q;
    plain.where = where;
    plain.dimensions_len = 0;
    return record_count_answers(m->a, &plain, n);
}

/* Answers whose time nobody knows are in no period. */
static struct err *note_assumed(struct maker *m, const struct question *q)
{
    uint64_t n = 0;
    if (!is_about_days(m) || m->columns.assumed == 0)
        return NULL;
    const struct column *column = column_of(m, m->ask->day_wish);
    struct filter *none = ARENA_NEW(m->a, struct filter);
    *none = (struct filter){.kind = FILTER_SET,
                            .column = column,
                            .has = ARENA_ARRAY(m->a, bool, column_codes(column)),
                            .has_missing = true};
    const struct filter *where = filter_both(m->a, m->sources, none);
    TRY(count_answers(m, q, filter_both(m->a, where, m->where.filter), &n));
    if (n)
        note_add_number(answer_add_note(m->a, &m->out.answer, "assumed_times"), "n", (double)n);
    return NULL;
}

/* "last 12 weeks" leaves this week out, and says so. */
static struct err *note_running(struct maker *m, const struct question *q)
{
    uint64_t n = 0;
    if (m->days.running != RUNNING_LEFT_OUT || m->has_period)
        return NULL;
    int32_t running = period_of_day(m->days.period, m->asked->today);
    struct question_days days = {.has_first = true, .first = period_start(m->days.period, running)};
    const struct filter *where = filter_both(m->a, m->sources, days_filter(m, &days));
    TRY(count_answers(m, q, filter_both(m->a, where, m->where.filter), &n));
    if (n == 0)
        return NULL;
    struct note *note = answer_add_note(m->a, &m->out.answer, "running_period_left_out");
    note_add_text(note, "period", period_label(m->a, m->days.period, running));
    note_add_number(note, "n", (double)n);
    return NULL;
}

static void note_scale(struct maker *m)
{
    if (!m->measure.guessed)
        return;
    struct note *note = answer_add_note(m->a, &m->out.answer, "scale_guessed");
    if (m->measure.has_scale)
        note_add_pair(note, "scale", decimal_to_double(m->measure.range.lo),
                      decimal_to_double(m->measure.range.hi));
}

static void add_hints(struct maker *m)
{
    const struct condition_plan *plans[] = {&m->where, &m->other};
    str *hints = ARENA_ARRAY(m->a, str, m->where.hints_len + m->other.hints_len + 1);
    if (m->columns.damaged.len)
        hints[m->out.hints_len++] =
            str_format(m->a,
                       "%.*s The answer comes from the record itself, more slowly; attune rebuild "
                       "makes the columns anew.",
                       STR(m->columns.damaged));
    for (size_t p = 0; p < 2; p++)
        for (size_t i = 0; i < plans[p]->hints_len; i++)
            hints[m->out.hints_len++] = plans[p]->hints[i].sentence;
    m->out.hints = hints;
}

/* Answers that are not on the scale: not counted, and named. */
static void add_refused(struct maker *m)
{
    struct record_refused refused = {.installation = m->asked->installation, .ids = m->columns.ids};
    for (size_t i = 0; i < m->text->fields_len && measure_has_scale(&m->measure); i++)
        record_refused_add(m->a, &refused, &m->fields[i], m->text->fields[i].text);
    m->out.answer.refused_len = refused.len;
    m->out.answer.refused = refused.list;
    m->out.answer.refused_listed = refused.listed;
}

static struct err *add_total(struct maker *m, struct question q)
{
    if (q.dimensions_len == 0 || !m->asked->wants_total)
        return NULL;
    q.where = question_rows_filter(m->a, &q);
    q.dimensions_len = 0;
    q.compare = COMPARE_NOTHING;
    q.has_population = q.has_population && !m->has_period; /* it is one period's */
    m->out.has_total = true;
    return question_answer(m->a, &q, &m->out.total);
}

struct err *record_answer(struct arena *a, struct db *db, const struct record_asked *asked,
                          struct record_answer *out)
{
    struct maker m = {
        .a = a, .db = db, .asked = asked, .ask = asked->ask, .text = &asked->ask->question};
    struct question question;
    m.out.answer.of_record = m.out.total.of_record = true;
    TRY(load(&m));
    find_scales(&m);
    TRY(make_measure(&m));
    find_times(&m);
    m.sources = record_sources_filter(a, asked->catalogue, asked->ask, &m.columns);
    TRY(make_question(&m, &question));
    note_scale(&m);
    TRY(add_sources(&m, &question));
    TRY(note_assumed(&m, &question));
    TRY(note_running(&m, &question));
    TRY(question_answer(a, &question, &m.out.answer));
    TRY(add_total(&m, question));
    add_refused(&m);
    answer_set_missing(a, &m.out.answer, m.fields, m.text->fields_len);
    add_hints(&m);
    *out = m.out;
    return NULL;
}
