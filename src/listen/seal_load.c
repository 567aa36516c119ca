/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/seal_load.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/limits.h"
#include "listen/columns_private.h"

STATEMENT(signal_change_last);
STATEMENT(column_text_count);
STATEMENT(segment_left_out);

enum {
    ROUND_LEAST = 8 * 1024,
    ROUND_MOST = 64 * 1024,
    BYTES_A_CELL = 8, /* while it is being loaded, about */
};

#define ROUND_BYTES (64 * MIB)

/* Rows of a month among those of the round. */
struct month {
    int32_t month;
    size_t rows;
};

struct round {
    struct arena *a;
    const struct seal_ask *ask;
    struct columns_ask columns_ask;
    struct load load;
    int32_t *months; /* [row] */
    struct month *list;
    size_t list_len, list_room;
    struct sealed *joined; /* segments that are made anew */
    size_t joined_len;
    bool leaves_dead; /* more segments have removed signals than this round takes */
    struct dictionary *left_out_before; /* columns */
    struct seal_round out;
};

/* What segments lack already: another version may have held less. */
static struct err *read_left_out(struct round *r)
{
    bool found = false;
    struct query *q = db_query(r->ask->db, SQL(segment_left_out));
    r->left_out_before = dictionary_make(r->a);
    for (;;) {
        TRY(query_next(r->a, q, &found));
        if (!found)
            return NULL;
        (void)dictionary_add(r->left_out_before, query_text(q, 0));
    }
}

/* Whether a field's texts are more than each round wants to hold again.  What was left out
 * once stays so until columns are made anew. */
static struct err *has_too_many_texts(struct round *r, const struct column_wish *wish, bool *has)
{
    bool found = false;
    *has = dictionary_find(r->left_out_before, columns_file_name(r->a, wish)) != CODE_MISSING;
    if (*has)
        return NULL;
    int64_t most = r->ask->texts_most ? r->ask->texts_most : (int64_t)LIMIT_COLUMN_TEXTS;
    struct query *q = db_query(r->ask->db, SQL(column_text_count));
    query_bind_text(q, 1, columns_file_name(r->a, wish));
    TRY(query_next(r->a, q, &found));
    *has = query_int(q, 0) > most;
    query_done(q);
    return NULL;
}

static struct err *wish_field(struct round *r, const struct field *field,
                              struct column_wish *wishes, size_t *len)
{
    struct column_wish wish = {.of = COLUMN_FIELD, .field = field};
    bool too_many = false;
    if (!field_has_column(field->kind))
        return NULL;
    TRY(has_too_many_texts(r, &wish, &too_many));
    if (too_many)
        r->out.left_out[r->out.left_out_len++] = columns_file_name(r->a, &wish);
    else
        wishes[(*len)++] = wish;
    return NULL;
}

static struct err *wish_all(struct round *r)
{
    static const enum column_of built_in[] = {
        COLUMN_SOURCE, COLUMN_KIND,       COLUMN_CHANNEL, COLUMN_LANGUAGE, COLUMN_RELATIONSHIP,
        COLUMN_UNIT,   COLUMN_TOUCHPOINT, COLUMN_WEIGHT,  COLUMN_PERSON,   COLUMN_DAY,
    };
    size_t built_in_len = sizeof built_in / sizeof *built_in;
    struct column_wish *wishes =
        ARENA_ARRAY(r->a, struct column_wish, built_in_len + r->ask->fields_len);
    size_t len = 0;
    for (size_t i = 0; i < built_in_len; i++)
        wishes[len++].of = built_in[i];
    TRY(read_left_out(r));
    r->out.left_out = ARENA_ARRAY(r->a, str, r->ask->fields_len);
    for (size_t i = 0; i < r->ask->fields_len; i++)
        TRY(wish_field(r, &r->ask->fields[i], wishes, &len));
    r->columns_ask = (struct columns_ask){
        .wishes = wishes, .wishes_len = len, .zone = r->ask->zone, .folder = r->ask->folder};
    return NULL;
}

/* As many rows as fit, whatever the number of columns. */
static int64_t rows_of_round(const struct round *r)
{
    if (r->ask->rows_most)
        return r->ask->rows_most;
    size_t rows = ROUND_BYTES / (r->columns_ask.wishes_len * BYTES_A_CELL);
    rows = rows < ROUND_LEAST ? ROUND_LEAST : rows;
    return (int64_t)(rows > ROUND_MOST ? ROUND_MOST : rows);
}

static struct month *month_of(struct round *r, int32_t month)
{
    for (size_t i = 0; i < r->list_len; i++)
        if (r->list[i].month == month)
            return &r->list[i];
    if (r->list_len == r->list_room)
        r->list = arena_grow_array(r->a, r->list, r->list_len, &r->list_room, sizeof *r->list);
    r->list[r->list_len] = (struct month){.month = month};
    return &r->list[r->list_len++];
}

/* The months of the rows from the record; of assumed times too, they must be
 * somewhere. */
static void find_months(struct round *r)
{
    const struct load *l = &r->load;
    r->months = ARENA_ARRAY(r->a, int32_t, l->tail_rows);
    for (size_t i = 0; i < l->tail_rows; i++) {
        int32_t day = l->day[i] == DAY_NONE ? zone_day(r->ask->zone, l->at[i]) : l->day[i];
        r->months[i] = period_of_day(PERIOD_MONTH, day);
        month_of(r, r->months[i])->rows++;
    }
}

static int smallest_first(const void *left, const void *right)
{
    const struct sealed *a = left, *b = right;
    if (a->rows != b->rows)
        return a->rows < b->rows ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* Those with removed signals, and those that are small beside what is new in their
 * month: so a segment is written again only when its month has grown by half. */
static struct err *choose_joined(struct round *r)
{
    struct load *l = &r->load;
    size_t rows = 0, rows_most = 2 * (size_t)l->limit;
    r->joined = ARENA_ARRAY(r->a, struct sealed, l->sealed_len);
    if (l->sealed_len)
        qsort(l->sealed, l->sealed_len, sizeof *l->sealed, smallest_first);
    for (size_t i = 0; i < l->sealed_len; i++) {
        struct sealed *s = &l->sealed[i];
        TRY(columns_check_dead(l, s));
        struct month *month = s->has_dead ? NULL : month_of(r, s->month);
        bool small = month && month->rows * 2 >= (size_t)s->rows;
        bool fits = rows + (size_t)s->rows <= rows_most || r->joined_len == 0;
        r->leaves_dead = r->leaves_dead || (s->has_dead && !fits);
        if (!fits || !(s->has_dead || small))
            continue;
        month_of(r, s->month)->rows += (size_t)s->rows;
        rows += (size_t)s->rows;
        r->joined[r->joined_len++] = *s;
    }
    l->sealed = r->joined;
    l->sealed_len = r->joined_len;
    return NULL;
}

static size_t blocks_of_tail(const struct load *l)
{
    return (l->tail_rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
}

/* Ids, instants and months of all rows: those from the record, then those of
 * segments, less what was removed from them. */
static void join_rows(struct round *r, const struct column *shape, const size_t *ends)
{
    struct load *l = &r->load;
    size_t rows = l->out.rows, row = l->tail_rows, part = 0;
    int64_t *ids = ARENA_ARRAY(r->a, int64_t, rows), *at = ARENA_ARRAY(r->a, int64_t, rows);
    int32_t *months = ARENA_ARRAY(r->a, int32_t, rows);
    for (size_t i = 0; i < l->tail_rows; i++) {
        ids[i] = l->ids[i];
        at[i] = l->at[i];
        months[i] = r->months[i];
    }
    for (size_t b = 0; b < l->blocks; b++) {
        size_t len = column_block_rows(shape, blocks_of_tail(l) + b);
        while (b >= ends[part])
            part++;
        for (size_t i = 0; i < len; i++, row++) {
            ids[row] = numbers_at(&l->block_ids[b], i);
            at[row] = numbers_at(&l->block_at[b], i);
            months[row] = r->joined[part].month;
        }
    }
    r->out.ids = ids;
    r->out.at = at;
    r->months = months;
}

/* Codes are days of the month. */
static struct column *days_of_month(struct round *r)
{
    const struct load *l = &r->load;
    struct column *days = column_make_coded(r->a, S("day"), 31);
    for (size_t i = 0; i < l->tail_rows; i++)
        column_add(days, l->day[i] == DAY_NONE
                             ? CODE_MISSING
                             : (uint32_t)(l->day[i] - period_start(PERIOD_MONTH, r->months[i])));
    for (size_t i = 0; i < l->day_blocks_len; i++)
        column_add_block(days, l->day_blocks[i].kept, l->day_blocks[i].rows);
    return days;
}

/* ends[part]: blocks up to the end of each joined segment. */
static struct err *add_joined(struct round *r, size_t **ends)
{
    struct load *l = &r->load;
    *ends = ARENA_ARRAY(r->a, size_t, r->joined_len + 1);
    for (size_t i = 0; i < r->joined_len; i++) {
        l->sealed = &r->joined[i];
        l->sealed_len = 1;
        TRY(columns_add_segments(l));
        (*ends)[i] = l->blocks;
    }
    (*ends)[r->joined_len] = SIZE_MAX;
    return NULL;
}

static void list_columns(struct round *r)
{
    const struct load *l = &r->load;
    r->out.columns = ARENA_ARRAY(r->a, struct seal_column, l->ask->wishes_len);
    for (size_t i = 0; i < l->ask->wishes_len; i++) {
        const struct filling *f = &l->fillings[i];
        r->out.columns[r->out.columns_len++] =
            (struct seal_column){f->name, f == l->days ? days_of_month(r) : f->column};
    }
}

static void list_texts(struct round *r)
{
    const struct load *l = &r->load;
    size_t room = 0;
    for (size_t i = 0; i < l->ask->wishes_len; i++) {
        const struct filling *f = &l->fillings[i];
        const struct dictionary *d = f->column ? column_dictionary(f->column) : NULL;
        for (uint32_t code = f->sealed_codes; d && code < dictionary_size(d); code++) {
            if (r->out.texts_len == room)
                r->out.texts = arena_grow_array(r->a, r->out.texts, r->out.texts_len, &room,
                                                sizeof *r->out.texts);
            r->out.texts[r->out.texts_len++] = (struct seal_text){
                .column = f->name, .text = dictionary_text(d, code), .code = code};
        }
    }
}

static int by_month(const void *left, const void *right)
{
    const struct month *a = left, *b = right;
    return (a->month > b->month) - (a->month < b->month);
}

/* Deals the rows out to their months. */
static void list_segments(struct round *r)
{
    size_t rows = r->load.out.rows;
    qsort(r->list, r->list_len, sizeof *r->list, by_month);
    r->out.segments = ARENA_ARRAY(r->a, struct seal_segment, r->list_len);
    for (size_t i = 0; i < r->list_len; i++) {
        struct seal_segment s = {
            .month = r->list[i].month, .first_signal = INT64_MAX, .last_signal = INT64_MIN};
        size_t *from = ARENA_ARRAY(r->a, size_t, r->list[i].rows);
        for (size_t row = 0; row < rows; row++) {
            if (r->months[row] != s.month)
                continue;
            int64_t id = r->out.ids[row];
            from[s.rows++] = row;
            s.first_signal = id < s.first_signal ? id : s.first_signal;
            s.last_signal = id > s.last_signal ? id : s.last_signal;
        }
        s.from = from;
        if (s.rows)
            r->out.segments[r->out.segments_len++] = s;
    }
}

static struct err *read_last_change(struct round *r, int64_t *change)
{
    bool found = false;
    struct query *q = db_query(r->ask->db, SQL(signal_change_last));
    TRY(query_next(r->a, q, &found));
    *change = query_int(q, 0);
    query_done(q);
    return NULL;
}

static struct err *place_cursor(struct round *r)
{
    const struct load *l = &r->load;
    r->out.last_signal = l->tail_rows ? l->ids[l->tail_rows - 1] : l->cursor;
    r->out.last_change = l->change;
    return r->leaves_dead ? NULL : read_last_change(r, &r->out.last_change);
}

static struct err *load(struct round *r)
{
    struct load *l = &r->load;
    size_t *ends = NULL;
    TRY(columns_read_manifest(l));
    TRY(columns_begin(l));
    l->limit = rows_of_round(r);
    TRY(columns_add_tail(l));
    find_months(r);
    TRY(choose_joined(r));
    r->out.is_idle = l->tail_rows == 0 && r->joined_len == 0;
    if (r->out.is_idle)
        return NULL;
    TRY(add_joined(r, &ends));
    list_columns(r);
    join_rows(r, r->out.columns[0].column, ends);
    list_texts(r);
    list_segments(r);
    r->out.rows = l->tail_rows;
    r->out.replaced = ARENA_ARRAY(r->a, int64_t, r->joined_len);
    for (size_t i = 0; i < r->joined_len; i++)
        r->out.replaced[r->out.replaced_len++] = r->joined[i].id;
    return place_cursor(r);
}

struct err *seal_load(struct arena *a, const struct seal_ask *ask, struct seal_round *out)
{
    struct round r = {.a = a, .ask = ask};
    TRY(wish_all(&r));
    r.load = (struct load){.a = a, .db = ask->db, .ask = &r.columns_ask, .is_raw = true};
    struct err *e = load(&r);
    out->failed_on_file = r.load.failed_on_file;
    TRY(e);
    *out = r.out;
    return NULL;
}
