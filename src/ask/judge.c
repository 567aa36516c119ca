/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/judge.h"

#include <assert.h>
#include <stdlib.h>

#include "base/text.h"

static int compare_texts(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

static int compare_numbers(const void *a, const void *b)
{
    return decimal_compare(*(const struct decimal *)a, *(const struct decimal *)b);
}

static int compare_spans(const void *a, const void *b)
{
    const struct date_span *left = a, *right = b;
    return (left->first > right->first) - (left->first < right->first);
}

/* 0 where the spans share a day: for spans that do not overlap, an order. */
static int compare_days(const void *a, const void *b)
{
    const struct date_span *left = a, *right = b;
    return (left->first > right->last) - (left->last < right->first);
}

/* Sorted spans that overlap become one. */
static size_t join_spans(struct date_span *spans, size_t len)
{
    size_t joined = 0;
    for (size_t i = 0; i < len; i++) {
        struct date_span *last = &spans[joined - (joined > 0)];
        if (joined == 0 || spans[i].first > last->last)
            spans[joined++] = spans[i];
        else if (spans[i].last > last->last)
            last->last = spans[i].last;
    }
    return joined;
}

static void sort_values(struct arena *a, struct judge *j, const struct condition *leaf)
{
    size_t len = leaf->values_len;
    j->texts = ARENA_ARRAY(a, str, len);
    j->numbers = ARENA_ARRAY(a, struct decimal, len);
    j->spans = ARENA_ARRAY(a, struct date_span, len);
    j->is_met = ARENA_ARRAY(a, bool, len);
    for (size_t i = 0; i < len; i++) {
        const struct value *v = &leaf->values[i];
        if (v->kind == VALUE_NUMBER)
            j->numbers[j->numbers_len++] = v->number;
        else if (v->kind == VALUE_DATE)
            j->spans[j->spans_len++] = v->days;
        else
            j->texts[j->texts_len++] = v->text;
    }
    qsort(j->texts, j->texts_len, sizeof *j->texts, compare_texts);
    qsort(j->numbers, j->numbers_len, sizeof *j->numbers, compare_numbers);
    qsort(j->spans, j->spans_len, sizeof *j->spans, compare_spans);
    j->spans_len = join_spans(j->spans, j->spans_len);
}

static bool is_ascii(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] >= 0x80)
            return false;
    return true;
}

struct judge judge_make(struct arena *a, const struct condition *leaf, enum date_order order)
{
    assert(leaf->comparison != COMPARISON_UNDER); /* condition_bind() made it an "in" */
    struct judge j = {
        .comparison = leaf->comparison, .is_negated = leaf->is_negated, .order = order};
    sort_values(a, &j, leaf);
    if (leaf->values_len > 0) {
        j.from = leaf->values[0];
        j.to = leaf->values[leaf->values_len - 1];
        j.from_characters = text_len(j.from.text);
        j.from_is_ascii = is_ascii(j.from.text);
    }
    return j;
}

static bool is_number(struct judge *j, str value, struct decimal *number)
{
    bool is_one = decimal_of_str(value, number);
    j->numbers_met += is_one;
    return is_one;
}

static bool is_date(struct judge *j, str value, int32_t *day)
{
    bool is_one = date_of_str(value, j->order, day);
    j->dates_met += is_one;
    return is_one;
}

/* The place of a text among those of the comparison, NULL where it has none.
 * Of equal texts it is always the same. */
static const str *find_text(const struct judge *j, str text)
{
    if (j->texts_len == 0)
        return NULL;
    return bsearch(&text, j->texts, j->texts_len, sizeof *j->texts, compare_texts);
}

static enum truth judge_equal(struct judge *j, str value)
{
    struct decimal number = {0, 0};
    int32_t day = 0;
    bool is_equal = false;
    if (j->numbers_len > 0 && is_number(j, value, &number))
        is_equal = bsearch(&number, j->numbers, j->numbers_len, sizeof number, compare_numbers);
    if (j->spans_len > 0 && is_date(j, value, &day)) {
        struct date_span that_day = {day, day};
        is_equal =
            is_equal || bsearch(&that_day, j->spans, j->spans_len, sizeof that_day, compare_days);
    }
    const str *text = find_text(j, value);
    if (text)
        j->is_met[text - j->texts] = true;
    return is_equal || text ? TRUTH_YES : TRUTH_NO;
}

bool judge_has_met(const struct judge *j, str text)
{
    const str *place = find_text(j, text);
    return place && j->is_met[place - j->texts];
}

/* below, above: the value against the two ends, as of compare. */
static bool is_within(enum comparison comparison, int from, int to)
{
    switch (comparison) {
    case COMPARISON_LESS:
        return from < 0;
    case COMPARISON_LESS_EQUAL:
        return to <= 0;
    case COMPARISON_GREATER:
        return to > 0;
    case COMPARISON_GREATER_EQUAL:
        return from >= 0;
    case COMPARISON_BETWEEN:
        return from >= 0 && to <= 0;
    case COMPARISON_EQUAL:
    case COMPARISON_IN:
    case COMPARISON_CONTAINS:
    case COMPARISON_STARTS:
    case COMPARISON_UNDER:
    case COMPARISON_MISSING:
    case COMPARISON_COUNT:
        break;
    }
    return false;
}

static enum truth judge_order(struct judge *j, str value)
{
    struct decimal number = {0, 0};
    int32_t day = 0;
    int from = 0, to = 0;
    if (j->from.kind == VALUE_NUMBER) {
        if (!is_number(j, value, &number))
            return TRUTH_UNKNOWN;
        from = decimal_compare(number, j->from.number);
        to = decimal_compare(number, j->to.number);
    } else {
        if (!is_date(j, value, &day))
            return TRUTH_UNKNOWN;
        from = (day > j->from.days.first) - (day < j->from.days.first);
        to = (day > j->to.days.last) - (day < j->to.days.last);
    }
    return is_within(j->comparison, from, to) ? TRUTH_YES : TRUTH_NO;
}

/* Both ASCII: by bytes. */
static bool ascii_contains(str value, str text, bool only_at_start)
{
    for (size_t i = 0; i + text.len <= value.len; i++) {
        if (str_equal_ignoring_case(str_slice(value, i, i + text.len), text))
            return true;
        if (only_at_start)
            return false;
    }
    return false;
}

/* A window of as many characters as the text has moves over the value. */
static bool contains(const struct judge *j, str value, bool only_at_start)
{
    if (j->from_is_ascii && is_ascii(value))
        return ascii_contains(value, j->from.text, only_at_start);
    uint32_t unused = 0;
    str end = value;
    size_t characters = 0;
    for (; characters < j->from_characters && end.len > 0; characters++)
        (void)text_next(&end, &unused);
    if (characters < j->from_characters)
        return false;
    for (;;) {
        str window = {value.ptr, (size_t)(end.ptr - value.ptr)};
        if (text_equal_ignoring_case(window, j->from.text))
            return true;
        if (only_at_start || end.len == 0)
            return false;
        (void)text_next(&value, &unused);
        (void)text_next(&end, &unused);
    }
}

static enum truth judge_plainly(struct judge *j, str value)
{
    switch (j->comparison) {
    case COMPARISON_EQUAL:
    case COMPARISON_IN:
        return judge_equal(j, value);
    case COMPARISON_CONTAINS:
    case COMPARISON_STARTS:
        return contains(j, value, j->comparison == COMPARISON_STARTS) ? TRUTH_YES : TRUTH_NO;
    case COMPARISON_MISSING:
        return TRUTH_NO;
    case COMPARISON_LESS:
    case COMPARISON_LESS_EQUAL:
    case COMPARISON_GREATER:
    case COMPARISON_GREATER_EQUAL:
    case COMPARISON_BETWEEN:
    case COMPARISON_UNDER:
    case COMPARISON_COUNT:
        break;
    }
    return judge_order(j, value);
}

static enum truth negated(enum truth v, bool is_negated)
{
    if (v == TRUTH_UNKNOWN || !is_negated)
        return v;
    return v == TRUTH_YES ? TRUTH_NO : TRUTH_YES;
}

enum truth judge_value(struct judge *j, str value)
{
    j->values++;
    return negated(judge_plainly(j, value), j->is_negated);
}

enum truth judge_missing(const struct judge *j)
{
    return negated(j->comparison == COMPARISON_MISSING ? TRUTH_YES : TRUTH_UNKNOWN, j->is_negated);
}
