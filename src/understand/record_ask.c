/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/record_ask.h"

#include "ask/condition_bind.h"
#include "ask/mistake.h"
#include "base/text.h"
#include "understand/metric_index.h"

struct maker {
    struct arena *a;
    const struct record_catalogue *catalogue;
    struct record_ask ask;
};

static size_t wish(struct maker *m, struct column_wish column)
{
    struct record_wishes *w = &m->ask.wishes;
    for (size_t i = 0; i < w->len; i++)
        if (w->list[i].of == column.of && w->list[i].field == column.field &&
            w->list[i].by_label == column.by_label)
            return i;
    if (w->len == w->room)
        w->list = arena_grow_array(m->a, w->list, w->len, &w->room, sizeof *w->list);
    w->list[w->len] = column;
    return w->len++;
}

static size_t wish_built_in(struct maker *m, enum column_of of)
{
    return wish(m, (struct column_wish){.of = of});
}

/* A person's words have no column. */
static struct err *check_column(struct maker *m, const struct record_name *means, str name,
                                size_t position)
{
    if (means->column.of != COLUMN_FIELD || field_has_column(means->column.field->kind))
        return NULL;
    return MISTAKE(m->a, position, WHY_USAGE,
                   "%.*s holds people's own words, which no question can count or compare.",
                   STR(text_quote(m->a, name)));
}

static struct err *find(struct maker *m, str name, size_t position, struct record_part *out)
{
    size_t number = 0;
    TRY(catalogue_find(m->a, &m->catalogue->names, name, position, &number));
    out->means = &m->catalogue->means[number];
    TRY(check_column(m, out->means, name, position));
    out->wish = wish(m, out->means->column);
    return NULL;
}

static struct err *find_measure(struct maker *m)
{
    size_t number = 0;
    str *names = ARENA_ARRAY(m->a, str, metric_index_len);
    for (unsigned i = 0; i < metric_index_len; i++)
        names[i] = str_of_chars(metric_index[i]->name);
    TRY(question_text_measure(m->a, &m->ask.question, names, metric_index_len, &number));
    m->ask.metric = metric_index[number];
    return NULL;
}

static struct err *check_scale(struct maker *m, const struct question_name *name,
                               const struct field *field)
{
    const struct scale_range *own = m->ask.metric->scale;
    if (!field || !field->has_scale || metric_is_asked_on(m->ask.metric, &field->scale))
        return NULL;
    return MISTAKE(m->a, name->position, WHY_USAGE,
                   "%s is asked on %.*s to %.*s, and %.*s on %.*s to %.*s.", m->ask.metric->name,
                   STR(decimal_to_str(m->a, own->lo)), STR(decimal_to_str(m->a, own->hi)),
                   STR(text_quote(m->a, name->text)), STR(decimal_to_str(m->a, field->scale.lo)),
                   STR(decimal_to_str(m->a, field->scale.hi)));
}

static struct err *find_fields(struct maker *m)
{
    const struct question_text *q = &m->ask.question;
    m->ask.fields = ARENA_ARRAY(m->a, struct record_part, q->fields_len);
    for (size_t i = 0; i < q->fields_len; i++) {
        struct record_part *part = &m->ask.fields[i];
        TRY(find(m, q->fields[i].text, q->fields[i].position, part));
        TRY(check_scale(m, &q->fields[i], part->means->column.field));
        for (size_t j = 0; j < i; j++)
            if (m->ask.fields[j].means->column.field == part->means->column.field &&
                m->ask.fields[j].wish == part->wish)
                return MISTAKE(m->a, q->fields[i].position, WHY_USAGE,
                               "%.*s and %.*s are the same field.",
                               STR(text_quote(m->a, q->fields[j].text)),
                               STR(text_quote(m->a, q->fields[i].text)));
    }
    return NULL;
}

static struct err *find_dimensions(struct maker *m)
{
    const struct question_text *q = &m->ask.question;
    for (size_t i = 0; i < q->by_len; i++)
        if (!q->by[i].is_time) {
            struct record_part *part = &m->ask.by[i];
            TRY(find(m, q->by[i].key, q->by[i].position, part));
            struct column_wish column = part->means->column;
            column.by_label = column.of == COLUMN_FIELD;
            part->wish = wish(m, column);
        }
    return NULL;
}

/* The columns that a condition speaks of. */
static struct err *bind(struct maker *m, struct condition *condition)
{
    struct condition_fields needed;
    TRY(condition_bind(m->a, condition, &m->catalogue->names, &needed));
    for (size_t i = 0; i < needed.fields_len; i++) {
        size_t number = needed.fields[i];
        const struct record_name *means = &m->catalogue->means[number];
        TRY(check_column(m, means, m->catalogue->names.fields[number].name, condition->position));
        m->ask.wish_of_name[number] = wish(m, means->column);
    }
    return NULL;
}

static bool has_time(const struct question_text *q)
{
    for (size_t i = 0; i < q->by_len; i++)
        if (q->by[i].is_time)
            return true;
    return false;
}

static struct err *check_comparison(struct maker *m)
{
    const struct question_text *q = &m->ask.question;
    bool compares_periods = q->compare == COMPARE_WITH_PREVIOUS || q->compare == COMPARE_WITH_YEAR;
    if (compares_periods && !has_time(q))
        return MISTAKE(m->a, q->positions[CLAUSE_COMPARE], WHY_USAGE,
                       "compare %.*s compares periods: it needs by day, week, month, quarter or "
                       "year.",
                       STR(q->compare_text));
    bool has_parts = q->by_len || q->where;
    if (q->compare != COMPARE_WITH_NOTHING && !compares_periods && !has_parts)
        return MISTAKE(m->a, q->positions[CLAUSE_COMPARE], WHY_USAGE,
                       "All answers have nobody to be compared with; compare needs by or where.");
    return NULL;
}

static struct err *check_box(struct maker *m)
{
    const struct question_text *q = &m->ask.question;
    if (m->ask.metric->takes_box && m->ask.metric->top == 0 && !question_text_has(q, CLAUSE_BOX))
        return MISTAKE(m->a, q->measure.position, WHY_USAGE,
                       "%s needs the answers that count, as in %s(%.*s) box (4, 5).",
                       m->ask.metric->name, m->ask.metric->name,
                       STR(condition_name_to_text(m->a, q->fields[0].text)));
    if (question_text_has(q, CLAUSE_BOX) && !m->ask.metric->takes_box)
        return MISTAKE(m->a, q->positions[CLAUSE_BOX], WHY_USAGE, "%s takes no box.",
                       m->ask.metric->name);
    return NULL;
}

static void wish_rest(struct maker *m)
{
    const struct question_text *q = &m->ask.question;
    bool by_time = has_time(q) || q->range.kind != RANGE_ALL || q->compare != COMPARE_WITH_NOTHING;
    m->ask.source_wish = wish_built_in(m, COLUMN_SOURCE);
    m->ask.person_wish = wish_built_in(m, COLUMN_PERSON);
    m->ask.day_wish = by_time ? wish_built_in(m, COLUMN_DAY) : SIZE_MAX;
    m->ask.weight_wish =
        question_text_has(q, CLAUSE_WEIGHTED) ? wish_built_in(m, COLUMN_WEIGHT) : SIZE_MAX;
}

static struct err *make(struct maker *m, str text)
{
    TRY(question_text_of_str(m->a, text, &m->ask.question));
    m->ask.wish_of_name = ARENA_ARRAY(m->a, size_t, m->catalogue->names.fields_len);
    for (size_t i = 0; i < m->catalogue->names.fields_len; i++)
        m->ask.wish_of_name[i] = SIZE_MAX;
    TRY(find_measure(m));
    TRY(find_fields(m));
    TRY(find_dimensions(m));
    m->ask.where = m->ask.question.where;
    m->ask.other = m->ask.question.other;
    TRY(bind(m, m->ask.where));
    TRY(bind(m, m->ask.other));
    TRY(check_comparison(m));
    TRY(check_box(m));
    wish_rest(m);
    return NULL;
}

struct err *record_ask_of_str(struct arena *a, str text, const struct record_catalogue *catalogue,
                              struct record_ask *out)
{
    struct maker m = {.a = a, .catalogue = catalogue, .ask = {.text = text}};
    struct err *e = make(&m, text);
    if (e) {
        e->source = text;
        return e;
    }
    *out = m.ask;
    return NULL;
}
