/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rows — for tests: small tables of answers in memory, and questions put to them.
 */
#ifndef UNDERSTAND_ROWS_H
#define UNDERSTAND_ROWS_H

#include <stdlib.h>

#include "base/test.h"
#include "stats/xoshiro.h"
#include "understand/question.h"

enum { ROWS_FIELDS = 8 };

/* A table and what is asked of it.  What is not set is not asked for. */
struct rows {
    const char *metric;
    const struct column *fields[ROWS_FIELDS]; /* up to the first NULL */
    const struct column *weight, *person;
    const struct scale_range *scale; /* --scale */
    const char *box;                 /* "4 5" */
};

/* "9 10 - 3": cells separated by one blank, - is missing, _ stands for a blank in a
 * cell. */
static inline struct column *column_of(struct test *t, const char *name, str cells)
{
    struct column *c = column_make(t->arena, str_of_chars(name));
    for (str rest = cells; rest.ptr;) {
        str cell = str_cut(rest, ' ', &rest);
        char *text = str_to_chars(t->arena, cell);
        for (size_t i = 0; i < cell.len; i++)
            text[i] = text[i] == '_' ? ' ' : text[i];
        if (str_equal(cell, S("-")))
            column_add(c, CODE_MISSING);
        else
            column_add_text(c, str_of_chars(text));
    }
    return c;
}

static inline struct column *empty_column(struct test *t, const char *name)
{
    return column_make(t->arena, str_of_chars(name));
}

static inline void add_cells(struct column *c, str cell, size_t times)
{
    for (size_t i = 0; i < times; i++)
        column_add_text(c, cell);
}

static inline struct column *column_of_table(struct test *t, const struct test_table *table,
                                             const char *name)
{
    struct column *c = column_make(t->arena, str_of_chars(name));
    for (size_t row = 0; row < table->rows_len; row++) {
        str cell = test_cell(table, row, name);
        if (cell.len)
            column_add_text(c, cell);
        else
            column_add(c, CODE_MISSING);
    }
    return c;
}

static inline void column_add_number(struct test *t, struct column *c, double number)
{
    column_add_text(c, str_format(t->arena, "%.15g", number));
}

static inline const int64_t *weights_of(struct test *t, const struct column *c)
{
    const struct dictionary *d = column_dictionary(c);
    int64_t *weights = ARENA_ARRAY(t->arena, int64_t, dictionary_size(d));
    for (uint32_t code = 0; code < dictionary_size(d); code++) {
        struct decimal weight;
        if (decimal_of_str(dictionary_text(d, code), &weight))
            CHECK(decimal_to_units(weight, 6, &weights[code]));
    }
    return weights;
}

static inline struct measure_field field_of(struct test *t, const struct rows *rows, size_t i)
{
    struct scale_options options = {
        .given = rows->scale,
        .measure = metric_find(str_of_chars(rows->metric))->scale,
        .proposes = true,
    };
    return (struct measure_field){.column = rows->fields[i],
                                  .scale = scale_of_column(t->arena, rows->fields[i], &options)};
}

/* The measure, or why there is none. */
static inline struct err *try_measure(struct test *t, const struct rows *rows, struct measure *m)
{
    struct measure_ask ask = {.metric = metric_find(str_of_chars(rows->metric))};
    struct measure_field *fields = ARENA_ARRAY(t->arena, struct measure_field, ROWS_FIELDS);
    CHECK(ask.metric);
    while (ask.fields_len < ROWS_FIELDS && rows->fields[ask.fields_len]) {
        fields[ask.fields_len] = field_of(t, rows, ask.fields_len);
        ask.fields_len++;
    }
    str *box = ARENA_ARRAY(t->arena, str, 20);
    for (str rest = rows->box ? str_of_chars(rows->box) : S(""); rest.ptr && rows->box;)
        box[ask.box_len++] = str_cut(rest, ' ', &rest);
    ask.fields = fields;
    ask.box = box;
    return measure_make(t->arena, &ask, m);
}

static inline const struct measure *measure_of(struct test *t, const struct rows *rows)
{
    struct measure *m = ARENA_NEW(t->arena, struct measure);
    CHECK_OK(try_measure(t, rows, m));
    return m;
}

static inline struct question question_of(struct test *t, const struct rows *rows)
{
    return (struct question){.measure = measure_of(t, rows),
                             .weight = rows->weight,
                             .weights = rows->weight ? weights_of(t, rows->weight) : NULL,
                             .person = rows->person,
                             .reached = REACHED_EVERYBODY};
}

static inline struct answer answer_to(struct test *t, const struct question *q)
{
    struct answer answer = {.rows = NULL};
    CHECK_OK(question_answer(t->arena, q, &answer));
    return answer;
}

/* The estimate over all rows. */
static inline struct estimate estimate_of(struct test *t, const struct rows *rows)
{
    struct question q = question_of(t, rows);
    struct answer answer = answer_to(t, &q);
    CHECK_INT(answer.rows_len, 1);
    return answer.rows[0].estimate;
}

/* Adds columns to a question's dimensions. */
static inline void ask_by(struct test *t, struct question *q, const struct column *c)
{
    struct question_dimension *all =
        ARENA_ARRAY(t->arena, struct question_dimension, q->dimensions_len + 1);
    for (size_t i = 0; i < q->dimensions_len; i++)
        all[i] = q->dimensions[i];
    all[q->dimensions_len++] =
        (struct question_dimension){.key = column_name(c), .axis = axis_of_column(c)};
    q->dimensions = all;
    q->other_mentions = ARENA_ARRAY(t->arena, bool, q->dimensions_len);
}

static inline int32_t day_of(const char *date)
{
    int32_t day = 0;
    CHECK(date_of_str(str_of_chars(date), DATE_MONTH_FIRST, &day));
    return day;
}

/* Periods as the first dimension; to be asked before ask_by(). */
static inline void ask_per(struct test *t, struct question *q, const struct column *c,
                           enum period period, const char *today)
{
    struct time_axis *time = ARENA_NEW(t->arena, struct time_axis);
    struct question_dimension *all = ARENA_NEW(t->arena, struct question_dimension);
    q->today = day_of(today);
    *time = time_axis_of_column(t->arena, c, period, q->today);
    *all = (struct question_dimension){.key = S("period"), .axis = time->axis, .time = time};
    q->time = time;
    q->dimensions = all;
    q->dimensions_len = 1;
    q->other_mentions = ARENA_ARRAY(t->arena, bool, 1);
}

/* Rows with one of these texts, separated by one blank. */
static inline const struct filter *filter_of(struct test *t, const struct column *c, str texts)
{
    const struct dictionary *d = column_dictionary(c);
    bool *has = ARENA_ARRAY(t->arena, bool, dictionary_size(d));
    while (texts.ptr) {
        uint32_t code = dictionary_find(d, str_cut(texts, ' ', &texts));
        if (code != CODE_MISSING)
            has[code] = true;
    }
    struct filter *f = ARENA_NEW(t->arena, struct filter);
    *f = (struct filter){.kind = FILTER_SET, .column = c, .has = has};
    return f;
}

/* The row with these labels of `by` (NULL: missing), and this choice where it is
 * asked of choices. */
static inline const struct answer_row *row_of(const struct answer *answer, const char *first,
                                              const char *second)
{
    const char *labels[] = {first, second, NULL};
    for (size_t r = 0; r < answer->rows_len; r++) {
        const struct answer_row *row = &answer->rows[r];
        bool is_it = true;
        for (size_t k = 0; k < answer->keys_len && k < 2; k++)
            is_it = is_it && row->by[k].known == (labels[k] != NULL) &&
                    (!labels[k] || str_equal(row->by[k].text, str_of_chars(labels[k])));
        if (answer->has_choices) {
            const char *choice = labels[answer->keys_len];
            is_it = is_it && choice && str_equal(row->choice, str_of_chars(choice));
        }
        if (is_it)
            return row;
    }
    test_fail(__FILE__, __LINE__, "there is no row %s %s", first ? first : "-",
              second ? second : "-");
}

/* Adds cells, separated by a slash. */
static inline struct column *cells_of(struct test *t, const char *name, str cells)
{
    struct column *c = empty_column(t, name);
    while (cells.ptr) {
        str cell = str_cut(cells, '/', &cells);
        if (cell.len)
            column_add_text(c, cell);
        else
            column_add(c, CODE_MISSING);
    }
    return c;
}

/* "Phone 50, Web 75": choices by name, with their percent */
static inline str shares_of(struct test *t, const struct answer *answer)
{
    struct buf b = buf_make(t->arena, 4096);
    for (size_t i = 0; i < answer->rows_len; i++)
        buf_addf(&b, "%s%.*s %.4g", i ? ", " : "", STR(answer->rows[i].choice),
                 answer->rows[i].estimate.value);
    return buf_str(&b);
}

#endif
