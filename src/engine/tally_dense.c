/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/tally_dense.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

enum {
    CELLS_MOST = 65534,      /* keys have 16 bits, and two of them mean something else */
    COUNTERS_MOST = 1 << 19, /* of cells and weights: 2 MiB for a thread */
    CELLS_ANYWAY = 4096,     /* however few the rows are */
    STRIP = COUNT_FEW_ROWS,  /* rows whose keys are in the nearest cache */
    SPARSE = 4,              /* where fewer than one row in so many is in, they are picked */
    COPIES = 4,              /* of the counters, so that neighbouring rows seldom wait */
    COPIED_MOST = 16384,     /* of so many counters */
    THREADS = 2,
    THREADS_FROM_BLOCKS = 32,
};

/* A column's part of a key. */
struct part {
    const struct column *column;
    uint16_t *adds; /* [code] */
    uint32_t codes;
    uint16_t none;
    bool is_linear; /* adds[code] = code * stride, and none is the next */
    uint16_t stride;
};

struct dense {
    const struct tally_question *q;
    struct part *parts;
    size_t parts_len;
    uint32_t groups, points, weights; /* places of each; weights 1 where there are none */
    bool weight_apart;                /* a key says group and point; a counter, the weight too */
    uint32_t cells;                   /* keys are below it */
    size_t counters, copies;
    size_t blocks;
    atomic_size_t next_block;
};

/* What a thread has. */
struct worker {
    struct dense *dense;
    const struct kernels *kernels;
    struct arena *arena;
    struct filter_room *filter;
    struct byte_table *tables; /* [part], for codes with offsets[part] added */
    uint64_t *offsets;         /* of the tables; UINT64_MAX: there is none yet */
    uint16_t *keys, *rows;     /* [STRIP] */
    uint8_t *mask;             /* [BLOCK_ROWS] */
    void *picked;              /* [STRIP], codes of any width */
    uint8_t *weights;          /* [STRIP] */
    uint32_t *counts;          /* [copy][counter] */
};

/* Rows of a block that are looked at together. */
struct strip {
    size_t block, at, len; /* len of them, beginning at the block's row at */
    const uint16_t *rows;  /* their numbers behind at, where only some count; else NULL */
    const uint8_t *mask;   /* or which count; NULL: all of them */
};

/* ---- what is asked for ---- */

static uint64_t places_of(const struct axis *axis)
{
    return (uint64_t)axis->points_len + 1;
}

/* Cells without weights; more than CELLS_MOST where they are too many. */
static uint64_t cells_of(const struct tally_question *q)
{
    uint64_t cells = places_of(&q->score);
    for (size_t d = 0; d < q->dimensions_len && cells <= CELLS_MOST; d++)
        cells *= places_of(&q->dimensions[d]);
    return cells;
}

static uint64_t weight_places(const struct tally_question *q)
{
    return q->weight ? (uint64_t)column_codes(q->weight) + 1 : 1;
}

bool tally_dense_can(const struct tally_question *q)
{
    uint64_t cells = cells_of(q), weights = weight_places(q);
    return cells <= CELLS_MOST && weights <= UINT8_MAX && cells * weights <= COUNTERS_MOST &&
           !q->person;
}

bool tally_dense_pays(const struct tally_question *q)
{
    uint64_t counters = cells_of(q) * weight_places(q);
    return counters <= CELLS_ANYWAY || counters <= column_rows(q->score.column);
}

/* skipped: what a row adds that the axis skips. */
static void make_part(struct arena *a, const struct axis *axis, uint32_t stride, uint16_t skipped,
                      struct part *part)
{
    uint16_t none = (uint16_t)(axis->points_len * stride);
    *part = (struct part){
        .column = axis->column,
        .codes = column_codes(axis->column),
        .none = none,
        .is_linear = !axis->points && axis->points_len == column_codes(axis->column),
        .stride = (uint16_t)stride,
    };
    part->adds = ARENA_ARRAY(a, uint16_t, part->codes);
    for (uint32_t code = 0; code < part->codes; code++) {
        uint32_t point = axis_point(axis, code);
        part->adds[code] = (uint16_t)(point * stride);
        if (point >= AXIS_SKIP)
            part->adds[code] = point == AXIS_SKIP ? skipped : none;
    }
}

static void make_parts(struct arena *a, const struct tally_question *q, struct dense *d)
{
    uint32_t stride = 1;
    d->parts = ARENA_ARRAY(a, struct part, q->dimensions_len + 2);
    if (q->weight && !d->weight_apart) {
        struct axis weight = axis_of_column(q->weight);
        make_part(a, &weight, stride, 0, &d->parts[d->parts_len++]);
        stride = d->weights;
    }
    /* A score that is skipped is no answer, and its row is in its group. */
    make_part(a, &q->score, stride, (uint16_t)(q->score.points_len * stride),
              &d->parts[d->parts_len++]);
    stride *= d->points;
    for (size_t i = q->dimensions_len; i-- > 0;) {
        make_part(a, &q->dimensions[i], stride, KEY_OUT, &d->parts[d->parts_len++]);
        stride *= (uint32_t)places_of(&q->dimensions[i]);
    }
    d->cells = stride;
}

static struct dense *make_dense(struct arena *a, const struct tally_question *q)
{
    struct dense *d = ARENA_NEW(a, struct dense);
    uint64_t cells = cells_of(q);
    d->q = q;
    d->points = (uint32_t)places_of(&q->score);
    d->groups = (uint32_t)cells / d->points;
    d->weights = (uint32_t)weight_places(q);
    d->weight_apart = cells * d->weights > CELLS_MOST;
    d->blocks = column_blocks(q->score.column);
    make_parts(a, q, d);
    /* One cell more, for rows that are in none. */
    d->counters = ((size_t)d->cells + 1) * (d->weight_apart ? d->weights : 1);
    d->copies = d->counters <= COPIED_MOST ? COPIES : 1;
    return d;
}

/* ---- keys of a strip ---- */

/* The strip's codes of one byte, side by side. */
static const uint8_t *pick_bytes(const struct worker *w, const struct block_codes *kept,
                                 const struct strip *s)
{
    const uint8_t *from = (const uint8_t *)kept->codes + s->at;
    uint8_t *picked = w->picked;
    if (!s->rows)
        return from;
    for (size_t i = 0; i < s->len; i++)
        picked[i] = from[s->rows[i]];
    return picked;
}

static const uint16_t *pick_pairs(const struct worker *w, const struct block_codes *kept,
                                  const struct strip *s)
{
    const uint16_t *from = (const uint16_t *)kept->codes + s->at;
    uint16_t *picked = w->picked;
    if (!s->rows)
        return from;
    for (size_t i = 0; i < s->len; i++)
        picked[i] = from[s->rows[i]];
    return picked;
}

static const uint32_t *pick_words(const struct worker *w, const struct block_codes *kept,
                                  const struct strip *s)
{
    const uint32_t *from = (const uint32_t *)kept->codes + s->at;
    uint32_t *picked = w->picked;
    if (!s->rows)
        return from;
    for (size_t i = 0; i < s->len; i++)
        picked[i] = from[s->rows[i]];
    return picked;
}

static const struct byte_table *table_of(struct worker *w, size_t p, uint32_t offset)
{
    const struct part *part = &w->dense->parts[p];
    struct byte_table *table = &w->tables[p];
    uint32_t codes = part->codes - offset;
    if (w->offsets[p] == offset)
        return table;
    *table = (struct byte_table){.of = {0}};
    codes = codes < UINT8_MAX - 1 ? codes : UINT8_MAX - 1;
    memcpy(table->of, part->adds + offset, codes * sizeof *table->of);
    table->of[UINT8_MAX - 1] = table->of[UINT8_MAX] = part->none;
    byte_table_finish(table, codes);
    w->offsets[p] = offset;
    return table;
}

static void add_pairs(const struct worker *w, const struct part *part,
                      const struct block_codes *kept, const struct strip *s)
{
    uint32_t most = part->codes - kept->offset;
    struct pair_table table = {
        .of = part->adds + kept->offset,
        .none = part->none,
        .is_linear = part->is_linear && most < UINT16_MAX,
        .base = (uint16_t)(kept->offset * part->stride),
        .stride = part->stride,
        .most = (uint16_t)most,
    };
    w->kernels->add_pairs(pick_pairs(w, kept, s), s->len, &table, w->keys);
}

static void add_words(const struct worker *w, const struct part *part,
                      const struct block_codes *kept, const struct strip *s)
{
    const uint32_t *codes = pick_words(w, kept, s), *end = codes + s->len;
    uint16_t *key = w->keys;
    for (; codes < end; codes++, key++) {
        uint32_t adds =
            *codes < CODE_NOT_APPLICABLE ? part->adds[*codes + kept->offset] : part->none;
        *key = *key + adds < KEY_OUT ? (uint16_t)(*key + adds) : KEY_OUT;
    }
}

/* What blocks add whose rows all have one code. */
static uint32_t constant_part(const struct dense *d, size_t block)
{
    uint32_t sum = 0;
    for (size_t p = 0; p < d->parts_len; p++) {
        const struct part *part = &d->parts[p];
        struct block_codes kept = column_block_codes(part->column, block);
        if (kept.width == 0)
            sum += kept.filler < CODE_NOT_APPLICABLE ? part->adds[kept.filler] : part->none;
    }
    return sum;
}

static void make_keys(struct worker *w, const struct strip *s, uint32_t constant)
{
    const struct dense *d = w->dense;
    w->kernels->set_keys(w->keys, s->len, (uint16_t)constant);
    for (size_t p = 0; p < d->parts_len; p++) {
        struct block_codes kept = column_block_codes(d->parts[p].column, s->block);
        if (kept.width == 1)
            w->kernels->add_bytes(pick_bytes(w, &kept, s), s->len, table_of(w, p, kept.offset),
                                  w->keys);
        else if (kept.width == 2)
            add_pairs(w, &d->parts[p], &kept, s);
        else if (kept.width == 4)
            add_words(w, &d->parts[p], &kept, s);
    }
    w->kernels->close_keys(w->keys, s->len, s->mask, (uint16_t)d->cells);
}

/* Places of a block's weights: those of codes below codes have the offset added; all
 * others are reserved. */
struct weight_places {
    uint32_t codes, offset, none;
};

static void weights_of_bytes(const uint8_t *codes, size_t len, struct weight_places of,
                             uint8_t *places)
{
    for (size_t i = 0; i < len; i++)
        places[i] = (uint8_t)(codes[i] < of.codes ? codes[i] + of.offset : of.none);
}

static void weights_of_pairs(const uint16_t *codes, size_t len, struct weight_places of,
                             uint8_t *places)
{
    for (size_t i = 0; i < len; i++)
        places[i] = (uint8_t)(codes[i] < of.codes ? codes[i] + of.offset : of.none);
}

static void weights_of_words(const uint32_t *codes, size_t len, struct weight_places of,
                             uint8_t *places)
{
    for (size_t i = 0; i < len; i++)
        places[i] = (uint8_t)(codes[i] < of.codes ? codes[i] + of.offset : of.none);
}

/* Where weights are no part of the keys. */
static void read_weights(const struct worker *w, const struct strip *s)
{
    struct block_codes kept = column_block_codes(w->dense->q->weight, s->block);
    uint32_t none = w->dense->weights - 1;
    struct weight_places of = {none - kept.offset, kept.offset, none};
    if (kept.width == 0)
        memset(w->weights, (int)(kept.filler < none ? kept.filler : none), s->len);
    else if (kept.width == 1)
        weights_of_bytes(pick_bytes(w, &kept, s), s->len, of, w->weights);
    else if (kept.width == 2)
        weights_of_pairs(pick_pairs(w, &kept, s), s->len, of, w->weights);
    else
        weights_of_words(pick_words(w, &kept, s), s->len, of, w->weights);
}

/* ---- counting ---- */

static void count_with_weights(const struct worker *w, const struct strip *s)
{
    const struct dense *d = w->dense;
    read_weights(w, s);
    for (size_t i = 0; i < s->len; i++)
        w->counts[w->keys[i] * d->weights + w->weights[i]]++;
}

/* Neighbours go to different copies: adding to what was just added to would wait. */
static void count_in_copies(const struct worker *w, const struct strip *s)
{
    uint32_t *first = w->counts, *second = first + w->dense->counters;
    uint32_t *third = second + w->dense->counters, *fourth = third + w->dense->counters;
    const uint16_t *keys = w->keys;
    size_t i = 0;
    for (; i + COPIES <= s->len; i += COPIES) {
        first[keys[i]]++;
        second[keys[i + 1]]++;
        third[keys[i + 2]]++;
        fourth[keys[i + 3]]++;
    }
    for (; i < s->len; i++)
        first[keys[i]]++;
}

/* A key that is one column's: its codes are counted as they are. */
static bool count_codes(const struct worker *w, const struct strip *s)
{
    const struct dense *d = w->dense;
    const struct part *part = &d->parts[0];
    struct block_codes kept = column_block_codes(part->column, s->block);
    uint32_t counts[COUNT_FEW_MOST] = {0}, codes = part->codes - kept.offset;
    if (d->parts_len > 1 || d->weight_apart || kept.width != 1 || s->mask || codes > COUNT_FEW_MOST)
        return false;
    w->kernels->count_few_bytes(pick_bytes(w, &kept, s), s->len, codes, counts);
    uint32_t none = (uint32_t)s->len;
    for (uint32_t code = 0; code < codes; code++) {
        w->counts[part->adds[code + kept.offset]] += counts[code];
        none -= counts[code];
    }
    w->counts[part->none] += none;
    return true;
}

static void count_strip(struct worker *w, const struct strip *s, uint32_t constant)
{
    const struct dense *d = w->dense;
    if (count_codes(w, s))
        return;
    make_keys(w, s, constant);
    if (d->weight_apart)
        count_with_weights(w, s);
    else if (d->cells <= COUNT_FEW_MOST)
        w->kernels->count_few(w->keys, s->len, (uint16_t)d->cells, w->counts);
    else if (d->copies == COPIES)
        count_in_copies(w, s);
    else
        for (size_t i = 0; i < s->len; i++)
            w->counts[w->keys[i]]++;
}

/* Which rows of the strip count; false where none does. */
static bool choose_rows(const struct worker *w, struct strip *s)
{
    const uint8_t *mask = w->mask + s->at;
    size_t in = w->kernels->mask_count(mask, s->len);
    if (in > 0 && in < s->len / SPARSE) {
        s->len = w->kernels->mask_rows(mask, s->len, w->rows);
        s->rows = w->rows;
    } else if (in < s->len) {
        s->mask = mask;
    }
    return in > 0;
}

static void count_block(struct worker *w, size_t block)
{
    const struct dense *d = w->dense;
    size_t rows = column_block_rows(d->q->score.column, block);
    uint32_t constant = constant_part(d, block);
    if (constant >= d->cells) /* skipped */
        return;
    if (d->q->filter)
        filter_block_in(w->filter, block, rows, w->mask);
    for (size_t at = 0; at < rows; at += STRIP) {
        struct strip s = {.block = block, .at = at, .len = rows - at < STRIP ? rows - at : STRIP};
        if (!d->q->filter || choose_rows(w, &s))
            count_strip(w, &s, constant);
    }
}

static void *count_blocks(void *worker)
{
    struct worker *w = worker;
    struct dense *d = w->dense;
    for (size_t b; (b = atomic_fetch_add(&d->next_block, 1)) < d->blocks;)
        count_block(w, b);
    return NULL;
}

static void make_worker(struct dense *d, const struct kernels *kernels, struct worker *w)
{
    struct arena *a = arena_make(0);
    *w = (struct worker){
        .dense = d,
        .kernels = kernels,
        .arena = a,
        .filter = filter_room_make(a, d->q->filter, kernels),
        .tables = ARENA_ARRAY(a, struct byte_table, d->parts_len),
        .offsets = ARENA_ARRAY(a, uint64_t, d->parts_len),
        .keys = ARENA_ARRAY(a, uint16_t, STRIP),
        .rows = ARENA_ARRAY(a, uint16_t, STRIP),
        .picked = ARENA_ARRAY(a, uint32_t, STRIP),
        .mask = d->q->filter ? ARENA_ARRAY(a, uint8_t, BLOCK_ROWS) : NULL,
        .weights = d->weight_apart ? ARENA_ARRAY(a, uint8_t, STRIP) : NULL,
        .counts = ARENA_ARRAY(a, uint32_t, d->copies * d->counters),
    };
    for (size_t p = 0; p < d->parts_len; p++)
        w->offsets[p] = UINT64_MAX;
}

static size_t choose_threads(const struct dense *d, size_t wanted)
{
    if (wanted)
        return wanted < THREADS ? wanted : THREADS;
    bool worth = d->blocks >= THREADS_FROM_BLOCKS && sysconf(_SC_NPROCESSORS_ONLN) >= THREADS;
    return worth ? THREADS : 1;
}

static void add_counts(const struct worker *w, uint64_t *totals)
{
    const struct dense *d = w->dense;
    for (size_t copy = 0; copy < d->copies; copy++)
        for (size_t i = 0; i < d->counters; i++)
            totals[i] += w->counts[copy * d->counters + i];
}

/* Counts of all threads: [counter]. Without a second thread the first does it all. */
static uint64_t *count_all(struct arena *a, struct dense *d, struct dense_ways ways)
{
    struct worker workers[THREADS] = {{NULL}};
    pthread_t threads[THREADS];
    size_t len = choose_threads(d, ways.threads), started = 1;
    for (size_t t = 0; t < len; t++)
        make_worker(d, ways.kernels ? ways.kernels : kernels_best(), &workers[t]);
    while (started < len &&
           pthread_create(&threads[started], NULL, count_blocks, &workers[started]) == 0)
        started++;
    (void)count_blocks(&workers[0]);
    uint64_t *totals = ARENA_ARRAY(a, uint64_t, d->counters);
    for (size_t t = 0; t < len; t++) {
        if (t > 0 && t < started)
            (void)pthread_join(threads[t], NULL);
        add_counts(&workers[t], totals);
        arena_done(workers[t].arena);
    }
    return totals;
}

/* ---- what the counts mean ---- */

/* The answers at one place of a score: by weight, or one count. */
static struct tally tally_of_cell(const struct dense *d, const uint64_t *counts,
                                  uint64_t *unweighted)
{
    if (d->weights == 1)
        return (struct tally){.n = counts[0], .sum_w = counts[0], .sum_w2 = counts[0]};
    struct tally t = {.n = 0};
    for (uint32_t w = 0; w < d->weights; w++) {
        int64_t weight = w + 1 < d->weights && counts[w] ? d->q->weights[w] : 0;
        if (weight <= 0) {
            *unweighted += counts[w];
            continue;
        }
        t.n += counts[w];
        t.sum_w += counts[w] * (uint64_t)weight;
        t.sum_w2 += (wide_int)counts[w] * weight * weight;
    }
    return t;
}

static const uint32_t *key_of_group(struct arena *a, const struct tally_question *q, uint32_t group)
{
    uint32_t *key = ARENA_ARRAY(a, uint32_t, q->dimensions_len);
    for (size_t d = q->dimensions_len; d-- > 0;) {
        uint32_t place = group % (uint32_t)places_of(&q->dimensions[d]);
        group /= (uint32_t)places_of(&q->dimensions[d]);
        key[d] = place == q->dimensions[d].points_len ? AXIS_NONE : place;
    }
    return key;
}

static uint64_t sum(const uint64_t *counts, size_t len)
{
    uint64_t all = 0;
    for (size_t i = 0; i < len; i++)
        all += counts[i];
    return all;
}

/* bars has room for one at each point. */
static struct tally_group gather_group(const struct dense *d, const uint64_t *counts,
                                       struct tally_bar *bars)
{
    struct tally_group group = {.bars = bars};
    for (uint32_t point = 0; point + 1 < d->points; point++) {
        const uint64_t *cell = counts + (size_t)point * d->weights;
        struct tally_bar bar = {point, tally_of_cell(d, cell, &group.unweighted)};
        if (bar.tally.n)
            bars[group.bars_len++] = bar;
    }
    return group;
}

static void gather(struct arena *a, const struct dense *d, const uint64_t *totals,
                   struct tallies *out)
{
    size_t of_group = (size_t)d->points * d->weights, len = 0;
    *out = (struct tallies){.rows = 0};
    for (uint32_t g = 0; g < d->groups; g++)
        len += sum(totals + g * of_group, of_group) > 0;
    bool always = d->q->dimensions_len == 0;
    struct tally_group *groups = ARENA_ARRAY(a, struct tally_group, always ? 1 : len);
    struct tally_bar *bars = ARENA_ARRAY(a, struct tally_bar, d->points);
    for (uint32_t g = 0; g < d->groups; g++) {
        uint64_t rows = sum(totals + g * of_group, of_group);
        if (rows == 0 && !always)
            continue;
        struct tally_group group = gather_group(d, totals + g * of_group, bars);
        struct tally_bar *own = ARENA_ARRAY(a, struct tally_bar, group.bars_len);
        if (group.bars_len)
            memcpy(own, bars, group.bars_len * sizeof *own);
        group.bars = own;
        group.key = key_of_group(a, d->q, g);
        groups[out->groups_len++] = group;
        out->rows += rows;
    }
    out->groups = groups;
}

struct err *tally_dense(struct arena *a, const struct tally_question *q, struct dense_ways ways,
                        struct tallies *out)
{
    assert(tally_dense_can(q));
    struct arena *scratch = arena_make(0);
    struct dense *d = make_dense(scratch, q);
    struct tallies made;
    gather(a, d, count_all(scratch, d, ways), &made);
    arena_done(scratch);
    if (arena_over_budget(a))
        FAIL(a, WHY_LIMIT, "This question needs more memory than one may have.");
    *out = made;
    return NULL;
}
