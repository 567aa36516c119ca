/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Records of a JSON file as a table: its header is learned in a reading of its own.
 */
#include <assert.h>

#include "base/json_columns.h"
#include "base/json_records.h"
#include "base/limits.h"
#include "base/table_kind.h"
#include "base/text.h"

enum { CELLS_KEPT = 1024 * 1024 };

struct json_table {
    struct arena *arena, *cells_arena;
    str name;
    struct json_records *records;
    struct json_columns *columns;
    str *header; /* trimmed */
    size_t header_len;
    bool has_one_line; /* the line of a record is its number then */
    uint64_t number;   /* of the record, from 1 */
    const size_t *selected;
    size_t selected_len;
    bool *is_wanted; /* [column] */
    str *all, *cells;
};

/* ---- the header ---- */

static struct err *learn(struct arena *own, struct json_table *j, str path)
{
    struct json_records *records = NULL;
    struct json_record record;
    bool found = true;
    uint64_t len = 0, first_line = 0, last_line = 0;
    TRY(json_records_open(own, path, j->name, &records));
    for (;; len++) {
        TRY(json_records_next(records, &record, &found));
        if (!found)
            break;
        first_line = len ? first_line : record.line;
        last_line = record.line;
        if (!json_columns_learn(j->columns, &record.value))
            FAIL(own, WHY_LIMIT, "\"%.*s\" has more than %zu columns (line %llu).", STR(j->name),
                 LIMIT_COLUMNS, (unsigned long long)record.line);
    }
    j->has_one_line = len > 1 && first_line == last_line;
    if (len == 0)
        FAIL(own, WHY_INVALID, "\"%.*s\" holds no record.", STR(j->name));
    return NULL;
}

static struct err *read_header(struct json_table *j, str path)
{
    size_t len = 0;
    struct arena *own = arena_make(0);
    struct err *e = learn(own, j, path);
    if (e)
        e = err_copy(j->arena, e);
    arena_done(own);
    TRY(e);
    const str *names = json_columns_names(j->columns, &len);
    if (len == 0)
        FAIL(j->arena, WHY_INVALID, "\"%.*s\" has records, but no values in them.", STR(j->name));
    j->header = ARENA_ARRAY(j->arena, str, len);
    for (size_t i = 0; i < len; i++)
        j->header[i] = str_trim(names[i]);
    j->header_len = len;
    return NULL;
}

/* ---- records ---- */

static void select_columns(void *reader, const size_t *columns, size_t len)
{
    struct json_table *j = reader;
    size_t *copy = ARENA_ARRAY(j->arena, size_t, len);
    j->is_wanted = ARENA_ARRAY(j->arena, bool, j->header_len);
    for (size_t i = 0; i < len; i++) {
        assert((i == 0 || columns[i - 1] < columns[i]) && columns[i] < j->header_len);
        copy[i] = columns[i];
        j->is_wanted[columns[i]] = true;
    }
    j->selected = copy;
    j->selected_len = len;
    j->cells = ARENA_ARRAY(j->arena, str, len);
}

static struct err *refuse(const struct json_table *j, enum json_columns_result result,
                          uint64_t line, str name)
{
    if (result == JSON_COLUMNS_UNKNOWN)
        FAIL(j->arena, WHY_CONFLICT, "\"%.*s\" was changed while it was read; try again.",
             STR(j->name));
    FAIL(j->arena, WHY_INVALID,
         "\"%.*s\": the record that begins in line %llu has two values that are called %.*s.",
         STR(j->name), (unsigned long long)line, STR(text_quote(j->arena, name)));
}

static struct err *next_record(void *reader, struct table_record *out, bool *found)
{
    struct json_table *j = reader;
    struct json_record record;
    str name = {NULL, 0};
    TRY(json_records_next(j->records, &record, found));
    if (!*found)
        return NULL;
    if (arena_used(j->cells_arena) > CELLS_KEPT) {
        arena_done(j->cells_arena);
        j->cells_arena = arena_make(0);
    }
    enum json_columns_result result =
        json_columns_cells(j->columns, j->cells_arena, &record.value, j->is_wanted, j->all, &name);
    if (result != JSON_COLUMNS_READ)
        return refuse(j, result, record.line, name);
    j->number++;
    *out = (struct table_record){
        .line = j->has_one_line ? j->number : record.line,
        .cells_len = j->header_len,
        .fault = TABLE_SOUND,
        .cells = j->cells,
    };
    for (size_t i = 0; i < j->selected_len; i++)
        j->cells[i] = j->all[j->selected[i]];
    return NULL;
}

static uint64_t bytes_taken(const void *reader)
{
    const struct json_table *j = reader;
    return json_records_taken(j->records);
}

static bool left_out_tail(const void *reader)
{
    const struct json_table *j = reader;
    return json_records_left_out_tail(j->records);
}

static const struct table_kind kind = {
    .select = select_columns,
    .next = next_record,
    .taken = bytes_taken,
    .left_out_tail = left_out_tail,
};

static void close_cells(void *what)
{
    const struct json_table *j = what;
    arena_done(j->cells_arena);
}

struct err *table_open_json(struct arena *a, str path, const struct table_source *source,
                            struct table *t)
{
    struct json_table *j = ARENA_NEW(a, struct json_table);
    j->arena = a;
    j->name = source->name;
    j->columns = json_columns_make(a);
    TRY(read_header(j, path));
    j->cells_arena = arena_make(0);
    arena_defer(a, close_cells, j);
    j->all = ARENA_ARRAY(a, str, j->header_len);
    select_columns(j, NULL, 0);
    TRY(json_records_open(a, path, j->name, &j->records));
    *t = (struct table){
        .kind = &kind,
        .reader = j,
        .header = j->header,
        .header_len = j->header_len,
        .size = json_records_size(j->records),
    };
    return NULL;
}
