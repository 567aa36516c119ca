/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/scale.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/amount.h"
#include "base/text.h"

enum { GAP_BEFORE_MISSING = 10 };

static const int usual_missing[] = {-1, -9, -99, 77, 88, 97, 98, 99, 777, 888, 999};

/* A cell text and what is found out about it. */
struct candidate {
    size_t index; /* among the texts handed in */
    str text;
    uint64_t count;
    bool is_number;
    struct decimal value;
    bool asked_missing; /* --missing names it */
    bool taken_away;    /* one of the usual codes for "no answer" */
};

struct scale_search {
    const struct scale_options *options;
    struct candidate *all; /* numbers ascending, then texts */
    size_t len;
    size_t numbers;
};

bool scale_number(str text, bool decimal_comma, struct decimal *value)
{
    str unit;
    return decimal_of_str(text, value) || amount_of_str(text, decimal_comma, value, &unit);
}

static bool is_asked_missing(const struct scale_options *o, const struct candidate *c)
{
    for (size_t i = 0; i < o->missing_len; i++) {
        struct decimal number;
        bool both_numbers = c->is_number && scale_number(o->missing[i], true, &number);
        if (both_numbers ? decimal_equal(number, c->value)
                         : text_equal_ignoring_case(o->missing[i], c->text))
            return true;
    }
    return false;
}

static int numbers_first(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->is_number != b->is_number)
        return b->is_number - a->is_number;
    int order = a->is_number ? decimal_compare(a->value, b->value) : 0;
    return order ? order : str_compare(a->text, b->text);
}

static bool is_usual_missing(struct decimal value)
{
    for (size_t i = 0; i < sizeof usual_missing / sizeof *usual_missing; i++)
        if (decimal_equal(value, decimal_of_int(usual_missing[i])))
            return true;
    return false;
}

/* value is whole. */
static bool is_far_above(struct decimal value, const struct decimal *below)
{
    struct decimal limit = decimal_of_int(value.mantissa - GAP_BEFORE_MISSING);
    return below && decimal_compare(*below, limit) < 0;
}

/* The usual codes for "no answer", where they lie below 0 or far above the next
 * lower code that is an answer. */
static void take_usual_missing_away(struct scale_search *s)
{
    const struct decimal *below = NULL;
    for (size_t i = 0; i < s->numbers; i++) {
        struct candidate *c = &s->all[i];
        if (c->asked_missing)
            continue;
        bool usual = is_usual_missing(c->value);
        c->taken_away = usual && (c->value.mantissa < 0 || is_far_above(c->value, below));
        if (!c->taken_away)
            below = &c->value;
    }
}

static bool counts_for_range(const struct candidate *c)
{
    return !c->asked_missing && !c->taken_away;
}

/* How often whole numbers 0..8 occur, and whether anything else does. */
struct occurrence {
    uint64_t of[9];
    bool other;
    unsigned highest; /* of 0..8 that occurs */
};

static struct occurrence count_small_codes(const struct scale_search *s)
{
    struct occurrence o = {.other = false};
    for (size_t i = 0; i < s->numbers; i++) {
        const struct candidate *c = &s->all[i];
        if (c->taken_away)
            continue;
        /* A small code that --missing names shows the scale all the same: with 6 for
         * "never used" left out of sight, 0 beside 1 to 5 would look like an answer. */
        if (!decimal_is_whole(c->value) || c->value.mantissa < 0 || c->value.mantissa > 8) {
            o.other = o.other || !c->asked_missing;
            continue;
        }
        unsigned code = (unsigned)c->value.mantissa;
        o.of[code] += c->count;
        if (code > o.highest)
            o.highest = code;
    }
    return o;
}

static bool all_occur(const struct occurrence *o, unsigned from, unsigned to)
{
    for (unsigned code = from; code <= to; code++)
        if (!o->of[code])
            return false;
    return true;
}

/* 1–5 and 1–7 with a code on either side that means something else. */
static bool familiar_range(const struct scale_search *s, struct scale_range *range)
{
    struct occurrence o = count_small_codes(s);
    if (o.other)
        return false;
    if (all_occur(&o, 1, 5) && o.highest <= 6 && ((o.of[0] && o.of[6]) || o.of[0] > o.of[1])) {
        *range = (struct scale_range){decimal_of_int(1), decimal_of_int(5)};
        return true;
    }
    if (all_occur(&o, 0, 8)) {
        *range = (struct scale_range){decimal_of_int(1), decimal_of_int(7)};
        return true;
    }
    return false;
}

static void occurring_range(const struct scale_search *s, struct scale *scale)
{
    for (size_t i = 0; i < s->numbers; i++) {
        const struct candidate *c = &s->all[i];
        if (!counts_for_range(c))
            continue;
        if (!scale->known)
            scale->range.lo = c->value;
        scale->range.hi = c->value;
        scale->whole = (scale->whole || !scale->known) && decimal_is_whole(c->value);
        scale->known = true;
    }
}

static void find_range(const struct scale_search *s, struct scale *scale)
{
    const struct scale_range *fixed = s->options->given ? s->options->given : s->options->measure;
    if (fixed) {
        scale->range = *fixed;
        scale->known = true;
        scale->whole = decimal_is_whole(fixed->lo) && decimal_is_whole(fixed->hi);
        return;
    }
    scale->guessed = true;
    if (familiar_range(s, &scale->range)) {
        scale->known = true;
        scale->whole = true;
        return;
    }
    occurring_range(s, scale);
}

static bool is_one_off(struct decimal value, struct decimal end, int64_t step)
{
    struct decimal next = end;
    for (int i = 0; i < end.places; i++)
        if (__builtin_mul_overflow(step, 10, &step))
            return false;
    return !__builtin_add_overflow(end.mantissa, step, &next.mantissa) &&
           decimal_compare(value, next) == 0;
}

static bool is_within(struct decimal value, const struct scale_range *range)
{
    return decimal_compare(value, range->lo) >= 0 && decimal_compare(value, range->hi) <= 0;
}

/* A number beside or far off the scale that usually says "no answer". */
static bool is_proposed(const struct scale *scale, const struct candidate *c)
{
    if (c->taken_away)
        return scale->guessed || !is_within(c->value, &scale->range);
    return is_one_off(c->value, scale->range.lo, -1) || is_one_off(c->value, scale->range.hi, 1);
}

static enum scale_meaning meaning_of(const struct scale_search *s, const struct scale *scale,
                                     const struct candidate *c)
{
    if (c->asked_missing)
        return SCALE_MISSING;
    if (!c->is_number)
        return SCALE_REFUSED;
    if (s->options->proposes && is_proposed(scale, c))
        return SCALE_MISSING;
    bool on_scale = scale->known && is_within(c->value, &scale->range) &&
                    (!scale->whole || decimal_is_whole(c->value));
    return on_scale ? SCALE_ANSWER : SCALE_REFUSED;
}

static struct scale_search list_candidates(struct arena *a, const struct scale_text *texts,
                                           size_t len, const struct scale_options *options)
{
    struct scale_search s = {.options = options, .len = len};
    s.all = ARENA_ARRAY(a, struct candidate, len);
    for (size_t i = 0; i < len; i++) {
        struct candidate *c = &s.all[i];
        *c = (struct candidate){.index = i, .text = texts[i].text, .count = texts[i].count};
        c->is_number = scale_number(c->text, options->decimal_comma, &c->value);
        c->asked_missing = is_asked_missing(options, c);
        s.numbers += c->is_number;
    }
    qsort(s.all, s.len, sizeof *s.all, numbers_first);
    return s;
}

struct scale scale_of_texts(struct arena *a, const struct scale_text *texts, size_t len,
                            const struct scale_options *options)
{
    struct scale_search s = list_candidates(a, texts, len, options);
    struct scale scale = {.known = false};
    take_usual_missing_away(&s);
    find_range(&s, &scale);
    struct scale_code *codes = ARENA_ARRAY(a, struct scale_code, s.len);
    str *missing = ARENA_ARRAY(a, str, s.len);
    for (size_t i = 0; i < s.len; i++) {
        enum scale_meaning meaning = meaning_of(&s, &scale, &s.all[i]);
        codes[s.all[i].index] = (struct scale_code){meaning, s.all[i].value};
        if (meaning == SCALE_MISSING)
            missing[scale.missing_len++] = s.all[i].text;
    }
    scale.codes = codes;
    scale.missing = missing;
    return scale;
}

struct scale scale_of_column(struct arena *a, const struct column *column,
                             const struct scale_options *options)
{
    const struct dictionary *d = column_dictionary(column);
    const uint64_t *counts = column_counts(a, column);
    uint32_t len = dictionary_size(d);
    struct scale_text *texts = ARENA_ARRAY(a, struct scale_text, len);
    for (uint32_t code = 0; code < len; code++)
        texts[code] = (struct scale_text){dictionary_text(d, code), counts[code]};
    return scale_of_texts(a, texts, len, options);
}

bool scale_range_of_str(str s, struct scale_range *range)
{
    s = str_trim(s);
    for (size_t i = 1; i + 1 < s.len; i++) { /* a dash at the front is a sign */
        struct scale_range r;
        if (s.ptr[i] != '-' || !decimal_of_str(str_trim(str_slice(s, 0, i)), &r.lo) ||
            !decimal_of_str(str_trim(str_slice(s, i + 1, s.len)), &r.hi))
            continue;
        if (decimal_compare(r.lo, r.hi) >= 0)
            return false;
        *range = r;
        return true;
    }
    return false;
}

str scale_refusal(struct arena *a, const struct scale *scale, str value)
{
    struct decimal number;
    if (!scale_number(value, true, &number))
        return S("not a number");
    if (!scale->known)
        return S("not on any scale");
    str lo = decimal_to_str(a, scale->range.lo), hi = decimal_to_str(a, scale->range.hi);
    bool inside = decimal_compare(number, scale->range.lo) >= 0 &&
                  decimal_compare(number, scale->range.hi) <= 0;
    return str_format(
        a, inside ? "not a whole code of the scale %.*s to %.*s" : "outside the scale %.*s to %.*s",
        STR(lo), STR(hi));
}

bool scale_has(const struct scale_range *range, bool decimal_comma, str cell)
{
    struct decimal value;
    bool whole = decimal_is_whole(range->lo) && decimal_is_whole(range->hi);
    return scale_number(cell, decimal_comma, &value) && is_within(value, range) &&
           (!whole || decimal_is_whole(value));
}

str scale_refusal_of(struct arena *a, const struct scale_options *options, str cell)
{
    assert(options->given);
    if (scale_has(options->given, options->decimal_comma, cell))
        return S("");
    /* Whether a usual code for "no answer" is far off goes by the code below it: on a scale
     * that is given, by its highest. */
    struct scale_text texts[] = {{cell, 1}, {decimal_to_str(a, options->given->hi), 1}};
    struct scale scale = scale_of_texts(a, texts, 2, options);
    return scale.codes[0].meaning == SCALE_REFUSED ? scale_refusal(a, &scale, cell) : S("");
}
