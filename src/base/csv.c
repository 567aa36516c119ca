/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/csv.h"

#include <assert.h>
#include <string.h>

#include "base/csv_walk.h"
#include "base/limits.h"
#include "base/utf16.h"

enum {
    FIRST_BUFFER = 256 * 1024,
    PAGE = 4096, /* reads go to whole pages: the kernel copies those four times as fast */
    CELLS_KEPT = 1024 * 1024,
};

struct csv {
    struct arena *arena;       /* as long as the reader */
    struct arena *cells_arena; /* cells that do not stand in the buffer as they are */
    struct file *file;
    struct csv_dialect dialect;
    csv_walk_fn walk_record;
    struct csv_walk walk;
    char *buffer;
    size_t size, start, end; /* buffer[start..end) is not yet delivered */
    size_t record_start;     /* of the record delivered last */
    bool at_end;             /* nothing more to read */
    uint64_t line;           /* of buffer[start] */
    uint64_t names_line;     /* of the header */
    str *header;
    size_t header_len;
    str *cells;
    struct codepage page; /* of the record delivered last */
    bool is_plain;        /* the same: it is UTF-8 as it stands */
    struct table_mixed mixed;
    bool left_out_tail;
};

/* What a quoted cell says: the text between its quotes, doubled ones halved,
 * and whatever stands behind the closing one. */
static str unquote(struct arena *a, str raw, size_t closing, bool doubled)
{
    str inner = str_slice(raw, 1, closing), behind = str_slice(raw, closing + 1, raw.len);
    if (!doubled && behind.len == 0)
        return inner;
    char *text = arena_take(a, raw.len);
    size_t len = 0;
    for (size_t i = 0; i < inner.len; i++) {
        text[len++] = inner.ptr[i];
        i += inner.ptr[i] == '"';
    }
    if (behind.len)
        memcpy(text + len, behind.ptr, behind.len);
    return (str){text, len + behind.len};
}

/* The cells that were found, as text. */
static void make_cells(struct csv *c)
{
    if (arena_used(c->cells_arena) > CELLS_KEPT) {
        arena_done(c->cells_arena);
        c->cells_arena = arena_make(0);
    }
    bool is_plain = c->is_plain;
    for (size_t i = 0; i < c->walk.columns_len; i++) {
        const struct csv_cell *cell = &c->walk.found[i];
        str raw = {c->buffer + cell->start, cell->end - cell->start};
        if (cell->closing > cell->start)
            raw = unquote(c->cells_arena, raw, cell->closing - cell->start, cell->doubled);
        c->cells[i] = str_trim(is_plain ? raw : codepage_decode(c->cells_arena, raw, c->page));
    }
}

static bool walk_record(struct csv *c)
{
    c->walk.buffer = c->buffer;
    c->walk.end = c->end;
    return c->walk_record(&c->walk, c->start);
}

/* Whole pages, and a block that may be looked at behind the end. */
static char *make_buffer(struct csv *c, size_t size)
{
    char *room = arena_take(c->arena, size + PAGE + CSV_BLOCK);
    c->size = size;
    return room + (PAGE - (uintptr_t)room % PAGE) % PAGE;
}

static struct err *check_length(const struct csv *c, size_t len)
{
    if (len > LIMIT_RECORD_BYTES)
        FAIL(c->arena, WHY_LIMIT,
             "The record that begins in line %llu of \"%.*s\" is longer than %zu MiB; is a quote "
             "opened there and never closed?",
             (unsigned long long)c->line, STR(file_path(c->file)), LIMIT_RECORD_BYTES / MIB);
    return NULL;
}

/* Of what was read from here on; the byte before may be a CR of which was not known yet what
 * follows. */
static void mend_line_ends(const struct csv *c, size_t from)
{
    from -= from > c->start;
    csv_mend_line_ends(c->buffer + from, c->end - from, c->at_end);
}

/* Reads on behind what is not yet delivered, in a larger buffer where it is
 * full. */
static struct err *read_on(struct csv *c)
{
    size_t kept = c->end - c->start;
    TRY(check_length(c, kept));
    char *to = c->buffer;
    if (!to || kept > c->size / 2)
        to = make_buffer(c, to ? c->size * 2 : FIRST_BUFFER);
    size_t behind = (kept + PAGE - 1) / PAGE * PAGE;
    if (c->buffer && kept)
        memmove(to + behind - kept, c->buffer + c->start, kept);
    c->buffer = to;
    c->start = behind - kept;
    c->end = behind;
    size_t got = 1, read_from = c->end;
    while (got && c->end < c->size) { /* a pipe brings little at a time */
        TRY(file_read(c->arena, c->file, c->buffer + c->end, c->size - c->end, &got));
        c->end += got;
    }
    c->at_end = got == 0;
    if (c->dialect.has_both)
        mend_line_ends(c, read_from);
    return NULL;
}

/* Reads until a whole record stands in the buffer, or the file's last one. */
static struct err *complete_record(struct csv *c, bool *ended)
{
    while (!(*ended = walk_record(c)) && !c->at_end)
        TRY(read_on(c));
    return NULL;
}

static bool is_blank_line(const struct csv *c, size_t end)
{
    size_t len = end - c->start;
    return len == 0 || (len == 1 && c->buffer[c->start] == '\r');
}

/* A quote that never closes spoils its own line only. */
static size_t end_of_line(const struct csv *c)
{
    const char *from = c->buffer + c->start;
    const char *newline = memchr(from, c->dialect.newline, c->end - c->start);
    return newline ? (size_t)(newline - c->buffer) + 1 : c->end;
}

static void close_cells(void *what)
{
    const struct csv *c = what;
    arena_done(c->cells_arena);
}

static enum table_fault fault_of(const struct csv *c, size_t cells)
{
    if (c->walk.unclosed)
        return TABLE_UNCLOSED_QUOTE;
    if (c->header_len == 0 || cells == c->header_len)
        return TABLE_SOUND;
    return cells < c->header_len ? TABLE_TOO_FEW_CELLS : TABLE_TOO_MANY_CELLS;
}

/* Finds out how a record that is not ASCII is written. */
static __attribute__((noinline)) void judge_encoding(struct csv *c, str record)
{
    bool is_mixed = false;
    c->page = codepage_of_record(record, c->dialect.page, &is_mixed);
    c->is_plain = c->dialect.page.is_utf8 && !is_mixed;
    if (!is_mixed)
        return;
    if (c->mixed.records < LIMIT_MIXED_LISTED)
        c->mixed.lines[c->mixed.records] = c->line;
    c->mixed.records++;
}

/* The record that was walked over; moves behind it. */
static void take_record(struct csv *c, struct table_record *record)
{
    size_t next = c->walk.unclosed ? end_of_line(c) : c->walk.at;
    c->is_plain = c->walk.is_ascii;
    if (!c->is_plain)
        judge_encoding(c, (str){c->buffer + c->start, next - c->start});
    size_t cells = c->walk.cell + 1;
    *record =
        (struct table_record){.line = c->line, .cells_len = cells, .fault = fault_of(c, cells)};
    record->cells = record->fault == TABLE_SOUND ? c->cells : NULL;
    if (record->fault == TABLE_SOUND && c->walk.columns_len)
        make_cells(c);
    c->line += 1 + (c->walk.unclosed ? 0 : c->walk.breaks);
    c->record_start = c->start;
    c->start = next;
}

/* The last record has no newline; where the file grew meanwhile, it may be half
 * of one. */
static bool is_tail_to_take(struct csv *c)
{
    bool rest = c->start < c->end;
    c->left_out_tail = rest && file_growth(c->file) > 0;
    return rest && !c->left_out_tail;
}

/* An empty line is a record in a table of one column only. */
static bool is_no_record(const struct csv *c, bool ended)
{
    if (c->walk.cell > 0 || c->header_len == 1)
        return false;
    return is_blank_line(c, ended ? c->walk.at - 1 : c->walk.at);
}

struct err *csv_next(struct csv *c, struct table_record *record, bool *found)
{
    for (;;) {
        bool ended = false;
        TRY(complete_record(c, &ended));
        if (!ended && !is_tail_to_take(c)) {
            *found = false;
            return NULL;
        }
        if (!is_no_record(c, ended))
            break;
        c->line++;
        c->start = c->walk.at;
    }
    if (!c->walk.unclosed)
        TRY(check_length(c, c->walk.at - c->start));
    take_record(c, record);
    *found = true;
    return NULL;
}

static struct err *read_header(struct csv *c)
{
    struct table_record record;
    bool found = false;
    TRY(csv_next(c, &record, &found)); /* counts the cells */
    if (c->left_out_tail)
        FAIL(c->arena, WHY_CONFLICT, "The header line of \"%.*s\" is being written; try again.",
             STR(file_path(c->file)));
    if (!found)
        FAIL(c->arena, WHY_INVALID, "\"%.*s\" holds nothing but blanks.", STR(file_path(c->file)));
    if (record.fault != TABLE_SOUND)
        FAIL(c->arena, WHY_INVALID,
             "The header line of \"%.*s\" opens a quote that is never closed.",
             STR(file_path(c->file)));
    if (record.cells_len > LIMIT_COLUMNS)
        FAIL(c->arena, WHY_LIMIT, "\"%.*s\" has %zu columns; at most %zu are read.",
             STR(file_path(c->file)), record.cells_len, LIMIT_COLUMNS);
    c->names_line = record.line;
    size_t *all = ARENA_ARRAY(c->arena, size_t, record.cells_len);
    for (size_t i = 0; i < record.cells_len; i++)
        all[i] = i;
    csv_select(c, all, record.cells_len);
    size_t behind = c->start, len = record.cells_len;
    c->start = c->record_start;
    (void)walk_record(c);
    make_cells(c);
    c->start = behind;
    c->header = ARENA_ARRAY(c->arena, str, len);
    for (size_t i = 0; i < len; i++)
        c->header[i] = str_copy(c->arena, c->cells[i]);
    c->header_len = len;
    csv_select(c, NULL, 0);
    return NULL;
}

/* Moves behind what stands above the header. */
static void skip_above(struct csv *c)
{
    size_t above = c->dialect.hint + c->dialect.titles;
    c->start += c->dialect.bom;
    for (size_t i = 0; i < above; i++)
        c->line += c->buffer[c->start + i] == c->dialect.newline;
    c->start += above;
}

struct err *csv_open(struct arena *a, struct file *f, uint64_t names_line, struct csv **out)
{
    struct csv *c = ARENA_NEW(a, struct csv);
    c->arena = a;
    c->cells_arena = arena_make(0);
    arena_defer(a, close_cells, c);
    TRY(utf16_open(a, f, &c->file));
    c->walk_record = csv_walk_best();
    c->line = 1;
    TRY(read_on(c));
    str front = {c->buffer + c->start, c->end - c->start};
    struct csv_front look = {.sample = str_slice(front, 0, LIMIT_ENCODING_SAMPLE),
                             .name = file_path(f),
                             .names_line = names_line};
    look.whole = c->at_end && look.sample.len == front.len;
    TRY(csv_dialect_of(a, &look, &c->dialect));
    c->dialect.title = codepage_decode(a, c->dialect.title, c->dialect.page);
    c->walk.bytes = (struct csv_bytes){c->dialect.delimiter, c->dialect.newline, '"'};
    if (c->dialect.has_both)
        mend_line_ends(c, c->start + c->dialect.bom);
    skip_above(c);
    TRY(read_header(c));
    *out = c;
    return NULL;
}

const str *csv_header(const struct csv *c, size_t *len)
{
    *len = c->header_len;
    return c->header;
}

void csv_select(struct csv *c, const size_t *columns, size_t len)
{
    size_t *copy = ARENA_ARRAY(c->arena, size_t, len);
    for (size_t i = 0; i < len; i++) {
        assert(i == 0 || columns[i - 1] < columns[i]);
        copy[i] = columns[i];
    }
    c->walk.columns = copy;
    c->walk.columns_len = len;
    c->walk.found = ARENA_ARRAY(c->arena, struct csv_cell, len);
    c->cells = ARENA_ARRAY(c->arena, str, len);
}

const struct file *csv_file(const struct csv *c)
{
    return c->file;
}

const struct csv_dialect *csv_dialect(const struct csv *c)
{
    return &c->dialect;
}

uint64_t csv_names_line(const struct csv *c)
{
    return c->names_line;
}

str csv_title(const struct csv *c)
{
    return c->dialect.title;
}

const struct table_mixed *csv_mixed(const struct csv *c)
{
    return &c->mixed;
}

bool csv_left_out_tail(const struct csv *c)
{
    return c->left_out_tail;
}
