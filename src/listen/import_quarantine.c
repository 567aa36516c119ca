/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_quarantine.h"

#include <stdlib.h>

#include "base/codepage.h"
#include "base/csv_write.h"
#include "base/limits.h"
#include "base/lines.h"
#include "base/packed.h"
#include "base/table.h"
#include "base/text.h"
#include "base/utf16.h"
#include "listen/card_number.h"

enum { OWN_COLUMNS = 2 };

static const str own[OWN_COLUMNS] = {S_INIT("attune_line"), S_INIT("attune_reason")};

#define ROW_BYTES (4 * LIMIT_RECORD_BYTES)

size_t import_quarantine_columns(const str *header, size_t len)
{
    for (size_t i = 0; i < OWN_COLUMNS; i++)
        if (len <= OWN_COLUMNS || !str_equal(header[i], own[i]))
            return 0;
    return OWN_COLUMNS;
}

struct writing {
    struct arena *a;
    const struct import_quarantine *q;
    struct new_file *to;
    struct import_refused *records; /* by line */
    size_t len, at;
    char delimiter;
    struct buf row; /* used again for every one */
    struct lines *lines;
    struct codepage encoding; /* of the file */
    struct line line;         /* of the file, read last */
};

static int by_line(const void *left, const void *right)
{
    const struct import_refused *a = left, *b = right;
    return (a->line > b->line) - (a->line < b->line);
}

static void sort_records(struct writing *w)
{
    const struct import_refusals *r = w->q->refusals;
    w->len = r->records_len;
    w->records = ARENA_ARRAY(w->a, struct import_refused, w->len + 1);
    for (size_t i = 0; i < w->len; i++)
        w->records[i] = r->records[i];
    qsort(w->records, w->len, sizeof *w->records, by_line);
}

/* ---- rows ---- */

static void put(struct writing *w, str cell)
{
    if (w->row.len)
        buf_add_char(&w->row, w->delimiter);
    csv_write_cell(&w->row, cell, w->delimiter);
}

static struct err *end_row(struct writing *w)
{
    buf_add_char(&w->row, '\n');
    struct err *e = new_file_add(w->a, w->to, buf_str(&w->row));
    w->row.len = 0;
    return e;
}

/* Its line and the reasons why; moves on to the next record. */
static void put_refused(struct writing *w)
{
    uint64_t line = w->records[w->at].line;
    struct buf reasons = buf_make(w->a, MIB);
    buf_addf(&w->row, "%llu", (unsigned long long)line);
    for (size_t i = 0; w->at < w->len && w->records[w->at].line == line; w->at++, i++)
        buf_addf(&reasons, "%s%.*s", i ? "; " : "", STR(w->records[w->at].reason));
    put(w, buf_str(&reasons));
}

/* The line of that number; an empty one where it is no line of text. */
static struct err *read_line(struct writing *w, uint64_t number, str *text)
{
    bool found = true;
    while (found && w->line.number < number)
        TRY(lines_next(w->lines, &w->line, &found));
    *text = found ? w->line.text : S("");
    if (text_is_utf8(*text))
        return NULL;
    bool is_mixed;
    *text = codepage_decode(w->a, *text, codepage_of_record(*text, w->encoding, &is_mixed));
    return NULL;
}

/* The cells of a row of a workbook, as they would stand in this table. */
static str row_text(struct writing *w, const struct table_record *record)
{
    struct buf text = buf_make(w->a, ROW_BYTES);
    for (size_t c = 0; c < record->cells_len; c++) {
        if (c)
            buf_add_char(&text, w->delimiter);
        csv_write_cell(&text, record->cells[c], w->delimiter);
    }
    return buf_str(&text);
}

static struct err *put_text(struct writing *w, str text)
{
    size_t cards = 0;
    put_refused(w);
    put(w, card_number_mask(w->a, text, &cards));
    return end_row(w);
}

static struct err *put_line(struct writing *w, uint64_t number)
{
    str text;
    TRY(read_line(w, number, &text));
    return put_text(w, text);
}

/* The file's own columns come first in the plan. */
static bool is_refused(const struct writing *w, size_t column)
{
    return w->q->plan->columns[column].is_refused;
}

static struct err *put_record(struct writing *w, const struct table_record *record,
                              size_t header_len)
{
    if (record->fault != TABLE_SOUND && record->cells)
        return put_text(w, row_text(w, record));
    if (record->fault != TABLE_SOUND)
        return put_line(w, record->line);
    put_refused(w);
    for (size_t c = 0; c < header_len; c++)
        put(w, is_refused(w, c) ? S("") : record->cells[c]);
    return end_row(w);
}

/* ---- files ---- */

static struct err *open_lines(struct writing *w)
{
    struct file *file = NULL;
    str front;
    TRY(packed_open(w->a, w->q->source.path, w->q->source.name, &file));
    TRY(utf16_open(w->a, file, &file));
    TRY(file_peek(w->a, file, LIMIT_ENCODING_SAMPLE, &front));
    w->encoding = codepage_of_sample(front, front.len < LIMIT_ENCODING_SAMPLE);
    w->lines = lines_make(w->a, file);
    return NULL;
}

static struct err *write_signals(struct writing *w)
{
    put(w, own[0]);
    put(w, own[1]);
    put(w, S("signal"));
    TRY(end_row(w));
    while (w->at < w->len)
        TRY(put_line(w, w->records[w->at].line));
    return NULL;
}

/* Numbers with a comma need another delimiter, here as there. */
static struct err *write_table(struct writing *w)
{
    struct table *table = NULL;
    struct table_record record;
    size_t len = 0;
    bool found = true;
    TRY(table_open(w->a, &w->q->source, &table));
    const str *header = table_header(table, &len);
    table_select_all(w->a, table);
    w->delimiter = table_decimal_comma(table) ? ';' : ',';
    for (size_t i = 0; i < OWN_COLUMNS; i++)
        put(w, own[i]);
    for (size_t i = 0; i < len; i++)
        put(w, header[i]);
    TRY(end_row(w));
    while (w->at < w->len) {
        TRY(table_next(table, &record, &found));
        if (!found)
            break;
        while (w->at < w->len && w->records[w->at].line < record.line)
            w->at++;
        if (w->at < w->len && w->records[w->at].line == record.line)
            TRY(put_record(w, &record, len));
    }
    return NULL;
}

struct err *import_quarantine_write(struct arena *a, const struct import_quarantine *q,
                                    struct new_file *to)
{
    struct writing w = {.a = a, .q = q, .to = to, .delimiter = ',', .row = buf_make(a, ROW_BYTES)};
    sort_records(&w);
    TRY(open_lines(&w));
    return q->is_lines ? write_signals(&w) : write_table(&w);
}
