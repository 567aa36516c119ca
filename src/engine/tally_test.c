/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/tally.h"

#include "base/test.h"
#include "base/test_random.h"

enum { ROWS_MAX = 400, PEOPLE = 40, SCORES = 6, TABLES = 300 };

/* A table as a person would write it down: -1 is missing. */
struct naive {
    size_t rows;
    int score[ROWS_MAX], area[ROWS_MAX], channel[ROWS_MAX], person[ROWS_MAX], weight[ROWS_MAX];
};

static const int64_t weight_units[] = {0, 500000, 1000000, 2000000};

static int one_of(struct test_random *r, int count)
{
    return (int)test_random_below(r, (uint64_t)count + 1) - 1;
}

static struct naive draw(struct test_random *r)
{
    struct naive n = {.rows = test_random_below(r, ROWS_MAX)};
    for (size_t i = 0; i < n.rows; i++) {
        n.score[i] = one_of(r, SCORES);
        n.area[i] = one_of(r, 3);
        n.channel[i] = one_of(r, 2);
        n.person[i] = one_of(r, PEOPLE);
        n.weight[i] = one_of(r, 4);
    }
    return n;
}

static struct column *column_of(struct test *t, const int *values, size_t rows)
{
    struct column *c = column_make(t->arena, S("c"));
    for (size_t i = 0; i < rows; i++)
        if (values[i] < 0)
            column_add(c, CODE_MISSING);
        else
            column_add_text(c, str_format(t->arena, "%d", values[i]));
    return c;
}

/* Value of a code: its text as a number. */
static int value_of(const struct column *c, uint32_t code)
{
    int value = 0;
    str text = dictionary_text(column_dictionary(c), code);
    for (size_t i = 0; i < text.len; i++)
        value = value * 10 + (text.ptr[i] - '0');
    return value;
}

static int value_of_key(const struct column *c, uint32_t point)
{
    return point == AXIS_NONE ? -1 : value_of(c, point);
}

struct loaded {
    struct naive n;
    struct column *score, *area, *channel, *person, *weight;
    int64_t weights[8];
    int64_t values[SCORES + 1];
    struct axis dimensions[2];
    struct filter filter;
    bool has[8];
    struct tally_question q;
};

/* Rows of area 1 or without one are asked for. */
static void load(struct test *t, struct loaded *l, bool weighted)
{
    l->score = column_of(t, l->n.score, l->n.rows);
    l->area = column_of(t, l->n.area, l->n.rows);
    l->channel = column_of(t, l->n.channel, l->n.rows);
    l->person = column_of(t, l->n.person, l->n.rows);
    l->weight = column_of(t, l->n.weight, l->n.rows);
    for (uint32_t c = 0; c < dictionary_size(column_dictionary(l->weight)); c++)
        l->weights[c] = weight_units[value_of(l->weight, c)];
    for (uint32_t c = 0; c < dictionary_size(column_dictionary(l->score)); c++)
        l->values[c] = value_of(l->score, c) - 2;
    for (uint32_t c = 0; c < dictionary_size(column_dictionary(l->area)); c++)
        l->has[c] = value_of(l->area, c) == 1;
    l->dimensions[0] = axis_of_column(l->area);
    l->dimensions[1] = axis_of_column(l->channel);
    l->filter =
        (struct filter){.kind = FILTER_SET, .column = l->area, .has = l->has, .has_missing = true};
    l->q = (struct tally_question){.dimensions = l->dimensions,
                                   .dimensions_len = 2,
                                   .score = axis_of_column(l->score),
                                   .weight = weighted ? l->weight : NULL,
                                   .weights = l->weights,
                                   .person = l->person,
                                   .values = l->values};
}

static int64_t weight_of_row(const struct loaded *l, size_t i)
{
    if (!l->q.weight)
        return 1;
    return l->n.weight[i] < 0 ? 0 : weight_units[l->n.weight[i]];
}

static bool row_is_in(const struct loaded *l, const struct tally_group *g, size_t i)
{
    bool asked = !l->q.filter || l->n.area[i] == 1 || l->n.area[i] < 0;
    return asked && l->n.area[i] == value_of_key(l->area, g->key[0]) &&
           l->n.channel[i] == value_of_key(l->channel, g->key[1]);
}

static void check_group(const struct loaded *l, const struct tally_group *g)
{
    struct tally want[SCORES] = {{0}};
    uint64_t unweighted = 0;
    for (size_t i = 0; i < l->n.rows; i++) {
        int64_t w = weight_of_row(l, i);
        if (!row_is_in(l, g, i) || l->n.score[i] < 0)
            continue;
        if (w <= 0) {
            unweighted++;
            continue;
        }
        want[l->n.score[i]].n++;
        want[l->n.score[i]].sum_w += (uint64_t)w;
        want[l->n.score[i]].sum_w2 += (wide_int)w * w;
    }
    for (size_t b = 0; b < g->bars_len; b++) {
        struct tally *w = &want[value_of(l->score, g->bars[b].point)];
        CHECK(b == 0 || g->bars[b - 1].point < g->bars[b].point);
        CHECK(w->n == g->bars[b].tally.n && w->sum_w == g->bars[b].tally.sum_w);
        CHECK(w->sum_w2 == g->bars[b].tally.sum_w2);
        *w = (struct tally){0};
    }
    for (int s = 0; s < SCORES; s++)
        CHECK_INT(want[s].n, 0);
    CHECK_INT(g->unweighted, unweighted);
}

/* What a person said in a group. */
static struct tally_person said(const struct loaded *l, const struct tally_group *g, int person,
                                size_t row)
{
    struct tally_person p = {.n = 0};
    for (size_t i = 0; i < l->n.rows; i++) {
        bool same = person < 0 ? i == row : l->n.person[i] == person;
        int64_t w = weight_of_row(l, i);
        if (!same || !row_is_in(l, g, i) || l->n.score[i] < 0 || w <= 0)
            continue;
        p.n++;
        p.sum_w += w;
        p.sum_wx += (wide_int)w * (l->n.score[i] - 2);
    }
    return p;
}

static void add(struct tally_person_sums *s, const struct tally_person *p)
{
    if (p->n == 0)
        return;
    s->persons++;
    s->w += p->sum_w;
    s->wx += p->sum_wx;
    s->w_w += (wide_int)p->sum_w * p->sum_w;
    s->wx_wx += p->sum_wx * p->sum_wx;
    s->wx_w += p->sum_wx * p->sum_w;
}

static void check_sums(const struct tally_person_sums *want, const struct tally_person_sums *is)
{
    CHECK(want->persons == is->persons && want->w == is->w && want->wx == is->wx);
    CHECK(want->w_w == is->w_w && want->wx_wx == is->wx_wx && want->wx_w == is->wx_w);
}

static void check_persons(const struct loaded *l, const struct tally_group *g,
                          const struct tally_person_sums *is)
{
    struct tally_person_sums want = {0};
    for (int person = 0; person < PEOPLE; person++) {
        struct tally_person p = said(l, g, person, 0);
        add(&want, &p);
    }
    for (size_t i = 0; i < l->n.rows; i++)
        if (l->n.person[i] < 0) {
            struct tally_person p = said(l, g, -1, i);
            add(&want, &p);
        }
    check_sums(&want, is);
}

static void check_table(struct test *t, struct loaded *l)
{
    struct tallies tallies;
    struct tally_person_sums *sums = NULL;
    CHECK_OK(tally_rows(t->arena, &l->q, &tallies));
    CHECK_OK(tally_person_sums(t->arena, &tallies, &sums));
    size_t rows = 0;
    for (size_t g = 0; g < tallies.groups_len; g++) {
        check_group(l, &tallies.groups[g]);
        check_persons(l, &tallies.groups[g], &sums[g]);
        for (size_t i = 0; i < l->n.rows; i++)
            rows += row_is_in(l, &tallies.groups[g], i);
    }
    size_t asked = 0;
    for (size_t i = 0; i < l->n.rows; i++)
        asked += !l->q.filter || l->n.area[i] == 1 || l->n.area[i] < 0;
    CHECK_INT(rows, asked); /* every row is in exactly one group */
    CHECK_INT(tallies.rows, asked);
}

TEST(tallies_are_what_a_naive_loop_counts)
{
    struct test_random r = {.state = 7};
    for (int i = 0; i < TABLES; i++) {
        struct test one = {.arena = arena_make(0)};
        static struct loaded l;
        l = (struct loaded){.n = draw(&r)};
        load(&one, &l, i % 2);
        l.q.filter = i % 3 ? &l.filter : NULL;
        check_table(&one, &l);
        arena_done(one.arena);
    }
}

TEST(tallies_of_no_rows_are_one_empty_group_without_dimensions)
{
    struct column *c = column_make(t->arena, S("c"));
    struct tally_question q = {.score = axis_of_column(c)};
    struct tallies tallies;
    CHECK_OK(tally_rows(t->arena, &q, &tallies));
    CHECK_INT(tallies.groups_len, 1);
    CHECK_INT(tallies.groups[0].bars_len, 0);
}

TEST(tallies_go_on_over_the_end_of_a_block)
{
    static const size_t lengths[] = {BLOCK_ROWS - 1, BLOCK_ROWS, BLOCK_ROWS + 1};
    for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++) {
        struct column *c = column_make(t->arena, S("c"));
        for (size_t i = 0; i < lengths[l]; i++)
            column_add_text(c, i % 2 ? S("a") : S("b"));
        struct tally_question q = {.score = axis_of_column(c)};
        struct tallies tallies;
        CHECK_OK(tally_rows(t->arena, &q, &tallies));
        CHECK_INT(tallies.groups[0].bars[0].tally.n, (lengths[l] + 1) / 2);
        CHECK_INT(tallies.groups[0].bars[1].tally.n, lengths[l] / 2);
    }
}

/* What the others of the group's area said. */
static struct tally_person said_by_others(const struct loaded *l, const struct tallies *own,
                                          size_t g, int person, size_t row)
{
    struct tally_person theirs = {.n = 0};
    for (size_t h = 0; h < own->groups_len; h++) {
        if (h == g || own->groups[h].key[0] != own->groups[g].key[0])
            continue;
        struct tally_person p = said(l, &own->groups[h], person, row);
        theirs.n += p.n;
        theirs.sum_w += p.sum_w;
        theirs.sum_wx += p.sum_wx;
    }
    return theirs;
}

static void add_pair(struct tally_person_pair *pair, const struct tally_person *mine,
                     const struct tally_person *theirs)
{
    add(&pair->other, theirs);
    pair->both += mine->n && theirs->n;
    pair->wx_wx += mine->sum_wx * theirs->sum_wx;
    pair->wx_w += mine->sum_wx * theirs->sum_w;
    pair->w_wx += mine->sum_w * theirs->sum_wx;
    pair->w_w += (wide_int)mine->sum_w * theirs->sum_w;
}

static void check_pair(const struct loaded *l, const struct tallies *own, size_t g,
                       const struct tally_person_pair *is)
{
    struct tally_person_pair want = {.both = 0};
    for (int person = 0; person < PEOPLE; person++) {
        struct tally_person mine = said(l, &own->groups[g], person, 0);
        struct tally_person theirs = said_by_others(l, own, g, person, 0);
        add_pair(&want, &mine, &theirs);
    }
    for (size_t i = 0; i < l->n.rows; i++)
        if (l->n.person[i] < 0) {
            struct tally_person mine = said(l, &own->groups[g], -1, i);
            struct tally_person theirs = said_by_others(l, own, g, -1, i);
            add_pair(&want, &mine, &theirs);
        }
    check_sums(&want.other, &is->other);
    CHECK(want.both == is->both && want.wx_wx == is->wx_wx && want.wx_w == is->wx_w);
    CHECK(want.w_wx == is->w_wx && want.w_w == is->w_w);
}

/* Compares each group with the rest of its area. */
static void check_others(struct test *t, struct loaded *l)
{
    struct tallies own, whole;
    struct tally_person_pair *pairs = NULL;
    CHECK_OK(tally_rows(t->arena, &l->q, &own));
    l->q.dimensions_len = 1;
    CHECK_OK(tally_rows(t->arena, &l->q, &whole));
    size_t *whole_of = ARENA_ARRAY(t->arena, size_t, own.groups_len);
    size_t *part_of = ARENA_ARRAY(t->arena, size_t, own.groups_len);
    for (size_t g = 0; g < own.groups_len; g++) {
        part_of[g] = g;
        for (size_t w = 0; w < whole.groups_len; w++)
            if (whole.groups[w].key[0] == own.groups[g].key[0])
                whole_of[g] = w;
    }
    struct tally_other other = {
        .whole = &whole, .whole_of = whole_of, .part = &own, .part_of = part_of};
    CHECK_OK(tally_person_pairs(t->arena, &own, &other, &pairs));
    for (size_t g = 0; g < own.groups_len; g++) {
        uint64_t n = 0;
        struct tally_group group = tally_other_group(t->arena, &other, g);
        for (size_t b = 0; b < group.bars_len; b++)
            n += group.bars[b].tally.n;
        for (size_t h = 0; h < own.groups_len; h++)
            for (size_t b = 0; b < own.groups[h].bars_len; b++)
                if (h != g && own.groups[h].key[0] == own.groups[g].key[0])
                    n -= own.groups[h].bars[b].tally.n;
        CHECK_INT(n, 0);
        check_pair(l, &own, g, &pairs[g]);
    }
}

TEST(tallies_of_the_others_are_what_a_naive_loop_counts)
{
    struct test_random r = {.state = 8};
    for (int i = 0; i < TABLES / 3; i++) {
        struct test one = {.arena = arena_make(0)};
        static struct loaded l;
        l = (struct loaded){.n = draw(&r)};
        load(&one, &l, i % 2);
        check_others(&one, &l);
        arena_done(one.arena);
    }
}
