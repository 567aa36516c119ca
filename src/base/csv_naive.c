/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/csv_naive.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/test_random.h"
#include "base/text.h"
#include "base/utf16.h"

enum { PIECE = 777 };

struct reader {
    struct arena *arena;
    str bytes;
    const struct csv_dialect *dialect;
    size_t at;
    uint64_t line;
    struct csv_naive_record record; /* being read */
    size_t cells_room;
    char *cell; /* being read */
    size_t cell_len;
};

enum state { AT_START, PLAIN, QUOTED, BEHIND_QUOTE };

static void end_cell(struct reader *r)
{
    str text = {r->cell, r->cell_len};
    struct csv_naive_record *record = &r->record;
    if (record->cells_len == r->cells_room)
        record->cells = arena_grow_array(r->arena, record->cells, record->cells_len, &r->cells_room,
                                         sizeof *record->cells);
    record->cells[record->cells_len++] = str_copy(r->arena, text);
    r->cell_len = 0;
}

static enum state take(struct reader *r, enum state state, char c)
{
    if (state == QUOTED && c == '"')
        return BEHIND_QUOTE;
    if (state == AT_START && c == '"')
        return QUOTED;
    r->cell[r->cell_len++] = c;
    return state == QUOTED || (state == BEHIND_QUOTE && c == '"') ? QUOTED : PLAIN;
}

/* Reads to the record's end; false where the file ends within quotes. */
static bool read_cells(struct reader *r, uint64_t *breaks)
{
    enum state state = AT_START;
    for (; r->at < r->bytes.len; r->at++) {
        char c = r->bytes.ptr[r->at];
        bool newline = c == r->dialect->newline;
        if (state == QUOTED || (c != r->dialect->delimiter && !newline)) {
            *breaks += newline;
            state = take(r, state, c);
            continue;
        }
        end_cell(r);
        state = AT_START;
        if (newline) {
            r->at++;
            return true;
        }
    }
    end_cell(r);
    return state != QUOTED;
}

static str read_record(struct reader *r)
{
    size_t start = r->at;
    uint64_t breaks = 0;
    r->cells_room = r->cell_len = 0;
    r->record = (struct csv_naive_record){.line = r->line, .fault = TABLE_SOUND};
    if (!read_cells(r, &breaks)) {
        r->record.fault = TABLE_UNCLOSED_QUOTE;
        breaks = 0;
        for (r->at = start; r->at < r->bytes.len;)
            if (r->bytes.ptr[r->at++] == r->dialect->newline)
                break;
    }
    r->line += 1 + breaks;
    return str_slice(r->bytes, start, r->at);
}

/* The record's cells were bytes so far. */
static void decode(struct arena *a, struct csv_naive *table, struct csv_naive_record *record,
                   str raw, struct codepage file)
{
    bool is_mixed = false;
    struct codepage page = codepage_of_record(raw, file, &is_mixed);
    for (size_t i = 0; i < record->cells_len; i++)
        record->cells[i] = str_trim(codepage_decode(a, record->cells[i], page));
    if (is_mixed && table->mixed.records++ < LIMIT_MIXED_LISTED)
        table->mixed.lines[table->mixed.records - 1] = record->line;
}

static bool is_empty_line(str raw)
{
    return str_equal(raw, S("")) || str_equal(raw, S("\n")) || str_equal(raw, S("\r")) ||
           str_equal(raw, S("\r\n"));
}

static void judge(struct csv_naive_record *record, const struct csv_naive_record *header)
{
    if (record->fault == TABLE_SOUND && record->cells_len < header->cells_len)
        record->fault = TABLE_TOO_FEW_CELLS;
    if (record->fault == TABLE_SOUND && record->cells_len > header->cells_len)
        record->fault = TABLE_TOO_MANY_CELLS;
}

struct csv_naive csv_naive_read(struct arena *a, str bytes, const struct csv_dialect *dialect)
{
    struct csv_naive table = {.len = 0};
    if (dialect->has_both) {
        char *mended = str_to_chars(a, bytes);
        csv_mend_line_ends(mended, bytes.len, true);
        bytes.ptr = mended;
    }
    struct reader r = {
        .arena = a, .bytes = bytes, .dialect = dialect, .at = dialect->bom, .line = 1};
    size_t room = 0;
    while (r.at < dialect->bom + dialect->hint + dialect->titles)
        r.line += bytes.ptr[r.at++] == dialect->newline;
    r.cell = arena_take(a, bytes.len + 1);
    while (r.at < bytes.len) {
        str raw = read_record(&r);
        bool one_column = table.len && table.records[0].cells_len == 1;
        if (!one_column && is_empty_line(raw))
            continue;
        if (table.len)
            judge(&r.record, &table.records[0]);
        decode(a, &table, &r.record, raw, dialect->page);
        if (table.len == room)
            table.records =
                arena_grow_array(a, table.records, table.len, &room, sizeof *table.records);
        table.records[table.len++] = r.record;
    }
    return table;
}

/* ---- both side by side ---- */

static bool should_open(const struct csv_naive *naive)
{
    return naive->len > 0 && naive->records[0].fault == TABLE_SOUND &&
           naive->records[0].cells_len <= LIMIT_COLUMNS;
}

/* Some of the columns: few, half or all of them. */
static size_t draw_columns(struct test_random *r, size_t len, size_t *columns)
{
    size_t of = 1 + test_random_below(r, 3) * test_random_below(r, 10), drawn = 0;
    for (size_t i = 0; i < len; i++)
        if (test_random_one_in(r, of))
            columns[drawn++] = i;
    return drawn;
}

static str record_difference(struct arena *a, const struct table_record *is,
                             const struct csv_naive_record *should, const size_t *columns,
                             size_t columns_len)
{
    if (is->line != should->line)
        return str_format(a, "a record of line %llu is in line %llu",
                          (unsigned long long)should->line, (unsigned long long)is->line);
    if (is->fault != should->fault)
        return str_format(a, "line %llu has fault %d, should have %d", (unsigned long long)is->line,
                          (int)is->fault, (int)should->fault);
    if (is->fault != TABLE_UNCLOSED_QUOTE && is->cells_len != should->cells_len)
        return str_format(a, "line %llu has %zu cells, should have %zu",
                          (unsigned long long)is->line, is->cells_len, should->cells_len);
    for (size_t i = 0; is->fault == TABLE_SOUND && i < columns_len; i++)
        if (!text_is_utf8(is->cells[i]) || !str_equal(is->cells[i], should->cells[columns[i]]))
            return str_format(a, "line %llu, cell %zu is %.*s, should be %.*s",
                              (unsigned long long)is->line, columns[i] + 1,
                              STR(text_quote(a, is->cells[i])),
                              STR(text_quote(a, should->cells[columns[i]])));
    return S("");
}

static str header_difference(struct arena *a, const struct csv *csv,
                             const struct csv_naive_record *should)
{
    size_t len = 0;
    const str *header = csv_header(csv, &len);
    if (len != should->cells_len)
        return str_format(a, "the header has %zu names, should have %zu", len, should->cells_len);
    for (size_t i = 0; i < len; i++)
        if (!str_equal(header[i], should->cells[i]))
            return str_format(a, "name %zu is %.*s, should be %.*s", i + 1,
                              STR(text_quote(a, header[i])), STR(text_quote(a, should->cells[i])));
    return S("");
}

static str records_difference(struct arena *a, struct csv *csv, const struct csv_naive *naive,
                              uint64_t seed)
{
    struct test_random r = {seed};
    size_t *columns = ARENA_ARRAY(a, size_t, naive->records[0].cells_len);
    size_t columns_len = draw_columns(&r, naive->records[0].cells_len, columns);
    struct table_record record;
    csv_select(csv, columns, columns_len);
    for (size_t i = 1;; i++) {
        bool found = false;
        const struct err *e = csv_next(csv, &record, &found);
        if (e)
            return e->text;
        if (found != (i < naive->len))
            return str_format(a, "it ends at record %zu, should at %zu", i, naive->len);
        if (!found)
            break;
        str difference = record_difference(a, &record, &naive->records[i], columns, columns_len);
        if (difference.len)
            return difference;
    }
    if (memcmp(csv_mixed(csv), &naive->mixed, sizeof naive->mixed) != 0)
        return str_format(a, "%llu records are mixed, should be %llu, or other ones",
                          (unsigned long long)csv_mixed(csv)->records,
                          (unsigned long long)naive->mixed.records);
    return S("");
}

/* All of it, as UTF-8 where it is UTF-16. */
static struct err *read_all(struct arena *a, str path, str *text)
{
    struct file *file = NULL;
    struct buf b = buf_make(a, GIB);
    char piece[PIECE];
    TRY(file_open(a, path, &file));
    TRY(utf16_open(a, file, &file));
    for (size_t got = 1; got;) {
        TRY(file_read(a, file, piece, sizeof piece, &got));
        buf_add(&b, (str){piece, got});
    }
    *text = buf_str(&b);
    return NULL;
}

str csv_naive_difference(struct arena *a, str path, uint64_t seed)
{
    struct file *file = NULL;
    struct csv *csv = NULL;
    struct csv_dialect dialect;
    str text = S("");
    const struct err *e = read_all(a, path, &text);
    if (!e)
        e = file_open(a, path, &file);
    if (e)
        return e->text;
    struct csv_front front = {.sample = str_slice(text, 0, LIMIT_ENCODING_SAMPLE),
                              .whole = text.len <= LIMIT_ENCODING_SAMPLE,
                              .name = path};
    bool is_table = !csv_dialect_of(a, &front, &dialect);
    struct csv_naive naive = {.len = 0};
    if (is_table)
        naive = csv_naive_read(a, text, &dialect);
    e = csv_open(a, file, 0, &csv);
    if (!e != should_open(&naive))
        return e ? e->text : S("it opens and should not");
    if (e)
        return S("");
    str difference = header_difference(a, csv, &naive.records[0]);
    return difference.len ? difference : records_difference(a, csv, &naive, seed);
}
