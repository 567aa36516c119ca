/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The choices of a question with several ticks, in several columns: one column a
 * choice, or as many columns as one may tick, each with the code of a choice.
 */
#include "base/text.h"
#include "engine/combine.h"
#include "understand/measure_private.h"

enum { SHARED_CODES = 3 };

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

static bool is_missing(const struct measure_field *f, uint32_t code)
{
    return f->scale.codes[code].meaning == SCALE_MISSING;
}

/* Statistics programs write 1 for yes and 2 for no. */
static bool is_one_or_two(const struct measure_field *f)
{
    const struct dictionary *d = column_dictionary(f->column);
    bool one = false, two = false;
    for (uint32_t code = 0; code < dictionary_size(d); code++) {
        if (is_missing(f, code))
            continue;
        str cell = dictionary_text(d, code);
        if (!str_equal(cell, S("1")) && !str_equal(cell, S("2")))
            return false;
        one = one || cell.ptr[0] == '1';
        two = two || cell.ptr[0] == '2';
    }
    return one && two;
}

/* What the cells of a column of one choice say. */
static bool is_no(str cell, bool two_is_no)
{
    return says_no(cell) || (two_is_no && str_equal(cell, S("2")));
}

/* The header, or the one text that stands for the tick. */
static str name_of_choice(const struct measure_field *f)
{
    const struct dictionary *d = column_dictionary(f->column);
    bool two_is_no = is_one_or_two(f);
    size_t labels = 0;
    str label = S("");
    for (uint32_t code = 0; code < dictionary_size(d); code++) {
        str cell = dictionary_text(d, code);
        if (is_missing(f, code) || is_no(cell, two_is_no) || says_yes(cell))
            continue;
        labels++;
        label = cell;
    }
    return labels == 1 ? label : column_name(f->column);
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

/* Points of the axes are numbers of choices, m->variants for none; who said no to
 * all of them answered. */
static void tick_combinations(struct arena *a, const struct axis *axes, size_t len,
                              struct measure *m)
{
    const struct column *combined = combine_axes(a, axes, len);
    uint32_t size = dictionary_size(column_dictionary(combined));
    const uint32_t *codes = measure_codes_in_order(a, combined);
    uint32_t *points = measure_no_points(a, combined);
    measure_make_ticks(a, m, size);
    for (uint32_t p = 0; p < size; p++) {
        points[codes[p]] = p;
        for (size_t i = 0; i < len; i++) {
            uint32_t choice = combine_point(combined, codes[p], i);
            if (choice < m->variants)
                measure_tick(m, p, choice);
        }
    }
    m->score = (struct axis){.column = combined, .points = points, .points_len = size};
}

static struct axis axis_of_choice(struct arena *a, const struct measure_field *f,
                                  const struct measure *m, str name)
{
    const struct dictionary *d = column_dictionary(f->column);
    uint32_t *points = measure_no_points(a, f->column), none = (uint32_t)m->variants;
    uint32_t choice = (uint32_t)measure_choice_called(m, name);
    bool two_is_no = is_one_or_two(f);
    for (uint32_t code = 0; code < dictionary_size(d); code++)
        if (!is_missing(f, code))
            points[code] = is_no(dictionary_text(d, code), two_is_no) ? none : choice;
    return (struct axis){.column = f->column, .points = points, .points_len = none + 1};
}

/* One column a choice. */
static struct err *choice_by_column(struct arena *a, const struct measure_ask *ask,
                                    struct measure *m)
{
    struct axis *axes = ARENA_ARRAY(a, struct axis, ask->fields_len);
    str *names = ARENA_ARRAY(a, str, ask->fields_len);
    struct dictionary *all = dictionary_make(a);
    for (size_t i = 0; i < ask->fields_len; i++)
        names[i] = name_of_choice(&ask->fields[i]);
    make_names_unique(a, ask, names);
    for (size_t i = 0; i < ask->fields_len; i++)
        (void)dictionary_add(all, names[i]);
    TRY(measure_name_choices(a, ask->fields[0].column, all, m));
    for (size_t i = 0; i < ask->fields_len; i++)
        axes[i] = axis_of_choice(a, &ask->fields[i], m, names[i]);
    tick_combinations(a, axes, ask->fields_len, m);
    return NULL;
}

/* Every text that says neither yes nor no, with the number of columns it is in;
 * false where a column says yes or no in words. */
static bool count_columns(struct arena *a, const struct measure_ask *ask, size_t *shared)
{
    struct dictionary *texts = dictionary_make(a);
    size_t room = 0, *columns = NULL;
    *shared = 0;
    for (size_t i = 0; i < ask->fields_len; i++) {
        const struct dictionary *d = column_dictionary(ask->fields[i].column);
        for (uint32_t code = 0; code < dictionary_size(d); code++) {
            str cell = dictionary_text(d, code);
            bool digit = str_equal(cell, S("0")) || str_equal(cell, S("1"));
            if (!digit && (says_no(cell) || says_yes(cell)))
                return false;
            if (digit || is_missing(&ask->fields[i], code))
                continue;
            uint32_t text = dictionary_add(texts, cell);
            if (text >= room)
                columns = arena_grow_array(a, columns, text, &room, sizeof *columns);
            *shared += ++columns[text] == 2;
        }
    }
    return true;
}

/* The columns hold codes of one list: several of them occur in more than one. */
static bool are_of_one_list(struct arena *a, const struct measure_ask *ask)
{
    size_t shared = 0;
    return count_columns(a, ask, &shared) && shared >= SHARED_CODES;
}

static struct axis axis_of_codes(struct arena *a, const struct measure_field *f,
                                 const struct measure *m)
{
    const struct dictionary *d = column_dictionary(f->column);
    uint32_t *points = measure_no_points(a, f->column), none = (uint32_t)m->variants;
    for (uint32_t code = 0; code < dictionary_size(d); code++) {
        str cell = dictionary_text(d, code);
        if (!is_missing(f, code))
            points[code] = says_no(cell) ? none : (uint32_t)measure_choice_called(m, cell);
    }
    return (struct axis){.column = f->column, .points = points, .points_len = none + 1};
}

/* As many columns as one may tick: each cell is the code of a choice, 0 of none. */
static struct err *choice_by_code(struct arena *a, const struct measure_ask *ask, struct measure *m)
{
    struct axis *axes = ARENA_ARRAY(a, struct axis, ask->fields_len);
    struct dictionary *all = dictionary_make(a);
    for (size_t i = 0; i < ask->fields_len; i++) {
        const struct dictionary *d = column_dictionary(ask->fields[i].column);
        for (uint32_t code = 0; code < dictionary_size(d); code++)
            if (!is_missing(&ask->fields[i], code) && !says_no(dictionary_text(d, code)))
                (void)dictionary_add(all, dictionary_text(d, code));
    }
    TRY(measure_name_choices(a, ask->fields[0].column, all, m));
    for (size_t i = 0; i < ask->fields_len; i++)
        axes[i] = axis_of_codes(a, &ask->fields[i], m);
    tick_combinations(a, axes, ask->fields_len, m);
    return NULL;
}

struct err *measure_make_choice_columns(struct arena *a, const struct measure_ask *ask,
                                        struct measure *out)
{
    return are_of_one_list(a, ask) ? choice_by_code(a, ask, out) : choice_by_column(a, ask, out);
}
