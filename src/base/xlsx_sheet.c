/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/xlsx_sheet.h"

#include "base/limits.h"
#include "base/text.h"
#include "base/xlsx_number.h"
#include "base/xlsx_reference.h"
#include "base/xml.h"

/* What a cell says its value is. */
enum cell_type {
    CELL_NUMBER,
    CELL_SHARED, /* the number of a shared text */
    CELL_BOOL,
    CELL_TEXT, /* as it stands there: a formula's text, an error, a date of ISO 8601 */
    CELL_TYPE_COUNT
};

/* A cell of the row being read; its text lies in the reader's, or is a shared one. */
struct cell {
    size_t from, len;
    const str *shared;
};

struct columns {
    size_t first, last;
};

struct xlsx_reader {
    struct arena *arena;
    const struct xlsx_shared *shared;
    str place; /* how messages call the sheet */
    struct xml *xml;
    struct columns *hidden;
    size_t hidden_len, hidden_room, said_columns;
    const bool *is_wanted;
    size_t wanted_len;
    /* Of the row being read */
    struct xlsx_row row;
    struct cell *cells;
    str *shown;
    size_t room, next_column;
    struct buf text;
    /* Of the cell being read */
    size_t column, from;
    enum cell_type type;
    struct xlsx_format format;
    struct xlsx_text_place place_in_text;
    bool in_cell, in_value;
};

/* ---- what is wrong ---- */

static struct err *damaged(const struct xlsx_reader *r, const char *what)
{
    FAIL(r->arena, WHY_INVALID, "%.*s is damaged: in row %llu %s.", STR(r->place),
         (unsigned long long)r->row.number, what);
}

static struct err *over_limit(const struct xlsx_reader *r, const char *what, size_t limit)
{
    FAIL(r->arena, WHY_LIMIT, "%.*s has more than %zu %s.", STR(r->place), limit, what);
}

static struct err *row_too_long(const struct xlsx_reader *r)
{
    FAIL(r->arena, WHY_LIMIT, "%.*s: row %llu has more than %zu MiB.", STR(r->place),
         (unsigned long long)r->row.number, LIMIT_RECORD_BYTES / MIB);
}

/* ---- rows and cells ---- */

static void open_row(struct xlsx_reader *r, const struct xml_attributes *attributes)
{
    uint64_t before = r->row.number, number = before + 1;
    str said = xml_attribute(attributes, "r"), hidden = xml_attribute(attributes, "hidden");
    if (said.ptr && (!xlsx_whole(said, &number) || number <= before))
        xml_fail(r->xml, damaged(r, "the next row's number does not follow"));
    if (number > LIMIT_SHEET_ROWS)
        xml_fail(r->xml, over_limit(r, "rows", LIMIT_SHEET_ROWS));
    r->row = (struct xlsx_row){
        .number = number,
        .is_hidden = str_equal(hidden, S("1")) || str_equal(hidden, S("true")),
    };
    r->next_column = 0;
    r->text.len = 0;
}

static void make_room(struct xlsx_reader *r, size_t column)
{
    while (column >= r->room) {
        size_t room = r->room;
        r->cells = arena_grow_array(r->arena, r->cells, room, &room, sizeof *r->cells);
        r->shown = ARENA_ARRAY(r->arena, str, room);
        r->room = room;
    }
}

static enum cell_type type_of(str said)
{
    if (str_equal(said, S("s")))
        return CELL_SHARED;
    if (str_equal(said, S("b")))
        return CELL_BOOL;
    if (!said.ptr || str_equal(said, S("n")))
        return CELL_NUMBER;
    return CELL_TEXT;
}

static void open_cell(struct xlsx_reader *r, const struct xml_attributes *attributes)
{
    size_t column = r->next_column;
    uint64_t row = r->row.number, style = 0;
    str said = xml_attribute(attributes, "r");
    if (said.ptr && (!xlsx_take_reference(&said, &column, &row) || row != r->row.number ||
                     column < r->next_column)) {
        xml_fail(r->xml, damaged(r, "a cell's place does not follow"));
        return;
    }
    r->column = column;
    r->in_cell = true;
    r->type = type_of(xml_attribute(attributes, "t"));
    r->from = r->text.len;
    r->format = (struct xlsx_format){.has_date = false};
    if (xlsx_whole(xml_attribute(attributes, "s"), &style) && style < r->shared->formats.len)
        r->format = r->shared->formats.list[style];
}

static void add_shown_number(struct xlsx_reader *r, str written)
{
    if (r->format.has_date || r->format.has_time)
        if (xlsx_add_date(&r->text, written, r->format, r->shared->book.is_1904))
            return;
    xlsx_add_number(&r->text, written);
}

/* The text that a cell shows, of what was read of it. */
static struct cell make_cell(struct xlsx_reader *r)
{
    struct cell cell = {.from = r->from, .len = r->text.len - r->from};
    if (cell.len == 0)
        return cell;
    char *chars = r->text.ptr + r->from;
    str raw = str_trim((str){chars, cell.len});
    uint64_t number = 0;
    switch (r->type) {
    case CELL_NUMBER:
        cell.from = r->text.len;
        add_shown_number(r, raw);
        cell.len = r->text.len - cell.from;
        break;
    case CELL_SHARED:
        if (xlsx_whole(raw, &number) && number < r->shared->texts.len)
            cell.shared = &r->shared->texts.list[number];
        else
            xml_fail(r->xml, damaged(r, "a cell refers to a text that is not there"));
        break;
    case CELL_BOOL:
        cell.from = r->text.len;
        buf_add(&r->text, str_equal(raw, S("1")) ? S("TRUE") : S("FALSE"));
        cell.len = r->text.len - cell.from;
        break;
    case CELL_TEXT:
        cell.len = xlsx_text_unescape(chars, cell.len);
        break;
    case CELL_TYPE_COUNT:
        break;
    }
    return cell;
}

static void close_cell(struct xlsx_reader *r)
{
    size_t column = r->column;
    r->in_cell = false;
    r->next_column = column + 1;
    if (column >= LIMIT_COLUMNS) {
        if (r->text.len > r->from)
            xml_fail(r->xml, over_limit(r, "columns", LIMIT_COLUMNS));
        return;
    }
    make_room(r, column);
    for (size_t empty = r->row.width; empty < column; empty++)
        r->cells[empty] = (struct cell){.len = 0};
    bool is_wanted = !r->is_wanted || (column < r->wanted_len && r->is_wanted[column]);
    struct cell cell = {.from = r->from, .len = r->text.len - r->from};
    if (is_wanted || r->type == CELL_SHARED)
        cell = make_cell(r);
    r->cells[column] = cell;
    r->row.width = column + 1;
    if (cell.shared ? cell.shared->len : cell.len)
        r->row.len = column + 1;
    if (r->text.full)
        xml_fail(r->xml, row_too_long(r));
}

/* The cells as texts, now that their bytes lie still. */
static void show_cells(struct xlsx_reader *r)
{
    for (size_t i = 0; i < r->row.width; i++) {
        const struct cell *cell = &r->cells[i];
        r->shown[i] = cell->shared ? *cell->shared
                      : cell->len  ? str_trim((str){r->text.ptr + cell->from, cell->len})
                                   : S("");
    }
    r->row.cells = r->shown;
    while (r->row.len && r->shown[r->row.len - 1].len == 0)
        r->row.len--;
}

static void close_row(struct xlsx_reader *r)
{
    show_cells(r);
    if (r->row.len)
        xml_pause(r->xml);
}

/* ---- the sheet ---- */

static void open_column(struct xlsx_reader *r, const struct xml_attributes *attributes)
{
    uint64_t first = 0, last = 0;
    str hidden = xml_attribute(attributes, "hidden");
    if (!(str_equal(hidden, S("1")) || str_equal(hidden, S("true"))) ||
        !xlsx_whole(xml_attribute(attributes, "min"), &first) ||
        !xlsx_whole(xml_attribute(attributes, "max"), &last) || first == 0 ||
        r->hidden_len == LIMIT_COLUMNS)
        return;
    if (r->hidden_len == r->hidden_room)
        r->hidden = arena_grow_array(r->arena, r->hidden, r->hidden_len, &r->hidden_room,
                                     sizeof *r->hidden);
    r->hidden[r->hidden_len++] = (struct columns){(size_t)first - 1, (size_t)last - 1};
}

static void on_open(void *ctx, str name, const struct xml_attributes *attributes)
{
    struct xlsx_reader *r = ctx;
    struct xlsx_range range;
    if (r->in_cell) {
        r->in_value = str_equal(name, S("v"));
        xlsx_text_open(&r->place_in_text, name);
    } else if (str_equal(name, S("c"))) {
        open_cell(r, attributes);
    } else if (str_equal(name, S("row"))) {
        open_row(r, attributes);
    } else if (str_equal(name, S("col"))) {
        open_column(r, attributes);
    } else if (str_equal(name, S("dimension"))) {
        if (xlsx_range_of_str(xml_attribute(attributes, "ref"), &range))
            r->said_columns = range.last_column + 1;
    }
}

static void on_close(void *ctx, str name)
{
    struct xlsx_reader *r = ctx;
    r->in_value = false;
    if (str_equal(name, S("row")))
        close_row(r);
    else if (r->in_cell && str_equal(name, S("c")))
        close_cell(r);
    else
        xlsx_text_close(&r->place_in_text, name);
}

static void on_text(void *ctx, str piece)
{
    struct xlsx_reader *r = ctx;
    if (r->in_cell && (r->in_value || (r->place_in_text.in_text && !r->place_in_text.in_phonetic)))
        buf_add(&r->text, piece);
}

struct err *xlsx_open(struct arena *a, const struct xlsx_shared *shared,
                      const struct xlsx_sheet *sheet, struct xlsx_reader **out)
{
    static const struct xml_handler handler = {on_open, on_close, on_text};
    struct xlsx_reader *r = ARENA_NEW(a, struct xlsx_reader);
    r->arena = a;
    r->shared = shared;
    r->place =
        str_format(a, "\"%.*s\": the sheet %.*s", STR(zip_archive_name(shared->book.archive)),
                   STR(text_quote(a, sheet->name)));
    r->text = buf_make(a, LIMIT_RECORD_BYTES);
    TRY(xml_open(a, shared->book.archive, sheet->member, &handler, r, &r->xml));
    *out = r;
    return NULL;
}

struct err *xlsx_next(struct xlsx_reader *r, struct xlsx_row *row, bool *found)
{
    bool ended = false;
    TRY(xml_read(r->xml, &ended));
    *found = !ended;
    *row = r->row;
    return NULL;
}

void xlsx_want(struct xlsx_reader *r, const bool *is_wanted, size_t len)
{
    r->is_wanted = is_wanted;
    r->wanted_len = len;
}

size_t xlsx_hidden_columns(const struct xlsx_reader *r, size_t len)
{
    size_t hidden = 0;
    for (size_t i = 0; i < r->hidden_len; i++) {
        const struct columns *c = &r->hidden[i];
        if (c->first < len && c->last >= c->first)
            hidden += (c->last < len ? c->last + 1 : len) - c->first;
    }
    return hidden < len ? hidden : len;
}

size_t xlsx_said_columns(const struct xlsx_reader *r)
{
    return r->said_columns;
}

uint64_t xlsx_taken(const struct xlsx_reader *r)
{
    return xml_taken(r->xml);
}
