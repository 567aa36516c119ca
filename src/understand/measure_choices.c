/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The choices of a question with several ticks: in one column ("Web, Phone")
 * here, in several in measure_choice_columns.c.  A point is a combination of ticks.
 */
#include "base/limits.h"
#include "base/text.h"
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

void measure_tick(struct measure *m, uint32_t point, size_t choice)
{
    struct measure_ticks *t = m->ticks;
    t->bits[(size_t)point * t->words + choice / WORD_BITS] |= (uint64_t)1 << (choice % WORD_BITS);
}

void measure_make_ticks(struct arena *a, struct measure *m, uint32_t points)
{
    struct measure_ticks *t = ARENA_NEW(a, struct measure_ticks);
    t->words = (m->variants + WORD_BITS - 1) / WORD_BITS;
    t->bits = ARENA_ARRAY(a, uint64_t, t->words * points);
    m->ticks = t;
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

struct err *measure_name_choices(struct arena *a, const struct column *column,
                                 const struct dictionary *names, struct measure *m)
{
    if (dictionary_size(names) > LIMIT_CHOICES)
        FAIL(a, WHY_LIMIT,
             "--field: %.*s has more than %zu different choices; is it a question with ticks?",
             STR(text_quote(a, column_name(column))), LIMIT_CHOICES);
    m->variants = dictionary_size(names);
    m->choices = ARENA_ARRAY(a, str, m->variants);
    for (uint32_t i = 0; i < m->variants; i++)
        m->choices[i] = dictionary_text(names, i);
    qsort(m->choices, m->variants, sizeof *m->choices, by_text);
    return NULL;
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
            break;
    }
    return measure_name_choices(a, f->column, names, m);
}

size_t measure_choice_called(const struct measure *m, str name)
{
    const str *found = bsearch(&name, m->choices, m->variants, sizeof *m->choices, by_text);
    return (size_t)(found - m->choices);
}

/* Ticks the choices of a cell; false where it has none (";"). */
static bool tick_cell(struct measure *m, str cell, const struct separation *s, uint32_t point)
{
    bool any = false;
    while (cell.len) {
        str name = next_tick(&cell, s);
        if (name.len == 0)
            continue;
        measure_tick(m, point, measure_choice_called(m, name));
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
    measure_make_ticks(a, m, size);
    for (uint32_t p = 0; p < size; p++) {
        bool missing = f->scale.codes[codes[p]].meaning == SCALE_MISSING;
        if (!missing && tick_cell(m, dictionary_text(d, codes[p]), &separation, p))
            points[codes[p]] = p;
    }
    m->score = (struct axis){.column = f->column, .points = points, .points_len = size};
    return NULL;
}

struct err *measure_make_choices(struct arena *a, const struct measure_ask *ask,
                                 struct measure *out)
{
    if (ask->fields_len == 1)
        return choices_of_cells(a, &ask->fields[0], out);
    return measure_make_choice_columns(a, ask, out);
}
