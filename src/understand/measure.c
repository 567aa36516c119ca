/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/measure.h"

#include <assert.h>

#include "base/text.h"
#include "understand/measure_private.h"

/* Numbers between the lowest and the highest answer, where sums are exact. */
enum { UNITS_MOST = 1000000000 };

uint32_t *measure_no_points(struct arena *a, const struct column *column)
{
    uint32_t size = column_codes(column);
    uint32_t *points = ARENA_ARRAY(a, uint32_t, size);
    for (uint32_t code = 0; code < size; code++)
        points[code] = AXIS_NONE;
    return points;
}

struct text_and_code {
    str text;
    uint32_t code;
};

static int by_text(const void *left, const void *right)
{
    const struct text_and_code *a = left, *b = right;
    return str_compare(a->text, b->text);
}

uint32_t *measure_codes_in_order(struct arena *a, const struct column *column)
{
    const struct dictionary *d = column_dictionary(column);
    uint32_t size = dictionary_size(d);
    struct text_and_code *texts = ARENA_ARRAY(a, struct text_and_code, size);
    uint32_t *codes = ARENA_ARRAY(a, uint32_t, size);
    for (uint32_t code = 0; code < size; code++)
        texts[code] = (struct text_and_code){dictionary_text(d, code), code};
    qsort(texts, size, sizeof *texts, by_text);
    for (uint32_t i = 0; i < size; i++)
        codes[i] = texts[i].code;
    return codes;
}

/* An answer of a column and the code it has there. */
struct coded {
    struct decimal value;
    uint32_t code;
};

static int by_value(const void *left, const void *right)
{
    const struct coded *a = left, *b = right;
    return decimal_compare(a->value, b->value);
}

void measure_number_points(struct arena *a, const struct measure_field *f, struct measure *m)
{
    uint32_t size = column_codes(f->column);
    struct coded *coded = ARENA_ARRAY(a, struct coded, size);
    size_t len = 0;
    for (uint32_t code = 0; code < size; code++)
        if (f->scale.codes[code].meaning == SCALE_ANSWER)
            coded[len++] = (struct coded){f->scale.codes[code].value, code};
    qsort(coded, len, sizeof *coded, by_value);
    uint32_t *points = measure_no_points(a, f->column), points_len = 0;
    m->answers = ARENA_ARRAY(a, struct decimal, len);
    for (size_t i = 0; i < len; i++) {
        if (i == 0 || !decimal_equal(coded[i].value, coded[i - 1].value))
            m->answers[points_len++] = coded[i].value;
        points[coded[i].code] = points_len - 1;
    }
    m->score = (struct axis){.column = f->column, .points = points, .points_len = points_len};
    m->has_scale = f->scale.known;
    m->range = f->scale.range;
    m->guessed = f->scale.known && f->scale.guessed;
}

/* A number as people write it, or as the column does ("7,5"). */
static bool box_number(const struct measure_field *f, str text, struct decimal *number)
{
    text = str_trim(text);
    if (decimal_of_str(text, number))
        return true;
    uint32_t code = dictionary_find(column_dictionary(f->column), text);
    if (code == CODE_MISSING || f->scale.codes[code].meaning != SCALE_ANSWER)
        return false;
    *number = f->scale.codes[code].value;
    return true;
}

static bool box_is_of_texts(const struct measure_ask *ask)
{
    struct decimal number;
    for (size_t i = 0; i < ask->box_len; i++)
        if (!box_number(&ask->fields[0], ask->box[i], &number))
            return true;
    return false;
}

static bool is_on_scale(const struct measure *m, struct decimal number)
{
    return m->has_scale && decimal_compare(number, m->range.lo) >= 0 &&
           decimal_compare(number, m->range.hi) <= 0;
}

static struct err *box_off_scale(struct arena *a, const struct measure *m, str text)
{
    if (!m->has_scale)
        FAIL(a, WHY_USAGE, "--box: the column has no number that %.*s could be.",
             STR(text_quote(a, text)));
    FAIL(a, WHY_USAGE, "--box: %.*s is not on the scale %.*s to %.*s.", STR(text_quote(a, text)),
         STR(decimal_to_str(a, m->range.lo)), STR(decimal_to_str(a, m->range.hi)));
}

/* A number that cannot be is a slip. Of a guessed scale the ends may not have been
 * chosen, so there one number on it will do; a column without cells says nothing. */
static struct err *box_of_numbers(struct arena *a, const struct measure_ask *ask, struct measure *m)
{
    size_t on_scale = 0;
    for (size_t i = 0; i < ask->box_len; i++) {
        struct decimal number = {0, 0};
        bool is_number = box_number(&ask->fields[0], ask->box[i], &number);
        assert(is_number); /* box_is_of_texts() looked */
        on_scale += is_on_scale(m, number);
        if (!is_on_scale(m, number) && m->has_scale && !m->guessed)
            return box_off_scale(a, m, ask->box[i]);
        for (uint32_t p = 0; p < m->score.points_len; p++)
            m->boxed[p] = m->boxed[p] || decimal_equal(m->answers[p], number);
    }
    bool has_cells = column_codes(ask->fields[0].column) > 0;
    return on_scale == 0 && has_cells ? box_off_scale(a, m, ask->box[0]) : NULL;
}

/* The highest codes of the scale: with 1 to 5 and two of them 4 and 5, whether
 * or not they occur. */
static void box_of_top(struct measure *m, unsigned top)
{
    for (uint32_t p = 0; p < m->score.points_len; p++) {
        struct decimal below = m->answers[p];
        int64_t step = (int64_t)top;
        for (int i = 0; i < below.places; i++)
            step *= 10;
        below.mantissa += step; /* answer + top > highest */
        m->boxed[p] = decimal_compare(below, m->range.hi) > 0;
    }
}

static struct err *text_of_box(struct arena *a, const struct measure_field *f, str text,
                               uint32_t *points)
{
    const struct dictionary *d = column_dictionary(f->column);
    bool found = false;
    for (uint32_t code = 0; code < dictionary_size(d); code++)
        if (text_equal_ignoring_case(dictionary_text(d, code), text)) {
            points[code] = 1;
            found = true;
        }
    if (found || dictionary_size(d) == 0)
        return NULL;
    str *texts = ARENA_ARRAY(a, str, dictionary_size(d));
    for (uint32_t code = 0; code < dictionary_size(d); code++)
        texts[code] = dictionary_text(d, code);
    str near = text_suggest(a, text, texts, dictionary_size(d));
    if (near.len)
        FAIL(a, WHY_USAGE, "--box: no answer is %.*s; did you mean %.*s?", STR(text_quote(a, text)),
             STR(text_quote(a, near)));
    FAIL(a, WHY_USAGE, "--box: no answer is %.*s.", STR(text_quote(a, text)));
}

/* A share of texts: every text that is not missing is an answer. */
static struct err *make_share_of_texts(struct arena *a, const struct measure_ask *ask,
                                       struct measure *m)
{
    const struct measure_field *f = &ask->fields[0];
    uint32_t size = dictionary_size(column_dictionary(f->column));
    uint32_t *points = ARENA_ARRAY(a, uint32_t, size);
    for (size_t i = 0; i < ask->box_len; i++)
        TRY(text_of_box(a, f, str_trim(ask->box[i]), points));
    for (uint32_t code = 0; code < size; code++)
        if (f->scale.codes[code].meaning == SCALE_MISSING)
            points[code] = AXIS_NONE;
    m->score = (struct axis){.column = f->column, .points = points, .points_len = 2};
    m->boxed = ARENA_ARRAY(a, bool, 2);
    m->boxed[1] = true;
    return NULL;
}

static struct err *make_one(struct arena *a, const struct measure_ask *ask, struct measure *m)
{
    bool share = m->metric->family == FAMILY_SHARE;
    if (ask->fields_len != 1)
        FAIL(a, WHY_USAGE, "--measure %s is asked of one --field, not of %zu.", m->metric->name,
             ask->fields_len);
    if (share && box_is_of_texts(ask))
        return make_share_of_texts(a, ask, m);
    measure_number_points(a, &ask->fields[0], m);
    if (!share)
        return NULL;
    m->boxed = ARENA_ARRAY(a, bool, m->score.points_len);
    if (ask->box_len)
        return box_of_numbers(a, ask, m);
    if (m->metric->top == 0)
        FAIL(a, WHY_USAGE, "--measure %s needs --box: the answers whose share is asked for.",
             m->metric->name);
    box_of_top(m, m->metric->top);
    return NULL;
}

struct err *measure_make(struct arena *a, const struct measure_ask *ask, struct measure *out)
{
    struct measure m = {.metric = ask->metric, .variants = 1};
    if (ask->box_len && !ask->metric->takes_box)
        FAIL(a, WHY_USAGE, "--measure %s takes no --box.", ask->metric->name);
    switch (ask->metric->fields) {
    case FIELDS_CHOICES:
        TRY(measure_make_choices(a, ask, &m));
        break;
    case FIELDS_ITEMS:
        TRY(measure_make_items(a, ask, &m));
        break;
    case FIELDS_ONE:
    case FIELDS_COUNT:
        TRY(make_one(a, ask, &m));
        break;
    }
    *out = m;
    return NULL;
}

/* −1, 0 or +1: exact as they are. */
static struct measure_variant counted_variant(struct arena *a, const struct measure *m,
                                              size_t choice)
{
    uint32_t len = m->score.points_len;
    double *x = ARENA_ARRAY(a, double, len);
    int64_t *units = ARENA_ARRAY(a, int64_t, len);
    for (uint32_t p = 0; p < len; p++) {
        if (m->ticks)
            units[p] = measure_is_ticked(m, p, choice);
        else
            units[p] = m->boxed ? m->boxed[p] : m->metric->counts(m->answers[p]);
        x[p] = (double)units[p];
    }
    return (struct measure_variant){.x = x, .units = units, .unit = 1};
}

/* All answers in units of 10^-places; false where they are too many to be summed. */
static bool units_of_answers(const struct measure *m, int places, int64_t *units)
{
    uint32_t len = m->score.points_len;
    int64_t spread = 0;
    for (uint32_t p = 0; p < len; p++)
        if (!decimal_to_units(m->answers[p], places, &units[p]))
            return false;
    return len == 0 ||
           (!__builtin_sub_overflow(units[len - 1], units[0], &spread) && spread <= UNITS_MOST);
}

/* Numbers: units of the finest place that occurs, counted from the scale's middle
 * so that sums of squares do not cancel. */
static struct measure_variant number_variant(struct arena *a, const struct measure *m)
{
    uint32_t len = m->score.points_len;
    double *x = ARENA_ARRAY(a, double, len);
    int64_t *units = ARENA_ARRAY(a, int64_t, len);
    int places = 0;
    for (uint32_t p = 0; p < len; p++) {
        x[p] = decimal_to_double(m->answers[p]);
        if (m->answers[p].places > places)
            places = m->answers[p].places;
    }
    while (places > 0 && !units_of_answers(m, places, units))
        places--;
    (void)units_of_answers(m, places, units); /* whole numbers always fit */
    struct measure_variant v = {.x = x, .units = units, .unit = 1};
    for (int i = 0; i < places; i++)
        v.unit /= 10;
    v.shift = len ? units[0] / 2 + units[len - 1] / 2 : 0;
    for (uint32_t p = 0; p < len; p++)
        units[p] -= v.shift;
    return v;
}

bool measure_has_scale(const struct measure *m)
{
    return m->answers || m->items;
}

struct measure_variant measure_variant(struct arena *a, const struct measure *m, size_t variant)
{
    struct measure_variant v;
    if (variant >= m->variants) /* choices that nobody ticked: there is no point either */
        return (struct measure_variant){.unit = 1};
    if (m->items)
        v = measure_items_variant(a, m);
    else if (m->metric->family == FAMILY_MEAN)
        v = number_variant(a, m);
    else
        v = counted_variant(a, m, variant);
    if (m->choices)
        v.choice = m->choices[variant];
    return v;
}
