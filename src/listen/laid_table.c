/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Opens a table and hands out its records; its front is read by laid_table_front.c.
 */
#include "base/limits.h"
#include "listen/answers.h"
#include "listen/definition.h"
#include "listen/laid_table_private.h"

/* ---- opening ---- */

static void index_measures(struct laid_table *t)
{
    const struct layout_reading *r = &t->reading;
    if (r->measures.name == LAYOUT_NONE)
        return;
    t->measures = dictionary_make(t->arena);
    for (size_t i = 0; i < r->measures.names_len; i++)
        (void)dictionary_add(t->measures, r->measures.names[i]);
}

struct err *laid_open(struct arena *a, const struct laid_wish *wish, struct laid_table **out)
{
    struct laid_table *t = ARENA_NEW(a, struct laid_table);
    t->arena = a;
    TRY(table_open(a, &wish->source, &t->table));
    if (wish->reading)
        t->reading = *wish->reading;
    else
        TRY(laid_lay(t, wish));
    str *names = ARENA_ARRAY(a, str, t->reading.columns_len);
    for (size_t i = 0; i < t->reading.columns_len; i++)
        names[i] = t->reading.columns[i].name;
    t->names = names;
    if (!wish->reading)
        TRY(definition_check(a, wish->source.name, names, t->reading.columns_len));
    t->header_left = t->reading.header_records;
    t->made = buf_make(a, 2 * LIMIT_RECORD_BYTES);
    index_measures(t);
    laid_select(t, NULL, 0);
    *out = t;
    return NULL;
}

const struct layout_reading *laid_reading(const struct laid_table *t)
{
    return &t->reading;
}

const str *laid_header(const struct laid_table *t, size_t *len)
{
    *len = t->reading.columns_len;
    return t->names;
}

uint64_t laid_left_out(const struct laid_table *t)
{
    return t->left_out;
}

const struct table *laid_file(const struct laid_table *t)
{
    return t->table;
}

/* ---- which columns ---- */

static const struct layout_ticks *ticks_of(const struct laid_table *t, size_t column)
{
    size_t behind = column - t->reading.width;
    return column >= t->reading.width && behind < t->reading.ticks_len ? &t->reading.ticks[behind]
                                                                       : NULL;
}

static void need(struct laid_table *t, bool *is_needed, size_t column)
{
    const struct layout_measures *m = &t->reading.measures;
    const struct layout_ticks *ticks = ticks_of(t, column);
    if (column < t->reading.width)
        is_needed[column] = true;
    for (size_t i = 0; ticks && i < ticks->len; i++)
        is_needed[ticks->columns[i]] = true;
    if (column < t->reading.width || ticks)
        return;
    is_needed[m->name] = true;
    for (size_t i = 0; i < m->values_len; i++)
        is_needed[m->values[i]] = true;
}

void laid_select(struct laid_table *t, const size_t *columns, size_t len)
{
    struct arena *a = t->arena;
    size_t width = t->reading.width;
    bool *is_needed = ARENA_ARRAY(a, bool, width);
    t->wanted = ARENA_ARRAY(a, size_t, len);
    t->wanted_len = len;
    for (size_t i = 0; i < len; i++) {
        t->wanted[i] = columns[i];
        need(t, is_needed, columns[i]);
    }
    if (t->reading.leaves_out)
        is_needed[t->reading.status] = true;
    t->needed = ARENA_ARRAY(a, size_t, width);
    t->place = ARENA_ARRAY(a, size_t, width);
    t->needed_len = 0;
    for (size_t i = 0; i < width; i++)
        if (is_needed[i]) {
            t->place[i] = t->needed_len;
            t->needed[t->needed_len++] = i;
        }
    t->is_laid = len != t->needed_len || (len > 0 && columns[len - 1] >= width);
    t->raw = ARENA_ARRAY(a, str, t->needed_len);
    t->cells = ARENA_ARRAY(a, str, len);
    table_select(t->table, t->needed, t->needed_len);
}

void laid_select_all(struct laid_table *t)
{
    size_t len = t->reading.columns_len, *all = ARENA_ARRAY(t->arena, size_t, len);
    for (size_t i = 0; i < len; i++)
        all[i] = i;
    laid_select(t, all, len);
}

/* ---- records ---- */

/* The next of the file, with the needed cells. */
static struct err *next_of_file(struct laid_table *t, struct table_record *record, bool *found)
{
    struct kept *k = t->kept;
    if (!k)
        return table_next(t->table, record, found);
    *found = true;
    *record = k->record;
    t->kept = k->next;
    if (record->fault != TABLE_SOUND)
        return NULL;
    for (size_t i = 0; i < t->needed_len; i++)
        t->raw[i] = k->record.cells[t->needed[i]];
    record->cells = t->raw;
    return NULL;
}

static str cell_of(const struct laid_table *t, const struct table_record *record, size_t column)
{
    return record->cells[t->place[column]];
}

/* A cell that is made lies in made, which may move: its place is kept, and made a text
 * when all are. */
static str made_cell(const struct laid_table *t, size_t from)
{
    return (str){NULL, t->made.len - from};
}

static str add_ticks(struct laid_table *t, const struct table_record *record,
                     const struct layout_ticks *ticks)
{
    size_t from = t->made.len;
    for (size_t i = 0; i < ticks->len; i++) {
        str cell = cell_of(t, record, ticks->columns[i]);
        bool is_ticked = ticks->is_other[i] || str_equal(cell, ticks->written[i]) ||
                         (ticks->mark.len && str_equal(cell, ticks->mark));
        if (!is_ticked || answers_is_missing_word(cell))
            continue;
        buf_add(&t->made, t->made.len > from ? ticks->separator : S(""));
        buf_add(&t->made, ticks->choices[i]);
    }
    return made_cell(t, from);
}

/* What a measure that does not apply, or is not known, has for a value. */
static bool is_no_value(str cell)
{
    return answers_is_missing_word(cell) || str_equal_ignoring_case(cell, S("Not Applicable")) ||
           str_equal_ignoring_case(cell, S("Not Available"));
}

static str value_of(const struct laid_table *t, const struct table_record *record, size_t column)
{
    const struct layout_measures *m = &t->reading.measures;
    if (column - t->reading.width - t->reading.ticks_len != t->measure)
        return S("");
    for (size_t i = 0; i < m->values_len; i++) {
        str cell = cell_of(t, record, m->values[i]);
        if (!is_no_value(cell))
            return cell;
    }
    return S("");
}

static void lay_cells(struct laid_table *t, struct table_record *record)
{
    const struct layout_measures *m = &t->reading.measures;
    size_t from = 0;
    t->made.len = 0;
    if (t->wanted_len && t->wanted[t->wanted_len - 1] >= t->reading.width + t->reading.ticks_len)
        t->measure = dictionary_find(t->measures, cell_of(t, record, m->name));
    for (size_t i = 0; i < t->wanted_len; i++) {
        const struct layout_ticks *ticks = ticks_of(t, t->wanted[i]);
        if (t->wanted[i] < t->reading.width)
            t->cells[i] = cell_of(t, record, t->wanted[i]);
        else
            t->cells[i] = ticks ? add_ticks(t, record, ticks) : value_of(t, record, t->wanted[i]);
    }
    for (size_t i = 0; i < t->wanted_len; i++)
        if (ticks_of(t, t->wanted[i])) {
            t->cells[i].ptr = t->made.ptr ? t->made.ptr + from : "";
            from += t->cells[i].len;
        }
    record->cells = t->cells;
    record->cells_len = t->reading.columns_len;
}

/* Whether it is an answer, or one that could not be read. */
static bool is_record(struct laid_table *t, const struct table_record *record)
{
    if (record->fault != TABLE_SOUND)
        return true;
    if (t->header_left) {
        t->header_left--;
        return false;
    }
    if (!t->reading.leaves_out ||
        !t->reading.layout->is_left_out(cell_of(t, record, t->reading.status)))
        return true;
    t->left_out++;
    return false;
}

struct err *laid_next(struct laid_table *t, struct table_record *record, bool *found)
{
    do {
        TRY(next_of_file(t, record, found));
        if (!*found)
            return NULL;
    } while (!is_record(t, record));
    if (record->fault == TABLE_SOUND && t->is_laid)
        lay_cells(t, record);
    return NULL;
}
