/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/question_rows.h"

#include "base/limits.h"
#include "engine/dictionary.h"
#include "stats/multiple.h"
#include "understand/question_other.h"

enum { LANEY_FROM_N = 1000 };

void question_rows_add(struct arena *a, struct question_rows *rows, const struct made_row *row)
{
    if (rows->len == rows->room)
        rows->rows = arena_grow_array(a, rows->rows, rows->len, &rows->room, sizeof *rows->rows);
    rows->rows[rows->len++] = *row;
}

static const struct time_axis *periods_of(const struct question *q)
{
    return q->dimensions_len ? q->dimensions[0].time : NULL;
}

void question_label_row(struct arena *a, const struct question *q, const uint32_t *key,
                        struct answer_row *row)
{
    struct answer_label *by = ARENA_ARRAY(a, struct answer_label, q->dimensions_len);
    for (size_t d = 0; d < q->dimensions_len; d++) {
        const struct question_dimension *dimension = &q->dimensions[d];
        by[d].known = key[d] < AXIS_SKIP;
        if (!by[d].known)
            continue;
        if (dimension->time) {
            row->period = dimension->time->first + (int32_t)key[d];
            by[d].text = period_label(a, dimension->time->period, row->period);
        } else {
            by[d].text = dictionary_text(column_dictionary(dimension->axis.column), key[d]);
        }
    }
    row->by = by;
}

/* Which periods have a group, from the first to the last. */
struct span {
    bool *has; /* [point] */
    uint32_t first, last;
    size_t periods;
};

static struct span span_of(struct arena *a, const struct tallies *t, uint32_t points)
{
    struct span s = {.has = ARENA_ARRAY(a, bool, points), .first = points};
    for (size_t g = 0; g < t->groups_len; g++) {
        uint32_t point = t->groups[g].key[0];
        if (point >= AXIS_SKIP)
            continue;
        s.has[point] = true;
        s.periods++;
        s.first = point < s.first ? point : s.first;
        s.last = point > s.last ? point : s.last;
    }
    return s;
}

void question_fill_gaps(struct arena *a, const struct question *q, struct tallies *t)
{
    if (q->dimensions_len != 1 || !periods_of(q))
        return;
    struct span span = span_of(a, t, q->dimensions[0].axis.points_len);
    size_t gaps = span.periods ? (size_t)(span.last - span.first) + 1 - span.periods : 0;
    if (gaps == 0 || gaps > LIMIT_PERIOD_GAPS)
        return;
    struct tally_group *groups = ARENA_ARRAY(a, struct tally_group, t->groups_len + gaps);
    uint32_t *key = ARENA_ARRAY(a, uint32_t, gaps);
    size_t len = 0;
    for (; len < t->groups_len; len++)
        groups[len] = t->groups[len];
    for (uint32_t point = span.first; point < span.last; point++) {
        if (span.has[point])
            continue;
        *key = point;
        groups[len++] = (struct tally_group){.key = key};
        key++;
    }
    t->groups = groups;
    t->groups_len = len;
}

static int compare_labels(const struct made_row *a, const struct made_row *b, size_t from,
                          size_t to)
{
    for (size_t d = from; d < to; d++) {
        const struct answer_label *left = &a->row.by[d], *right = &b->row.by[d];
        if (left->known != right->known)
            return right->known - left->known;
        int order = str_compare(left->text, right->text);
        if (order)
            return order;
    }
    return 0;
}

/* What qsort's comparison cannot be handed: rows carry it. */
struct ordered_row {
    struct made_row made;
    size_t dimensions;
    bool by_period;
};

/* Periods ascend, other rows by n descending, then by name (contract.md §2). */
static int by_contract(const void *left, const void *right)
{
    const struct ordered_row *a = left, *b = right;
    size_t d = 0;
    if (a->by_period) {
        const struct answer_label *p = &a->made.row.by[0], *q = &b->made.row.by[0];
        if (p->known != q->known)
            return q->known - p->known;
        if (p->known && a->made.row.period != b->made.row.period)
            return a->made.row.period < b->made.row.period ? -1 : 1;
        d = 1;
    }
    uint64_t n = a->made.row.estimate.n, m = b->made.row.estimate.n;
    if (n != m)
        return n > m ? -1 : 1;
    int order = compare_labels(&a->made, &b->made, d, a->dimensions);
    return order ? order : str_compare(a->made.row.choice, b->made.row.choice);
}

static void sort_rows(struct arena *a, const struct question *q, struct question_rows *rows)
{
    struct ordered_row *ordered = ARENA_ARRAY(a, struct ordered_row, rows->len);
    for (size_t i = 0; i < rows->len; i++)
        ordered[i] = (struct ordered_row){rows->rows[i], q->dimensions_len, periods_of(q) != NULL};
    qsort(ordered, rows->len, sizeof *ordered, by_contract);
    for (size_t i = 0; i < rows->len; i++)
        rows->rows[i] = ordered[i].made;
}

static void judge_comparisons(struct arena *a, const struct question *q, struct question_rows *rows,
                              struct answer *out)
{
    struct multiple_test *tests = ARENA_ARRAY(a, struct multiple_test, rows->len);
    if (q->compare == COMPARE_NOTHING)
        return;
    for (size_t i = 0; i < rows->len; i++) {
        const struct difference *d = &rows->rows[i].row.contrast.difference;
        tests[i] = (struct multiple_test){.p = d->p, .has_p = d->has_p};
    }
    size_t looked_at = multiple_bh(a, tests, rows->len);
    bool corrected = looked_at >= 2;
    for (size_t i = 0; i < rows->len; i++) {
        struct answer_row *row = &rows->rows[i].row;
        row->contrast.has_q = corrected && tests[i].has_p;
        row->contrast.q = tests[i].q;
        row->contrast.verdict = compare_verdict(&row->contrast, row->estimate.n, corrected);
    }
    if (corrected)
        note_add_number(answer_add_note(a, out, "compared"), "n", (double)looked_at);
}

static enum chart_widening widening_of(const struct question *q, const struct chart_point *points,
                                       size_t len)
{
    if (q->measure->metric->family == FAMILY_NET)
        return CHART_ADJUSTED;
    bool large = q->measure->metric->family == FAMILY_SHARE;
    for (size_t i = 0; i < len; i++)
        large = large && (points[i].n <= 0 || points[i].n >= LANEY_FROM_N);
    return large ? CHART_LANEY : CHART_PLAIN;
}

/* Limits of one series: rows[of[i]] are its periods in order. */
static void limit_series(struct arena *a, const struct question *q, struct question_rows *rows,
                         const size_t *of, size_t len)
{
    struct chart_point *points = ARENA_ARRAY(a, struct chart_point, len);
    struct chart_limit *limits = ARENA_ARRAY(a, struct chart_limit, len);
    double factor = metric_factor(q->measure->metric);
    size_t answered = 0;
    for (size_t i = 0; i < len; i++) {
        points[i] = rows->rows[of[i]].chart;
        answered += points[i].n > 0;
    }
    if (answered < 2)
        return;
    struct chart_options options = {.widening = widening_of(q, points, len),
                                    .bounds = estimate_bounds(q->measure)};
    chart_limits(points, len, &options, limits);
    for (size_t i = 0; i < len; i++) {
        struct answer_row *row = &rows->rows[of[i]].row;
        row->has_limits = limits[i].defined;
        row->limits = limits[i];
        row->limits.centre *= factor;
        row->limits.lo *= factor;
        row->limits.hi *= factor;
    }
}

/* A series has one value of everything but the period. */
static uint32_t series_of(struct dictionary *series, const struct question *q,
                          const struct made_row *row)
{
    uint32_t key[LIMIT_DIMENSIONS + 1];
    size_t len = 0;
    for (size_t d = 1; d < q->dimensions_len; d++)
        key[len++] = row->key[d];
    key[len++] = (uint32_t)row->variant;
    return dictionary_add(series, (str){(const char *)key, len * sizeof *key});
}

/* The rows stand in order of periods already. */
static void add_limits(struct arena *a, const struct question *q, struct question_rows *rows)
{
    if (!periods_of(q))
        return;
    struct dictionary *series = dictionary_make(a);
    uint32_t *number = ARENA_ARRAY(a, uint32_t, rows->len);
    for (size_t i = 0; i < rows->len; i++)
        number[i] = series_of(series, q, &rows->rows[i]);
    uint32_t len = dictionary_size(series);
    size_t *ends = ARENA_ARRAY(a, size_t, (size_t)len + 1);
    for (size_t i = 0; i < rows->len; i++)
        ends[number[i] + 1] += rows->rows[i].row.by[0].known;
    for (uint32_t s = 0; s < len; s++)
        ends[s + 1] += ends[s];
    size_t *of = ARENA_ARRAY(a, size_t, rows->len);
    for (size_t i = 0; i < rows->len; i++)
        if (rows->rows[i].row.by[0].known)
            of[ends[number[i]]++] = i;
    for (uint32_t s = 0; s < len; s++) {
        size_t first = s ? ends[s - 1] : 0;
        limit_series(a, q, rows, of + first, ends[s] - first);
    }
}

void question_rows_finish(struct arena *a, const struct question *q, struct question_rows *rows,
                          struct answer *out)
{
    sort_rows(a, q, rows);
    judge_comparisons(a, q, rows, out);
    add_limits(a, q, rows);
    str *keys = ARENA_ARRAY(a, str, q->dimensions_len);
    for (size_t d = 0; d < q->dimensions_len; d++)
        keys[d] = q->dimensions[d].key;
    out->keys = keys;
    out->keys_len = q->dimensions_len;
    out->has_periods = periods_of(q) != NULL;
    out->rows = ARENA_ARRAY(a, struct answer_row, rows->len);
    out->rows_len = rows->len;
    for (size_t i = 0; i < rows->len; i++)
        out->rows[i] = rows->rows[i].row;
}

struct err *question_running_note(struct arena *a, const struct question *q, struct answer *out)
{
    const struct time_axis *time = periods_of(q);
    if (!time || !time->leaves_out)
        return NULL;
    struct measure_variant variant = measure_variant(a, q->measure, 0);
    struct tally_question tq = question_tally(a, q, &variant, NULL);
    struct tallies left_out;
    tq.dimensions = &time->left_out;
    tq.dimensions_len = 1;
    tq.person = NULL;
    TRY(tally_rows(a, &tq, &left_out));
    uint64_t n = 0;
    for (size_t g = 0; g < left_out.groups_len; g++)
        for (size_t b = 0; b < left_out.groups[g].bars_len; b++)
            n += left_out.groups[g].key[0] < AXIS_SKIP ? left_out.groups[g].bars[b].tally.n : 0;
    if (n == 0)
        return NULL;
    struct note *note = answer_add_note(a, out, "running_period_left_out");
    note_add_text(note, "period",
                  period_label(a, time->period, period_of_day(time->period, q->today)));
    note_add_number(note, "n", (double)n);
    return NULL;
}
