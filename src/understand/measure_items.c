/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * An index of several items: a point is a combination of their answers.
 */
#include <math.h>

#include "base/text.h"
#include "engine/combine.h"
#include "understand/measure_private.h"

/* An index is whole in units of 100/(differences of the scales · answered items);
 * beyond so many units it is rounded. */
enum { UNITS_MOST = 1000000000 };

struct measure_items {
    size_t len;
    double **answers;  /* [item][point of the item]: as given */
    double **rescaled; /* … 0..100 */
    const struct column *combined;
    uint32_t *codes; /* [point of the measure]: code of the combination */
    double *x;       /* [point of the measure] */
    int64_t units;   /* of 0..100 */
};

/* Least common multiple of two numbers above 0, at most UNITS_MOST. */
static int64_t common_multiple(int64_t one, int64_t other)
{
    int64_t a = one, b = other, multiple = 0;
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    bool too_large = __builtin_mul_overflow(one / a, other, &multiple) || multiple > UNITS_MOST;
    return too_large ? UNITS_MOST : multiple;
}

/* The steps between lowest and highest, as fine as any answer is given. */
static int64_t steps_of_item(const struct measure *item)
{
    int places = item->range.lo.places > item->range.hi.places ? item->range.lo.places
                                                               : item->range.hi.places;
    for (uint32_t p = 0; p < item->score.points_len; p++)
        places = item->answers[p].places > places ? item->answers[p].places : places;
    int64_t lo = 0, hi = 0, steps = 0;
    bool fits = decimal_to_units(item->range.lo, places, &lo) &&
                decimal_to_units(item->range.hi, places, &hi) &&
                !__builtin_sub_overflow(hi, lo, &steps);
    return fits ? steps : UNITS_MOST;
}

/* 100·(answer − lowest)/(highest − lowest): percent of the maximum possible. */
static double *rescale(struct arena *a, const struct measure *item)
{
    double lo = decimal_to_double(item->range.lo), hi = decimal_to_double(item->range.hi);
    double *values = ARENA_ARRAY(a, double, item->score.points_len);
    for (uint32_t p = 0; p < item->score.points_len; p++)
        values[p] = 100 * (decimal_to_double(item->answers[p]) - lo) / (hi - lo);
    return values;
}

static double *answers_of(struct arena *a, const struct measure *item)
{
    double *values = ARENA_ARRAY(a, double, item->score.points_len);
    for (uint32_t p = 0; p < item->score.points_len; p++)
        values[p] = decimal_to_double(item->answers[p]);
    return values;
}

static struct err *check_item(struct arena *a, const struct measure *item, str name)
{
    if (!item->has_scale)
        FAIL(a, WHY_USAGE, "--field: no cell of %.*s is a number, so it cannot be an item.",
             STR(text_quote(a, name)));
    if (decimal_equal(item->range.lo, item->range.hi))
        FAIL(a, WHY_USAGE,
             "--field: only the code %.*s occurs in %.*s; --scale must say which scale it is of.",
             STR(decimal_to_str(a, item->range.lo)), STR(text_quote(a, name)));
    return NULL;
}

size_t measure_items_len(const struct measure *m)
{
    return m->items ? m->items->len : 0;
}

bool measure_item(const struct measure *m, uint32_t point, size_t i, double *answer)
{
    uint32_t item_point = combine_point(m->items->combined, m->items->codes[point], i);
    if (item_point >= AXIS_SKIP)
        return false;
    *answer = m->items->answers[i][item_point];
    return true;
}

/* Mean of the answered items where they are at least half of all and two. */
static bool index_of_point(const struct measure_items *items, uint32_t point, double *x)
{
    double sum = 0;
    size_t answered = 0;
    for (size_t i = 0; i < items->len; i++) {
        uint32_t item_point = combine_point(items->combined, items->codes[point], i);
        if (item_point >= AXIS_SKIP)
            continue;
        sum += items->rescaled[i][item_point];
        answered++;
    }
    if (answered < 2 || answered * 2 < items->len)
        return false;
    *x = sum / (double)answered;
    return true;
}

static void share_scale(struct measure *m, const struct measure *item, bool first)
{
    if (first) {
        m->has_scale = true;
        m->range = item->range;
        m->guessed = item->guessed;
        return;
    }
    m->guessed = m->guessed || item->guessed;
    m->has_scale = m->has_scale && decimal_equal(m->range.lo, item->range.lo) &&
                   decimal_equal(m->range.hi, item->range.hi);
}

struct err *measure_make_items(struct arena *a, const struct measure_ask *ask, struct measure *out)
{
    if (ask->fields_len < 2)
        FAIL(a, WHY_USAGE, "--measure index is made of several items: give --field twice or more.");
    struct measure m = *out;
    struct measure_items *items = ARENA_NEW(a, struct measure_items);
    struct axis *axes = ARENA_ARRAY(a, struct axis, ask->fields_len);
    items->len = ask->fields_len;
    items->answers = ARENA_ARRAY(a, double *, items->len);
    items->rescaled = ARENA_ARRAY(a, double *, items->len);
    items->units = 1;
    for (int64_t answered = 2; answered <= (int64_t)items->len; answered++)
        items->units = common_multiple(items->units, answered);
    int64_t steps = 1;
    for (size_t i = 0; i < items->len; i++) {
        struct measure item = {.metric = ask->metric};
        measure_number_points(a, &ask->fields[i], &item);
        TRY(check_item(a, &item, column_name(ask->fields[i].column)));
        axes[i] = item.score;
        items->answers[i] = answers_of(a, &item);
        items->rescaled[i] = rescale(a, &item);
        share_scale(&m, &item, i == 0);
        steps = common_multiple(steps, steps_of_item(&item));
    }
    bool whole = !__builtin_mul_overflow(steps, items->units, &items->units);
    if (!whole || items->units > UNITS_MOST)
        items->units = UNITS_MOST;
    items->combined = combine_axes(a, axes, items->len);
    m.items = items;
    uint32_t *points = measure_no_points(a, items->combined);
    uint32_t len = dictionary_size(column_dictionary(items->combined));
    items->codes = measure_codes_in_order(a, items->combined);
    items->x = ARENA_ARRAY(a, double, len);
    for (uint32_t p = 0; p < len; p++)
        if (index_of_point(items, p, &items->x[p]))
            points[items->codes[p]] = p;
    m.score = (struct axis){.column = items->combined, .points = points, .points_len = len};
    *out = m;
    return NULL;
}

struct measure_variant measure_items_variant(struct arena *a, const struct measure *m)
{
    uint32_t len = m->score.points_len;
    double units_of_one = (double)m->items->units / 100;
    struct measure_variant v = {
        .x = m->items->x, .unit = 1 / units_of_one, .shift = m->items->units / 2};
    int64_t *units = ARENA_ARRAY(a, int64_t, len);
    for (uint32_t p = 0; p < len; p++)
        units[p] = (int64_t)llround(m->items->x[p] * units_of_one) - v.shift;
    v.units = units;
    return v;
}
