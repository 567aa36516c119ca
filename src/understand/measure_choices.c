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

/* What stands between the ticks of a column's cells. */
struct separation {
    char separator; /* 0: nothing, a cell is one tick */
    bool codes;     /* ticks are numbers: "1,2,5" */
};

/* In a text, a comma separates neither within parentheses nor between digits. */
static bool is_of_text(const struct separation *s, str cell, size_t comma, size_t depth)
{
    if (s->separator != ',' || s->codes)
        return false;
    return depth > 0 || (comma > 0 && is_digit_at(cell, comma - 1) && is_digit_at(cell, comma + 1));
}

/* The next tick of a cell, trimmed. */
static str next_tick(str *rest, const struct separation *s)
{
    size_t depth = 0, i = 0;
    for (; i < rest->len; i++) {
        char c = rest->ptr[i];
        depth += c == '(';
        depth -= c == ')' && depth > 0;
        if (c == s->separator && !is_of_text(s, *rest, i, depth))
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
    static const struct separation by_commas = {.separator = ','};
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
            (void)dictionary_add(ticks, next_tick(&rest, &by_commas));
    }
    census.ticks = dictionary_size(ticks);
    return census.cells <= census.ticks &&
           census.answers >= (uint64_t)census.cells * ANSWERS_PER_LABEL;
}

/* Numbers and commas alone: "1,2,5" are three codes, not 125. */
static bool is_of_codes(const struct measure_field *f)
{
    const struct dictionary *d = column_dictionary(f->column);
    for (uint32_t code = 0; code < dictionary_size(d); code++) {
        str cell = dictionary_text(d, code);
        for (size_t i = 0; i < cell.len && f->scale.codes[code].meaning != SCALE_MISSING; i++)
            if (!is_digit_at(cell, i) && !str_has(S(", "), cell.ptr[i]))
                return false;
    }
    return true;
}

/* The first of these that occurs in one of twenty answers, else a comma, else
 * nothing. */
static struct separation separation_of(struct arena *a, const struct measure_field *f)
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
            return (struct separation){.separator = candidates[i]};
    }
    if (is_of_codes(f))
        return (struct separation){.separator = ',', .codes = true};
    return (struct separation){.separator = commas_are_of_labels(a, f) ? '\0' : ','};
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
static struct err *collect_names(struct arena *a, const struct measure_field *f,
                                 const struct separation *s, struct measure *m)
{
    const struct dictionary *d = column_dictionary(f->column);
    struct dictionary *names = dictionary_make(a);
    for (uint32_t code = 0; code < dictionary_size(d); code++) {
        if (f->scale.codes[code].meaning == SCALE_MISSING)
            continue;
        str rest = dictionary_text(d, code);
        while (rest.len) {
            str name = next_tick(&rest, s);
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

/* Ticks the choices of a cell; false where it has none (";"). */
static bool tick_cell(const struct measure *m, str cell, const struct separation *s, uint32_t point)
{
    bool any = false;
    while (cell.len) {
        str name = next_tick(&cell, s);
        if (name.len == 0)
            continue;
        tick(m->ticks, point, choice_called(m, name));
        any = true;
    }
    return any;
}

/* One column with several ticks in a cell. */
static struct err *choices_of_cells(struct arena *a, const struct measure_field *f,
                                    struct measure *m)
{
    const struct dictionary *d = column_dictionary(f->column);
    struct separation separation = separation_of(a, f);
    TRY(collect_names(a, f, &separation, m));
    uint32_t size = dictionary_size(d);
    uint32_t *points = measure_no_points(a, f->column);
    const uint32_t *codes = measure_codes_in_order(a, f->column);
    m->ticks = make_ticks(a, size, m->variants);
    for (uint32_t p = 0; p < size; p++) {
        bool missing = f->scale.codes[codes[p]].meaning == SCALE_MISSING;
        if (!missing && tick_cell(m, dictionary_text(d, codes[p]), &separation, p))
            points[codes[p]] = p;
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
    static const str words[] = {
        S_INIT("0"),           S_INIT("no"),         S_INIT("n"),         S_INIT("false"),
        S_INIT("f"),           S_INIT("off"),        S_INIT("unchecked"), S_INIT("not selected"),
        S_INIT("not checked"), S_INIT("unselected"), S_INIT("nein"),      S_INIT("non")};
    return is_one_of(cell, words, sizeof words / sizeof *words);
}

static bool says_yes(str cell)
{
    static const str words[] = {S_INIT("1"), S_INIT("yes"),     S_INIT("y"),        S_INIT("true"),
                                S_INIT("t"), S_INIT("on"),      S_INIT("x"),        S_INIT("ja"),
                                S_INIT("j"), S_INIT("checked"), S_INIT("selected"), S_INIT("oui")};
    return is_one_of(cell, words, sizeof words / sizeof *words);
}

/* Statistics programs write 1 for yes and 2 for no. */
static bool is_one_or_two(const struct measure_field *f)
{
    const struct dictionary *d = column_dictionary(f->column);
    bool one = false, two = false;
    for (uint32_t code = 0; code < dictionary_size(d); code++) {
        if (f->scale.codes[code].meaning == SCALE_MISSING)
            continue;
        str cell = dictionary_text(d, code);
        if (!str_equal(cell, S("1")) && !str_equal(cell, S("2")))
            return false;
        one = one || cell.ptr[0] == '1';
        two = two || cell.ptr[0] == '2';
    }
    return one && two;
}

/* Points 0 (not ticked) and 1 (ticked); *name gets the choice's: the header, or
 * the one text that stands for its tick. */
static struct axis axis_of_choice(struct arena *a, const struct measure_field *f, str *name)
{
    const struct dictionary *d = column_dictionary(f->column);
    uint32_t *points = measure_no_points(a, f->column);
    bool two_is_no = is_one_or_two(f);
    size_t labels = 0;
    str label = S("");
    for (uint32_t code = 0; code < dictionary_size(d); code++) {
        if (f->scale.codes[code].meaning == SCALE_MISSING)
            continue;
        str cell = dictionary_text(d, code);
        bool no = says_no(cell) || (two_is_no && cell.ptr[0] == '2');
        points[code] = !no;
        if (no || says_yes(cell))
            continue;
        labels++;
        label = cell;
    }
    *name = labels == 1 ? label : column_name(f->column);
    return (struct axis){.column = f->column, .points = points, .points_len = 2};
}

static bool is_taken(const str *names, size_t len, str name)
{
    for (size_t i = 0; i < len; i++)
        if (str_equal(names[i], name))
            return true;
    return false;
}

/* Two choices of one name would be one row twice. */
static void make_names_unique(struct arena *a, const struct measure_ask *ask, str *names)
{
    for (size_t i = 1; i < ask->fields_len; i++)
        while (is_taken(names, i, names[i]))
            names[i] = str_format(a, "%.*s (%.*s)", STR(names[i]),
                                  STR(column_name(ask->fields[i].column)));
}

/* One column a choice.  Who said no to all of them answered. */
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
    const uint32_t *codes = measure_codes_in_order(a, combined);
    uint32_t *points = measure_no_points(a, combined);
    m->ticks = make_ticks(a, size, m->variants);
    for (uint32_t p = 0; p < size; p++) {
        points[codes[p]] = p;
        for (size_t i = 0; i < ask->fields_len; i++)
            if (combine_point(combined, codes[p], i) == 1)
                tick(m->ticks, p, choice_called(m, names[i]));
    }
    m->score = (struct axis){.column = combined, .points = points, .points_len = size};
}

struct err *measure_make_choices(struct arena *a, const struct measure_ask *ask,
                                 struct measure *out)
{
    if (ask->fields_len == 1)
        return choices_of_cells(a, &ask->fields[0], out);
    choices_of_columns(a, ask, out);
    return NULL;
}
