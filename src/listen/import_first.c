/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_first.h"

#include "base/table.h"
#include "base/text.h"
#include "listen/import_row.h"

/* What became of one record. */
struct first {
    const struct import_reading *reading;
    struct table_record record;
    struct signal signal; /* its values name their column: position + 1 */
    struct import_refusals refusals;
};

/* Taken as no answer: it is on record, and in no score. */
static bool is_missing(const struct first *f, size_t column)
{
    const struct import_plan_column *c = &f->reading->plan->columns[column];
    str cell = str_trim(f->record.cells[column]);
    for (size_t i = 0; i < c->missing_len; i++)
        if (str_equal(c->missing[i], cell))
            return true;
    return false;
}

static bool is_kept(const struct first *f, size_t column, str *text)
{
    if (is_missing(f, column))
        return false;
    for (size_t i = 0; i < f->signal.values_len; i++)
        if (f->signal.values[i].field == (int64_t)column + 1) {
            *text = f->signal.values[i].text;
            return true;
        }
    for (size_t i = 0; i < IMPORT_ROLE_COUNT; i++)
        if (f->reading->plan->roles[i] == column) {
            *text = f->record.cells[column];
            return !answers_is_missing_word(*text);
        }
    return false;
}

static void write_cells(const struct first *f, struct json *j)
{
    json_key(j, S("cells"));
    json_open_array(j);
    for (size_t c = 0; c < f->reading->table->header_len && f->record.fault == TABLE_SOUND; c++) {
        str text;
        if (is_kept(f, c, &text))
            json_text(j, text);
        else
            json_none(j);
    }
    json_close_array(j);
}

static void write_refused(const struct first *f, struct json *j)
{
    json_key(j, S("refused"));
    json_open_array(j);
    for (size_t i = 0; i < f->refusals.listed; i++) {
        json_open_object(j);
        json_key(j, S("column"));
        json_text(j, f->refusals.list[i].column);
        json_key(j, S("reason"));
        json_text(j, f->refusals.list[i].reason);
        json_close_object(j);
    }
    json_close_array(j);
}

static void write_row(struct arena *a, const struct first *f, struct json *j)
{
    json_open_object(j);
    json_key(j, S("line"));
    json_whole(j, (int64_t)f->record.line);
    json_key(j, S("at"));
    if (f->record.fault != TABLE_SOUND || f->signal.at_assumed)
        json_none(j);
    else
        json_text(j, usec_to_str(a, f->signal.at));
    write_cells(f, j);
    write_refused(f, j);
    json_close_object(j);
}

/* Only columns that are kept have a field, here their position. */
static int64_t *number_columns(struct arena *a, const struct import_plan *plan)
{
    int64_t *ids = ARENA_ARRAY(a, int64_t, plan->columns_len + 1);
    for (size_t c = 0; c < plan->columns_len; c++)
        ids[c] = plan->columns[c].field.len ? (int64_t)c + 1 : 0;
    return ids;
}

static struct err *write_rows(struct arena *a, struct first *f, struct import_records *records,
                              size_t limit, struct json *j)
{
    struct import_row_maker *maker = import_row_maker_make(a, f->reading);
    bool found = false;
    for (size_t i = 0; i < limit; i++) {
        TRY(import_records_next(records, &f->record, &found));
        if (!found)
            return NULL;
        f->refusals = (struct import_refusals){.arena = a};
        if (f->record.fault == TABLE_SOUND)
            TRY(import_row_signal(maker, a, &f->record, &f->signal));
        else
            import_refuse(&f->refusals, f->record.line, S(""), S(""),
                          table_fault_reason(a, import_records_file(records), &f->record));
        write_row(a, f, j);
    }
    return NULL;
}

struct err *import_first_rows(struct arena *a, const struct import_reading *reading, size_t limit,
                              struct json *j)
{
    struct first *f = ARENA_NEW(a, struct first);
    struct import_reading own = *reading;
    struct import_records *records = NULL;
    own.field_ids = number_columns(a, reading->plan);
    own.refusals = &f->refusals;
    f->reading = &own;
    TRY(import_table_open(a, reading->table, &records));
    json_open_array(j);
    TRY(write_rows(a, f, records, limit, j));
    json_close_array(j);
    return NULL;
}
