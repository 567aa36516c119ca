/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/question_other.h"

#include "engine/dictionary.h"

struct tally_question question_tally(struct arena *a, const struct question *q,
                                     const struct measure_variant *variant, const bool *kept)
{
    struct axis *axes = ARENA_ARRAY(a, struct axis, q->dimensions_len);
    size_t len = 0;
    for (size_t d = 0; d < q->dimensions_len; d++)
        if (!kept || kept[d])
            axes[len++] = q->dimensions[d].axis;
    return (struct tally_question){.filter = q->where,
                                   .dimensions = axes,
                                   .dimensions_len = len,
                                   .score = q->measure->score,
                                   .weight = q->weight,
                                   .weights = q->weights,
                                   .person = q->person,
                                   .values = variant->units};
}

/* Finds groups by their keys: the dictionary numbers the keys as the groups are
 * numbered. */
struct finder {
    struct dictionary *keys;
    const bool *kept; /* NULL: all dimensions */
    size_t dimensions;
    uint32_t *key; /* the part of a key that is looked for */
};

static struct finder finder_make(struct arena *a, const struct question *q, const struct tallies *t,
                                 const bool *kept)
{
    struct finder f = {.keys = dictionary_make(a), .kept = kept, .dimensions = q->dimensions_len};
    f.key = ARENA_ARRAY(a, uint32_t, q->dimensions_len);
    size_t len = 0;
    for (size_t d = 0; d < q->dimensions_len; d++)
        len += !kept || kept[d];
    for (size_t g = 0; g < t->groups_len; g++)
        (void)dictionary_add(f.keys, (str){(const char *)t->groups[g].key, len * sizeof *f.key});
    return f;
}

/* The group whose key is the kept part of this one, or SIZE_MAX. */
static size_t finder_find(const struct finder *f, const uint32_t *key)
{
    size_t len = 0;
    for (size_t d = 0; d < f->dimensions; d++)
        if (!f->kept || f->kept[d])
            f->key[len++] = key[d];
    uint32_t group = dictionary_find(f->keys, (str){(const char *)f->key, len * sizeof *f->key});
    return group == CODE_MISSING ? SIZE_MAX : group;
}

/* The point of the period before, or a year before; false where there is none. */
static bool earlier_point(const struct question *q, uint32_t point, uint32_t *earlier)
{
    const struct time_axis *time = q->dimensions[0].time;
    if (point >= AXIS_SKIP)
        return false;
    int32_t index = time->first + (int32_t)point, before = index - 1;
    if (q->compare == COMPARE_YEAR && !period_year_before(time->period, index, &before))
        return false;
    if (before < time->first)
        return false;
    *earlier = (uint32_t)(before - time->first);
    return true;
}

static struct err *compare_with_earlier(struct arena *a, const struct question *q,
                                        const struct tallies *own, struct other_side *out)
{
    size_t *whole_of = ARENA_ARRAY(a, size_t, own->groups_len);
    uint32_t *key = ARENA_ARRAY(a, uint32_t, q->dimensions_len);
    if (q->dimensions_len == 0 || !q->dimensions[0].time)
        FAIL(a, WHY_USAGE, "--compare %.*s compares periods: it needs --at and --per.",
             STR(q->compare_text));
    struct finder finder = finder_make(a, q, own, NULL);
    for (size_t g = 0; g < own->groups_len; g++) {
        for (size_t d = 0; d < q->dimensions_len; d++)
            key[d] = own->groups[g].key[d];
        bool has = earlier_point(q, key[0], &key[0]);
        whole_of[g] = has ? finder_find(&finder, key) : SIZE_MAX;
    }
    out->groups = (struct tally_other){.whole = own, .whole_of = whole_of};
    return NULL;
}

/* Rows of the running period are in no group, so they are in no rest either. */
static const struct filter *not_running(struct arena *a, const struct question *q)
{
    const struct time_axis *time = q->dimensions_len ? q->dimensions[0].time : NULL;
    if (!time || !time->leaves_out)
        return NULL;
    uint32_t size = column_codes(time->axis.column);
    bool *has = ARENA_ARRAY(a, bool, size);
    for (uint32_t code = 0; code < size; code++)
        has[code] = time->axis.points[code] != AXIS_SKIP;
    struct filter *f = ARENA_NEW(a, struct filter);
    *f = (struct filter){
        .kind = FILTER_SET, .column = time->axis.column, .has = has, .has_missing = true};
    return f;
}

const struct filter *question_rows_filter(struct arena *a, const struct question *q)
{
    return filter_both(a, q->where, not_running(a, q));
}

/* Everybody the others are taken from, and who of them is in the group. */
struct pool {
    const struct filter *whole;
    const bool *kept;
    const struct tallies *part;
};

static struct err *compare_with_pool(struct arena *a, const struct question *q,
                                     const struct measure_variant *variant,
                                     const struct tallies *own, const struct pool *pool,
                                     struct other_side *out)
{
    struct tally_question tq = question_tally(a, q, variant, pool->kept);
    struct tallies *whole = ARENA_NEW(a, struct tallies);
    tq.filter = pool->whole;
    TRY(tally_rows(a, &tq, whole));
    struct finder wholes = finder_make(a, q, whole, pool->kept);
    struct finder parts = finder_make(a, q, pool->part, NULL);
    size_t *whole_of = ARENA_ARRAY(a, size_t, own->groups_len);
    size_t *part_of = ARENA_ARRAY(a, size_t, own->groups_len);
    for (size_t g = 0; g < own->groups_len; g++) {
        whole_of[g] = finder_find(&wholes, own->groups[g].key);
        part_of[g] = finder_find(&parts, own->groups[g].key);
    }
    out->groups = (struct tally_other){
        .whole = whole, .whole_of = whole_of, .part = pool->part, .part_of = part_of};
    return NULL;
}

/* All others: of the same period where groups of another kind are asked for,
 * else of all periods; without groups, all who do not fulfil the condition. */
static struct err *compare_with_rest(struct arena *a, const struct question *q,
                                     const struct measure_variant *variant,
                                     const struct tallies *own, struct other_side *out)
{
    if (q->dimensions_len == 0 && q->where == q->base)
        FAIL(a, WHY_USAGE,
             "--compare rest needs --by, --per or --where: all answers have no rest.");
    bool *kept = ARENA_ARRAY(a, bool, q->dimensions_len);
    bool groups = q->dimensions_len > (q->dimensions_len && q->dimensions[0].time);
    for (size_t d = 0; d < q->dimensions_len; d++)
        kept[d] = groups && q->dimensions[d].time;
    struct pool pool = {.whole = q->base, .kept = kept, .part = own};
    if (q->dimensions_len)
        pool.whole = question_rows_filter(a, q);
    return compare_with_pool(a, q, variant, own, &pool, out);
}

static struct err *compare_with_other(struct arena *a, const struct question *q,
                                      const struct measure_variant *variant,
                                      const struct tallies *own, struct other_side *out)
{
    if (q->dimensions_len == 0 && q->where == q->base)
        FAIL(a, WHY_USAGE,
             "--compare with a condition needs --where or --by: all answers include those that it "
             "names.");
    bool *kept = ARENA_ARRAY(a, bool, q->dimensions_len);
    for (size_t d = 0; d < q->dimensions_len; d++)
        kept[d] = !q->other_mentions[d];
    struct tallies *part = ARENA_NEW(a, struct tallies);
    struct tally_question tq = question_tally(a, q, variant, NULL);
    tq.filter = filter_both(a, q->where, q->other);
    TRY(tally_rows(a, &tq, part));
    struct pool pool = {.whole = filter_both(a, q->base, q->other), .kept = kept, .part = part};
    return compare_with_pool(a, q, variant, own, &pool, out);
}

struct err *other_side_make(struct arena *a, const struct question *q,
                            const struct measure_variant *variant, const struct tallies *own,
                            struct other_side *out)
{
    switch (q->compare) {
    case COMPARE_PREVIOUS:
    case COMPARE_YEAR:
        TRY(compare_with_earlier(a, q, own, out));
        break;
    case COMPARE_REST:
        TRY(compare_with_rest(a, q, variant, own, out));
        break;
    case COMPARE_OTHER:
    case COMPARE_NOTHING:
        TRY(compare_with_other(a, q, variant, own, out));
        break;
    }
    if (q->person)
        TRY(tally_person_pairs(a, own, &out->groups, &out->pairs));
    return NULL;
}

const uint32_t *other_side_key(const struct question *q, const struct tallies *own,
                               const struct other_side *other, size_t g)
{
    bool has_periods = q->dimensions_len && q->dimensions[0].time;
    size_t whole = other->groups.whole_of[g];
    switch (q->compare) {
    case COMPARE_PREVIOUS:
    case COMPARE_YEAR:
        return whole == SIZE_MAX ? NULL : own->groups[whole].key;
    case COMPARE_REST:
        return q->dimensions_len > has_periods ? own->groups[g].key : NULL;
    case COMPARE_OTHER:
        return q->where != q->base || (has_periods && q->other_mentions[0]) ? NULL
                                                                            : own->groups[g].key;
    case COMPARE_NOTHING:
        break;
    }
    return NULL;
}
