/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/layout_ticks.h"

#include <string.h>

#include "base/text.h"
#include "listen/answers.h"

enum {
    CHOICES_MIN = 2,
    MARKED_MIN = 3, /* records with a tick that is a mere mark: a code could be one, too */
};

/* "Other (please specify)": what is written there is of many kinds. */
static bool is_other(struct arena *a, str choice)
{
    static const str words[] = {S_INIT("other"), S_INIT("sonstig"), S_INIT("ander"),
                                S_INIT("autre"), S_INIT("otr"),     S_INIT("outr"),
                                S_INIT("altro")};
    str lower = text_to_lower(a, choice);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_starts_with(lower, words[i]))
            return true;
    return false;
}

/* What the cells of a record say. */
struct tally {
    size_t ticks, marks, gaps, others;
};

static struct tally tally_record(const str *record, const struct layout_question *q,
                                 const bool *other)
{
    struct tally t = {.ticks = 0};
    for (size_t i = 0; i < q->len; i++) {
        str cell = record[q->columns[i]];
        bool is_choice = str_equal(cell, q->written[i]);
        bool is_mark = q->mark.len && str_equal(cell, q->mark);
        if (answers_is_missing_word(cell))
            t.gaps++;
        else if (is_choice || is_mark)
            t.ticks++;
        else if (!other[i])
            t.others++;
        t.marks += is_mark && !is_choice;
    }
    return t;
}

/* A mark alone says little where everybody has it everywhere: all may have given the
 * first code of a scale. */
static bool are_ticks(const struct layout_sample *s, const struct layout_reading *r,
                      const struct layout_question *q, const bool *other)
{
    size_t ticked = 0, marked = 0, partly = 0;
    for (size_t i = r->header_records; i < s->records_len; i++) {
        struct tally t = tally_record(s->records[i], q, other);
        if (t.others)
            return false;
        ticked += t.ticks > 0;
        marked += t.marks > 0;
        partly += t.ticks > 0 && t.gaps > 0;
    }
    return ticked > 0 && (marked == 0 || (marked >= MARKED_MIN && partly > 0));
}

static bool is_name_taken(const struct layout_reading *r, str name)
{
    for (size_t i = 0; i < r->columns_len; i++)
        if (text_equal_ignoring_case(r->columns[i].name, name))
            return true;
    return false;
}

static str separator_of(const struct layout_question *q)
{
    for (size_t i = 0; i < q->len; i++)
        if (str_has(q->choices[i], ';'))
            return S("\n");
    return S("; ");
}

void layout_add_ticks(struct arena *a, const struct layout_sample *s, struct layout_reading *r,
                      const struct layout_question *q)
{
    bool *other = ARENA_ARRAY(a, bool, q->len);
    size_t choices = 0;
    for (size_t i = 0; i < q->len; i++) {
        other[i] = is_other(a, q->choices[i]);
        choices += !other[i];
    }
    if (choices < CHOICES_MIN || !are_ticks(s, r, q, other) || is_name_taken(r, q->name))
        return;
    struct layout_ticks *all = ARENA_ARRAY(a, struct layout_ticks, r->ticks_len + 1);
    if (r->ticks_len)
        memcpy(all, r->ticks, r->ticks_len * sizeof *all);
    all[r->ticks_len++] = (struct layout_ticks){.columns = q->columns,
                                                .written = q->written,
                                                .choices = q->choices,
                                                .is_other = other,
                                                .len = q->len,
                                                .mark = q->mark,
                                                .separator = separator_of(q)};
    r->ticks = all;
    layout_add_column(a, r, (struct layout_column){q->name, q->label, q->name, LAYOUT_CHOICE});
}
