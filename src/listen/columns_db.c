/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/columns_db.h"

#include <assert.h>
#include <stdlib.h>

#include "base/limits.h"
#include "listen/answers.h"
#include "listen/answers_json.h"
#include "people/person_db.h"

STATEMENT(signal_scan);
STATEMENT(field_code_list);

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

/* One wish being fulfilled. */
struct filling {
    const struct column_wish *wish;
    struct column *column;
    uint32_t *codes; /* of a built-in column: [id] */
    size_t codes_len;
    struct dictionary *codes_with_label; /* of a choice: its codes, numbered as labels */
    str *labels;
};

struct load {
    struct arena *a;
    struct db *db;
    const struct columns_ask *ask;
    struct filling *fillings;   /* [wish] */
    struct filling **of_fields; /* by ascending field */
    size_t of_fields_len;
    struct filling *days; /* NULL: not wished */
    int32_t *day;         /* [row] */
    int64_t *ids, *at;
    size_t day_room, ids_room, at_room;
    struct columns out;
};

#define DAY_NONE INT32_MIN

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

static struct err *begin_names(struct load *l, struct filling *f)
{
    struct column_names names;
    TRY(columns_names(l->a, l->db, f->wish->of, &names));
    f->column = column_make(l->a, S(""));
    for (size_t i = 0; i < names.len; i++)
        if ((size_t)names.ids[i] >= f->codes_len)
            f->codes_len = (size_t)names.ids[i] + 1;
    f->codes = ARENA_ARRAY(l->a, uint32_t, f->codes_len);
    for (size_t i = 0; i < names.len; i++)
        f->codes[names.ids[i]] = dictionary_add(column_dictionary(f->column), names.texts[i]);
    return NULL;
}

/* A choice is shown by its labels. */
static struct err *begin_field(struct load *l, struct filling *f)
{
    bool found = false;
    size_t len = 0, room = 0;
    f->column = column_make(l->a, f->wish->field->key);
    if (f->wish->field->kind != FIELD_CHOICE)
        return NULL;
    struct query *q = db_query(l->db, SQL(field_code_list));
    query_bind_int(q, 1, f->wish->field->id);
    for (;;) {
        TRY(query_next(l->a, q, &found));
        if (!found)
            return NULL;
        if (!f->codes_with_label)
            f->codes_with_label = dictionary_make(l->a);
        if (len == room)
            f->labels = arena_grow_array(l->a, f->labels, len, &room, sizeof *f->labels);
        dictionary_add(f->codes_with_label, query_text(q, 0));
        f->labels[len++] = str_copy(l->a, query_text(q, 1));
    }
}

static struct err *begin(struct load *l, struct filling *f)
{
    int64_t last = 0;
    switch (f->wish->of) {
    case COLUMN_FIELD:
        l->of_fields[l->of_fields_len++] = f;
        return begin_field(l, f);
    case COLUMN_WEIGHT:
        f->column = column_make(l->a, S("weight"));
        return NULL;
    case COLUMN_DAY:
        l->days = f;
        return NULL;
    case COLUMN_PERSON:
        TRY(person_last(l->a, l->db, &last));
        if (last >= CODES_MAX)
            FAIL(l->a, WHY_LIMIT, "There are more than %u persons.", CODES_MAX);
        f->column = column_make_coded(l->a, S("person"), (uint32_t)last + 1);
        return NULL;
    case COLUMN_SOURCE:
    case COLUMN_KIND:
    case COLUMN_CHANNEL:
    case COLUMN_LANGUAGE:
    case COLUMN_RELATIONSHIP:
    case COLUMN_UNIT:
    case COLUMN_TOUCHPOINT:
    case COLUMN_OF_COUNT:
        break;
    }
    return begin_names(l, f);
}

static int by_field(const void *left, const void *right)
{
    const struct filling *const *a = left, *const *b = right;
    int64_t one = (*a)->wish->field->id, two = (*b)->wish->field->id;
    return (one > two) - (one < two);
}

static void put_text(struct filling *f, str text)
{
    if (f->codes_with_label) {
        uint32_t code = dictionary_find(f->codes_with_label, text);
        text = code == CODE_MISSING ? text : f->labels[code];
    }
    if (answers_is_missing_word(text))
        column_add(f->column, CODE_MISSING);
    else
        column_add_text(f->column, text);
}

/* Answers and wishes both ascend by field; the same field may be wished twice. */
static struct err *put_answers(struct load *l, str json, int64_t id)
{
    struct arena *scratch = arena_make(0);
    struct answers_scan scan = answers_scan_make(scratch, json);
    int64_t field = 0;
    str text;
    size_t w = 0;
    while (w < l->of_fields_len && answers_scan_next(&scan, &field, &text)) {
        for (; w < l->of_fields_len && l->of_fields[w]->wish->field->id < field; w++)
            column_add(l->of_fields[w]->column, CODE_MISSING);
        for (; w < l->of_fields_len && l->of_fields[w]->wish->field->id == field; w++)
            put_text(l->of_fields[w], text);
    }
    for (; w < l->of_fields_len; w++)
        column_add(l->of_fields[w]->column, CODE_MISSING);
    arena_done(scratch);
    if (scan.is_damaged)
        FAIL(l->a, WHY_INVALID, "The answers of signal %lld in the record cannot be read.",
             (long long)id);
    return NULL;
}

static void put_built_in(struct filling *f, const struct query *q)
{
    int at = column_in_scan(f->wish->of);
    if (query_is_none(q, at)) {
        column_add(f->column, CODE_MISSING);
    } else if (f->wish->of == COLUMN_WEIGHT) {
        column_add_text(f->column, query_text(q, at));
    } else if (f->wish->of == COLUMN_PERSON) {
        column_add(f->column, (uint32_t)query_int(q, at));
    } else {
        size_t id = (size_t)query_int(q, at);
        assert(id < f->codes_len);
        column_add(f->column, f->codes[id]);
    }
}

static void put_moment(struct load *l, const struct query *q)
{
    size_t row = l->out.rows;
    if (row == l->ids_room) {
        l->ids = arena_grow_array(l->a, l->ids, row, &l->ids_room, sizeof *l->ids);
        l->at = arena_grow_array(l->a, l->at, row, &l->at_room, sizeof *l->at);
    }
    l->ids[row] = query_int(q, AT_ID);
    l->at[row] = query_int(q, AT_AT);
}

static void put_day(struct load *l, const struct query *q)
{
    size_t row = l->out.rows;
    if (row == l->day_room)
        l->day = arena_grow_array(l->a, l->day, row, &l->day_room, sizeof *l->day);
    bool assumed = query_int(q, AT_ASSUMED) != 0;
    l->day[row] = assumed ? DAY_NONE : zone_day(l->ask->zone, query_int(q, AT_AT));
    l->out.assumed += assumed;
}

static struct err *put_row(struct load *l, const struct query *q)
{
    for (size_t i = 0; i < l->ask->wishes_len; i++)
        if (l->ask->wishes[i].of != COLUMN_FIELD && l->ask->wishes[i].of != COLUMN_DAY)
            put_built_in(&l->fillings[i], q);
    if (l->days)
        put_day(l, q);
    if (l->ask->wants_moments)
        put_moment(l, q);
    if (l->of_fields_len)
        TRY(put_answers(l, query_text(q, AT_ANSWERS), query_int(q, AT_ID)));
    l->out.rows++;
    if (l->out.rows % ROWS_BETWEEN_LOOKS == 0 && arena_over_budget(l->a))
        FAIL(l->a, WHY_LIMIT, "This question needs more memory than one may have.");
    return NULL;
}

static void finish_days(struct load *l)
{
    int32_t first = INT32_MAX, last = INT32_MIN;
    for (size_t i = 0; i < l->out.rows; i++) {
        if (l->day[i] == DAY_NONE)
            continue;
        first = l->day[i] < first ? l->day[i] : first;
        last = l->day[i] > last ? l->day[i] : last;
    }
    l->out.first_day = first <= last ? first : 0;
    l->days->column =
        column_make_coded(l->a, S("day"), first <= last ? (uint32_t)(last - first) + 1 : 0);
    for (size_t i = 0; i < l->out.rows; i++)
        column_add(l->days->column,
                   l->day[i] == DAY_NONE ? CODE_MISSING : (uint32_t)(l->day[i] - first));
}

static struct err *scan(struct load *l)
{
    bool found = false;
    struct query *q = db_query(l->db, SQL(signal_scan));
    query_bind_int(q, 1, 0);
    for (;;) {
        TRY(query_next(l->a, q, &found));
        if (!found)
            return NULL;
        TRY(put_row(l, q));
    }
}

struct err *columns_load(struct arena *a, struct db *db, const struct columns_ask *ask,
                         struct columns *out)
{
    struct load l = {.a = a, .db = db, .ask = ask};
    l.fillings = ARENA_ARRAY(a, struct filling, ask->wishes_len);
    l.of_fields = ARENA_ARRAY(a, struct filling *, ask->wishes_len);
    for (size_t i = 0; i < ask->wishes_len; i++) {
        l.fillings[i].wish = &ask->wishes[i];
        TRY(begin(&l, &l.fillings[i]));
    }
    qsort(l.of_fields, l.of_fields_len, sizeof(struct filling *), by_field);
    TRY(scan(&l));
    if (l.days)
        finish_days(&l);
    l.out.list = ARENA_ARRAY(a, struct column *, ask->wishes_len);
    for (size_t i = 0; i < ask->wishes_len; i++)
        l.out.list[i] = l.fillings[i].column;
    l.out.ids = l.ids;
    l.out.at = l.at;
    *out = l.out;
    return NULL;
}
