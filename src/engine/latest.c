/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/latest.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "engine/keymap.h"

enum { IS_LATEST = 0, IS_NOT = UINT8_MAX }; /* codes: 0 and missing */
enum { DENSE_ANYWAY = 1 << 20, DENSE_PER_ROW = 2 };

/* The best row so far for each person and period: by key where there are few keys,
 * else by the number that a keymap gives them. */
struct search {
    struct arena *arena; /* given back when the column is made */
    const struct latest_question *q;
    uint64_t places;     /* of the period */
    struct keymap *keys; /* NULL: dense */
    int64_t *instants;
    uint32_t *rows; /* row + 1; 0: none yet */
    size_t instants_room, rows_room, used;
    uint8_t *marks; /* [row] */
};

/* One block, widened. */
struct view {
    size_t rows, first_row;
    struct numbers instants;
    struct filter_room *room;
    uint8_t *mask;
    uint32_t *persons, *periods, *codes;
};

static int64_t id_of_row(const struct search *s, size_t row)
{
    size_t block = column_block_of_row(s->q->person, row);
    return numbers_at(&s->q->ids[block], row - column_block_first_row(s->q->person, block));
}

static size_t slot_of(struct search *s, uint64_t key)
{
    if (!s->keys)
        return (size_t)key;
    uint32_t number = keymap_add(s->keys, key);
    if (number >= s->rows_room) {
        s->instants =
            arena_grow_array(s->arena, s->instants, number, &s->instants_room, sizeof *s->instants);
        s->rows = arena_grow_array(s->arena, s->rows, number, &s->rows_room, sizeof *s->rows);
    }
    if (number >= s->used)
        s->used = (size_t)number + 1;
    return number;
}

static void compete(struct search *s, uint64_t key, size_t row, int64_t instant)
{
    size_t at = slot_of(s, key);
    assert(s->rows && s->instants);
    bool wins = s->rows[at] == 0 || instant > s->instants[at] ||
                (instant == s->instants[at] && id_of_row(s, row) > id_of_row(s, s->rows[at] - 1));
    if (!wins)
        return;
    s->instants[at] = instant;
    s->rows[at] = (uint32_t)row + 1;
}

/* Takes rows out of the mask that do not compete, and says in which place of the
 * period the others do. */
static void read_block(const struct search *s, size_t block, struct view *v)
{
    const struct latest_question *q = s->q;
    v->rows = column_block_rows(q->person, block);
    v->first_row = column_block_first_row(q->person, block);
    v->instants = q->instants[block];
    column_read_block(q->person, block, v->persons);
    if (q->score) {
        column_read_block(q->score->column, block, v->codes);
        for (size_t i = 0; i < v->rows; i++)
            v->mask[i] &= axis_point(q->score, v->codes[i]) < AXIS_SKIP;
    }
    if (!q->period) {
        memset(v->periods, 0, v->rows * sizeof *v->periods);
        return;
    }
    column_read_block(q->period->column, block, v->codes);
    for (size_t i = 0; i < v->rows; i++) {
        uint32_t point = axis_point(q->period, v->codes[i]);
        v->mask[i] &= point != AXIS_SKIP;
        v->periods[i] = point == AXIS_NONE ? q->period->points_len : point;
    }
}

static void search_block(struct search *s, size_t block, struct view *v)
{
    filter_block_in(v->room, block, column_block_rows(s->q->person, block), v->mask);
    read_block(s, block, v);
    for (size_t i = 0; i < v->rows; i++) {
        if (!v->mask[i])
            continue;
        if (v->persons[i] < CODE_NOT_APPLICABLE)
            compete(s, v->persons[i] * s->places + v->periods[i], v->first_row + i,
                    numbers_at(&v->instants, i));
        else
            s->marks[v->first_row + i] = IS_LATEST;
    }
}

static void make_slots(struct search *s, uint64_t key_space)
{
    uint64_t rows = column_rows(s->q->person);
    if (key_space > DENSE_ANYWAY && key_space > DENSE_PER_ROW * rows) {
        s->keys = keymap_make(s->arena, key_space);
        return;
    }
    s->used = (size_t)key_space;
    s->instants = ARENA_ARRAY(s->arena, int64_t, s->used);
    s->rows = ARENA_ARRAY(s->arena, uint32_t, s->used);
}

static void search_all(struct search *s, uint64_t key_space)
{
    struct view view = {
        .room = filter_room_make(s->arena, s->q->filter, kernels_best()),
        .mask = ARENA_ARRAY(s->arena, uint8_t, BLOCK_ROWS),
        .persons = ARENA_ARRAY(s->arena, uint32_t, BLOCK_ROWS),
        .periods = ARENA_ARRAY(s->arena, uint32_t, BLOCK_ROWS),
        .codes = ARENA_ARRAY(s->arena, uint32_t, BLOCK_ROWS),
    };
    make_slots(s, key_space);
    for (size_t b = 0; b < column_blocks(s->q->person); b++)
        search_block(s, b, &view);
    for (size_t i = 0; i < s->used; i++)
        if (s->rows[i])
            s->marks[s->rows[i] - 1] = IS_LATEST;
}

struct err *latest_rows(struct arena *a, const struct latest_question *q, struct column **out)
{
    size_t rows = column_rows(q->person);
    struct search s = {.q = q, .places = q->period ? (uint64_t)q->period->points_len + 1 : 1};
    /* The persons are fewer than 2^32, the places no more. */
    uint64_t key_space = s.places * column_codes(q->person);
    assert(!q->period || column_has_blocks_of(q->period->column, q->person));
    assert(!q->score || column_has_blocks_of(q->score->column, q->person));
    if (rows > LIMIT_ROWS)
        FAIL(a, WHY_LIMIT, "Latest answers are found among at most %zu rows.", LIMIT_ROWS);
    s.marks = ARENA_ARRAY(a, uint8_t, rows);
    if (rows)
        memset(s.marks, IS_NOT, rows);
    s.arena = arena_make(0);
    search_all(&s, key_space);
    arena_done(s.arena);
    if (arena_over_budget(a))
        FAIL(a, WHY_LIMIT, "This question needs more memory than one may have.");
    struct column *made = column_make_coded(a, S("latest"), 1);
    for (size_t b = 0; b < column_blocks(q->person); b++) {
        struct block_codes kept = {.codes = s.marks + column_block_first_row(q->person, b),
                                   .width = 1};
        column_add_block(made, kept, column_block_rows(q->person, b));
    }
    *out = made;
    return NULL;
}
