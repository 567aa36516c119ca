/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/answers.h"

#include <assert.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/progress.h"
#include "base/text.h"
#include "listen/laid_table.h"
#include "listen/layout_text.h"
#include "listen/ragged.h"
#include "listen/short_cell.h"

/* Lines of rows, kept where a row's line is not the one after the row's before. */
struct jump {
    size_t row;
    uint64_t line;
};

struct answers_lines {
    struct jump *jumps;
    size_t len, room;
    uint64_t expected; /* line of the next row if nothing comes between */
};

enum { RECORDS_BETWEEN_LOOKS = 4096 };

struct wish_state {
    struct column *column;
    enum answers_role role;
    size_t selected;                   /* index among the table's cells */
    uint32_t short_codes[SHORT_CELLS]; /* code + 1; 0: not seen yet */
};

struct err *answers_open(struct arena *a, const struct table_source *source,
                         struct answers_file *out)
{
    struct answers_file f = {.path = source->path};
    TRY(laid_open(a, &(struct laid_wish){.source = *source}, &f.table));
    f.header = laid_header(f.table, &f.header_len);
    *out = f;
    return NULL;
}

static struct err *unknown_name(struct arena *a, const struct answers_file *f, str name,
                                const char *option)
{
    str near = text_suggest(a, name, f->header, f->header_len);
    struct err *e = near.len ? err_make(a, WHY_USAGE, __FILE__, __LINE__,
                                        "%s: there is no column %.*s; did you mean %.*s?", option,
                                        STR(text_quote(a, name)), STR(text_quote(a, near)))
                             : err_make(a, WHY_USAGE, __FILE__, __LINE__,
                                        "%s: there is no column %.*s among the %zu of this file.",
                                        option, STR(text_quote(a, name)), f->header_len);
    e->at = str_of_chars(option);
    return e;
}

static struct err *shared_name(struct arena *a, str name, const char *option, size_t first,
                               size_t second)
{
    struct err *e = err_make(a, WHY_USAGE, __FILE__, __LINE__,
                             "%s: two columns are called %.*s, number %zu and number %zu; rename "
                             "one of them in the file.",
                             option, STR(text_quote(a, name)), first + 1, second + 1);
    e->at = str_of_chars(option);
    return e;
}

/* How a name that was given is compared. */
enum match { MATCH_NAME, MATCH_NAME_IN_ANY_CASE, MATCH_LABEL_IN_ANY_CASE, MATCH_COUNT };

/* The first column of this name at or behind from; the header's length where
 * there is none. */
static size_t next_called(const struct answers_file *f, str name, enum match match, size_t from)
{
    const struct layout_column *columns = laid_reading(f->table)->columns;
    for (; from < f->header_len; from++) {
        str other = match == MATCH_LABEL_IN_ANY_CASE ? columns[from].label : f->header[from];
        if (match == MATCH_NAME ? str_equal(other, name) : text_equal_ignoring_case(other, name))
            break;
    }
    return from;
}

struct err *answers_find(struct arena *a, const struct answers_file *f, str name,
                         const char *option, size_t *position)
{
    str called[MATCH_COUNT] = {str_trim(name), str_trim(name), layout_plain_text(a, name)};
    size_t first = f->header_len;
    unsigned match = MATCH_NAME;
    for (; match < MATCH_COUNT && called[match].len > 0; match++) {
        first = next_called(f, called[match], (enum match)match, 0);
        if (first < f->header_len)
            break;
    }
    if (first == f->header_len)
        return unknown_name(a, f, called[MATCH_NAME], option);
    size_t second = next_called(f, called[match], (enum match)match, first + 1);
    if (second < f->header_len)
        return shared_name(a, called[match], option, first, second);
    *position = first;
    return NULL;
}

bool answers_is_missing_word(str cell)
{
    static const str words[] = {S_INIT("NA"), S_INIT("N/A"), S_INIT("NULL"), S_INIT("Blank")};
    if (cell.len == 0)
        return true;
    if (cell.len > 5)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_equal_ignoring_case(cell, words[i]))
            return true;
    return false;
}

static uint32_t code_of_cell(struct wish_state *w, str cell)
{
    if (w->role == ANSWERS_DAYS)
        cell = date_part(cell);
    if (answers_is_missing_word(cell))
        return CODE_MISSING;
    return dictionary_add(column_dictionary(w->column), cell);
}

static void take_cell(struct wish_state *w, str cell)
{
    size_t index = short_cell(cell);
    if (index == SHORT_CELLS) {
        column_add(w->column, code_of_cell(w, cell));
        return;
    }
    if (w->short_codes[index] == 0)
        w->short_codes[index] = code_of_cell(w, cell) + 1; /* one character is never missing */
    column_add(w->column, w->short_codes[index] - 1);
}

static void note_line(struct arena *a, struct answers_lines *l, size_t row, uint64_t line)
{
    if (line != l->expected) {
        if (l->len == l->room)
            l->jumps = arena_grow_array(a, l->jumps, l->len, &l->room, sizeof *l->jumps);
        l->jumps[l->len++] = (struct jump){row, line};
    }
    l->expected = line + 1;
}

uint64_t answers_line(const struct answers *answers, size_t row)
{
    const struct answers_lines *l = answers->lines;
    size_t low = 0, high = l->len; /* the last jump at or before row */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (l->jumps[middle].row <= row)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return row + 2; /* the header is line 1 */
    return l->jumps[low - 1].line + (row - l->jumps[low - 1].row);
}

struct reading {
    struct arena *arena;
    const struct answers_file *file;
    struct wish_state **wishes;
    size_t wishes_len;
    struct refusal *refused;
    struct answers out;
};

static void take_record(struct reading *r, const struct table_record *record)
{
    r->out.records++;
    if (record->fault != TABLE_SOUND) {
        if (r->out.refused_records++ < LIMIT_REFUSED_LISTED)
            r->refused[r->out.refused_len++] = (struct refusal){
                .line = record->line,
                .reason = table_fault_reason(r->arena, laid_file(r->file->table), record)};
        return;
    }
    for (size_t i = 0; i < r->wishes_len; i++)
        take_cell(r->wishes[i], record->cells[r->wishes[i]->selected]);
    note_line(r->arena, r->out.lines, r->out.rows++, record->line);
}

/* Tells the table which columns to make: the wished ones, ascending, each once. */
static void select_columns(struct reading *r, const struct answers_wish *wishes)
{
    size_t header_len = r->file->header_len, len = 0;
    bool *wished = ARENA_ARRAY(r->arena, bool, header_len);
    for (size_t i = 0; i < r->wishes_len; i++)
        wished[wishes[i].position] = true;
    size_t *positions = ARENA_ARRAY(r->arena, size_t, header_len);
    size_t *selected = ARENA_ARRAY(r->arena, size_t, header_len);
    for (size_t p = 0; p < header_len; p++)
        if (wished[p]) {
            selected[p] = len;
            positions[len++] = p;
        }
    laid_select(r->file->table, positions, len);
    for (size_t i = 0; i < r->wishes_len; i++)
        r->wishes[i]->selected = selected[wishes[i].position];
}

static void start_reading(struct reading *r, const struct answers_wish *wishes)
{
    struct arena *a = r->arena;
    r->refused = ARENA_ARRAY(a, struct refusal, LIMIT_REFUSED_LISTED);
    r->wishes = ARENA_ARRAY(a, struct wish_state *, r->wishes_len);
    r->out.columns = ARENA_ARRAY(a, struct column *, r->wishes_len);
    r->out.lines = ARENA_NEW(a, struct answers_lines);
    r->out.lines->expected = 2;
    for (size_t i = 0; i < r->wishes_len; i++) {
        assert(wishes[i].position < r->file->header_len);
        r->wishes[i] = ARENA_NEW(a, struct wish_state);
        r->wishes[i]->role = wishes[i].role;
        r->out.columns[i] = r->wishes[i]->column =
            column_make(a, r->file->header[wishes[i].position]);
    }
    select_columns(r, wishes);
}

static struct err *check_raggedness(const struct reading *r)
{
    bool is_any = r->out.refused_records > 0;
    return ragged_check(r->arena,
                        &(struct ragged){.name = r->file->path,
                                         .header = r->file->header,
                                         .width = laid_reading(r->file->table)->width,
                                         .refused = r->out.refused_records,
                                         .records = r->out.records,
                                         .line = is_any ? r->refused[0].line : 0,
                                         .reason = is_any ? r->refused[0].reason : S("")});
}

static struct err *check_limits(const struct reading *r, uint64_t line)
{
    if (r->out.rows > LIMIT_ROWS)
        FAIL(r->arena, WHY_LIMIT, "\"%.*s\" has more than %zu records.", STR(r->file->path),
             LIMIT_ROWS);
    if (arena_over_budget(r->arena))
        FAIL(r->arena, WHY_LIMIT,
             "The columns asked for of \"%.*s\" need more memory than one command may have "
             "(line %llu).",
             STR(r->file->path), (unsigned long long)line);
    return NULL;
}

static struct err *read_records(struct reading *r, struct progress *progress)
{
    struct table_record record;
    bool found = false;
    for (;;) {
        TRY(laid_next(r->file->table, &record, &found));
        if (!found)
            return NULL;
        take_record(r, &record);
        if (r->out.records % RECORDS_BETWEEN_LOOKS)
            continue;
        TRY(check_limits(r, record.line));
        if (progress)
            progress_show(progress, table_taken(laid_file(r->file->table)));
    }
}

struct err *answers_read(struct arena *a, struct answers_file *f, const struct answers_wish *wishes,
                         size_t wishes_len, struct answers *out)
{
    struct reading r = {.arena = a, .file = f, .wishes_len = wishes_len};
    struct progress *progress = NULL;
    start_reading(&r, wishes);
    if (f->shows_progress)
        progress = progress_make(a, f->shows_progress, "Reading", table_size(laid_file(f->table)));
    struct err *e = read_records(&r, progress);
    if (progress)
        progress_end(progress);
    TRY(e);
    TRY(check_raggedness(&r));
    r.out.refused = r.refused;
    r.out.mixed = table_mixed(laid_file(f->table));
    r.out.left_out_tail = table_left_out_tail(laid_file(f->table));
    r.out.left_out = laid_left_out(f->table);
    *out = r.out;
    return NULL;
}
