/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Any lines as the cells of a rating column: answers lie on the scale, missing
 * codes ascend, and the order of the cells does not matter.
 *
 * The first byte draws the options, the rest are the cells, one a line.
 */
#include <stdint.h>

#include "listen/answers.h"
#include "listen/scale.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void should(bool holds)
{
    if (!holds)
        __builtin_trap();
}

static struct column *column_of(struct arena *a, str *cells, size_t len, bool backwards)
{
    struct column *c = column_make(a, S("q"));
    for (size_t i = 0; i < len; i++) {
        str cell = cells[backwards ? len - 1 - i : i];
        if (answers_is_missing_word(cell))
            column_add(c, CODE_MISSING);
        else
            column_add_text(c, cell);
    }
    return c;
}

static void check_answer(const struct scale *s, const struct scale_code *code)
{
    if (code->meaning != SCALE_ANSWER)
        return;
    should(s->known && (!s->whole || decimal_is_whole(code->value)));
    should(decimal_compare(code->value, s->range.lo) >= 0);
    should(decimal_compare(code->value, s->range.hi) <= 0);
}

static void check_missing(const struct column *c, const struct scale *s,
                          const struct scale_options *o)
{
    for (size_t i = 0; i < s->missing_len; i++) {
        struct decimal now, before;
        uint32_t code = dictionary_find(column_dictionary(c), s->missing[i]);
        should(code != CODE_MISSING && s->codes[code].meaning == SCALE_MISSING);
        if (i == 0 || !scale_number(s->missing[i], o->decimal_comma, &now))
            continue;
        should(scale_number(s->missing[i - 1], o->decimal_comma, &before)); /* texts come last */
        should(decimal_compare(before, now) <= 0);
    }
}

static void check_same(const struct scale *one, const struct scale *two)
{
    should(one->known == two->known && one->whole == two->whole);
    should(one->guessed == two->guessed && one->missing_len == two->missing_len);
    should(!one->known || decimal_equal(one->range.lo, two->range.lo));
    should(!one->known || decimal_equal(one->range.hi, two->range.hi));
    for (size_t i = 0; i < one->missing_len; i++)
        should(str_equal(one->missing[i], two->missing[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct scale_range ranges[] = {{{0, 0}, {10, 0}}, {{5, 1}, {95, 1}}};
    if (size == 0)
        return 0;
    struct arena *a = arena_make(0);
    str asked[] = {S("99"), S("unknown")};
    struct scale_options o = {.given = data[0] & 1 ? &ranges[0] : NULL,
                              .measure = data[0] & 2 ? &ranges[1] : NULL,
                              .missing = asked,
                              .missing_len = data[0] & 4 ? 2 : 0,
                              .proposes = data[0] & 8,
                              .decimal_comma = data[0] & 16};
    str *cells = ARENA_ARRAY(a, str, size);
    size_t len = 0;
    for (str rest = {(const char *)data + 1, size - 1}; rest.ptr;)
        cells[len++] = str_trim(str_cut(rest, '\n', &rest));
    const struct column *one = column_of(a, cells, len, false);
    const struct column *two = column_of(a, cells, len, true);
    struct scale s = scale_of_column(a, one, &o), turned = scale_of_column(a, two, &o);
    for (uint32_t code = 0; code < dictionary_size(column_dictionary(one)); code++) {
        check_answer(&s, &s.codes[code]);
        (void)scale_refusal(a, &s, dictionary_text(column_dictionary(one), code));
    }
    check_missing(one, &s, &o);
    check_same(&s, &turned);
    struct scale_range range;
    (void)scale_range_of_str((str){(const char *)data, size}, &range);
    arena_done(a);
    return 0;
}
