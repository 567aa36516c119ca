/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Whole questions over random tables, beside a loop over rows that knows nothing
 * of columns, codes or histograms.
 */
#include "understand/question.h"

#include <math.h>
#include <string.h>

#include "understand/rows.h"

enum { ROWS_MOST = 300, NOTHING = -99 };

/* One row as numbers; NOTHING: an empty cell. */
struct fact {
    int score, item; /* 0..10; 1..5 */
    double weight;   /* 0 or below: none that counts */
    int region, channel, person, day;
};

struct table {
    struct fact rows[ROWS_MOST];
    size_t len;
};

static int or_nothing(struct xoshiro *numbers, uint64_t below, uint64_t one_in)
{
    int x = (int)xoshiro_below(numbers, below);
    return xoshiro_below(numbers, one_in) ? x : NOTHING;
}

static void random_table(struct xoshiro *numbers, size_t len, struct table *table)
{
    table->len = len;
    for (size_t i = 0; i < len; i++) {
        struct fact *f = &table->rows[i];
        f->score = or_nothing(numbers, 11, 10);
        f->item = or_nothing(numbers, 5, 10);
        f->item += f->item == NOTHING ? 0 : 1;
        f->weight = (double)xoshiro_below(numbers, 4000000) / 1e6;
        if (!xoshiro_below(numbers, 12))
            f->weight = -f->weight;
        f->region = or_nothing(numbers, 4, 15);
        f->channel = or_nothing(numbers, 2, 20);
        f->person = or_nothing(numbers, 80, 6);
        f->day = or_nothing(numbers, 700, 25);
    }
    for (size_t i = 0; i < 2 && len >= 2; i++) { /* the ends of both scales occur */
        table->rows[i].score = i ? 10 : 0;
        table->rows[i].item = i ? 5 : 1;
    }
}

struct columns {
    struct column *score, *item, *weight, *region, *channel, *person, *day;
};

static void add_number_or_nothing(struct test *t, struct column *c, int number)
{
    if (number == NOTHING)
        column_add(c, CODE_MISSING);
    else
        column_add_number(t, c, number);
}

static void add_label(struct test *t, struct column *c, char first, int number)
{
    if (number == NOTHING)
        column_add(c, CODE_MISSING);
    else
        column_add_text(c, str_format(t->arena, "%c", first + number));
}

static struct columns columns_of(struct test *t, const struct table *table)
{
    struct columns c = {empty_column(t, "score"),   empty_column(t, "item"),
                        empty_column(t, "weight"),  empty_column(t, "region"),
                        empty_column(t, "channel"), empty_column(t, "person"),
                        empty_column(t, "day")};
    for (size_t i = 0; i < table->len; i++) {
        const struct fact *f = &table->rows[i];
        add_number_or_nothing(t, c.score, f->score);
        add_number_or_nothing(t, c.item, f->item);
        column_add_text(c.weight, str_format(t->arena, "%.6f", f->weight));
        add_label(t, c.region, 'A', f->region);
        add_label(t, c.channel, 'x', f->channel);
        add_number_or_nothing(t, c.person, f->person);
        if (f->day == NOTHING)
            column_add(c.day, CODE_MISSING);
        else
            column_add_text(c.day,
                            period_label(t->arena, PERIOD_DAY, day_of("2025-01-01") + f->day));
    }
    return c;
}

enum kind { KIND_NPS, KIND_CSAT, KIND_MEAN, KIND_SHARE, KIND_INDEX, KIND_COUNT };
static const char *const names[KIND_COUNT] = {"nps", "csat", "mean", "share", "index"};

/* What a row counts; false where it is no answer. */
static bool count_of(enum kind kind, const struct fact *f, double *x)
{
    bool answered = f->score != NOTHING;
    *x = f->score;
    switch (kind) {
    case KIND_NPS:
        *x = f->score >= 9 ? 1 : f->score <= 6 ? -1 : 0;
        break;
    case KIND_CSAT:
        *x = f->score >= 9;
        break;
    case KIND_SHARE:
        *x = f->score == 3 || f->score == 8;
        break;
    case KIND_INDEX:
        *x = (10.0 * f->score + 25.0 * (f->item - 1)) / 2;
        return answered && f->item != NOTHING;
    case KIND_MEAN:
    case KIND_COUNT:
        break;
    }
    return answered;
}

static const struct scale_range zero_to_ten = {{0, 0}, {10, 0}};

static struct rows rows_of_kind(const struct columns *c, enum kind kind)
{
    struct rows rows = {.metric = names[kind], .fields = {c->score}};
    if (kind == KIND_SHARE)
        rows.box = "3 8";
    if (kind == KIND_INDEX)
        rows.fields[1] = c->item; /* random_table() sees to it that both scales are whole */
    else
        rows.scale = &zero_to_ten;
    return rows;
}

/* What the loop over rows comes to. */
struct naive {
    double n, w, w2, wx, wxx, lo, hi;
};

static void naive_add(struct naive *s, enum kind kind, const struct fact *f, bool weighted)
{
    double x = 0, w = weighted ? f->weight : 1;
    if (!count_of(kind, f, &x) || w <= 0)
        return;
    s->lo = s->n == 0 || x < s->lo ? x : s->lo;
    s->hi = s->n == 0 || x > s->hi ? x : s->hi;
    s->n++;
    s->w += w;
    s->w2 += w * w;
    s->wx += w * x;
    s->wxx += w * x * x;
}

/* What a value, and so its interval, cannot leave. */
static struct interval bounds_of(enum kind kind)
{
    static const struct interval bounds[KIND_COUNT] = {[KIND_NPS] = {-100, 100},
                                                       [KIND_CSAT] = {0, 100},
                                                       [KIND_SHARE] = {0, 100},
                                                       [KIND_MEAN] = {-INFINITY, INFINITY},
                                                       [KIND_INDEX] = {-INFINITY, INFINITY}};
    return bounds[kind];
}

static void check_interval(const struct estimate *e, enum kind kind)
{
    CHECK(e->lo <= e->hi && e->lo >= bounds_of(kind).lo && e->hi <= bounds_of(kind).hi);
    /* Only the adjusted interval may exclude its value. */
    bool adjusted = e->method && strncmp(e->method, "adjusted", 8) == 0;
    CHECK(adjusted || (e->lo <= e->value + 1e-12 && e->hi >= e->value - 1e-12));
}

static void check_estimate(const struct estimate *e, const struct naive *s, enum kind kind)
{
    double factor = kind == KIND_MEAN || kind == KIND_INDEX ? 1 : 100;
    CHECK_INT(e->n, s->n);
    CHECK(e->has_value == (s->n > 0));
    if (s->n == 0) {
        CHECK(e->n_eff == 0 && e->status == STATUS_NO_DATA);
        return;
    }
    CHECK_NEAR(e->value, factor * s->wx / s->w, 1e-12);
    CHECK_NEAR(e->n_eff, s->w * s->w / s->w2, 1e-11);
    CHECK(e->value >= factor * s->lo - 1e-12 && e->value <= factor * s->hi + 1e-12);
    if (e->has_interval)
        check_interval(e, kind);
}

/* What the loop is asked, as the question. */
struct asked {
    const struct table *table;
    enum kind kind;
    bool weighted, filtered, two; /* two: by channel as well */
};

static bool is_in_group(const struct asked *a, const struct fact *f, int region, int channel)
{
    bool passes = !a->filtered || f->channel == 0;
    return passes && f->region == region && (!a->two || f->channel == channel);
}

/* Looks at one group; false where no row is in it. */
static bool check_group(const struct asked *a, const struct answer *answer, int region, int channel)
{
    struct naive s = {0};
    size_t rows = 0;
    for (size_t i = 0; i < a->table->len; i++) {
        if (!is_in_group(a, &a->table->rows[i], region, channel))
            continue;
        rows++;
        naive_add(&s, a->kind, &a->table->rows[i], a->weighted);
    }
    if (rows == 0)
        return false;
    char of_region[] = {(char)('A' + region), 0}, of_channel[] = {(char)('x' + channel), 0};
    const struct answer_row *row = row_of(answer, region == NOTHING ? NULL : of_region,
                                          channel == NOTHING ? NULL : of_channel);
    check_estimate(&row->estimate, &s, a->kind);
    return true;
}

static void check_groups(const struct asked *a, const struct answer *answer)
{
    static const int regions[] = {NOTHING, 0, 1, 2, 3}, channels[] = {NOTHING, 0, 1};
    size_t groups = 0;
    for (size_t r = 0; r < 5; r++)
        for (size_t c = 0; c < (a->two ? 3 : 1); c++)
            groups += check_group(a, answer, regions[r], channels[c]);
    CHECK_INT(answer->rows_len, groups);
}

TEST(every_measure_agrees_with_a_loop_over_rows)
{
    struct xoshiro numbers = xoshiro_of_seed(11);
    struct table table;
    for (size_t round = 0; round < 60; round++) {
        random_table(&numbers, 30 + xoshiro_below(&numbers, 220), &table);
        struct asked a = {.table = &table,
                          .kind = (enum kind)(round % KIND_COUNT),
                          .weighted = round % 2,
                          .filtered = round % 3 == 0,
                          .two = round % 4 == 0};
        struct columns c = columns_of(t, &table);
        struct rows rows = rows_of_kind(&c, a.kind);
        rows.weight = a.weighted ? c.weight : NULL;
        rows.person = round % 7 == 0 ? c.person : NULL;
        struct question q = question_of(t, &rows);
        ask_by(t, &q, c.region);
        if (a.two)
            ask_by(t, &q, c.channel);
        if (a.filtered)
            q.where = filter_of(t, c.channel, S("x"));
        struct answer answer = answer_to(t, &q);
        check_groups(&a, &answer);
    }
}

/* ---- order of rows ---- */

static void shuffle(struct xoshiro *numbers, struct table *table)
{
    for (size_t i = table->len; i > 1; i--) {
        size_t other = xoshiro_below(numbers, i);
        struct fact f = table->rows[i - 1];
        table->rows[i - 1] = table->rows[other];
        table->rows[other] = f;
    }
}

static struct column *ticks_of(struct test *t, const struct table *table)
{
    struct column *c = empty_column(t, "ticks");
    for (size_t i = 0; i < table->len; i++) {
        int score = table->rows[i].score;
        if (score == NOTHING)
            column_add(c, CODE_MISSING);
        else
            column_add_text(c, str_format(t->arena, "%s%s%s", score % 2 ? "odd;" : "",
                                          score % 3 ? "" : "three;", score > 6 ? "high" : "low"));
    }
    return c;
}

/* As JSON: every digit of every number. */
static str asked(struct test *t, const struct table *table, size_t round)
{
    struct columns c = columns_of(t, table);
    struct rows rows = {.weight = round % 2 ? c.weight : NULL,
                        .person = round % 3 == 0 ? c.person : NULL};
    enum kind kind = (enum kind)(round % (KIND_COUNT + 1));
    if (kind == KIND_COUNT) {
        rows.metric = "choices";
        rows.fields[0] = ticks_of(t, table);
    } else {
        rows.metric = names[kind];
        rows.fields[0] = c.score;
        rows.fields[1] = kind == KIND_INDEX ? c.item : NULL;
        rows.box = kind == KIND_SHARE ? "3 8" : NULL;
    }
    struct question q = question_of(t, &rows);
    if (round % 5 == 0)
        ask_per(t, &q, c.day, PERIOD_QUARTER, "2026-11-24");
    ask_by(t, &q, c.region);
    q.compare = round % 5 == 0 ? COMPARE_PREVIOUS : COMPARE_REST;
    q.compare_text = S("as asked");
    struct answer answer = answer_to(t, &q);
    struct buf out = buf_make(t->arena, (size_t)1 << 24);
    answer_to_json(&answer, &out);
    CHECK(!out.full);
    return buf_str(&out);
}

TEST(the_order_of_rows_changes_no_digit)
{
    struct xoshiro numbers = xoshiro_of_seed(12);
    struct table table;
    for (size_t round = 0; round < 60; round++) {
        random_table(&numbers, 100 + xoshiro_below(&numbers, 150), &table);
        str before = asked(t, &table, round);
        shuffle(&numbers, &table);
        CHECK_STR(asked(t, &table, round), before);
    }
}

TEST(a_row_of_weight_two_is_two_rows_of_weight_one)
{
    struct xoshiro numbers = xoshiro_of_seed(13);
    static const char *const metrics[] = {"nps", "mean", "csat"};
    for (size_t round = 0; round < 30; round++) {
        struct column *score = empty_column(t, "s"), *weight = empty_column(t, "w");
        struct column *split_score = empty_column(t, "s"), *split_weight = empty_column(t, "w");
        for (int i = 0; i < 40; i++) {
            double x = (double)xoshiro_below(&numbers, 11);
            bool heavy = xoshiro_below(&numbers, 2);
            column_add_number(t, score, x);
            column_add_text(weight, heavy ? S("2") : S("1"));
            for (int half = 0; half < 1 + heavy; half++) {
                column_add_number(t, split_score, x);
                column_add_text(split_weight, S("1"));
            }
        }
        struct rows rows = {.metric = metrics[round % 3],
                            .fields = {score},
                            .weight = weight,
                            .scale = &zero_to_ten};
        struct estimate whole = estimate_of(t, &rows);
        rows.fields[0] = split_score;
        rows.weight = split_weight;
        struct estimate split = estimate_of(t, &rows);
        CHECK(whole.value == split.value && whole.n_eff < whole.n && split.n_eff == split.n);
    }
}

TEST(weights_may_be_of_any_size)
{
    struct xoshiro numbers = xoshiro_of_seed(14);
    struct table table;
    random_table(&numbers, 200, &table);
    struct columns c = columns_of(t, &table);
    for (size_t i = 0; i < table.len; i++)
        table.rows[i].weight *= 1000;
    struct columns heavy = columns_of(t, &table);
    for (int kind = 0; kind < KIND_INDEX; kind++) {
        struct rows rows = rows_of_kind(&c, (enum kind)kind);
        rows.weight = c.weight;
        struct estimate one = estimate_of(t, &rows);
        rows.weight = heavy.weight;
        struct estimate other = estimate_of(t, &rows);
        CHECK_NEAR(one.value, other.value, 1e-14);
        CHECK_NEAR(one.lo, other.lo, 1e-12);
        CHECK_NEAR(one.hi, other.hi, 1e-12);
        CHECK(one.n == other.n);
    }
}

/* ---- notes and dates ---- */

TEST(answers_without_a_weight_are_counted)
{
    struct rows rows = {.metric = "nps",
                        .fields = {column_of(t, "s", S("9 9 1 10 7 - 12 9"))},
                        .weight = column_of(t, "w", S("1 0 -2 - heavy 1 0 2"))};
    struct question q = question_of(t, &rows);
    struct answer answer = answer_to(t, &q);
    CHECK_INT(answer.rows[0].estimate.n, 2);
    const struct note *note = answer_note(&answer, "no_weight");
    CHECK(note && note->parts[0].number == 4); /* rows with an answer */
    q.weight = NULL;
    answer = answer_to(t, &q);
    CHECK(answer.rows[0].estimate.n == 6 && !answer_note(&answer, "no_weight"));
}

TEST(how_people_were_reached_is_said_where_chance_is_not_all)
{
    struct rows rows = {.metric = "nps", .fields = {column_of(t, "s", S("9 1"))}};
    struct question q = question_of(t, &rows);
    static const bool said[REACHED_COUNT] = {[REACHED_UNKNOWN] = true, [REACHED_OPEN] = true};
    for (int reached = 0; reached < REACHED_COUNT; reached++) {
        q.reached = (enum reached)reached;
        struct answer answer = answer_to(t, &q);
        CHECK((answer_note(&answer, "chance_only") != NULL) == said[reached]);
    }
}

static struct question with_rate(struct test *t, struct column *at, struct column *group)
{
    struct column *score = empty_column(t, "s");
    struct xoshiro numbers = xoshiro_of_seed(15);
    for (int i = 0; i < 4000; i++) {
        column_add_number(t, score, (double)xoshiro_below(&numbers, 11));
        column_add_text(group, i < 100 ? S("a") : S("b"));
        int day = i < 100 ? i % 50 : i % 200; /* the group's in the first of 200 days */
        column_add_text(at, period_label(t->arena, PERIOD_DAY, day_of("2026-01-01") + day));
    }
    struct rows rows = {.metric = "nps", .fields = {score}};
    return question_of(t, &rows);
}

TEST(by_date_is_when_more_n_are_there_at_the_present_rate)
{
    struct column *at = empty_column(t, "at"), *group = empty_column(t, "group");
    struct question q = with_rate(t, at, group);
    struct time_axis time = time_axis_of_column(t->arena, at, PERIOD_DAY, day_of("2026-11-24"));
    q.time = &time;
    q.today = day_of("2026-11-24");
    q.compare = COMPARE_REST;
    q.compare_text = S("rest");
    ask_by(t, &q, group);
    struct answer answer = answer_to(t, &q);
    const struct answer_row *a = row_of(&answer, "a", NULL);
    CHECK(a->contrast.has_more_n && a->contrast.more_n > 100 && a->has_by_date);
    int32_t wait = (int32_t)ceil(a->contrast.more_n * 200 / 100);
    CHECK_INT(a->by_date, q.today + wait);
    /* Of the days that the question is about. */
    q.where = filter_of(t, group, S("a"));
    q.dimensions_len = 0;
    answer = answer_to(t, &q);
    wait = (int32_t)ceil(answer.rows[0].contrast.more_n * 50 / 100);
    CHECK_INT(answer.rows[0].by_date, q.today + wait);
    q.time = NULL;
    CHECK(!answer_to(t, &q).rows[0].has_by_date);
}

TEST(by_date_of_a_period_goes_by_its_length)
{
    struct column *at = empty_column(t, "at"), *group = empty_column(t, "group");
    struct question q = with_rate(t, at, group);
    ask_per(t, &q, at, PERIOD_MONTH, "2026-11-24");
    q.compare = COMPARE_REST;
    q.compare_text = S("rest");
    struct answer answer = answer_to(t, &q);
    const struct answer_row *row = row_of(&answer, "2026-02", NULL);
    CHECK(row->contrast.has_more_n && row->has_by_date);
    double wait = ceil(row->contrast.more_n * 28 / (double)row->estimate.n);
    CHECK_INT(row->by_date, q.today + (int32_t)wait);
}
