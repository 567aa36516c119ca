/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Columns from segments: files read in place, but for the rows of signals that were
 * removed since.
 */
#include <assert.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/limits.h"
#include "listen/columns_private.h"

STATEMENT(cursor_get);
STATEMENT(segment_list);
STATEMENT(segment_file_get);
STATEMENT(signal_change_removed);
STATEMENT(signal_change_last);

static struct err *read_segments(struct load *l)
{
    bool found = false;
    size_t room = 0;
    struct query *q = db_query(l->db, SQL(segment_list));
    for (;;) {
        TRY(query_next(l->a, q, &found));
        if (!found)
            return NULL;
        if (l->sealed_len == room)
            l->sealed = arena_grow_array(l->a, l->sealed, l->sealed_len, &room, sizeof *l->sealed);
        l->sealed[l->sealed_len++] = (struct sealed){.id = query_int(q, 0),
                                                     .month = (int32_t)query_int(q, 1),
                                                     .rows = query_int(q, 2),
                                                     .first_signal = query_int(q, 3),
                                                     .last_signal = query_int(q, 4)};
    }
}

static struct err *read_removed(struct load *l, int64_t change)
{
    bool found = false;
    size_t room = 0;
    int64_t *dead = NULL;
    struct query *q = db_query(l->db, SQL(signal_change_removed));
    query_bind_int(q, 1, change);
    query_bind_int(q, 2, l->cursor);
    for (;;) {
        TRY(query_next(l->a, q, &found));
        if (!found)
            break;
        if (l->dead_len == room)
            dead = arena_grow_array(l->a, dead, l->dead_len, &room, sizeof *dead);
        assert(dead);
        dead[l->dead_len++] = query_int(q, 0);
    }
    l->dead = dead;
    return NULL;
}

/* Number of the first dead signal that is not below id. */
static size_t first_dead_from(const struct load *l, int64_t id)
{
    size_t low = 0, high = l->dead_len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (l->dead[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct err *read_cursor(struct load *l, str consumer, int64_t *signal, int64_t *change)
{
    bool found = false;
    struct query *q = db_query(l->db, SQL(cursor_get));
    query_bind_text(q, 1, consumer);
    TRY(query_next(l->a, q, &found));
    *signal = found ? query_int(q, 0) : 0;
    *change = found ? query_int(q, 1) : 0;
    query_done(q);
    return NULL;
}

/* The texts of segments are those of all signals that came before; of how many were
 * removed does not matter. */
static struct err *read_texts_state(struct load *l)
{
    bool found = false;
    int64_t ignored = 0, change = 0;
    TRY(read_cursor(l, S("column_text"), &ignored, &change));
    struct query *q = db_query(l->db, SQL(signal_change_last));
    TRY(query_next(l->a, q, &found));
    l->knows_too_much = query_int(q, 0) > change;
    query_done(q);
    return NULL;
}

struct err *columns_read_manifest(struct load *l)
{
    TRY(read_cursor(l, S("columns"), &l->cursor, &l->change));
    if (l->cursor == 0)
        return NULL;
    TRY(read_texts_state(l));
    TRY(read_segments(l));
    TRY(read_removed(l, l->change));
    for (size_t i = 0; i < l->sealed_len; i++) {
        struct sealed *s = &l->sealed[i];
        size_t dead = first_dead_from(l, s->first_signal);
        s->has_dead = l->dead && dead < l->dead_len && l->dead[dead] <= s->last_signal;
    }
    return NULL;
}

str columns_place(struct arena *a, struct segment_name file)
{
    return str_format(a, "%.*s@%llu", STR(file.name), (unsigned long long)file.at);
}

struct segment_name columns_file_at(str folder, str place)
{
    struct decimal at = {0, 0};
    str digits;
    str name = str_cut(place, '@', &digits);
    if (digits.ptr && !decimal_of_str(digits, &at))
        name = place;
    return (struct segment_name){.folder = folder, .name = name, .at = (uint64_t)at.mantissa};
}

/* Where a column of a segment lies; an empty name: every row is missing.  LIMIT where it
 * was left out of the segment. */
static struct err *find_file(struct load *l, const struct sealed *s, str column,
                             struct segment_name *file)
{
    bool found = false;
    struct query *q = db_query(l->db, SQL(segment_file_get));
    query_bind_int(q, 1, s->id);
    query_bind_text(q, 2, column);
    TRY(query_next(l->a, q, &found));
    *file = columns_file_at(l->ask->folder, found ? str_copy(l->a, query_text(q, 0)) : S(""));
    query_done(q);
    l->is_left_out = found && file->name.len == 0;
    if (l->is_left_out)
        FAIL(l->a, WHY_LIMIT, "The column %.*s has too many different texts to be kept.",
             STR(column));
    return NULL;
}

static struct err *check_rows(struct load *l, const struct sealed *s, struct segment_name file,
                              size_t rows)
{
    if (rows == (size_t)s->rows)
        return NULL;
    FAIL(l->a, WHY_INVALID, "The column file \"%.*s\" holds %zu rows instead of %lld.",
         STR(file.name), rows, (long long)s->rows);
}

/* The columns of a segment stand in one file. */
static struct err *open_file(struct load *l, struct segment_name file)
{
    if (l->open_map && str_equal(l->open_name, file.name))
        return NULL;
    TRY(segment_open(l->a, file.folder, file.name, &l->open_map));
    l->open_name = file.name;
    return NULL;
}

static struct err *open_codes(struct load *l, const struct sealed *s, str column,
                              uint32_t codes_below, struct segment_codes *out)
{
    struct segment_name file;
    TRY(find_file(l, s, column, &file));
    if (file.name.len == 0) {
        *out = (struct segment_codes){.kept = {.width = 0, .filler = CODE_MISSING},
                                      .rows = (size_t)s->rows};
        return NULL;
    }
    l->failed_on_file = true;
    TRY(open_file(l, file));
    TRY(segment_read_codes(l->a, l->open_map, file.at, out));
    if (out->codes > codes_below)
        FAIL(l->a, WHY_INVALID, "The column file \"%.*s\" holds codes that nobody knows.",
             STR(file.name));
    TRY(check_rows(l, s, file, out->rows));
    l->failed_on_file = false;
    return NULL;
}

static struct err *open_numbers(struct load *l, const struct sealed *s, str column,
                                struct segment_numbers *out)
{
    struct segment_name file;
    TRY(find_file(l, s, column, &file));
    l->failed_on_file = true;
    TRY(open_file(l, file));
    TRY(segment_read_numbers(l->a, l->open_map, file.at, out));
    TRY(check_rows(l, s, file, out->rows));
    l->failed_on_file = false;
    return NULL;
}

/* A segment open: its ids and instants, and which rows of it are kept. */
struct part {
    const struct sealed *sealed;
    struct segment_numbers ids, at;
    bool *dead; /* [row]; NULL: none is */
};

static struct err *open_part(struct load *l, const struct sealed *s, struct part *part)
{
    *part = (struct part){.sealed = s};
    TRY(open_numbers(l, s, S("id"), &part->ids));
    TRY(open_numbers(l, s, S("at"), &part->at));
    if (!s->has_dead)
        return NULL;
    part->dead = ARENA_ARRAY(l->a, bool, (size_t)s->rows);
    for (size_t row = 0; row < (size_t)s->rows; row++) {
        int64_t id = numbers_at(&part->ids.kept, row);
        size_t dead = first_dead_from(l, id);
        part->dead[row] = dead < l->dead_len && l->dead[dead] == id;
    }
    return NULL;
}

struct err *columns_check_dead(struct load *l, struct sealed *s)
{
    struct part part;
    if (!s->has_dead)
        return NULL;
    TRY(open_part(l, s, &part));
    s->has_dead = false;
    for (size_t row = 0; row < (size_t)s->rows && !s->has_dead; row++)
        s->has_dead = part.dead[row];
    return NULL;
}

static size_t rows_of_block(const struct part *part, size_t first)
{
    size_t left = (size_t)part->sealed->rows - first;
    return left < BLOCK_ROWS ? left : BLOCK_ROWS;
}

/* Rows of a block that are kept, moved to the front. */
static size_t keep_codes(const struct part *part, size_t first, uint32_t *codes, size_t rows)
{
    size_t kept = 0;
    for (size_t i = 0; i < rows; i++)
        if (!part->dead || !part->dead[first + i])
            codes[kept++] = codes[i];
    return kept;
}

/* The numbers of a block's kept rows. */
static struct numbers keep_numbers(struct load *l, const struct part *part,
                                   const struct segment_numbers *from, size_t first, size_t rows)
{
    if (!part->dead)
        return numbers_from(&from->kept, first);
    int64_t *numbers = ARENA_ARRAY(l->a, int64_t, rows);
    size_t kept = 0;
    for (size_t i = 0; i < rows; i++)
        if (!part->dead[first + i])
            numbers[kept++] = numbers_at(&from->kept, first + i);
    return (struct numbers){.numbers = numbers, .width = sizeof(int64_t)};
}

/* Blocks without a kept row are in no column. */
static void add_moments(struct load *l, const struct part *part)
{
    for (size_t first = 0; first < (size_t)part->sealed->rows; first += BLOCK_ROWS) {
        size_t rows = rows_of_block(part, first), kept = part->dead ? 0 : rows;
        for (size_t i = 0; i < rows && part->dead; i++)
            kept += !part->dead[first + i];
        l->out.rows += kept;
        if (kept)
            columns_note_block(l, keep_numbers(l, part, &part->ids, first, rows),
                               keep_numbers(l, part, &part->at, first, rows));
    }
}

/* A block's codes as they are kept, if anything of it is to be changed. */
static size_t copy_block(const struct part *part, const struct segment_codes *s,
                         const struct filling *f, size_t first, uint32_t *codes)
{
    size_t rows = rows_of_block(part, first);
    struct block_codes block = s->kept;
    struct arena *scratch = arena_make(0);
    if (block.width)
        block.codes = (const char *)block.codes + first * block.width;
    struct column *one = column_make_coded(scratch, S(""), CODES_MAX);
    column_add_block(one, block, rows);
    (void)column_read_block(one, 0, codes);
    arena_done(scratch);
    for (size_t i = 0; i < rows && f->code_here; i++)
        if (codes[i] < CODE_NOT_APPLICABLE)
            codes[i] = f->code_here[codes[i]];
    return keep_codes(part, first, codes, rows);
}

static struct err *add_column(struct load *l, const struct part *part, struct filling *f)
{
    struct segment_codes s;
    TRY(open_codes(l, part->sealed, f->name, f->sealed_codes, &s));
    if (!part->dead && !f->code_here) {
        segment_add_codes(&s, 0, f->column);
        return NULL;
    }
    uint32_t *codes = ARENA_ARRAY(l->a, uint32_t, BLOCK_ROWS);
    for (size_t first = 0; first < s.rows; first += BLOCK_ROWS) {
        size_t kept = copy_block(part, &s, f, first, codes);
        if (kept)
            column_add_codes(f->column, codes, kept);
    }
    return NULL;
}

static void add_day_block(struct load *l, struct block_codes kept, size_t rows, int32_t month_first)
{
    if (l->day_blocks_len == l->day_blocks_room)
        l->day_blocks = arena_grow_array(l->a, l->day_blocks, l->day_blocks_len,
                                         &l->day_blocks_room, sizeof *l->day_blocks);
    l->day_blocks[l->day_blocks_len++] =
        (struct day_block){.kept = kept, .rows = rows, .month_first = month_first};
}

enum { DAYS_OF_MONTH = 31 };

/* Codes of days are days of the month. */
static struct err *add_days(struct load *l, const struct part *part)
{
    struct segment_codes s;
    const struct filling plain = {.code_here = NULL};
    int32_t month_first = period_start(PERIOD_MONTH, part->sealed->month);
    TRY(open_codes(l, part->sealed, l->days->name, DAYS_OF_MONTH, &s));
    for (size_t first = 0; first < s.rows; first += BLOCK_ROWS) {
        struct block_codes kept = s.kept;
        size_t rows = rows_of_block(part, first);
        if (part->dead) {
            uint32_t *codes = ARENA_ARRAY(l->a, uint32_t, BLOCK_ROWS);
            rows = copy_block(part, &s, &plain, first, codes);
            kept = (struct block_codes){.codes = codes, .width = sizeof *codes};
        } else if (kept.width) {
            kept.codes = (const char *)kept.codes + first * kept.width;
        }
        if (rows)
            add_day_block(l, kept, rows, month_first);
    }
    return NULL;
}

static struct err *add_segment(struct load *l, const struct sealed *s)
{
    struct part part;
    TRY(open_part(l, s, &part));
    add_moments(l, &part);
    for (size_t i = 0; i < l->ask->wishes_len; i++) {
        struct filling *f = &l->fillings[i];
        TRY(f == l->days ? add_days(l, &part) : add_column(l, &part, f));
    }
    return columns_check_memory(l);
}

struct err *columns_add_segments(struct load *l)
{
    for (size_t i = 0; i < l->sealed_len; i++)
        TRY(add_segment(l, &l->sealed[i]));
    return NULL;
}
