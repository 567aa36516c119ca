/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/answer_table_cmd.h"

#include <math.h>

#include "base/limits.h"
#include "draw/sheet.h"
#include "understand/answer_words.h"

enum { COLUMNS_MAX = LIMIT_DIMENSIONS + 10, VERDICT_MIN = 12 };

/* Which column stands where; SIZE_MAX: it is not there. */
struct layout {
    struct sheet_column columns[COLUMNS_MAX];
    size_t len;
    size_t choice, value, whisker, interval, n, n_eff, persons, alpha, limits, verdict;
};

struct drawing {
    struct arena *a;
    const struct answer_table_ask *ask;
    struct layout layout;
    struct sheet *sheet;
    int places;
};

static size_t add_column(struct layout *l, struct sheet_column column)
{
    l->columns[l->len] = column;
    return l->len++;
}

static size_t add_number(struct layout *l, str header, unsigned leaves)
{
    return add_column(
        l, (struct sheet_column){.header = header, .kind = SHEET_NUMBER, .leaves = leaves});
}

static str header_of_value(const struct metric *m)
{
    switch (m->family) {
    case FAMILY_NET:
        return S("NPS");
    case FAMILY_SHARE:
        return S("%");
    case FAMILY_MEAN:
    case FAMILY_COUNT:
        break;
    }
    return m->fields == FIELDS_ITEMS ? S("Index") : S("Mean");
}

/* The line through all rows: the total's value, where there is one, else the
 * centre of the control limits. */
static struct whisker_axis axis_of(const struct answer_table_ask *ask)
{
    struct whisker_axis axis = {.shows = REFERENCE_NONE};
    if (ask->total && ask->total->rows_len == 1 && ask->total->rows[0].estimate.has_value)
        axis = (struct whisker_axis){.shows = REFERENCE_ON_AXIS,
                                     .reference = ask->total->rows[0].estimate.value};
    return axis;
}

static bool shows_persons(const struct answer *answer)
{
    for (size_t i = 0; i < answer->rows_len; i++)
        if (answer->rows[i].estimate.has_persons)
            return true;
    return false;
}

/* Screens hide a score of fewer than ten answers (methodology.md, conventions). */
static bool is_hidden(const struct estimate *e)
{
    return !e->has_value || e->n < BASE_TOO_FEW;
}

/* Whether there is anything to draw. */
static bool shows_scores(const struct answer *answer)
{
    for (size_t i = 0; i < answer->rows_len; i++)
        if (!is_hidden(&answer->rows[i].estimate))
            return true;
    return false;
}

/* Columns that are there for what was asked. */
static void add_asked_columns(const struct answer_table_ask *ask, struct layout *l)
{
    const struct answer *answer = ask->answer;
    if (ask->weighted)
        l->n_eff = add_number(l, S("Worth"), 1);
    if (shows_persons(answer))
        l->persons = add_number(l, S("Persons"), 2);
    if (answer->metric->fields == FIELDS_ITEMS)
        l->alpha = add_number(l, S("Alpha"), 3);
    if (answer->has_periods)
        l->limits = add_column(
            l, (struct sheet_column){.header = S("Limits"), .kind = SHEET_TEXT, .leaves = 4});
    if (answer->compared_with.len)
        l->verdict = add_column(l, (struct sheet_column){.header = ask->compared,
                                                         .kind = SHEET_TEXT,
                                                         .shrinks = true,
                                                         .width_min = VERDICT_MIN,
                                                         .leaves = 6});
}

static struct layout make_layout(const struct answer_table_ask *ask)
{
    const struct answer *answer = ask->answer;
    struct layout l = {.len = 0};
    l.choice = l.whisker = l.n_eff = l.persons = l.alpha = l.limits = l.verdict = SIZE_MAX;
    for (size_t k = 0; k < answer->keys_len; k++)
        add_column(&l, (struct sheet_column){
                           .header = k == 0 && answer->has_periods ? S("Period") : answer->keys[k],
                           .kind = SHEET_TEXT,
                           .shrinks = true});
    if (answer->has_choices)
        l.choice = add_column(
            &l, (struct sheet_column){.header = S("Choice"), .kind = SHEET_TEXT, .shrinks = true});
    l.value = add_number(&l, header_of_value(answer->metric), 0);
    if (shows_scores(answer) || (ask->total && shows_scores(ask->total)))
        l.whisker = add_column(
            &l, (struct sheet_column){.kind = SHEET_WHISKER, .leaves = 5, .axis = axis_of(ask)});
    l.interval = add_number(&l, S("95 % interval"), 8);
    l.n = add_number(&l, S("Answers"), 7);
    add_asked_columns(ask, &l);
    return l;
}

static enum tone tone_of_verdict(const struct answer_row *row)
{
    switch (row->contrast.verdict) {
    case VERDICT_UP:
        return TONE_GOOD;
    case VERDICT_DOWN:
        return TONE_BAD;
    case VERDICT_UP_SMALL:
    case VERDICT_DOWN_SMALL:
    case VERDICT_SAME:
    case VERDICT_CANNOT_TELL:
    case VERDICT_COUNT:
        break;
    }
    return TONE_FAINT;
}

/* The value and how sure it is, or in words why it is not shown. */
static void put_score(struct drawing *d, const struct estimate *e)
{
    const struct layout *l = &d->layout;
    bool hidden = is_hidden(e);
    bool says_status = hidden || e->status == STATUS_DEGENERATE || !e->has_interval;
    str interval = says_status ? words_status(e) : words_interval(d->a, e, d->places);
    sheet_put(d->sheet, l->interval, interval, says_status ? TONE_FAINT : TONE_PLAIN);
    if (hidden)
        return;
    struct whisker w = {.value = e->value, .lo = (double)NAN, .hi = (double)NAN};
    if (e->has_interval) {
        w.lo = e->lo;
        w.hi = e->hi;
    }
    sheet_put(d->sheet, l->value, words_number(d->a, e->value, d->places), TONE_PLAIN);
    if (l->whisker != SIZE_MAX)
        sheet_put_whisker(d->sheet, l->whisker, w, TONE_PLAIN);
}

static void put_estimate(struct drawing *d, const struct estimate *e)
{
    const struct layout *l = &d->layout;
    put_score(d, e);
    sheet_put(d->sheet, l->n, words_count(d->a, (double)e->n), TONE_PLAIN);
    if (l->n_eff != SIZE_MAX)
        sheet_put(d->sheet, l->n_eff, words_count(d->a, e->n_eff), TONE_PLAIN);
    if (l->persons != SIZE_MAX)
        sheet_put(d->sheet, l->persons, words_count(d->a, (double)e->persons), TONE_PLAIN);
    if (l->alpha != SIZE_MAX && e->has_alpha)
        sheet_put(d->sheet, l->alpha, words_number(d->a, e->alpha, 2), TONE_PLAIN);
}

static void put_verdicts(struct drawing *d, const struct answer_row *row)
{
    const struct layout *l = &d->layout;
    if (l->limits != SIZE_MAX && !is_hidden(&row->estimate)) {
        bool calls = row->limits.out || row->limits.run;
        sheet_put(d->sheet, l->limits, words_limits(row), calls ? TONE_STRONG : TONE_FAINT);
    }
    if (l->verdict == SIZE_MAX || !row->has_contrast)
        return;
    struct answer_row said = *row; /* a period that is over gets no more answers */
    said.has_by_date = row->has_by_date && !d->ask->answer->has_periods;
    sheet_put(d->sheet, l->verdict, words_verdict(d->a, &said, d->places), tone_of_verdict(row));
}

static void put_row(struct drawing *d, const struct answer *answer, const struct answer_row *row)
{
    bool thin = row->estimate.n < BASE_LOW;
    sheet_add_row(d->sheet, thin ? TONE_FAINT : TONE_PLAIN);
    for (size_t k = 0; k < answer->keys_len; k++)
        sheet_put(d->sheet, k, row->by[k].known ? row->by[k].text : S("(missing)"),
                  row->by[k].known ? TONE_PLAIN : TONE_FAINT);
    if (d->layout.choice != SIZE_MAX)
        sheet_put(d->sheet, d->layout.choice, row->choice, TONE_PLAIN);
    put_estimate(d, &row->estimate);
    put_verdicts(d, row);
}

/* Choices stand with the most frequent first; the answer has them by name. */
static int by_value(const void *left, const void *right)
{
    const struct answer_row *const *a = left, *const *b = right;
    double x = (*a)->estimate.value, y = (*b)->estimate.value;
    if (x != y)
        return x > y ? -1 : 1;
    return (*a < *b) ? -1 : *a > *b;
}

static const struct answer_row **rows_in_order(struct arena *a, const struct answer *answer)
{
    const struct answer_row **rows = ARENA_ARRAY(a, const struct answer_row *, answer->rows_len);
    for (size_t i = 0; i < answer->rows_len; i++)
        rows[i] = &answer->rows[i];
    if (answer->has_choices && answer->keys_len == 0)
        qsort(rows, answer->rows_len, sizeof *rows, by_value);
    return rows;
}

static void put_total(struct drawing *d)
{
    const struct answer *total = d->ask->total;
    if (!total || total->rows_len != 1 || d->ask->answer->keys_len == 0)
        return;
    sheet_add_rule(d->sheet);
    sheet_add_row(d->sheet, TONE_PLAIN);
    sheet_put(d->sheet, 0, S("All"), TONE_STRONG);
    put_estimate(d, &total->rows[0].estimate);
}

static bool has_low_base(const struct answer *answer)
{
    for (size_t i = 0; i < answer->rows_len; i++)
        if (answer->rows[i].estimate.n >= BASE_TOO_FEW && answer->rows[i].estimate.n < BASE_LOW)
            return true;
    return false;
}

/* What "cannot tell" leaves open: how many more answers would do. */
static void put_more_note(struct drawing *d)
{
    bool more = false, none = false;
    for (size_t i = 0; i < d->ask->answer->rows_len; i++) {
        const struct answer_row *row = &d->ask->answer->rows[i];
        const struct contrast *c = &row->contrast;
        if (!row->has_contrast || c->verdict != VERDICT_CANNOT_TELL || c->other.n < BASE_TOO_FEW)
            continue;
        more = more || (c->has_more_n && c->more_n >= 1);
        none = none || (!c->has_more_n && c->difference.has_interval && c->matters > 0);
    }
    if (more)
        sheet_add_note(d->sheet,
                       S("(+n): with so many more answers a difference that matters would "
                         "show."));
    if (none)
        sheet_add_note(d->sheet, S("Where no (+n) stands, the group compared with is too small for "
                                   "any number of answers to tell."));
}

static void put_notes(struct drawing *d)
{
    const struct answer *answer = d->ask->answer;
    for (size_t i = 0; i < d->ask->hints_len; i++)
        sheet_add_note(d->sheet, d->ask->hints[i]);
    if (answer->refused_len)
        sheet_add_note(d->sheet, words_refused(d->a, answer));
    if (answer->missing_len)
        sheet_add_note(d->sheet, words_missing(d->a, answer));
    for (size_t i = 0; i < answer->notes_len; i++)
        sheet_add_note(d->sheet, words_note(d->a, &answer->notes[i]));
    put_more_note(d);
    if (has_low_base(answer))
        sheet_add_note(
            d->sheet, S("Fewer than 30 answers are shown faint, with a hollow point; of fewer than "
                        "10 no score is shown."));
}

void answer_to_table(struct arena *a, const struct answer_table_ask *ask, struct terminal t,
                     struct buf *out)
{
    struct drawing d = {.a = a, .ask = ask, .places = words_places(ask->answer->metric)};
    d.layout = make_layout(ask);
    d.sheet = sheet_make(a, d.layout.columns, d.layout.len);
    sheet_set_title(d.sheet, ask->title, ask->subtitle);
    const struct answer_row **rows = rows_in_order(a, ask->answer);
    for (size_t i = 0; i < ask->answer->rows_len; i++)
        put_row(&d, ask->answer, rows[i]);
    put_total(&d);
    put_notes(&d);
    sheet_print(d.sheet, t, out);
}
