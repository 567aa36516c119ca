/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Long tables: one line a measure.  A column says which measure, another its value, and
 * the others what both are about.
 */
#include "base/text.h"
#include "engine/dictionary.h"
#include "listen/answers.h"
#include "listen/layout_text.h"

enum { REPEATS_MIN = 2 };

static const struct layout_known known[] = {
    {S_INIT("Facility Name"), LAYOUT_UNIT},      {S_INIT("Hospital Name"), LAYOUT_UNIT},
    {S_INIT("Measure End Date"), LAYOUT_TIME},   {S_INIT("End Date"), LAYOUT_TIME},
    {S_INIT("Measure Start Date"), LAYOUT_TIME}, {S_INIT("Start Date"), LAYOUT_TIME},
    {S_INIT("collected_at"), LAYOUT_TIME},       {S_INIT("user_id"), LAYOUT_PERSON},
    {S_INIT("submission_id"), LAYOUT_ID},        {S_INIT("language"), LAYOUT_LANGUAGE},
};

static const str measures[] = {
    S_INIT("HCAHPS Measure ID"),
    S_INIT("Measure ID"),
    S_INIT("Measure"),
    S_INIT("Measure Name"),
    S_INIT("Metric"),
    S_INIT("Metric Name"),
    S_INIT("Indicator"),
    S_INIT("Indicator Name"),
    S_INIT("Variable"),
    S_INIT("Question ID"),
    S_INIT("field_id"),
    S_INIT("Question"),
    S_INIT("Item"),
    S_INIT("Kennzahl"),
    S_INIT("Merkmal"),
    S_INIT("Frage"),
};

static const str labels[] = {
    S_INIT("HCAHPS Question"), S_INIT("Measure Name"),   S_INIT("Measure Description"),
    S_INIT("Metric Name"),     S_INIT("Indicator Name"), S_INIT("Question"),
    S_INIT("Question Text"),   S_INIT("field_label"),
};

/* The first that says something is the value. */
static const str values[] = {
    S_INIT("HCAHPS Answer Percent"),
    S_INIT("Patient Survey Star Rating"),
    S_INIT("HCAHPS Linear Mean Value"),
    S_INIT("value_number"),
    S_INIT("value_text"),
    S_INIT("value_boolean"),
    S_INIT("Score"),
    S_INIT("Value"),
    S_INIT("Result"),
    S_INIT("Rating"),
    S_INIT("Answer"),
    S_INIT("Response"),
    S_INIT("Wert"),
    S_INIT("Antwort"),
};

enum { MEASURES = sizeof measures / sizeof *measures, LABELS = sizeof labels / sizeof *labels };

static size_t find_values(struct arena *a, const struct layout_sample *s, size_t *found)
{
    size_t len = 0;
    for (size_t i = 0; i < sizeof values / sizeof *values && len < LAYOUT_VALUES; i++) {
        size_t column = layout_find(a, s, values[i]);
        if (column != LAYOUT_NONE)
            found[len++] = column;
    }
    return len;
}

/* Measures are few and come again with every line of something else. */
static bool repeats(struct arena *a, const struct layout_sample *s, size_t column)
{
    struct dictionary *names = dictionary_make(a);
    size_t cells = 0;
    for (size_t i = 0; i < s->records_len; i++) {
        str cell = s->records[i][column];
        if (answers_is_missing_word(cell))
            continue;
        (void)dictionary_add(names, cell);
        cells++;
    }
    size_t distinct = dictionary_size(names);
    return distinct > 1 && cells >= distinct * REPEATS_MIN;
}

static bool is_long(struct arena *a, const struct layout_sample *s)
{
    size_t found[LAYOUT_VALUES];
    size_t measure = layout_find_any(a, s, measures, MEASURES);
    return measure != LAYOUT_NONE && find_values(a, s, found) > 0 && repeats(a, s, measure);
}

static void read_long(struct arena *a, const struct layout_sample *s, struct layout_reading *r)
{
    struct layout_measures *m = &r->measures;
    m->name = layout_find_any(a, s, measures, MEASURES);
    m->label = layout_find_any(a, s, labels, LABELS);
    m->values_len = find_values(a, s, m->values);
    r->columns[m->name].what = LAYOUT_CHOICE;
}

LAYOUT(long_table) = {.name = "long_table",
                      .what = "a long table",
                      .yields = true,
                      .known = known,
                      .known_len = sizeof known / sizeof *known,
                      .is = is_long,
                      .read = read_long};
