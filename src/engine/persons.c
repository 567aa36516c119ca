/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/persons.h"

#include <assert.h>

#include "engine/keymap.h"

struct tally_persons {
    struct arena *arena;
    uint64_t identities; /* persons with a code, then one for each row */
    uint32_t coded;
    struct keymap *pairs;      /* of the group's number and identity */
    struct tally_person *sums; /* [pair] */
    size_t room;
    const uint32_t *order; /* [group]: its number in the keys of pairs */
    size_t groups;
};

struct tally_persons *persons_make(struct arena *a, uint32_t persons, size_t rows)
{
    struct tally_persons *p = ARENA_NEW(a, struct tally_persons);
    p->arena = a;
    p->coded = persons;
    p->identities = (uint64_t)persons + rows;
    p->pairs = keymap_make(a, UINT64_MAX);
    return p;
}

void persons_add(struct tally_persons *p, const struct person_answer *answer)
{
    uint64_t identity =
        answer->person < CODE_NOT_APPLICABLE ? answer->person : p->coded + (uint64_t)answer->row;
    uint32_t pair = keymap_add(p->pairs, (uint64_t)answer->group * p->identities + identity);
    if (pair >= p->room)
        p->sums = arena_grow_array(p->arena, p->sums, pair, &p->room, sizeof *p->sums);
    struct tally_person *sums = &p->sums[pair];
    sums->group = answer->group;
    sums->n++;
    sums->sum_w += answer->weight;
    sums->sum_wx += (wide_int)answer->weight * answer->value;
}

void persons_order(struct tally_persons *p, const uint32_t *order, const uint32_t *places,
                   size_t groups)
{
    p->order = order;
    p->groups = groups;
    for (uint32_t i = 0; i < keymap_size(p->pairs); i++)
        p->sums[i].group = places[p->sums[i].group];
}

/* *sum += a * b; false where that leaves 127 bits. */
static bool add_product(wide_int *sum, wide_int a, wide_int b)
{
    wide_int product = 0;
    return !__builtin_mul_overflow(a, b, &product) && !__builtin_add_overflow(*sum, product, sum);
}

static struct err *sums_too_large(struct arena *a)
{
    FAIL(a, WHY_LIMIT, "The weights and values of the persons are too large to be summed exactly.");
}

/* What a person said in several answers, as the factors of the sums. */
static bool add_person(struct tally_person_sums *s, const struct tally_person *one)
{
    s->persons++;
    s->w += one->sum_w;
    s->wx += one->sum_wx;
    return add_product(&s->w_w, one->sum_w, one->sum_w) &&
           add_product(&s->wx_wx, one->sum_wx, one->sum_wx) &&
           add_product(&s->wx_w, one->sum_wx, one->sum_w);
}

static bool take_person_off(struct tally_person_sums *s, const struct tally_person *one)
{
    s->persons--;
    s->w -= one->sum_w;
    s->wx -= one->sum_wx;
    return add_product(&s->w_w, one->sum_w, -(wide_int)one->sum_w) &&
           add_product(&s->wx_wx, one->sum_wx, -one->sum_wx) &&
           add_product(&s->wx_w, one->sum_wx, -(wide_int)one->sum_w);
}

struct err *tally_person_sums(struct arena *a, const struct tallies *t,
                              struct tally_person_sums **sums)
{
    struct tally_person_sums *made = ARENA_ARRAY(a, struct tally_person_sums, t->groups_len);
    const struct tally_persons *p = t->persons;
    for (uint32_t i = 0; i < keymap_size(p->pairs); i++)
        if (!add_person(&made[p->sums[i].group], &p->sums[i]))
            return sums_too_large(a);
    *sums = made;
    return NULL;
}

/* What the identity said in a group; nothing (n 0) where it said nothing. */
static struct tally_person person_in(const struct tallies *t, uint64_t identity, size_t group)
{
    const struct tally_persons *p = t->persons;
    if (group >= p->groups) /* none, or a period without rows */
        return (struct tally_person){.n = 0};
    uint32_t pair = keymap_find(p->pairs, p->order[group] * p->identities + identity);
    return pair == KEYMAP_NONE ? (struct tally_person){.n = 0} : p->sums[pair];
}

static struct tally_person less(struct tally_person whole, struct tally_person part)
{
    whole.n -= part.n;
    whole.sum_w -= part.sum_w;
    whole.sum_wx -= part.sum_wx;
    return whole;
}

/* Own group of each group of the part; SIZE_MAX where none. */
static size_t *groups_of_part(struct arena *a, const struct tally_other *other, size_t groups_len)
{
    size_t *group_of = ARENA_ARRAY(a, size_t, other->part->groups_len);
    for (size_t i = 0; i < other->part->groups_len; i++)
        group_of[i] = SIZE_MAX;
    for (size_t g = 0; g < groups_len; g++)
        if (other->part_of[g] != SIZE_MAX)
            group_of[other->part_of[g]] = g;
    return group_of;
}

/* The part's persons said less in the other group than in the whole. */
static bool take_part_off(struct arena *a, const struct tally_other *other, size_t groups_len,
                          struct tally_person_pair *pairs)
{
    const size_t *group_of = groups_of_part(a, other, groups_len);
    const struct tally_persons *p = other->part->persons;
    for (uint32_t i = 0; i < keymap_size(p->pairs); i++) {
        size_t g = group_of[p->sums[i].group];
        if (g == SIZE_MAX || other->whole_of[g] == SIZE_MAX)
            continue;
        uint64_t identity = keymap_key(p->pairs, i) % p->identities;
        struct tally_person whole = person_in(other->whole, identity, other->whole_of[g]);
        struct tally_person rest = less(whole, p->sums[i]);
        if (!take_person_off(&pairs[g].other, &whole))
            return false;
        if (rest.n && !add_person(&pairs[g].other, &rest))
            return false;
    }
    return true;
}

static bool add_pair(struct tally_person_pair *pair, const struct tally_person *one,
                     const struct tally_person *two)
{
    pair->both++;
    return add_product(&pair->wx_wx, one->sum_wx, two->sum_wx) &&
           add_product(&pair->wx_w, one->sum_wx, two->sum_w) &&
           add_product(&pair->w_wx, one->sum_w, two->sum_wx) &&
           add_product(&pair->w_w, one->sum_w, two->sum_w);
}

struct err *tally_person_pairs(struct arena *a, const struct tallies *t,
                               const struct tally_other *other, struct tally_person_pair **pairs)
{
    struct tally_person_pair *made = ARENA_ARRAY(a, struct tally_person_pair, t->groups_len);
    struct tally_person_sums *whole = NULL;
    TRY(tally_person_sums(a, other->whole, &whole));
    assert(whole);
    for (size_t g = 0; g < t->groups_len; g++)
        if (other->whole_of[g] != SIZE_MAX)
            made[g].other = whole[other->whole_of[g]];
    if (other->part && !take_part_off(a, other, t->groups_len, made))
        return sums_too_large(a);
    const struct tally_persons *p = t->persons;
    for (uint32_t i = 0; i < keymap_size(p->pairs); i++) {
        const struct tally_person *one = &p->sums[i];
        uint64_t identity = keymap_key(p->pairs, i) % p->identities;
        struct tally_person two = person_in(other->whole, identity, other->whole_of[one->group]);
        if (other->part && two.n)
            two = less(two, person_in(other->part, identity, other->part_of[one->group]));
        if (two.n && !add_pair(&made[one->group], one, &two))
            return sums_too_large(a);
    }
    *pairs = made;
    return NULL;
}
