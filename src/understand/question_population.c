/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/question_population.h"

#include "understand/question_other.h"

static double people_in(const struct tally_group *group, const struct tally_person_sums *persons)
{
    double n = 0;
    if (persons)
        return (double)persons->persons;
    for (size_t i = 0; i < group->bars_len; i++)
        n += (double)group->bars[i].tally.n;
    return n;
}

static bool has_periods(const struct question *q)
{
    return q->dimensions_len > 0 && q->dimensions[0].time;
}

/* Point of the period that a key stands for; answers without one come last, and
 * are of nobody knows how many periods. */
static size_t period_of_key(const struct question *q, const struct question_population *p,
                            const uint32_t *key)
{
    if (!has_periods(q))
        return 0;
    return key[0] >= AXIS_SKIP ? p->answered_len - 1 : key[0];
}

/* Who answered in each period, or at all. */
static struct err *count_people(struct arena *a, const struct question *q,
                                struct question_population *p)
{
    bool *kept = ARENA_ARRAY(a, bool, q->dimensions_len);
    for (size_t d = 0; d < q->dimensions_len; d++)
        kept[d] = q->dimensions[d].time != NULL;
    struct measure_variant variant = measure_variant(a, q->measure, 0);
    struct tally_question tq = question_tally(a, q, &variant, kept);
    struct tallies all;
    struct tally_person_sums *persons = NULL;
    TRY(tally_rows(a, &tq, &all));
    if (q->person)
        TRY(tally_person_sums(a, &all, &persons));
    p->answered_len = has_periods(q) ? (size_t)q->dimensions[0].axis.points_len + 1 : 1;
    double *answered = ARENA_ARRAY(a, double, p->answered_len);
    for (size_t g = 0; g < all.groups_len; g++) {
        double people = people_in(&all.groups[g], persons ? &persons[g] : NULL);
        if (has_periods(q) && all.groups[g].key[0] >= AXIS_SKIP)
            continue;
        answered[period_of_key(q, p, all.groups[g].key)] = people;
        if (people > p->answered_most)
            p->answered_most = people;
    }
    p->answered = answered;
    return NULL;
}

struct err *question_population_answered(struct arena *a, const struct question *q, double *people)
{
    struct question_population p = {.given = true};
    TRY(count_people(a, q, &p));
    *people = p.answered_most;
    return NULL;
}

struct err *question_population_make(struct arena *a, const struct question *q,
                                     struct question_population *out)
{
    struct question_population p = {.given = q->has_population, .people = q->population};
    if (!p.given) {
        *out = p;
        return NULL;
    }
    TRY(count_people(a, q, &p));
    if (p.answered_most > p.people)
        FAIL(a, WHY_USAGE, "--population: %.0f people answered, more than the %.0f there are.",
             p.answered_most, p.people);
    *out = p;
    return NULL;
}

double question_population_of(const struct question *q, const struct question_population *p,
                              const uint32_t *key, double n)
{
    if (!p->given || !key)
        return 0;
    double answered = p->answered[period_of_key(q, p, key)];
    return answered > 0 ? p->people * n / answered : 0;
}

void question_population_note(struct arena *a, const struct question_population *p,
                              struct answer *out)
{
    if (!p->given)
        return;
    bool census = p->answered_most >= p->people;
    struct note *note = answer_add_note(a, out, census ? "census" : "finite_population");
    note_add_number(note, "population", p->people);
    note_add_number(note, "n", p->answered_most);
    if (p->answered_len > 1)
        note_add_text(note, "in", S("period"));
}
