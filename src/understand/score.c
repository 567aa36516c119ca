/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/score.h"

#include "ask/condition_plan.h"
#include "base/limits.h"
#include "base/text.h"
#include "engine/tally.h"
#include "listen/laid_table.h"
#include "understand/question_other.h"
#include "understand/refusals.h"
#include "understand/weights.h"

/* A score in the making. */
struct maker {
    struct arena *a;
    const struct call *call;
    const struct answers_file *file;
    const struct score_ask *ask;
    struct answers answers;
    struct measure_field *fields;
    struct measure measure;
    struct time_axis time;
    struct condition_plan where, other;
    struct score score;
};

static const struct column *column_of(const struct maker *m, size_t number)
{
    return m->answers.columns[number];
}

/* --missing and --box take lists; a value that stands in the column as it is,
 * comma and all, is one. */
static str *list_of_option(struct maker *m, const char *option, size_t *len)
{
    size_t given_len = 0, room = 0;
    str *given = call_values(m->call, option, &given_len), *list = NULL;
    const struct dictionary *d = column_dictionary(column_of(m, m->ask->field_wishes[0]));
    *len = 0;
    for (size_t i = 0; i < given_len; i++) {
        str rest = str_trim(given[i]);
        bool whole = dictionary_find(d, rest) != CODE_MISSING;
        while (rest.ptr) {
            if (*len == room)
                list = arena_grow_array(m->a, list, *len, &room, sizeof *list);
            list[*len] = whole ? rest : str_trim(str_cut(rest, ',', &rest));
            (*len)++;
            if (whole)
                break;
        }
    }
    return list;
}

static void find_scales(struct maker *m)
{
    size_t given = 0, len = 0;
    str *missing = list_of_option(m, "missing", &given);
    struct scale_options options = {
        .given = m->ask->has_range ? &m->ask->range : NULL,
        .measure = m->ask->metric->scale,
        .proposes = true,
        .decimal_comma = table_decimal_comma(laid_file(m->file->table)),
    };
    for (size_t i = 0; i < given; i++)
        if (str_equal_ignoring_case(missing[i], S("none")))
            options.proposes = false;
        else
            missing[len++] = missing[i];
    options.missing = missing;
    options.missing_len = len;
    m->fields = ARENA_ARRAY(m->a, struct measure_field, m->ask->fields_len);
    for (size_t i = 0; i < m->ask->fields_len; i++) {
        m->fields[i].column = column_of(m, m->ask->field_wishes[i]);
        m->fields[i].scale = scale_of_column(m->a, m->fields[i].column, &options);
    }
}

static struct err *make_measure(struct maker *m)
{
    struct measure_ask ask = {
        .metric = m->ask->metric, .fields = m->fields, .fields_len = m->ask->fields_len};
    ask.box = list_of_option(m, "box", &ask.box_len);
    return measure_make(m->a, &ask, &m->measure);
}

static struct err *plan(struct maker *m, const struct condition *condition,
                        struct condition_plan *out)
{
    const struct column **columns = ARENA_ARRAY(m->a, const struct column *, m->file->header_len);
    for (size_t i = 0; i < m->file->header_len; i++)
        if (m->ask->wish_of_field[i] != SIZE_MAX)
            columns[i] = column_of(m, m->ask->wish_of_field[i]);
    return condition_plan(m->a, condition, columns, out);
}

static struct question_dimension *make_dimensions(struct maker *m, size_t *len)
{
    struct question_dimension *made =
        ARENA_ARRAY(m->a, struct question_dimension, m->ask->by_len + 1);
    *len = 0;
    if (m->ask->has_period)
        made[(*len)++] =
            (struct question_dimension){.key = S("period"), .axis = m->time.axis, .time = &m->time};
    for (size_t i = 0; i < m->ask->by_len; i++)
        made[(*len)++] = (struct question_dimension){
            .key = m->ask->by[i].key, .axis = axis_of_column(column_of(m, m->ask->by[i].wish))};
    return made;
}

/* [dimension]: the condition after --compare speaks of it. */
static bool *mentioned_dimensions(struct maker *m, size_t len)
{
    bool *mentions = ARENA_ARRAY(m->a, bool, len);
    if (m->ask->has_period && m->ask->other)
        mentions[0] =
            condition_mentions(m->ask->other, m->ask->wishes.list[m->ask->at_wish].position);
    for (size_t i = 0; i < m->ask->by_len && m->ask->other; i++)
        mentions[i + m->ask->has_period] =
            condition_mentions(m->ask->other, m->ask->by[i].position);
    return mentions;
}

static struct err *make_question(struct maker *m, struct question *q)
{
    const struct score_ask *ask = m->ask;
    *q = (struct question){
        .measure = &m->measure,
        .compare = ask->compare,
        .compare_text = ask->compare_text,
        .has_matters = ask->has_matters,
        .matters = ask->matters,
        .has_population = ask->has_population,
        .population = ask->population,
        .reached = ask->reached,
        .today = (int32_t)m->call->now_day,
        .time = ask->has_at ? &m->time : NULL,
        .person = ask->has_person ? column_of(m, ask->person_wish) : NULL,
        .weight = ask->has_weight ? column_of(m, ask->weight_wish) : NULL,
    };
    if (ask->has_weight)
        WRAP(m->a,
             weights_of_column(m->a, q->weight, table_decimal_comma(laid_file(m->file->table)),
                               &q->weights),
             "--weight");
    WRAP(m->a, plan(m, ask->where, &m->where), "--where");
    WRAP(m->a, plan(m, ask->other, &m->other), "--compare");
    q->where = m->where.filter;
    q->other = m->other.filter;
    q->dimensions = make_dimensions(m, &q->dimensions_len);
    q->other_mentions = mentioned_dimensions(m, q->dimensions_len);
    return NULL;
}

static void add_refusals(struct maker *m)
{
    struct refusals all = refusals_of_records(m->a, &m->answers);
    for (size_t i = 0; i < m->ask->fields_len && measure_has_scale(&m->measure); i++)
        refusals_add_scale(m->a, &all, &m->answers, m->fields[i].column, &m->fields[i].scale);
    if (m->ask->has_at)
        refusals_add_times(m->a, &all, &m->answers, column_of(m, m->ask->at_wish), &m->time);
    m->score.answer.refused_len = all.len;
    m->score.answer.refused = refusals_sorted(&all, &m->score.answer.refused_listed);
}

static void add_workbook_notes(struct maker *m)
{
    const struct table_workbook *w = table_workbook(laid_file(m->file->table));
    if (w && w->others_len) {
        struct note *note = answer_add_note(m->a, &m->score.answer, "other_sheets");
        note_add_text(note, "sheet", w->sheet);
        note_add_number(note, "n", (double)w->others_len);
    }
    if (w && (w->hidden_rows || w->hidden_columns)) {
        struct note *note = answer_add_note(m->a, &m->score.answer, "hidden_cells");
        note_add_number(note, "rows", (double)w->hidden_rows);
        note_add_number(note, "columns", (double)w->hidden_columns);
    }
}

static void add_reading_notes(struct maker *m)
{
    struct answer *answer = &m->score.answer;
    if (m->measure.guessed) {
        struct note *note = answer_add_note(m->a, answer, "scale_guessed");
        if (m->measure.has_scale)
            note_add_pair(note, "scale", decimal_to_double(m->measure.range.lo),
                          decimal_to_double(m->measure.range.hi));
    }
    if (m->answers.left_out)
        note_add_number(answer_add_note(m->a, answer, "left_out"), "records",
                        (double)m->answers.left_out);
    const struct table *file = laid_file(m->file->table);
    if (table_title(file).len) {
        struct note *note = answer_add_note(m->a, answer, "title_above");
        note_add_number(note, "line", (double)table_names_line(file));
        note_add_text(note, "title", table_title(file));
    }
    const struct table_mixed *mixed = m->answers.mixed;
    if (mixed->records) {
        struct note *note = answer_add_note(m->a, answer, "mixed_encoding");
        note_add_number(note, "records", (double)mixed->records);
        note_add_lines(note, "lines", mixed->lines, table_mixed_listed(mixed));
    }
    if (m->answers.left_out_tail)
        note_add_number(answer_add_note(m->a, answer, "file_grew"), "records_left_out", 1);
    add_workbook_notes(m);
    if (m->ask->has_at && m->time.order_guessed)
        note_add_text(answer_add_note(m->a, answer, "date_order_guessed"), "order",
                      S("month_first"));
}

static void add_hints(struct maker *m)
{
    const struct condition_plan *plans[] = {&m->where, &m->other};
    str *hints = ARENA_ARRAY(m->a, str, m->where.hints_len + m->other.hints_len);
    for (size_t p = 0; p < 2; p++)
        for (size_t i = 0; i < plans[p]->hints_len; i++)
            hints[m->score.hints_len++] = plans[p]->hints[i].sentence;
    m->score.hints = hints;
}

/* What all groups say together; tables show it below them. */
static struct err *add_total(struct maker *m, struct question q)
{
    if (q.dimensions_len == 0 || !str_equal(m->ask->format, S("table")))
        return NULL;
    q.where = question_rows_filter(m->a, &q);
    q.dimensions_len = 0;
    q.compare = COMPARE_NOTHING;
    q.has_population = q.has_population && !m->ask->has_period; /* it is one period's */
    m->score.has_total = true;
    return question_answer(m->a, &q, &m->score.total);
}

struct err *score_file(const struct call *c, struct answers_file *file, const struct score_ask *ask,
                       struct score *out)
{
    struct maker m = {.a = c->arena, .call = c, .file = file, .ask = ask};
    struct question question;
    TRY(answers_read(m.a, file, ask->wishes.list, ask->wishes.len, &m.answers));
    find_scales(&m);
    TRY(make_measure(&m));
    if (ask->has_at)
        m.time =
            time_axis_of_column(m.a, column_of(&m, ask->at_wish),
                                ask->has_period ? ask->period : PERIOD_DAY, (int32_t)c->now_day);
    TRY(make_question(&m, &question));
    add_reading_notes(&m);
    TRY(question_answer(m.a, &question, &m.score.answer));
    TRY(add_total(&m, question));
    add_refusals(&m);
    answer_set_missing(m.a, &m.score.answer, m.fields, ask->fields_len);
    add_hints(&m);
    *out = m.score;
    return NULL;
}
