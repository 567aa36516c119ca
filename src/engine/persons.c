/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/persons.h"

#include <assert.h>

#include "engine/keymap.h"

/* What an identity (a person, or a row without one) said in one group.  Its pairs hang
 * together; whoever is in very many groups has the others in a keymap. */
struct pair {
    struct tally_person sums;
    uint64_t identity;
    uint32_t older; /* number + 1; 0: none */
};

enum { CHAIN = 8, PAGE = 4096, FEW_PERSONS = 1 << 20, PERSONS_PER_ROW = 4 };

struct tally_persons {
    struct arena *arena;
    uint64_t identities; /* persons with a code, then one for each row */
    uint32_t coded;
    struct pair **pages; /* of PAGE pairs, which never move */
    size_t pages_room;
    uint32_t len;           /* pairs */
    uint32_t *newest;       /* [identity]: number + 1; NULL: persons are too many for it */
    struct keymap *rest;    /* of the group's number and identity, where chains are full */
    uint32_t *pair_of_rest; /* [number in rest] */
    size_t rest_room;
    const uint32_t *order; /* [group]: its number in the keys of rest */
    size_t groups;
};

struct tally_persons *persons_make(struct arena *a, uint32_t persons, size_t rows)
{
    struct tally_persons *p = ARENA_NEW(a, struct tally_persons);
    p->arena = a;
    p->coded = persons;
    p->identities = (uint64_t)persons + rows;
    p->rest = keymap_make(a, UINT64_MAX);
    if (persons <= FEW_PERSONS || persons / PERSONS_PER_ROW <= rows)
        p->newest = ARENA_ARRAY(a, uint32_t, p->identities);
    return p;
}

static struct pair *pair_at(const struct tally_persons *p, uint32_t number)
{
    return &p->pages[number / PAGE][number % PAGE];
}

static struct pair *add_pair_of(struct tally_persons *p, uint32_t group, uint64_t identity)
{
    size_t page = p->len / PAGE;
    if (page >= p->pages_room)
        p->pages = arena_grow_array(p->arena, p->pages, page, &p->pages_room, sizeof *p->pages);
    if (p->len % PAGE == 0)
        p->pages[page] = ARENA_ARRAY(p->arena, struct pair, PAGE);
    struct pair *pair = pair_at(p, p->len++);
    pair->sums.group = group;
    pair->identity = identity;
    return pair;
}

/* The identity's pair of a group; NULL: none in its chain, which holds *len. */
static struct pair *find_in_chain(const struct tally_persons *p, uint32_t group, uint64_t identity,
                                  unsigned *len)
{
    uint32_t next = p->newest ? p->newest[identity] : 0;
    for (*len = 0; next; ++*len) {
        struct pair *pair = pair_at(p, next - 1);
        if (pair->sums.group == group)
            return pair;
        next = pair->older;
    }
    return NULL;
}

static struct pair *take_from_rest(struct tally_persons *p, uint32_t group, uint64_t identity)
{
    size_t known = keymap_size(p->rest);
    uint32_t number = keymap_add(p->rest, group * p->identities + identity);
    if (number < known)
        return pair_at(p, p->pair_of_rest[number]);
    if (number >= p->rest_room)
        p->pair_of_rest = arena_grow_array(p->arena, p->pair_of_rest, number, &p->rest_room,
                                           sizeof *p->pair_of_rest);
    p->pair_of_rest[number] = p->len;
    return add_pair_of(p, group, identity);
}

static struct pair *take_pair(struct tally_persons *p, uint32_t group, uint64_t identity)
{
    unsigned len = 0;
    struct pair *pair = find_in_chain(p, group, identity, &len);
    if (pair)
        return pair;
    if (!p->newest || len == CHAIN)
        return take_from_rest(p, group, identity);
    pair = add_pair_of(p, group, identity);
    pair->older = p->newest[identity];
    p->newest[identity] = p->len;
    return pair;
}

void persons_expect(const struct tally_persons *p, uint32_t person)
{
    if (p->newest && person < p->coded)
        __builtin_prefetch(&p->newest[person]);
}

void persons_expect_soon(const struct tally_persons *p, uint32_t person)
{
    if (p->newest && person < p->coded && p->newest[person])
        __builtin_prefetch(pair_at(p, p->newest[person] - 1), 1);
}

void persons_add(struct tally_persons *p, const struct person_answer *answer)
{
    uint64_t identity =
        answer->person < CODE_NOT_APPLICABLE ? answer->person : p->coded + (uint64_t)answer->row;
    struct tally_person *sums = &take_pair(p, answer->group, identity)->sums;
    sums->n++;
    sums->sum_w += answer->weight;
    sums->sum_wx += (wide_int)answer->weight * answer->value;
}

void persons_order(struct tally_persons *p, const uint32_t *order, const uint32_t *places,
                   size_t groups)
{
    p->order = order;
    p->groups = groups;
    for (uint32_t i = 0; i < p->len; i++)
        pair_at(p, i)->sums.group = places[pair_at(p, i)->sums.group];
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
    for (uint32_t i = 0; i < p->len; i++) {
        const struct tally_person *one = &pair_at(p, i)->sums;
        if (!add_person(&made[one->group], one))
            return sums_too_large(a);
    }
    *sums = made;
    return NULL;
}

/* What the identity said in a group; nothing (n 0) where it said nothing. */
static struct tally_person person_in(const struct tallies *t, uint64_t identity, size_t group)
{
    const struct tally_persons *p = t->persons;
    if (group >= p->groups) /* none, or a period without rows */
        return (struct tally_person){.n = 0};
    unsigned len = 0;
    const struct pair *pair = find_in_chain(p, (uint32_t)group, identity, &len);
    if (pair || (p->newest && len < CHAIN))
        return pair ? pair->sums : (struct tally_person){.n = 0};
    uint32_t number = keymap_find(p->rest, p->order[group] * p->identities + identity);
    return number == KEYMAP_NONE ? (struct tally_person){.n = 0}
                                 : pair_at(p, p->pair_of_rest[number])->sums;
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
    for (uint32_t i = 0; i < p->len; i++) {
        const struct pair *pair = pair_at(p, i);
        size_t g = group_of[pair->sums.group];
        if (g == SIZE_MAX || other->whole_of[g] == SIZE_MAX)
            continue;
        struct tally_person whole = person_in(other->whole, pair->identity, other->whole_of[g]);
        struct tally_person rest = less(whole, pair->sums);
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
    for (uint32_t i = 0; i < p->len; i++) {
        const struct tally_person *one = &pair_at(p, i)->sums;
        uint64_t identity = pair_at(p, i)->identity;
        struct tally_person two = person_in(other->whole, identity, other->whole_of[one->group]);
        if (other->part && two.n)
            two = less(two, person_in(other->part, identity, other->part_of[one->group]));
        if (two.n && !add_pair(&made[one->group], one, &two))
            return sums_too_large(a);
    }
    *pairs = made;
    return NULL;
}
