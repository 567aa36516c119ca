/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/question.h"

#include <math.h>

#include "base/limits.h"
#include "engine/tally.h"
#include "understand/question_other.h"
#include "understand/question_population.h"
#include "understand/question_rows.h"

#define FARTHEST_DATE_DAYS 36525.0 /* a hundred years */

/* One run of a question for one variant of its measure. */
struct run {
    struct arena *arena;
    const struct question *q;
    struct measure_variant variant;
    size_t variant_number;
    struct tallies own;
    struct tally_person_sums *persons; /* [group]; NULL: not asked for */
    struct other_side other;
    struct question_population population;
    double days; /* over which the answers came, where there are no periods; 0: unknown */
    struct question_rows rows;
};

static struct err *tally_own(struct run *r)
{
    struct tally_question tq = question_tally(r->arena, r->q, &r->variant, NULL);
    TRY(tally_rows(r->arena, &tq, &r->own));
    question_fill_gaps(r->arena, r->q, &r->own);
    if (r->q->person)
        TRY(tally_person_sums(r->arena, &r->own, &r->persons));
    if (r->q->compare != COMPARE_NOTHING)
        TRY(other_side_make(r->arena, r->q, &r->variant, &r->own, &r->other));
    return NULL;
}

/* The engine's sums belong to a variant where persons are asked for; else one
 * histogram serves all variants. */
static bool needs_tallies(const struct run *r)
{
    return r->variant_number == 0 || r->q->person;
}

static uint64_t people_of(const struct tally_group *group, const struct tally_person_sums *persons)
{
    uint64_t n = 0;
    if (persons)
        return persons->persons;
    for (size_t i = 0; i < group->bars_len; i++)
        n += group->bars[i].tally.n;
    return n;
}

static void estimate_side(const struct run *r, struct tally_group group,
                          const struct tally_person_sums *persons, const uint32_t *key,
                          struct estimate *e, struct standing *s)
{
    struct estimate_ask ask = {
        .measure = r->q->measure,
        .variant = &r->variant,
        .group = group,
        .weighted = r->q->weight != NULL,
        .persons = persons,
        .population =
            question_population_of(r->q, &r->population, key, (double)people_of(&group, persons)),
    };
    estimate_of_group(r->arena, &ask, e, s);
}

static void compare_row(const struct run *r, size_t g, const struct standing *own,
                        struct answer_row *row)
{
    struct tally_group group = tally_other_group(r->arena, &r->other.groups, g);
    const struct tally_person_pair *pair = r->other.pairs ? &r->other.pairs[g] : NULL;
    struct estimate other;
    struct standing standing;
    const uint32_t *key = other_side_key(r->q, &r->own, &r->other, g);
    estimate_side(r, group, pair ? &pair->other : NULL, key, &other, &standing);
    struct compare_ask ask = {
        .measure = r->q->measure,
        .variant = &r->variant,
        .own = &row->estimate,
        .other = &other,
        .own_standing = own,
        .other_standing = &standing,
        .pair = pair,
        .weighted = r->q->weight != NULL,
        .has_matters = r->q->has_matters,
        .matters = r->q->matters,
    };
    row->has_contrast = true;
    row->contrast = compare_groups(&ask);
}

static bool has_periods(const struct question *q)
{
    return q->dimensions_len && q->dimensions[0].time;
}

/* From the first day with an answer to the last before today, which is not over. */
static struct err *count_days(struct run *r)
{
    const struct question *q = r->q;
    if (q->compare == COMPARE_NOTHING || !q->time || has_periods(q))
        return NULL;
    struct tally_question tq = question_tally(r->arena, q, &r->variant, NULL);
    struct tallies by_day;
    int32_t first = INT32_MAX, last = INT32_MIN;
    tq.dimensions = &q->time->axis;
    tq.dimensions_len = 1;
    tq.person = NULL;
    TRY(tally_rows(r->arena, &tq, &by_day));
    for (size_t g = 0; g < by_day.groups_len; g++) {
        uint32_t point = by_day.groups[g].key[0];
        if (point >= AXIS_SKIP || by_day.groups[g].bars_len == 0)
            continue;
        int32_t day = period_start(q->time->period, q->time->first + (int32_t)point);
        first = day < first ? day : first;
        last = day > last ? day : last;
    }
    r->days = first <= last ? (double)last - first + 1 : 0;
    return NULL;
}

/* Days over which the row's answers came. */
static double days_of_row(const struct run *r, const struct answer_row *row)
{
    if (!has_periods(r->q))
        return r->days;
    enum period p = r->q->dimensions[0].time->period;
    return row->by[0].known ? period_start(p, row->period + 1) - period_start(p, row->period) : 0;
}

/* When the answers that are missing will be there, at the present rate. */
static void add_by_date(const struct run *r, struct answer_row *row)
{
    const struct question *q = r->q;
    double days = days_of_row(r, row);
    if (!row->has_contrast || !row->contrast.has_more_n || days <= 0 || row->estimate.n == 0)
        return;
    double wait = ceil(row->contrast.more_n * days / (double)row->estimate.n);
    if (wait > FARTHEST_DATE_DAYS)
        return;
    row->has_by_date = true;
    row->by_date = q->today + (int32_t)wait;
}

static void add_group(struct run *r, size_t g)
{
    struct made_row made = {.key = r->own.groups[g].key, .variant = r->variant_number};
    struct standing standing;
    made.row.choice = r->variant.choice;
    question_label_row(r->arena, r->q, made.key, &made.row);
    estimate_side(r, r->own.groups[g], r->persons ? &r->persons[g] : NULL, made.key,
                  &made.row.estimate, &standing);
    if (r->q->compare != COMPARE_NOTHING)
        compare_row(r, g, &standing, &made.row);
    add_by_date(r, &made.row);
    made.chart = (struct chart_point){.value = standing.average.value,
                                      .variance = standing.average.variance,
                                      .n = standing.average.size.n_eff};
    question_rows_add(r->arena, &r->rows, &made);
}

static void add_notes(const struct run *r, struct answer *out)
{
    const struct question *q = r->q;
    uint64_t unweighted = 0;
    for (size_t g = 0; g < r->own.groups_len; g++)
        unweighted += r->own.groups[g].unweighted;
    if (unweighted)
        note_add_number(answer_add_note(r->arena, out, "no_weight"), "n", (double)unweighted);
    if (q->reached == REACHED_OPEN || q->reached == REACHED_UNKNOWN)
        note_add_text(answer_add_note(r->arena, out, "chance_only"), "reached",
                      q->reached == REACHED_OPEN ? S("open") : S("unknown"));
    question_population_note(r->arena, &r->population, out);
}

struct err *question_answer(struct arena *a, const struct question *q, struct answer *out)
{
    struct run r = {.arena = a, .q = q};
    TRY(question_population_make(a, q, &r.population));
    for (size_t v = 0; v < q->measure->variants; v++) {
        r.variant = measure_variant(a, q->measure, v);
        r.variant_number = v;
        if (v == 0)
            TRY(count_days(&r));
        if (needs_tallies(&r))
            TRY(tally_own(&r));
        if (r.own.groups_len > LIMIT_GROUPS / q->measure->variants)
            FAIL(a, WHY_LIMIT, "This question has more than %zu rows: %zu groups of %zu choices.",
                 LIMIT_GROUPS, r.own.groups_len, q->measure->variants);
        for (size_t g = 0; g < r.own.groups_len; g++)
            add_group(&r, g);
    }
    struct answer answer = *out;
    answer.metric = q->measure->metric;
    answer.has_scale = q->measure->has_scale;
    answer.scale = q->measure->range;
    answer.has_choices = q->measure->choices != NULL;
    answer.compared_with = q->compare == COMPARE_NOTHING ? S("") : q->compare_text;
    add_notes(&r, &answer);
    TRY(question_running_note(a, q, &answer));
    question_rows_finish(a, q, &r.rows, &answer);
    *out = answer;
    return NULL;
}
