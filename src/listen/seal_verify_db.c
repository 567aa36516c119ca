/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/seal_verify_db.h"

#include "listen/columns_private.h"

STATEMENT(cursor_get);
STATEMENT(segment_list);
STATEMENT(segment_file_list);
STATEMENT(signal_behind);

struct named_segment {
    int64_t id;
    size_t rows;
};

struct verify {
    struct arena *a;
    struct db *db;
    str folder;
    struct named_segment *segments; /* by id */
    size_t segments_len;
    str file; /* the last */
    bool file_is_damaged;
    struct seal_state out;
};

static int by_id(const void *left, const void *right)
{
    const struct named_segment *a = left, *b = right;
    return (a->id > b->id) - (a->id < b->id);
}

static struct err *read_segments(struct verify *v)
{
    bool found = false;
    size_t room = 0;
    struct query *q = db_query(v->db, SQL(segment_list));
    for (;;) {
        TRY(query_next(v->a, q, &found));
        if (!found)
            break;
        if (v->segments_len == room)
            v->segments =
                arena_grow_array(v->a, v->segments, v->segments_len, &room, sizeof *v->segments);
        v->segments[v->segments_len++] =
            (struct named_segment){.id = query_int(q, 0), .rows = (size_t)query_int(q, 2)};
    }
    if (v->segments_len)
        qsort(v->segments, v->segments_len, sizeof *v->segments, by_id);
    v->out.segments = v->segments_len;
    return NULL;
}

static struct err *check_column(struct arena *a, struct segment_name file, str column,
                                size_t should)
{
    size_t rows = 0;
    if (str_equal(column, S("id")) || str_equal(column, S("at"))) {
        struct segment_numbers numbers;
        TRY(segment_open_numbers(a, file, &numbers));
        rows = numbers.rows;
    } else {
        struct segment_codes codes;
        TRY(segment_open_codes(a, file, &codes));
        rows = codes.rows;
    }
    if (rows != should)
        FAIL(a, WHY_INVALID, "\"%.*s\" holds %zu rows instead of %zu.", STR(file.name), rows,
             should);
    return NULL;
}

/* The columns of a file come behind each other. */
static void count_file(struct verify *v, str name, bool is_damaged)
{
    if (!str_equal(v->file, name)) {
        v->file = str_copy(v->a, name);
        v->file_is_damaged = false;
        v->out.files++;
    }
    v->out.damaged += is_damaged && !v->file_is_damaged;
    v->file_is_damaged = v->file_is_damaged || is_damaged;
}

/* Each in an arena of its own, so that few are open at once. */
static void look_at_column(struct verify *v, int64_t segment, str column, str place)
{
    struct arena *own = arena_make(0);
    struct named_segment key = {.id = segment};
    const struct named_segment *s =
        v->segments_len ? bsearch(&key, v->segments, v->segments_len, sizeof key, by_id) : NULL;
    struct segment_name file = columns_file_at(v->folder, place);
    const struct err *e = check_column(own, file, column, s ? s->rows : 0);
    count_file(v, file.name, e != NULL);
    if (e && !v->out.first.len)
        v->out.first = str_copy(v->a, e->text);
    arena_done(own);
}

static struct err *look_at_columns(struct verify *v)
{
    bool found = false;
    struct query *q = db_query(v->db, SQL(segment_file_list));
    for (;;) {
        TRY(query_next(v->a, q, &found));
        if (!found)
            return NULL;
        if (query_text(q, 2).len) /* else the column was left out */
            look_at_column(v, query_int(q, 0), query_text(q, 1), query_text(q, 2));
    }
}

static struct err *count_behind(struct verify *v)
{
    bool found = false;
    struct query *q = db_query(v->db, SQL(cursor_get));
    query_bind_text(q, 1, S("columns"));
    TRY(query_next(v->a, q, &found));
    int64_t cursor = found ? query_int(q, 0) : 0;
    query_done(q);
    q = db_query(v->db, SQL(signal_behind));
    query_bind_int(q, 1, cursor);
    query_bind_int(q, 2, SEAL_BEHIND_COUNTED);
    TRY(query_next(v->a, q, &found));
    v->out.behind = (uint64_t)query_int(q, 0);
    query_done(q);
    return NULL;
}

struct err *seal_verify(struct arena *a, struct db *db, str folder, struct seal_state *out)
{
    struct verify v = {.a = a, .db = db, .folder = folder};
    TRY(read_segments(&v));
    TRY(look_at_columns(&v));
    TRY(count_behind(&v));
    *out = v.out;
    return NULL;
}
