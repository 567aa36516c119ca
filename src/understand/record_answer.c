/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/record_answer.h"

#include "base/limits.h"
#include "understand/question_other.h"
#include "understand/question_population.h"
#include "understand/record_rows.h"

/* An answer in the making. */
struct maker {
    struct arena *a;
    struct record_question q;
    struct record_answer out;
    str population_hint; /* empty: none */
};

static const struct source *source_called(const struct maker *m, str key)
{
    const struct record_catalogue *catalogue = m->q.asked->catalogue;
    for (size_t i = 0; i < catalogue->sources_len; i++)
        if (str_equal(catalogue->sources[i].key, key))
            return &catalogue->sources[i];
    return NULL;
}

static bool is_about_all_answers(const struct maker *m)
{
    return !m->q.has_period && !question_text_has(m->q.text, CLAUSE_WHERE) &&
           !question_text_has(m->q.text, CLAUSE_RANGE);
}

/* The population of the only source, where everybody or a random part of it was asked and
 * all of its answers are: of some of them nobody knows how many people they speak for. */
static struct err *add_population(struct maker *m, struct question *q, str key)
{
    const struct source *source = source_called(m, key);
    bool was_chance = q->reached == REACHED_EVERYBODY || q->reached == REACHED_RANDOM;
    if (q->has_population || !source || !source->reach.population || !was_chance ||
        !is_about_all_answers(m))
        return NULL;
    double people = 0;
    TRY(question_population_answered(m->a, q, &people));
    if (people > (double)source->reach.population) {
        m->population_hint = str_format(
            m->a,
            "The population of %.*s is said to be %lld, but %.0f people answered; it is not "
            "used.",
            STR(key), (long long)source->reach.population, people);
        return NULL;
    }
    q->has_population = true;
    q->population = (double)source->reach.population;
    return NULL;
}

/* Whose answers they are, and so how people were reached. */
static struct err *add_sources(struct maker *m, struct question *q)
{
    struct record_source_count *counts = NULL;
    size_t len = 0;
    TRY(record_sources_of(m->a, q, m->q.columns.list[m->q.ask->source_wish], &counts, &len));
    q->reached = record_reached_of(m->q.asked->catalogue, counts, len);
    struct buf keys = buf_make(m->a, MIB);
    for (size_t i = 0; i < len; i++)
        buf_addf(&keys, "%s%.*s", i ? ", " : "", STR(counts[i].key));
    m->out.sources = buf_str(&keys);
    if (len == 1)
        return add_population(m, q, counts[0].key);
    if (len == 0)
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
    if (!record_question_is_about_days(&m->q) || m->q.columns.assumed == 0)
        return NULL;
    const struct column *column = m->q.columns.list[m->q.ask->day_wish];
    struct filter *none = ARENA_NEW(m->a, struct filter);
    *none = (struct filter){.kind = FILTER_SET,
                            .column = column,
                            .has = ARENA_ARRAY(m->a, bool, column_codes(column)),
                            .has_missing = true};
    const struct filter *where = filter_both(m->a, m->q.sources, none);
    TRY(count_answers(m, q, filter_both(m->a, where, m->q.where.filter), &n));
    if (n)
        note_add_number(answer_add_note(m->a, &m->out.answer, "assumed_times"), "n", (double)n);
    return NULL;
}

/* "last 12 weeks" leaves this week out, and says so. */
static struct err *note_running(struct maker *m, const struct question *q)
{
    uint64_t n = 0;
    if (m->q.days.running != RUNNING_LEFT_OUT || m->q.has_period)
        return NULL;
    int32_t running = period_of_day(m->q.days.period, m->q.asked->today);
    struct question_days days = {.has_first = true,
                                 .first = period_start(m->q.days.period, running)};
    const struct filter *where =
        filter_both(m->a, m->q.sources, record_question_days(&m->q, &days));
    TRY(count_answers(m, q, filter_both(m->a, where, m->q.where.filter), &n));
    if (n == 0)
        return NULL;
    struct note *note = answer_add_note(m->a, &m->out.answer, "running_period_left_out");
    note_add_text(note, "period", period_label(m->a, m->q.days.period, running));
    note_add_number(note, "n", (double)n);
    return NULL;
}

static void note_scale(struct maker *m)
{
    if (!m->q.measure.guessed)
        return;
    struct note *note = answer_add_note(m->a, &m->out.answer, "scale_guessed");
    if (m->q.measure.has_scale)
        note_add_pair(note, "scale", decimal_to_double(m->q.measure.range.lo),
                      decimal_to_double(m->q.measure.range.hi));
}

static void add_hints(struct maker *m)
{
    const struct condition_plan *plans[] = {&m->q.where, &m->q.other};
    str *hints = ARENA_ARRAY(m->a, str, m->q.where.hints_len + m->q.other.hints_len + 2);
    m->out.found_damage = m->q.columns.damaged.len > 0;
    if (m->out.found_damage)
        hints[m->out.hints_len++] =
            str_format(m->a,
                       "%.*s The answer comes from the record itself, more slowly; attune rebuild "
                       "makes the columns anew.",
                       STR(m->q.columns.damaged));
    if (m->population_hint.len)
        hints[m->out.hints_len++] = m->population_hint;
    for (size_t p = 0; p < 2; p++)
        for (size_t i = 0; i < plans[p]->hints_len; i++)
            hints[m->out.hints_len++] = plans[p]->hints[i].sentence;
    m->out.hints = hints;
}

/* Answers that are not on the scale: not counted, and named. */
static void add_refused(struct maker *m)
{
    struct record_refused refused = {.installation = m->q.asked->installation,
                                     .ids = m->q.columns.ids};
    for (size_t i = 0; i < m->q.text->fields_len && measure_has_scale(&m->q.measure); i++)
        record_refused_add(m->a, &refused, &m->q.fields[i], m->q.text->fields[i].text);
    m->out.answer.refused_len = refused.len;
    m->out.answer.refused = refused.list;
    m->out.answer.refused_listed = refused.listed;
}

static struct err *add_total(struct maker *m, struct question q)
{
    if (q.dimensions_len == 0 || !m->q.asked->wants_total)
        return NULL;
    q.where = question_rows_filter(m->a, &q);
    q.dimensions_len = 0;
    q.compare = COMPARE_NOTHING;
    q.has_population = q.has_population && !m->q.has_period; /* it is one period's */
    m->out.has_total = true;
    return question_answer(m->a, &q, &m->out.total);
}

struct err *record_answer(struct arena *a, struct db *db, const struct record_asked *asked,
                          struct record_answer *out)
{
    struct maker m = {.a = a};
    m.out.answer.of_record = m.out.total.of_record = true;
    TRY(record_question_make(a, db, asked, &m.q));
    note_scale(&m);
    TRY(add_sources(&m, &m.q.question));
    TRY(note_assumed(&m, &m.q.question));
    TRY(note_running(&m, &m.q.question));
    TRY(question_answer(a, &m.q.question, &m.out.answer));
    TRY(add_total(&m, m.q.question));
    add_refused(&m);
    answer_set_missing(a, &m.out.answer, m.q.fields, m.q.text->fields_len);
    add_hints(&m);
    *out = m.out;
    return NULL;
}
