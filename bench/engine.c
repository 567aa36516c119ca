/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * bench/engine: questions over rows in memory, beside a bare read (a sum) of the
 * columns that each looks at, in turn in the same run.
 *
 * usage: engine [ROWS]     ATTUNE_ISA=scalar for the plain kernels
 *
 * CPU is that of all threads; the middle of the rounds counts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/decimal.h"
#include "base/test_random.h"
#include "engine/tally.h"

enum { ROWS = 10000000, ROUNDS = 15, SCORE = 0, MONTH, REGION, CHANNEL, WEIGHT, COLUMNS };

static const uint32_t codes_of[COLUMNS] = {11, 36, 20, 8, 50};

struct table {
    size_t rows;
    uint8_t *codes[COLUMNS];
    struct column *columns[COLUMNS];
};

/* Rows in order of time, all else at random; one in 32 scores is missing. */
static void make_table(struct arena *a, size_t rows, struct table *t)
{
    struct test_random r = {1};
    t->rows = rows;
    for (size_t c = 0; c < COLUMNS; c++) {
        t->codes[c] = arena_take(a, rows);
        for (size_t i = 0; i < rows; i++)
            t->codes[c][i] =
                (uint8_t)(c == MONTH ? i * codes_of[c] / rows : test_random_below(&r, codes_of[c]));
        for (size_t i = 0; c == SCORE && i < rows; i += 32)
            t->codes[c][i] = UINT8_MAX;
        t->columns[c] = column_make_coded(a, S("c"), codes_of[c]);
        for (size_t i = 0; i < rows; i += BLOCK_ROWS)
            column_add_block(t->columns[c],
                             (struct block_codes){.codes = t->codes[c] + i, .width = 1},
                             rows - i < BLOCK_ROWS ? rows - i : BLOCK_ROWS);
    }
}

struct taken {
    double cpu, wall;
};

static double seconds(clockid_t clock)
{
    struct timespec at;
    (void)clock_gettime(clock, &at);
    return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

static int by_cpu(const void *left, const void *right)
{
    const struct taken *a = left, *b = right;
    return (a->cpu > b->cpu) - (a->cpu < b->cpu);
}

typedef uint64_t words __attribute__((vector_size(32)));

/* 128 bytes at a time, which is as fast as memory gives them. */
static uint64_t sum_of(const uint8_t *bytes, size_t len)
{
    words sums[4] = {{0}}, all;
    size_t i = 0;
    for (; i + sizeof sums <= len; i += sizeof sums) {
        words four[4];
        memcpy(four, bytes + i, sizeof four);
        for (size_t w = 0; w < 4; w++)
            sums[w] += four[w];
    }
    all = sums[0] + sums[1] + sums[2] + sums[3];
    for (; i < len; i++)
        all[0] += bytes[i];
    return all[0] + all[1] + all[2] + all[3];
}

/* A question, and which columns it looks at. */
struct shape {
    const char *name;
    struct tally_question q;
    bool reads[COLUMNS];
};

static volatile uint64_t sink;

static struct taken read_once(const struct table *t, const struct shape *shape)
{
    struct taken began = {seconds(CLOCK_PROCESS_CPUTIME_ID), seconds(CLOCK_MONOTONIC)};
    for (size_t c = 0; c < COLUMNS; c++)
        if (shape->reads[c])
            sink += sum_of(t->codes[c], t->rows);
    return (struct taken){seconds(CLOCK_PROCESS_CPUTIME_ID) - began.cpu,
                          seconds(CLOCK_MONOTONIC) - began.wall};
}

static struct taken ask_once(const struct shape *shape, bool by_rows)
{
    struct arena *a = arena_make(0);
    struct tallies tallies = {.rows = 0};
    struct taken began = {seconds(CLOCK_PROCESS_CPUTIME_ID), seconds(CLOCK_MONOTONIC)};
    const struct err *e =
        by_rows ? tally_row_by_row(a, &shape->q, &tallies) : tally_rows(a, &shape->q, &tallies);
    struct taken taken = {seconds(CLOCK_PROCESS_CPUTIME_ID) - began.cpu,
                          seconds(CLOCK_MONOTONIC) - began.wall};
    if (e)
        exit(EXIT_FAILURE);
    sink += tallies.rows + tallies.groups_len;
    arena_done(a);
    return taken;
}

static void run(const struct table *t, const struct shape *shape)
{
    struct taken read[ROUNDS], asked[ROUNDS];
    double rows = (double)t->rows;
    struct taken by_rows = ask_once(shape, true);
    for (size_t i = 0; i < ROUNDS; i++) {
        read[i] = read_once(t, shape);
        asked[i] = ask_once(shape, false);
    }
    qsort(read, ROUNDS, sizeof *read, by_cpu);
    qsort(asked, ROUNDS, sizeof *asked, by_cpu);
    struct taken r = read[ROUNDS / 2], q = asked[ROUNDS / 2];
    (void)printf("%-28s%10.3f%10.3f%10.3f%10.1f%14.2f\n", shape->name, q.cpu / rows * 1e9,
                 q.wall / rows * 1e9, r.cpu / rows * 1e9, q.cpu / r.cpu, by_rows.cpu / rows * 1e9);
}

int main(int argc, char **argv)
{
    struct arena *a = arena_make(0);
    struct table t;
    struct decimal wanted = {ROWS, 0};
    int64_t rows = 0;
    if (argc == 2 && !decimal_of_str(str_of_chars(argv[1]), &wanted))
        return EXIT_FAILURE;
    if (!decimal_to_units(wanted, 0, &rows) || rows < BLOCK_ROWS)
        return EXIT_FAILURE;
    make_table(a, (size_t)rows, &t);
    struct axis score = axis_of_column(t.columns[SCORE]);
    struct axis month_region[] = {axis_of_column(t.columns[MONTH]),
                                  axis_of_column(t.columns[REGION])};
    bool has_regions[20] = {[3] = true, [7] = true, [11] = true}, has_channel[8] = {[2] = true};
    struct filter regions = {.column = t.columns[REGION], .has = has_regions};
    struct filter channel = {.column = t.columns[CHANNEL], .has = has_channel};
    const struct filter *both[] = {&regions, &channel};
    struct filter all = {.kind = FILTER_ALL, .parts = both, .parts_len = 2};
    int64_t weights[50];
    for (size_t i = 0; i < 50; i++)
        weights[i] = 500000 + 20000 * (int64_t)i;
    const struct shape shapes[] = {
        {"score", {.score = score}, {[SCORE] = true}},
        {"by month and region",
         {.score = score, .dimensions = month_region, .dimensions_len = 2},
         {[SCORE] = true, [MONTH] = true, [REGION] = true}},
        {"in 3 of 20 regions",
         {.score = score, .filter = &regions},
         {[SCORE] = true, [REGION] = true}},
        {"by month, regions, channel",
         {.score = score, .dimensions = month_region, .dimensions_len = 1, .filter = &all},
         {[SCORE] = true, [MONTH] = true, [REGION] = true, [CHANNEL] = true}},
        {"weighted",
         {.score = score, .weight = t.columns[WEIGHT], .weights = weights},
         {[SCORE] = true, [WEIGHT] = true}},
        {"weighted by month and region",
         {.score = score,
          .dimensions = month_region,
          .dimensions_len = 2,
          .weight = t.columns[WEIGHT],
          .weights = weights},
         {[SCORE] = true, [MONTH] = true, [REGION] = true, [WEIGHT] = true}},
    };
    (void)printf("%lld rows, kernels: %s; ns a row\n\n%-28s%10s%10s%10s%10s%14s\n", (long long)rows,
                 kernels_best()->name, "", "CPU", "wall", "bare read", "ratio", "row by row");
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++)
        run(&t, &shapes[s]);
    arena_done(a);
    return EXIT_SUCCESS;
}
