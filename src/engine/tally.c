/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/tally.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "engine/keymap.h"
#include "engine/persons.h"
#include "engine/tally_dense.h"

enum { FAR = 32, NEAR = 12 }; /* rows ahead */

/* A scan under way.  A row's group is numbered by its combined points, its bar
 * by group and point. */
struct scan {
    struct arena *arena; /* of the result */
    struct filter_room *filter;
    const struct tally_question *q;
    uint64_t *strides; /* [dimension] */
    struct keymap *groups, *bars;
    struct tally *tallies; /* [bar] */
    size_t tallies_room;
    uint64_t *unweighted; /* [group] */
    size_t unweighted_room;
    uint64_t rows;
    struct tally_persons *persons;
};

/* What one block of rows looks like to the scan. */
struct block_view {
    size_t rows, first_row;
    uint8_t *mask;
    uint32_t *codes;  /* of whatever column is being read */
    uint64_t *keys;   /* combined points of the dimensions */
    uint32_t *points; /* of the score */
    int64_t *weights;
    uint32_t *persons; /* NULL where not asked for */
};

/* One more than the points, for AXIS_NONE. */
static uint64_t axis_places(const struct axis *axis)
{
    return (uint64_t)axis->points_len + 1;
}

static struct err *plan_keys(struct scan *s, uint64_t *key_space)
{
    s->strides = ARENA_ARRAY(s->arena, uint64_t, s->q->dimensions_len);
    *key_space = 1;
    for (size_t d = s->q->dimensions_len; d-- > 0;) {
        s->strides[d] = *key_space;
        if (__builtin_mul_overflow(*key_space, axis_places(&s->q->dimensions[d]), key_space))
            FAIL(s->arena, WHY_LIMIT, "These dimensions have too many values to be combined.");
    }
    return NULL;
}

static void read_keys(const struct scan *s, size_t block, struct block_view *v)
{
    memset(v->keys, 0, v->rows * sizeof *v->keys);
    for (size_t d = 0; d < s->q->dimensions_len; d++) {
        const struct axis *axis = &s->q->dimensions[d];
        column_read_block(axis->column, block, v->codes);
        for (size_t i = 0; i < v->rows; i++) {
            uint32_t point = axis_point(axis, v->codes[i]);
            v->mask[i] = v->mask[i] && point != AXIS_SKIP;
            uint64_t place = point >= AXIS_SKIP ? axis->points_len : point;
            v->keys[i] += place * s->strides[d];
        }
    }
}

static void read_points(const struct scan *s, size_t block, struct block_view *v)
{
    column_read_block(s->q->score.column, block, v->codes);
    for (size_t i = 0; i < v->rows; i++)
        v->points[i] = axis_point(&s->q->score, v->codes[i]);
}

static void read_weights(const struct scan *s, size_t block, struct block_view *v)
{
    if (!s->q->weight) {
        for (size_t i = 0; i < v->rows; i++)
            v->weights[i] = 1;
        return;
    }
    column_read_block(s->q->weight, block, v->codes);
    for (size_t i = 0; i < v->rows; i++)
        v->weights[i] = v->codes[i] < CODE_NOT_APPLICABLE ? s->q->weights[v->codes[i]] : 0;
}

static void add_to_bar(struct scan *s, uint32_t bar, int64_t weight)
{
    if (bar >= s->tallies_room)
        s->tallies =
            arena_grow_array(s->arena, s->tallies, bar, &s->tallies_room, sizeof *s->tallies);
    struct tally *t = &s->tallies[bar];
    t->n++;
    t->sum_w += (uint64_t)weight;
    t->sum_w2 += (wide_int)weight * weight;
}

static void add_row(struct scan *s, const struct block_view *v, size_t i)
{
    uint32_t group = keymap_add(s->groups, v->keys[i]);
    if (group >= s->unweighted_room)
        s->unweighted = arena_grow_array(s->arena, s->unweighted, group, &s->unweighted_room,
                                         sizeof *s->unweighted);
    uint32_t point = v->points[i];
    if (point >= AXIS_SKIP)
        return;
    if (v->weights[i] <= 0) {
        s->unweighted[group]++;
        return;
    }
    uint32_t bar = keymap_add(s->bars, (uint64_t)group * s->q->score.points_len + point);
    add_to_bar(s, bar, v->weights[i]);
    if (s->persons && v->persons) {
        int64_t value = s->q->values[point];
        struct person_answer answer = {.group = group,
                                       .person = v->persons[i],
                                       .row = v->first_row + i,
                                       .weight = v->weights[i],
                                       .value = value};
        persons_add(s->persons, &answer);
    }
}

static struct block_view make_view(struct arena *a, const struct tally_question *q)
{
    return (struct block_view){
        .mask = ARENA_ARRAY(a, uint8_t, BLOCK_ROWS),
        .codes = ARENA_ARRAY(a, uint32_t, BLOCK_ROWS),
        .keys = ARENA_ARRAY(a, uint64_t, BLOCK_ROWS),
        .points = ARENA_ARRAY(a, uint32_t, BLOCK_ROWS),
        .weights = ARENA_ARRAY(a, int64_t, BLOCK_ROWS),
        .persons = q->person ? ARENA_ARRAY(a, uint32_t, BLOCK_ROWS) : NULL,
    };
}

/* Persons lie scattered over memory: those of the rows ahead are fetched meanwhile. */
static void expect_persons(const struct scan *s, const struct block_view *v, size_t i)
{
    if (i + FAR < v->rows && v->mask[i + FAR])
        persons_expect(s->persons, v->persons[i + FAR]);
    if (i + NEAR < v->rows && v->mask[i + NEAR])
        persons_expect_soon(s->persons, v->persons[i + NEAR]);
}

static struct err *scan_block(struct scan *s, size_t block, struct block_view *v)
{
    v->first_row = column_block_first_row(s->q->score.column, block);
    v->rows = column_block_rows(s->q->score.column, block);
    filter_block_in(s->filter, block, v->rows, v->mask);
    read_keys(s, block, v);
    read_points(s, block, v);
    read_weights(s, block, v);
    if (v->persons)
        column_read_block(s->q->person, block, v->persons);
    for (size_t i = 0; i < v->rows; i++) {
        if (v->persons)
            expect_persons(s, v, i);
        if (v->mask[i]) {
            s->rows++;
            add_row(s, v, i);
        }
    }
    if (keymap_size(s->groups) > LIMIT_GROUPS)
        FAIL(s->arena, WHY_LIMIT, "This question has more than %zu groups.", LIMIT_GROUPS);
    if (arena_over_budget(s->arena))
        FAIL(s->arena, WHY_LIMIT, "This question needs more memory than one may have.");
    return NULL;
}

/* What a block needs is given back at the end. */
static struct err *scan_blocks(struct scan *s)
{
    struct arena *view_arena = arena_make(0);
    struct block_view view = make_view(view_arena, s->q);
    struct err *e = NULL;
    s->filter = filter_room_make(view_arena, s->q->filter, kernels_best());
    for (size_t b = 0; b < column_blocks(s->q->score.column) && !e; b++)
        e = scan_block(s, b, &view);
    arena_done(view_arena);
    return e;
}

static const uint32_t *key_of_group(const struct scan *s, uint32_t group)
{
    uint32_t *key = ARENA_ARRAY(s->arena, uint32_t, s->q->dimensions_len);
    uint64_t rest = keymap_key(s->groups, group);
    for (size_t d = s->q->dimensions_len; d-- > 0;) {
        const struct axis *axis = &s->q->dimensions[d];
        uint64_t place = rest % axis_places(axis);
        rest /= axis_places(axis);
        key[d] = place == axis->points_len ? AXIS_NONE : (uint32_t)place;
    }
    return key;
}

static int by_point(const void *left, const void *right)
{
    const struct tally_bar *a = left, *b = right;
    return (a->point > b->point) - (a->point < b->point);
}

struct numbered {
    uint64_t key;
    uint32_t number;
};

static int by_key(const void *left, const void *right)
{
    const struct numbered *a = left, *b = right;
    return (a->key > b->key) - (a->key < b->key);
}

/* Groups in the order of their keys: order[place] is a number, places[number] a place. */
static void order_groups(const struct scan *s, uint32_t *order, uint32_t *places)
{
    size_t len = keymap_size(s->groups);
    struct numbered *groups = ARENA_ARRAY(s->arena, struct numbered, len);
    for (uint32_t g = 0; g < len; g++)
        groups[g] = (struct numbered){keymap_key(s->groups, g), g};
    qsort(groups, len, sizeof *groups, by_key);
    for (uint32_t place = 0; place < len; place++) {
        order[place] = groups[place].number;
        places[groups[place].number] = place;
    }
    if (s->persons)
        persons_order(s->persons, order, places, len);
}

/* Deals the bars out to their groups. */
static void gather(const struct scan *s, struct tallies *out)
{
    size_t groups_len = keymap_size(s->groups), bars_len = keymap_size(s->bars);
    assert(groups_len == 0 || s->unweighted);
    assert(bars_len == 0 || s->tallies);
    uint32_t points_len = s->q->score.points_len;
    uint32_t *order = ARENA_ARRAY(s->arena, uint32_t, groups_len);
    uint32_t *places = ARENA_ARRAY(s->arena, uint32_t, groups_len);
    order_groups(s, order, places);
    size_t *counts = ARENA_ARRAY(s->arena, size_t, groups_len + 1);
    for (uint32_t b = 0; b < bars_len; b++)
        counts[places[keymap_key(s->bars, b) / points_len] + 1]++;
    struct tally_group *groups = ARENA_ARRAY(s->arena, struct tally_group, groups_len);
    struct tally_bar *bars = ARENA_ARRAY(s->arena, struct tally_bar, bars_len);
    for (uint32_t g = 0; g < groups_len; g++) {
        counts[g + 1] += counts[g];
        groups[g] = (struct tally_group){.key = key_of_group(s, order[g]),
                                         .bars = bars + counts[g],
                                         .bars_len = counts[g + 1] - counts[g],
                                         .unweighted = s->unweighted[order[g]]};
    }
    for (uint32_t b = 0; b < bars_len; b++) {
        uint64_t key = keymap_key(s->bars, b);
        bars[counts[places[key / points_len]]++] =
            (struct tally_bar){(uint32_t)(key % points_len), s->tallies[b]};
    }
    for (size_t g = 0, first = 0; g < groups_len; first += groups[g++].bars_len)
        qsort(bars + first, groups[g].bars_len, sizeof *bars, by_point);
    *out = (struct tallies){
        .groups = groups, .groups_len = groups_len, .rows = s->rows, .persons = s->persons};
}

static void assert_blocks_of_filter(const struct filter *f, const struct column *score)
{
    if (f && f->kind == FILTER_SET)
        assert(column_has_blocks_of(f->column, score));
    for (size_t p = 0; f && p < f->parts_len; p++)
        assert_blocks_of_filter(f->parts[p], score);
}

/* All columns of a question are of one table. */
static void assert_blocks(const struct tally_question *q)
{
    const struct column *score = q->score.column;
    for (size_t d = 0; d < q->dimensions_len; d++)
        assert(column_has_blocks_of(q->dimensions[d].column, score));
    assert(!q->weight || column_has_blocks_of(q->weight, score));
    assert(!q->person || column_has_blocks_of(q->person, score));
    assert_blocks_of_filter(q->filter, score);
}

struct err *tally_row_by_row(struct arena *a, const struct tally_question *q, struct tallies *out)
{
    struct scan s = {.arena = a, .q = q};
    uint64_t key_space = 0, bar_space = 0;
    TRY(plan_keys(&s, &key_space));
    if (__builtin_mul_overflow(key_space, (uint64_t)q->score.points_len, &bar_space))
        bar_space = UINT64_MAX;
    s.groups = keymap_make(a, key_space);
    s.bars = keymap_make(a, bar_space);
    if (q->person)
        s.persons = persons_make(a, column_codes(q->person), column_rows(q->score.column));
    if (q->dimensions_len == 0) {
        keymap_add(s.groups, 0);
        s.unweighted = ARENA_ARRAY(a, uint64_t, 1);
        s.unweighted_room = 1;
    }
    TRY(scan_blocks(&s));
    gather(&s, out);
    return NULL;
}

struct err *tally_rows(struct arena *a, const struct tally_question *q, struct tallies *out)
{
    assert_blocks(q);
    if (tally_dense_can(q) && tally_dense_pays(q))
        return tally_dense(a, q, (struct dense_ways){.threads = 0}, out);
    return tally_row_by_row(a, q, out);
}

static struct tally tally_less(struct tally whole, const struct tally *part)
{
    whole.n -= part->n;
    whole.sum_w -= part->sum_w;
    whole.sum_w2 -= part->sum_w2;
    return whole;
}

/* Both lists ascend by point, and every point of the part is in the whole. */
static struct tally_group group_less(struct arena *a, const struct tally_group *whole,
                                     const struct tally_group *part)
{
    struct tally_bar *bars = ARENA_ARRAY(a, struct tally_bar, whole->bars_len);
    struct tally_group rest = {
        .key = whole->key, .bars = bars, .unweighted = whole->unweighted - part->unweighted};
    size_t p = 0;
    for (size_t w = 0; w < whole->bars_len; w++) {
        struct tally_bar bar = whole->bars[w];
        if (p < part->bars_len && part->bars[p].point == bar.point)
            bar.tally = tally_less(bar.tally, &part->bars[p++].tally);
        if (bar.tally.n)
            bars[rest.bars_len++] = bar;
    }
    return rest;
}

struct tally_group tally_other_group(struct arena *a, const struct tally_other *other, size_t g)
{
    if (other->whole_of[g] == SIZE_MAX)
        return (struct tally_group){.bars = NULL};
    const struct tally_group *whole = &other->whole->groups[other->whole_of[g]];
    if (!other->part || other->part_of[g] == SIZE_MAX)
        return *whole;
    return group_less(a, whole, &other->part->groups[other->part_of[g]]);
}
