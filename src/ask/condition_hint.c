/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/condition_hint.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"

enum {
    CANDIDATES_MAX = 5000, /* of a larger column no nearest value is sought */
    LISTED_MAX = 8,        /* values of a column that are listed */
    YEAR_MIN = 1900,
    YEAR_MAX = 2100,
};

static void add(struct arena *a, struct condition_hints *hints, struct condition_hint hint)
{
    if (!hints->hints)
        hints->hints = ARENA_ARRAY(a, struct condition_hint, CONDITION_HINTS_MAX);
    if (hints->len < CONDITION_HINTS_MAX)
        hints->hints[hints->len++] = hint;
}

/* The name of the column as a sentence has it. */
static str name_of(struct arena *a, const struct column *column)
{
    str name = column_name(column);
    if (text_len(name) > LIMIT_QUOTED_CHARS)
        return text_quote(a, name);
    return text_escape(a, condition_name_to_text(a, name));
}

/* Trimmed, without the empty. */
static str *values_of(struct arena *a, const struct dictionary *d, size_t *len)
{
    str *values = ARENA_ARRAY(a, str, dictionary_size(d));
    for (uint32_t code = 0; code < dictionary_size(d); code++) {
        str value = str_trim(dictionary_text(d, code));
        if (value.len > 0)
            values[(*len)++] = value;
    }
    return values;
}

/* Cells that every reader takes as missing (contract.md §3). */
static bool means_missing(str text)
{
    static const str words[] = {S_INIT("NA"), S_INIT("N/A"), S_INIT("NULL"), S_INIT("Blank")};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_equal_ignoring_case(text, words[i]))
            return true;
    return false;
}

/* "; there are only "A" and "B"." where they are few, else ".". */
static str listed(struct arena *a, const str *values, size_t len)
{
    if (len > LISTED_MAX)
        return S(".");
    struct buf list = buf_make(a, LIMIT_OUTPUT_BYTES);
    buf_add(&list, S("; there "));
    buf_add(&list, len == 1 ? S("is only ") : S("are only "));
    for (size_t i = 0; i < len; i++) {
        if (i > 0)
            buf_add(&list, i + 1 == len ? S(" and ") : S(", "));
        buf_add(&list, text_quote(a, values[i]));
    }
    buf_add_char(&list, '.');
    return buf_str(&list);
}

static void hint_text(struct arena *a, struct condition_hints *hints, struct condition_hint hint,
                      const struct column *column, str text)
{
    const struct dictionary *d = column_dictionary(column);
    struct decimal unused;
    str name = name_of(a, column), quoted = text_quote(a, text), tail = S(".");
    hint.kind = HINT_NO_SUCH_TEXT;
    if (dictionary_size(d) <= CANDIDATES_MAX) {
        size_t len = 0;
        str *values = values_of(a, d, &len);
        hint.nearest = text_suggest(a, text, values, len);
        tail = listed(a, values, len);
    }
    if (means_missing(text)) {
        tail = str_format(a, ": such cells count as missing; write %.*s is missing.", STR(name));
    } else if (decimal_of_str(text, &unused)) {
        tail = str_format(a, "; a number stands without quotes: %.*s.", STR(text));
    } else if (hint.nearest.len > 0) {
        str nearest = text_quote(a, hint.nearest);
        tail = str_format(a, "; did you mean %.*s?", STR(nearest));
    }
    hint.sentence =
        str_format(a, "No value of %.*s is the text %.*s%.*s", STR(name), STR(quoted), STR(tail));
    add(a, hints, hint);
}

static bool has_dates(const struct column *column)
{
    const struct dictionary *d = column_dictionary(column);
    for (uint32_t code = 0; code < dictionary_size(d); code++)
        if (date_evidence_of(dictionary_text(d, code)) != DATE_NONE)
            return true;
    return false;
}

static void hint_number(struct arena *a, struct condition_hints *hints, struct condition_hint hint,
                        const struct column *column, struct decimal number)
{
    str name = name_of(a, column), tail = S(".");
    if (has_dates(column)) {
        bool is_year =
            number.places == 0 && number.mantissa >= YEAR_MIN && number.mantissa <= YEAR_MAX;
        int year = is_year ? (int)number.mantissa : YEAR_MIN;
        tail = is_year ? str_format(a, "; months of the year %d are written %d-01 to %d-12.", year,
                                    year, year)
                       : S("; its dates are compared with one written like 2026-03-01.");
    }
    hint.kind = HINT_NO_NUMBERS;
    hint.sentence = str_format(a, "No value of %.*s is a number%.*s", STR(name), STR(tail));
    add(a, hints, hint);
}

static void hint_value(struct arena *a, struct condition_hints *hints, const struct condition *leaf,
                       const struct column *column, const struct judge *j, const struct value *v)
{
    struct condition_hint hint = {
        .position = v->position, .field = leaf->field, .value = condition_value_to_text(a, v)};
    bool is_whole = leaf->comparison == COMPARISON_EQUAL || leaf->comparison == COMPARISON_IN;
    switch (v->kind) {
    case VALUE_NUMBER:
        if (j->numbers_met == 0)
            hint_number(a, hints, hint, column, v->number);
        return;
    case VALUE_DATE:
        if (j->dates_met > 0)
            return;
        hint.kind = HINT_NO_DATES;
        hint.sentence = name_of(a, column);
        hint.sentence = str_format(a, "No value of %.*s is a date.", STR(hint.sentence));
        add(a, hints, hint);
        return;
    case VALUE_TEXT:
        if (is_whole && !judge_has_met(j, v->text))
            hint_text(a, hints, hint, column, v->text);
        return;
    case VALUE_KIND_COUNT:
        break;
    }
}

void condition_hint_collect(struct arena *a, struct condition_hints *hints,
                            const struct condition *leaf, const struct column *column,
                            const struct judge *j)
{
    if (leaf->comparison == COMPARISON_MISSING)
        return;
    if (j->values == 0) {
        str name = name_of(a, column);
        struct condition_hint hint = {
            .kind = HINT_NO_VALUES, .position = leaf->position, .field = leaf->field};
        hint.sentence = str_format(a, "%.*s has no values at all.", STR(name));
        add(a, hints, hint);
        return;
    }
    /* A unit below the one asked for may well have no answers. */
    if (leaf->is_of_tree)
        return;
    for (size_t i = 0; i < leaf->values_len && hints->len < CONDITION_HINTS_MAX; i++)
        hint_value(a, hints, leaf, column, j, &leaf->values[i]);
}
