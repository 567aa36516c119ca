/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Columns from the record itself, a row of the table at a time.
 */
#include "base/limits.h"
#include "listen/answers_json.h"
#include "listen/columns_private.h"

STATEMENT(signal_scan);

/* Columns of signal_scan. */
enum {
    AT_ID,
    AT_SOURCE,
    AT_AT,
    AT_ASSUMED,
    AT_KIND,
    AT_PERSON,
    AT_RELATIONSHIP,
    AT_TOUCHPOINT,
    AT_UNIT,
    AT_CHANNEL,
    AT_LANGUAGE,
    AT_WEIGHT,
    AT_ANSWERS
};

enum { ROWS_BETWEEN_LOOKS = 4096 };

#define SCRATCH_BYTES (1 * MIB)

static int column_in_scan(enum column_of of)
{
    static const int columns[COLUMN_OF_COUNT] = {
        [COLUMN_SOURCE] = AT_SOURCE,   [COLUMN_KIND] = AT_KIND,
        [COLUMN_CHANNEL] = AT_CHANNEL, [COLUMN_LANGUAGE] = AT_LANGUAGE,
        [COLUMN_UNIT] = AT_UNIT,       [COLUMN_RELATIONSHIP] = AT_RELATIONSHIP,
        [COLUMN_PERSON] = AT_PERSON,   [COLUMN_TOUCHPOINT] = AT_TOUCHPOINT,
        [COLUMN_WEIGHT] = AT_WEIGHT,
    };
    return columns[of];
}

/* Answers and wishes both ascend by field; the same field may be wished twice. */
static struct err *put_answers(struct load *l, str json, int64_t id)
{
    struct answers_scan scan = answers_scan_make(l->scratch, json);
    int64_t field = 0;
    str text;
    size_t w = 0;
    while (w < l->of_fields_len && answers_scan_next(&scan, &field, &text)) {
        for (; w < l->of_fields_len && l->of_fields[w]->wish->field->id < field; w++)
            column_add(l->of_fields[w]->column, CODE_MISSING);
        for (; w < l->of_fields_len && l->of_fields[w]->wish->field->id == field; w++)
            column_add(l->of_fields[w]->column, columns_code_of_text(l->of_fields[w], text));
    }
    for (; w < l->of_fields_len; w++)
        column_add(l->of_fields[w]->column, CODE_MISSING);
    if (scan.is_damaged)
        FAIL(l->a, WHY_FAILED, "The answers of signal %lld in the record cannot be read.",
             (long long)id);
    return NULL;
}

static void put_built_in(struct load *l, struct filling *f, const struct query *q)
{
    int at = column_in_scan(f->wish->of);
    if (query_is_none(q, at))
        column_add(f->column, CODE_MISSING);
    else if (f->wish->of == COLUMN_WEIGHT)
        column_add_text(f->column, query_text(q, at));
    else if (f->wish->of == COLUMN_PERSON)
        column_add(f->column, (uint32_t)query_int(q, at));
    else
        column_add(f->column, columns_code_of_id(l, f, query_int(q, at)));
}

static void put_moment(struct load *l, const struct query *q)
{
    size_t row = l->tail_rows;
    if (row == l->ids_room) {
        l->ids = arena_grow_array(l->a, l->ids, row, &l->ids_room, sizeof *l->ids);
        l->at = arena_grow_array(l->a, l->at, row, &l->at_room, sizeof *l->at);
    }
    l->ids[row] = query_int(q, AT_ID);
    l->at[row] = query_int(q, AT_AT);
}

static void put_day(struct load *l, const struct query *q)
{
    size_t row = l->tail_rows;
    if (row == l->day_room)
        l->day = arena_grow_array(l->a, l->day, row, &l->day_room, sizeof *l->day);
    bool assumed = query_int(q, AT_ASSUMED) != 0;
    l->day[row] = assumed ? DAY_NONE : zone_day(l->ask->zone, query_int(q, AT_AT));
}

static struct err *look_at_memory(struct load *l)
{
    if (arena_used(l->scratch) > SCRATCH_BYTES) {
        arena_done(l->scratch);
        l->scratch = arena_make(0);
    }
    return columns_check_memory(l);
}

static struct err *put_row(struct load *l, const struct query *q)
{
    for (size_t i = 0; i < l->ask->wishes_len; i++)
        if (l->ask->wishes[i].of != COLUMN_FIELD && l->ask->wishes[i].of != COLUMN_DAY)
            put_built_in(l, &l->fillings[i], q);
    if (l->days)
        put_day(l, q);
    put_moment(l, q);
    if (l->of_fields_len)
        TRY(put_answers(l, query_text(q, AT_ANSWERS), query_int(q, AT_ID)));
    l->tail_rows++;
    l->out.rows++;
    return l->tail_rows % ROWS_BETWEEN_LOOKS ? NULL : look_at_memory(l);
}

static struct err *scan(struct load *l)
{
    bool found = false;
    struct query *q = db_query(l->db, SQL(signal_scan));
    query_bind_int(q, 1, l->cursor);
    query_bind_int(q, 2, l->limit);
    for (;;) {
        TRY(query_next(l->a, q, &found));
        if (!found)
            return NULL;
        TRY(put_row(l, q));
    }
}

struct err *columns_add_tail(struct load *l)
{
    l->scratch = arena_make(0);
    struct err *e = scan(l);
    arena_done(l->scratch);
    return e;
}
