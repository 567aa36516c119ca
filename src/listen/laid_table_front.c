/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The front of a table, and how it is laid out.
 */
#include "base/limits.h"
#include "base/text.h"
#include "listen/answers.h"
#include "listen/export_form.h"
#include "listen/laid_table_private.h"

/* ---- the front ---- */

struct front {
    struct laid_table *t;
    struct kept **end;
    const str **sound;
    size_t sound_len, bytes;
};

static void keep(struct front *f, const struct table_record *record)
{
    struct arena *a = f->t->arena;
    struct kept *k = ARENA_NEW(a, struct kept);
    k->record = *record;
    if (record->fault == TABLE_SOUND) {
        str *cells = ARENA_ARRAY(a, str, record->cells_len);
        for (size_t i = 0; i < record->cells_len; i++) {
            cells[i] = str_copy(a, record->cells[i]);
            f->bytes += cells[i].len + sizeof *cells;
        }
        k->record.cells = f->sound[f->sound_len++] = cells;
    }
    *f->end = k;
    f->end = &k->next;
}

static struct err *read_front(struct laid_table *t, struct layout_sample *sample)
{
    struct arena *a = t->arena;
    struct front f = {.t = t, .end = &t->kept};
    struct table_record record;
    bool found = true;
    f.sound = ARENA_ARRAY(a, const str *, LAYOUT_SAMPLE_RECORDS);
    table_select_all(a, t->table);
    for (size_t i = 0; i < LAYOUT_SAMPLE_RECORDS && f.bytes < LIMIT_LAYOUT_SAMPLE_BYTES; i++) {
        TRY(table_next(t->table, &record, &found));
        if (!found)
            break;
        keep(&f, &record);
    }
    sample->header = table_header(t->table, &sample->width);
    sample->records = f.sound;
    sample->records_len = f.sound_len;
    return NULL;
}

/* ---- which layout ---- */

static struct err *no_such_layout(struct arena *a, str name)
{
    size_t len = 0;
    const str *names = layout_names(a, &len);
    str near = text_suggest(a, name, names, len);
    struct buf b = buf_make(a, KIB);
    for (size_t i = 0; i < len; i++)
        buf_addf(&b, "%.*s, ", STR(names[i]));
    if (near.len)
        FAIL(a, WHY_USAGE, "There is no layout %.*s; did you mean %.*s?", STR(text_quote(a, name)),
             STR(text_quote(a, near)));
    FAIL(a, WHY_USAGE, "There is no layout %.*s; it is one of %.*sor none.",
         STR(text_quote(a, name)), STR(buf_str(&b)));
}

/* What attune wrote itself is laid out by nobody else, whatever its columns are called. */
static struct err *choose(struct arena *a, const struct laid_wish *wish,
                          const struct layout_sample *sample, const struct layout **layout)
{
    *layout = NULL;
    if (wish->layout.len == 0 && !export_form_is(sample->header, sample->width))
        *layout = layout_of(a, sample);
    if (wish->layout.len == 0 || str_equal_ignoring_case(wish->layout, S("none")))
        return NULL;
    *layout = layout_called(wish->layout);
    if (!*layout)
        return no_such_layout(a, wish->layout);
    if (!layout_fits(a, sample, *layout))
        FAIL(a, WHY_USAGE,
             "\"%.*s\" is not laid out like %s: columns that it always has are missing.",
             STR(wish->source.name.len ? wish->source.name : wish->source.path), (*layout)->what);
    return NULL;
}

/* ---- measures of a long table ---- */

struct measure_list {
    struct dictionary *names;
    str *labels;
};

static void add_measure(struct arena *a, struct measure_list *m, str name, str label)
{
    if (answers_is_missing_word(name) || dictionary_size(m->names) > LIMIT_MEASURES)
        return;
    uint32_t before = dictionary_size(m->names), code = dictionary_add(m->names, name);
    if (code == before && code < LIMIT_MEASURES)
        m->labels[code] = str_copy(a, label);
}

/* By a reading of its own: a measure may come late. */
static struct err *find_measures(struct arena *a, const struct laid_wish *wish,
                                 const struct layout_measures *columns, struct measure_list *m)
{
    struct table *table = NULL;
    struct table_record record;
    size_t selected[2] = {columns->name}, len = 1, name = 0, label = 0;
    if (columns->label != LAYOUT_NONE && columns->label != columns->name) {
        name = columns->label < columns->name;
        label = !name;
        selected[name] = columns->name;
        selected[label] = columns->label;
        len = 2;
    }
    TRY(table_open(a, &wish->source, &table));
    table_select(table, selected, len);
    for (bool found = true; found;) {
        TRY(table_next(table, &record, &found));
        if (found && record.fault == TABLE_SOUND)
            add_measure(a, m, record.cells[name], record.cells[label]);
    }
    return NULL;
}

static void find_measures_of_front(struct laid_table *t, struct measure_list *m)
{
    const struct layout_measures *columns = &t->reading.measures;
    for (const struct kept *k = t->kept; k; k = k->next)
        if (k->record.fault == TABLE_SOUND)
            add_measure(t->arena, m, k->record.cells[columns->name],
                        columns->label == LAYOUT_NONE ? S("") : k->record.cells[columns->label]);
}

/* A column for each, unless there are so many that they are something else. */
static struct err *lay_measures(struct laid_table *t, const struct laid_wish *wish,
                                const struct layout_sample *sample)
{
    struct arena *a = t->arena;
    struct measure_list m = {dictionary_make(a), ARENA_ARRAY(a, str, LIMIT_MEASURES)};
    if (t->reading.measures.name == LAYOUT_NONE)
        return NULL;
    if (str_equal(wish->source.path, S("-")))
        find_measures_of_front(t, &m);
    else
        TRY(find_measures(a, wish, &t->reading.measures, &m));
    size_t len = dictionary_size(m.names);
    if (len > LIMIT_MEASURES || len + t->reading.columns_len > LIMIT_COLUMNS) {
        t->reading = layout_read(a, sample, NULL);
        return NULL;
    }
    str *names = ARENA_ARRAY(a, str, len);
    for (uint32_t i = 0; i < len; i++)
        names[i] = dictionary_text(m.names, i);
    layout_add_measures(a, &t->reading, names, m.labels, len);
    return NULL;
}

/* ---- all of it ---- */

struct err *laid_lay(struct laid_table *t, const struct laid_wish *wish)
{
    struct layout_sample sample = {.records_len = 0};
    const struct layout *layout = NULL;
    TRY(read_front(t, &sample));
    TRY(choose(t->arena, wish, &sample, &layout));
    t->reading = layout_read(t->arena, &sample, layout);
    t->reading.leaves_out = t->reading.leaves_out && !wish->takes_all;
    return lay_measures(t, wish, &sample);
}
