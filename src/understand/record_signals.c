/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/record_signals.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/text.h"
#include "engine/filter.h"
#include "engine/tally.h"
#include "understand/question_other.h"

STATEMENT(verbatim_signals);

/* A signal of the page, in the order in which they are listed. */
struct found {
    int64_t at, id;
    uint32_t code; /* of the measure's score column */
};

struct finding {
    struct arena *a;
    struct record_question *question;
    const struct record_signals_ask *ask;
    uint32_t *key; /* [dimension]: the row's point */
    int64_t *said; /* signals with words, ascending */
    size_t said_len;
    struct found *page; /* a heap: the oldest of the newest first */
    size_t len;
    struct record_signals out;
};

/* ---- which row ---- */

static struct err *bad_by(struct arena *a, str key, const char *why)
{
    struct err *e =
        err_make(a, WHY_USAGE, __FILE__, __LINE__, "by: %.*s %s.", STR(text_quote(a, key)), why);
    e->at = S("by");
    return e;
}

static struct err *period_point(struct finding *f, const struct question_dimension *d, str label,
                                uint32_t *point)
{
    const struct time_axis *time = d->time;
    for (uint32_t i = 0; i < time->axis.points_len; i++) {
        struct arena *scratch = arena_make(0);
        bool is = str_equal(period_label(scratch, time->period, time->first + (int32_t)i), label);
        arena_done(scratch);
        if (is) {
            *point = i;
            return NULL;
        }
    }
    return bad_by(f->a, d->key, "is no period of the answer");
}

static struct err *find_point(struct finding *f, const struct question_dimension *d,
                              uint32_t *point)
{
    const struct json_value *value = f->ask->by ? json_read_member(f->ask->by, d->key) : NULL;
    if (!value)
        return bad_by(f->a, d->key, "is missing");
    *point = AXIS_NONE;
    if (value->kind == JSON_KIND_NULL)
        return NULL;
    if (value->kind != JSON_KIND_TEXT)
        return bad_by(f->a, d->key, "takes a text or null");
    if (d->time)
        return period_point(f, d, value->text, point);
    *point = dictionary_find(column_dictionary(d->axis.column), value->text);
    if (*point == CODE_MISSING)
        return bad_by(f->a, d->key, "has no such value");
    return NULL;
}

static bool is_dimension(const struct question *q, str key)
{
    for (size_t d = 0; d < q->dimensions_len; d++)
        if (str_equal(q->dimensions[d].key, key))
            return true;
    return false;
}

static struct err *find_key(struct finding *f)
{
    const struct question *q = &f->question->question;
    const struct json_value *by = f->ask->by;
    f->key = ARENA_ARRAY(f->a, uint32_t, q->dimensions_len);
    for (size_t d = 0; d < q->dimensions_len; d++)
        TRY(find_point(f, &q->dimensions[d], &f->key[d]));
    for (size_t i = 0; by && i < by->len; i++)
        if (!is_dimension(q, by->items[i].key))
            return bad_by(f->a, by->items[i].key, "is no dimension of the question");
    return NULL;
}

/* ---- which signals ---- */

/* Listed before: newer, or as new with a higher id. */
static bool is_before(const struct found *a, const struct found *b)
{
    return a->at != b->at ? a->at > b->at : a->id > b->id;
}

static void sift_down(struct finding *f, size_t i)
{
    for (;;) {
        size_t last = i, left = 2 * i + 1, right = left + 1;
        if (left < f->len && is_before(&f->page[last], &f->page[left]))
            last = left;
        if (right < f->len && is_before(&f->page[last], &f->page[right]))
            last = right;
        if (last == i)
            return;
        struct found kept = f->page[i];
        f->page[i] = f->page[last];
        f->page[last] = kept;
        i = last;
    }
}

/* Words lie in no column, so who said something is read from the record. */
static struct err *read_said(struct finding *f)
{
    bool found = false;
    size_t room = 0;
    struct query *q = db_query(f->question->db, SQL(verbatim_signals));
    for (;;) {
        TRY(query_next(f->a, q, &found));
        if (!found)
            return NULL;
        if (f->said_len == room)
            f->said = arena_grow_array(f->a, f->said, f->said_len, &room, sizeof *f->said);
        f->said[f->said_len++] = query_int(q, 0);
    }
}

static bool has_said(const struct finding *f, int64_t id)
{
    size_t low = 0, high = f->said_len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (f->said[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < f->said_len && f->said[low] == id;
}

/* Keeps one more than a page holds, so that the next page is known of. */
static void take(struct finding *f, struct found one)
{
    const struct record_place *after = &f->ask->after;
    struct found from = {.at = after->at, .id = after->id};
    bool has_words = has_said(f, one.id);
    f->out.n++;
    f->out.n_words += has_words;
    if (f->ask->only_words && !has_words)
        return;
    if (after->is_set && !is_before(&from, &one))
        return;
    if (f->len == f->ask->limit + 1) {
        if (!is_before(&one, &f->page[0]))
            return;
        f->page[0] = one;
        sift_down(f, 0);
        return;
    }
    size_t i = f->len++;
    f->page[i] = one;
    while (i && is_before(&f->page[(i - 1) / 2], &f->page[i])) {
        struct found kept = f->page[i];
        f->page[i] = f->page[(i - 1) / 2];
        f->page[(i - 1) / 2] = kept;
        i = (i - 1) / 2;
    }
}

/* mask[i] &= the row's point on this dimension is the one looked for. */
static void mask_dimension(const struct axis *axis, uint32_t point, size_t block, uint32_t *codes,
                           uint8_t *mask)
{
    size_t rows = column_read_block(axis->column, block, codes);
    for (size_t i = 0; i < rows; i++)
        mask[i] = mask[i] && axis_point(axis, codes[i]) == point;
}

/* Leaves the score's codes behind.  Only answers that count: on the scale and, where it is
 * weighted, with a weight. */
static void mask_answers(const struct question *q, size_t block, uint32_t *codes, uint8_t *mask)
{
    const struct axis *score = &q->measure->score;
    size_t rows = column_block_rows(score->column, block);
    if (q->weight)
        (void)column_read_block(q->weight, block, codes);
    for (size_t i = 0; i < rows && q->weight; i++)
        mask[i] = mask[i] && codes[i] < CODE_NOT_APPLICABLE && q->weights[codes[i]] > 0;
    (void)column_read_block(score->column, block, codes);
    for (size_t i = 0; i < rows; i++)
        mask[i] = mask[i] && axis_point(score, codes[i]) < AXIS_SKIP;
}

static void scan(struct finding *f)
{
    const struct question *q = &f->question->question;
    const struct column *shape = q->measure->score.column;
    const struct columns *columns = &f->question->columns;
    uint32_t *codes = ARENA_ARRAY(f->a, uint32_t, BLOCK_ROWS);
    uint8_t *mask = ARENA_ARRAY(f->a, uint8_t, BLOCK_ROWS);
    const struct filter *filter = question_rows_filter(f->a, q);
    for (size_t b = 0; b < column_blocks(shape); b++) {
        size_t rows = column_block_rows(shape, b);
        struct arena *scratch = arena_make(0);
        filter_block(scratch, filter, b, rows, mask);
        arena_done(scratch);
        for (size_t d = 0; d < q->dimensions_len; d++)
            mask_dimension(&q->dimensions[d].axis, f->key[d], b, codes, mask);
        mask_answers(q, b, codes, mask);
        for (size_t i = 0; i < rows; i++)
            if (mask[i])
                take(f, (struct found){numbers_at(&columns->at[b], i),
                                       numbers_at(&columns->ids[b], i), codes[i]});
    }
}

static int listed(const void *left, const void *right)
{
    const struct found *a = left, *b = right;
    return is_before(b, a) - is_before(a, b);
}

/* Beside those that a share counts: the lower half of the scale is bad, its middle neither. */
static bool is_below_middle(const struct measure *m, uint32_t point)
{
    double answer = decimal_to_double(m->answers[point]);
    double ends = decimal_to_double(m->range.lo) + decimal_to_double(m->range.hi);
    return 2 * answer < ends;
}

static enum record_counted counted_as(const struct measure *m, const struct measure_variant *v,
                                      uint32_t point)
{
    if (m->metric->fields != FIELDS_ONE || m->metric->family == FAMILY_MEAN)
        return COUNTED_NOT;
    if (v->x[point] > 0)
        return COUNTED_HIGH;
    if (m->metric->family == FAMILY_NET)
        return v->x[point] < 0 ? COUNTED_LOW : COUNTED_MID;
    bool is_on_scale = m->answers && m->has_scale && m->metric != metric_find(S("share"));
    if (!is_on_scale)
        return COUNTED_NOT;
    return is_below_middle(m, point) ? COUNTED_LOW : COUNTED_MID;
}

static void describe(const struct finding *f, const struct measure_variant *v,
                     const struct found *found, struct record_signal *out)
{
    const struct measure *m = f->question->question.measure;
    uint32_t point = axis_point(&m->score, found->code);
    *out = (struct record_signal){
        .id = found->id, .has_value = m->answers != NULL, .counted = counted_as(m, v, point)};
    if (out->has_value)
        out->value = m->answers[point];
}

static void make_page(struct finding *f)
{
    struct measure_variant variant = measure_variant(f->a, f->question->question.measure, 0);
    qsort(f->page, f->len, sizeof *f->page, listed);
    f->out.has_more = f->len > f->ask->limit;
    f->out.len = f->out.has_more ? f->ask->limit : f->len;
    f->out.list = ARENA_ARRAY(f->a, struct record_signal, f->out.len);
    for (size_t i = 0; i < f->out.len; i++)
        describe(f, &variant, &f->page[i], &f->out.list[i]);
    if (f->out.has_more) {
        const struct found *last = &f->page[f->out.len - 1];
        f->out.last = (struct record_place){.is_set = true, .at = last->at, .id = last->id};
    }
}

struct err *record_signals_find(struct arena *a, struct record_question *question,
                                const struct record_signals_ask *ask, struct record_signals *out)
{
    struct finding f = {.a = a, .question = question, .ask = ask};
    if (ask->limit == 0 || ask->limit > LIMIT_PAGE_SIGNALS)
        FAIL(a, WHY_USAGE, "limit: a page holds 1 to %zu signals.", LIMIT_PAGE_SIGNALS);
    f.page = ARENA_ARRAY(a, struct found, ask->limit + 2);
    TRY(find_key(&f));
    TRY(read_said(&f));
    scan(&f);
    make_page(&f);
    *out = f.out;
    return NULL;
}
