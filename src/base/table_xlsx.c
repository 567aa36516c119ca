/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A sheet of a workbook as a table: its first row with something in it is the header (or
 * that below a title, table_names.h), a row is a record, and its line is the sheet's row number.
 */
#include <assert.h>

#include "base/limits.h"
#include "base/table_kind.h"
#include "base/table_names.h"
#include "base/text.h"
#include "base/xlsx_number.h"
#include "base/xlsx_sheet.h"

struct sheet_table {
    struct arena *arena;
    struct xlsx_shared shared;
    const struct xlsx_sheet *sheet;
    struct xlsx_reader *reader;
    str *header;
    size_t header_len;
    const size_t *columns;
    size_t columns_len;
    bool *is_wanted; /* [column] */
    str *cells;      /* [selected] */
    struct table_workbook workbook;
};

/* ---- which sheet ---- */

static struct err *no_such_sheet(struct arena *a, const struct xlsx_book *book, str name, str asked)
{
    struct buf all = buf_make(a, 4 * KIB);
    for (size_t i = 0; i < book->sheets_len; i++)
        buf_addf(&all, "%s%.*s", i ? ", " : "", STR(text_quote(a, book->sheets[i].name)));
    struct err *e =
        err_make(a, WHY_USAGE, __FILE__, __LINE__, "\"%.*s\" has no sheet %.*s; it has %.*s%s.",
                 STR(name), STR(text_quote(a, asked)), STR(buf_str(&all)), all.full ? " …" : "");
    e->at = S("sheet");
    return e;
}

/* By its name, or by its number from 1 where none has that name. */
static struct err *find_sheet(struct arena *a, const struct xlsx_book *book, str name, str asked,
                              const struct xlsx_sheet **out)
{
    uint64_t number = 0;
    for (size_t i = 0; i < book->sheets_len; i++)
        if (text_equal_ignoring_case(str_trim(book->sheets[i].name), str_trim(asked))) {
            *out = &book->sheets[i];
            return NULL;
        }
    if (!xlsx_whole(str_trim(asked), &number) || number == 0 || number > book->sheets_len)
        return no_such_sheet(a, book, name, asked);
    *out = &book->sheets[number - 1];
    return NULL;
}

static struct err *has_cells(const struct sheet_table *s, const struct xlsx_sheet *sheet, bool *has)
{
    struct arena *own = arena_make(0);
    struct xlsx_reader *reader = NULL;
    struct xlsx_row row;
    struct err *e = xlsx_open(own, &s->shared, sheet, &reader);
    if (!e)
        e = xlsx_next(reader, &row, has);
    if (e)
        e = err_copy(s->arena, e);
    arena_done(own);
    return e;
}

/* The first visible one with something in it; the others are kept to be told. */
static struct err *choose_sheet(struct sheet_table *s, str name)
{
    const struct xlsx_book *book = &s->shared.book;
    str *others = ARENA_ARRAY(s->arena, str, book->sheets_len);
    for (size_t i = 0; i < book->sheets_len; i++) {
        const struct xlsx_sheet *sheet = &book->sheets[i];
        bool has = false;
        if (!sheet->is_hidden)
            TRY(has_cells(s, sheet, &has));
        if (has && s->sheet)
            others[s->workbook.others_len++] = sheet->name;
        else if (has)
            s->sheet = sheet;
    }
    s->workbook.others = others;
    if (!s->sheet)
        FAIL(s->arena, WHY_INVALID, "\"%.*s\" has no sheet that can be seen and holds anything.",
             STR(name));
    return NULL;
}

/* ---- the header ---- */

/* Names that are merged over several columns are those of all of them. */
static struct err *fill_merges(struct sheet_table *s, const struct xlsx_row *row)
{
    size_t width = row->width, said = xlsx_said_columns(s->reader);
    bool has_gap = width > row->len || said > row->len;
    for (size_t i = 0; i < row->len; i++)
        has_gap = has_gap || s->header[i].len == 0;
    if (!has_gap)
        return NULL;
    size_t *last = ARENA_ARRAY(s->arena, size_t, row->len);
    TRY(xlsx_merges(s->arena, &s->shared, s->sheet, row->number, last, row->len));
    for (size_t i = 0; i < row->len; i++)
        for (size_t c = i + 1; c <= last[i] && last[i] < LIMIT_COLUMNS; c++) {
            if (c < s->header_len && s->header[c].len)
                break;
            s->header[c] = s->header[i];
            s->header_len = c + 1 > s->header_len ? c + 1 : s->header_len;
        }
    return NULL;
}

static struct table_row shape_of(const struct xlsx_row *row)
{
    struct table_row shape = {.cells = 0};
    for (size_t i = 0; i < row->len; i++)
        table_row_add(&shape, row->cells[i]);
    return shape;
}

/* The row with the names, looked for in a reading of its own.  *title: the first words above. */
static struct err *find_names(struct sheet_table *s, struct arena *own, uint64_t *names_line,
                              str *title)
{
    struct table_row shapes[TABLE_ROWS_LOOKED_AT];
    uint64_t numbers[TABLE_ROWS_LOOKED_AT];
    struct xlsx_reader *reader = NULL;
    struct xlsx_row row;
    size_t len = 0;
    bool found = true;
    TRY(xlsx_open(own, &s->shared, s->sheet, &reader));
    while (len < TABLE_ROWS_LOOKED_AT) {
        TRY(xlsx_next(reader, &row, &found));
        if (!found)
            break;
        if (len == 0)
            *title = str_copy(s->arena, row.cells[shape_of(&row).first]);
        numbers[len] = row.number;
        shapes[len++] = shape_of(&row);
    }
    size_t at = table_names_row(shapes, len);
    *names_line = at ? numbers[at] : 1;
    *title = at ? *title : S("");
    return NULL;
}

static struct err *settle_names(struct sheet_table *s, uint64_t *names_line, str *title)
{
    if (*names_line)
        return NULL;
    struct arena *own = arena_make(0);
    struct err *e = find_names(s, own, names_line, title);
    if (e)
        e = err_copy(s->arena, e);
    arena_done(own);
    return e;
}

/* The first row from *names_line on, which becomes its number. */
static struct err *next_from(struct sheet_table *s, uint64_t *names_line, struct xlsx_row *row,
                             bool *found)
{
    do
        TRY(xlsx_next(s->reader, row, found));
    while (*found && row->number < *names_line);
    if (*found)
        *names_line = row->number;
    return NULL;
}

static struct err *read_header(struct sheet_table *s, str name, uint64_t *names_line)
{
    struct xlsx_row row;
    bool found = false;
    TRY(xlsx_open(s->arena, &s->shared, s->sheet, &s->reader));
    TRY(next_from(s, names_line, &row, &found));
    if (!found && *names_line > 1)
        FAIL(s->arena, WHY_USAGE,
             "The sheet %.*s of \"%.*s\" has nothing in line %llu, where the names of its columns "
             "should stand.",
             STR(text_quote(s->arena, s->sheet->name)), STR(name), (unsigned long long)*names_line);
    if (!found)
        FAIL(s->arena, WHY_INVALID, "\"%.*s\": the sheet %.*s is empty.", STR(name),
             STR(text_quote(s->arena, s->sheet->name)));
    s->header = ARENA_ARRAY(s->arena, str, LIMIT_COLUMNS);
    for (size_t i = 0; i < row.len; i++)
        s->header[i] = str_copy(s->arena, row.cells[i]);
    s->header_len = row.len;
    TRY(fill_merges(s, &row));
    s->workbook.sheet = s->sheet->name;
    s->workbook.hidden_columns = xlsx_hidden_columns(s->reader, s->header_len);
    return NULL;
}

/* ---- records ---- */

static bool takes_all(const struct sheet_table *s)
{
    return s->columns_len == s->header_len;
}

static void select_columns(void *reader, const size_t *columns, size_t len)
{
    struct sheet_table *s = reader;
    size_t *copy = ARENA_ARRAY(s->arena, size_t, len);
    s->is_wanted = ARENA_ARRAY(s->arena, bool, s->header_len);
    for (size_t i = 0; i < len; i++) {
        assert((i == 0 || columns[i - 1] < columns[i]) && columns[i] < s->header_len);
        copy[i] = columns[i];
        s->is_wanted[columns[i]] = true;
    }
    s->columns = copy;
    s->columns_len = len;
    s->cells = ARENA_ARRAY(s->arena, str, len);
    xlsx_want(s->reader, takes_all(s) ? NULL : s->is_wanted, s->header_len);
}

static struct err *next_record(void *reader, struct table_record *record, bool *found)
{
    struct sheet_table *s = reader;
    struct xlsx_row row;
    TRY(xlsx_next(s->reader, &row, found));
    if (!*found)
        return NULL;
    s->workbook.hidden_rows += row.is_hidden;
    bool is_sound = row.len <= s->header_len;
    *record = (struct table_record){
        .line = row.number,
        .cells_len = is_sound ? s->header_len : row.len,
        .fault = is_sound ? TABLE_SOUND : TABLE_TOO_MANY_CELLS,
        .cells = is_sound       ? s->cells
                 : takes_all(s) ? row.cells
                                : NULL,
    };
    for (size_t i = 0; i < s->columns_len; i++)
        s->cells[i] = s->columns[i] < row.len ? row.cells[s->columns[i]] : S("");
    return NULL;
}

static uint64_t bytes_taken(const void *reader)
{
    const struct sheet_table *s = reader;
    return xlsx_taken(s->reader);
}

static const struct table_kind kind = {
    .select = select_columns,
    .next = next_record,
    .taken = bytes_taken,
};

struct err *table_open_xlsx(struct arena *a, str path, const struct table_source *source,
                            struct table *t)
{
    struct sheet_table *s = ARENA_NEW(a, struct sheet_table);
    struct zip_archive *z = NULL;
    size_t len = 0;
    str name = source->name;
    s->arena = a;
    TRY(zip_archive_open(a, path, name, &z));
    TRY(xlsx_book_read(a, z, &s->shared.book));
    TRY(xlsx_texts_read(a, z, s->shared.book.texts, &s->shared.texts));
    TRY(xlsx_formats_read(a, z, s->shared.book.styles, &s->shared.formats));
    if (source->sheet.len)
        TRY(find_sheet(a, &s->shared.book, name, source->sheet, &s->sheet));
    else
        TRY(choose_sheet(s, name));
    uint64_t names_line = source->names_line;
    str title = S("");
    TRY(settle_names(s, &names_line, &title));
    TRY(read_header(s, name, &names_line));
    select_columns(s, NULL, 0);
    *t = (struct table){
        .kind = &kind,
        .reader = s,
        .header = s->header,
        .header_len = s->header_len,
        .size = zip_archive_members(z, &len)[s->sheet->member].size,
        .workbook = &s->workbook,
        .names_line = names_line,
        .title = title,
    };
    return NULL;
}
