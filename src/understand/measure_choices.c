/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The choices of a question with several ticks, in one column ("Web, Phone") or
 * in one column a choice.  A point is a combination of ticks.
 */
#include "base/limits.h"
#include "base/text.h"
#include "engine/combine.h"
#include "understand/measure_private.h"

enum {
    WORD_BITS = 64,
    SEPARATES_FROM_PCT = 5,
    ANSWERS_PER_LABEL = 20, /* so many for each distinct cell: cells are labels */
};

struct measure_ticks {
    uint64_t *bits; /* [point][word] */
    size_t words;
};

bool measure_is_ticked(const struct measure *m, uint32_t point, size_t choice)
{
    uint64_t word = m->ticks->bits[(size_t)point * m->ticks->words + choice / WORD_BITS];
    return word >> (choice % WORD_BITS) & 1;
}

static void tick(struct measure_ticks *t, uint32_t point, size_t choice)
{
    t->bits[(size_t)point * t->words + choice / WORD_BITS] |= (uint64_t)1 << (choice % WORD_BITS);
}

static struct measure_ticks *make_ticks(struct arena *a, uint32_t points, size_t choices)
{
    struct measure_ticks *t = ARENA_NEW(a, struct measure_ticks);
    t->words = (choices + WORD_BITS - 1) / WORD_BITS;
    t->bits = ARENA_ARRAY(a, uint64_t, t->words * points);
    return t;
}

static bool is_digit_at(str s, size_t i)
{
    return i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9';
}

/* The next tick of a cell, trimmed.  A comma separates neither within
 * parentheses nor between digits. */
static str next_tick(str *rest, char separator)
{
    size_t depth = 0, i = 0;
    for (; i < rest->len; i++) {
        char c = rest->ptr[i];
        depth += c == '(';
        depth -= c == ')' && depth > 0;
        bool within =
            separator == ',' &&
            (depth > 0 || (i > 0 && is_digit_at(*rest, i - 1) && is_digit_at(*rest, i + 1)));
        if (c == separator && !within)
            break;
    }
    str tick_text = str_trim(str_slice(*rest, 0, i));
    *rest = str_slice(*rest, i < rest->len ? i + 1 : i, rest->len);
    return tick_text;
}

/* Distinct cells, their ticks if a comma separated them, and answers. */
struct comma_census {
    size_t cells, ticks;
    uint64_t answers;
};

/* "No, not rude at all" is one label: few distinct cells, no more than there would
 * be ticks, each given often.  A question with ticks has more combinations than
 * choices. */
static bool commas_are_of_labels(struct arena *a, const struct measure_field *f)
{
    const struct dictionary *d = column_dictionary(f->column);
    const uint64_t *counts = column_counts(a, f->column);
    struct dictionary *ticks = dictionary_make(a);
    struct comma_census census = {.cells = 0};
    for (uint32_t code = 0; code < dictionary_size(d); code++) {
        if (f->scale.codes[code].meaning == SCALE_MISSING)
            continue;
        census.cells++;
        census.answers += counts[code];
        str rest = dictionary_text(d, code);
        while (rest.len)
            (void)dictionary_add(ticks, next_tick(&rest, ','));
    }
    census.ticks = dictionary_size(ticks);
    return census.cells <= census.ticks &&
           census.answers >= (uint64_t)census.cells * ANSWERS_PER_LABEL;
}

/* What stands between the ticks of this column: the first of these that occurs
 * in one of twenty answers, else a comma, else nothing. */
static char separator_of(struct arena *a, const struct measure_field *f)
{
    static const char candidates[] = {'\n', ';', '|'};
    const struct dictionary *d = column_dictionary(f->column);
    const uint64_t *counts = column_counts(a, f->column);
    for (size_t i = 0; i < sizeof candidates; i++) {
        uint64_t with = 0, all = 0;
        for (uint32_t code = 0; code < dictionary_size(d); code++) {
            all += counts[code];
            with += str_has(dictionary_text(d, code), candidates[i]) ? counts[code] : 0;
        }
        if (with > 0 && with * 100 >= all * SEPARATES_FROM_PCT)
            return candidates[i];
    }
    return commas_are_of_labels(a, f) ? '\0' : ',';
}

static int by_text(const void *left, const void *right)
{
    return str_compare(*(const str *)left, *(const str *)right);
}

static struct err *too_many_choices(struct arena *a, const struct column *column)
{
    FAIL(a, WHY_LIMIT,
         "--field: %.*s has more than %zu different choices; is it a question with ticks?",
         STR(text_quote(a, column_name(column))), LIMIT_CHOICES);
}

/* Names of all ticks in the column's answers, sorted. */
static struct err *collect_names(struct arena *a, const struct measure_field *f, char separator,
                                 struct measure *m)
{
    const struct dictionary *d = column_dictionary(f->column);
    struct dictionary *names = dictionary_make(a);
    for (uint32_t code = 0; code < dictionary_size(d); code++) {
        if (f->scale.codes[code].meaning == SCALE_MISSING)
            continue;
        str rest = dictionary_text(d, code);
        while (rest.len) {
            str name = next_tick(&rest, separator);
            if (name.len)
                dictionary_add(names, name);
        }
        if (dictionary_size(names) > LIMIT_CHOICES)
            return too_many_choices(a, f->column);
    }
    m->variants = dictionary_size(names);
    m->choices = ARENA_ARRAY(a, str, m->variants);
    for (uint32_t i = 0; i < m->variants; i++)
        m->choices[i] = dictionary_text(names, i);
    qsort(m->choices, m->variants, sizeof *m->choices, by_text);
    return NULL;
}

static size_t choice_called(const struct measure *m, str name)
{
    const str *found = bsearch(&name, m->choices, m->variants, sizeof *m->choices, by_text);
    return (size_t)(found - m->choices);
}

/* One column with several ticks in a cell. */
static struct err *choices_of_cells(struct arena *a, const struct measure_field *f,
                                    struct measure *m)
{
    const struct dictionary *d = column_dictionary(f->column);
    char separator = separator_of(a, f);
    TRY(collect_names(a, f, separator, m));
    uint32_t size = dictionary_size(d);
    uint32_t *points = measure_no_points(a, f->column);
    m->ticks = make_ticks(a, size, m->variants);
    for (uint32_t code = 0; code < size; code++) {
        if (f->scale.codes[code].meaning == SCALE_MISSING)
            continue;
        points[code] = code;
        str rest = dictionary_text(d, code);
        while (rest.len) {
            str name = next_tick(&rest, separator);
            if (name.len)
                tick(m->ticks, code, choice_called(m, name));
        }
    }
    m->score = (struct axis){.column = f->column, .points = points, .points_len = size};
    return NULL;
}

static bool is_one_of(str text, const str *words, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (text_equal_ignoring_case(text, words[i]))
            return true;
    return false;
}

/* A cell that says "not this one". */
static bool says_no(str cell)
{
    static const str words[] = {S_INIT("0"),         S_INIT("no"),        S_INIT("false"),
                                S_INIT("off"),       S_INIT("unchecked"), S_INIT("not selected"),
                                S_INIT("unselected")};
    return is_one_of(cell, words, sizeof words / sizeof *words);
}

static bool says_yes(str cell)
{
    static const str words[] = {S_INIT("1"), S_INIT("yes"),     S_INIT("true"),    S_INIT("on"),
                                S_INIT("x"), S_INIT("checked"), S_INIT("selected")};
    return is_one_of(cell, words, sizeof words / sizeof *words);
}

/* Points 0 (not ticked) and 1 (ticked); *name gets the choice's: the header, or
 * the one text that stands for its tick. */
static struct axis axis_of_choice(struct arena *a, const struct measure_field *f, str *name)
{
    const struct dictionary *d = column_dictionary(f->column);
    uint32_t *points = measure_no_points(a, f->column);
    size_t labels = 0;
    *name = column_name(f->column);
    for (uint32_t code = 0; code < dictionary_size(d); code++) {
        if (f->scale.codes[code].meaning == SCALE_MISSING)
            continue;
        str cell = dictionary_text(d, code);
        points[code] = says_no(cell) ? 0 : 1;
        if (!says_no(cell) && !says_yes(cell) && labels++ == 0)
            *name = cell;
    }
    if (labels != 1)
        *name = column_name(f->column);
    return (struct axis){.column = f->column, .points = points, .points_len = 2};
}

/* Two choices of one name would be one row twice. */
static void make_names_unique(struct arena *a, const struct measure_ask *ask, str *names)
{
    for (size_t i = 1; i < ask->fields_len; i++)
        for (size_t j = 0; j < i; j++)
            if (str_equal(names[i], names[j])) {
                names[i] = str_format(a, "%.*s (%.*s)", STR(names[i]),
                                      STR(column_name(ask->fields[i].column)));
                break;
            }
}

/* One column a choice. */
static void choices_of_columns(struct arena *a, const struct measure_ask *ask, struct measure *m)
{
    struct axis *axes = ARENA_ARRAY(a, struct axis, ask->fields_len);
    str *names = ARENA_ARRAY(a, str, ask->fields_len);
    for (size_t i = 0; i < ask->fields_len; i++)
        axes[i] = axis_of_choice(a, &ask->fields[i], &names[i]);
    make_names_unique(a, ask, names);
    m->variants = ask->fields_len;
    m->choices = ARENA_ARRAY(a, str, m->variants);
    for (size_t i = 0; i < m->variants; i++)
        m->choices[i] = names[i];
    qsort(m->choices, m->variants, sizeof *m->choices, by_text);
    const struct column *combined = combine_axes(a, axes, ask->fields_len);
    uint32_t size = dictionary_size(column_dictionary(combined));
    m->ticks = make_ticks(a, size, m->variants);
    for (uint32_t code = 0; code < size; code++)
        for (size_t i = 0; i < ask->fields_len; i++)
            if (combine_point(combined, code, i) == 1)
                tick(m->ticks, code, choice_called(m, names[i]));
    m->score = axis_of_column(combined);
}

struct err *measure_make_choices(struct arena *a, const struct measure_ask *ask,
                                 struct measure *out)
{
    if (ask->fields_len == 1)
        return choices_of_cells(a, &ask->fields[0], out);
    choices_of_columns(a, ask, out);
    return NULL;
}
