/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/record_rows.h"

#include <stdlib.h>

#include "base/limits.h"
#include "engine/tally.h"
#include "listen/signal.h"
#include "understand/question_other.h"

enum { OFF_SCALE_ROOM = 4096 };

str record_source_key(const struct record_catalogue *catalogue, int64_t source)
{
    for (size_t i = 0; i < catalogue->sources_len; i++)
        if (catalogue->sources[i].id == source)
            return catalogue->sources[i].key;
    return S("");
}

const struct column *record_rows_of_source(struct arena *a, const struct column *column,
                                           const struct column *sources, str key)
{
    struct column *own = column_make(a, column_name(column));
    const struct dictionary *d = column_dictionary(column);
    uint32_t source = dictionary_find(column_dictionary(sources), key), size = dictionary_size(d);
    uint32_t *codes = ARENA_ARRAY(a, uint32_t, BLOCK_ROWS);
    uint32_t *from = ARENA_ARRAY(a, uint32_t, BLOCK_ROWS);
    uint32_t *code_here = ARENA_ARRAY(a, uint32_t, size); /* + 1; 0: not met so far */
    for (size_t b = 0; b < column_blocks(column); b++) {
        size_t rows = column_read_block(column, b, codes);
        (void)column_read_block(sources, b, from);
        for (size_t i = 0; i < rows; i++) {
            uint32_t code = codes[i];
            codes[i] = from[i] == source ? code : CODE_NOT_APPLICABLE;
            if (codes[i] >= CODE_NOT_APPLICABLE)
                continue;
            if (!code_here[code])
                code_here[code] =
                    dictionary_add(column_dictionary(own), dictionary_text(d, code)) + 1;
            codes[i] = code_here[code] - 1;
        }
        column_add_codes(own, codes, rows);
    }
    return own;
}

const struct filter *record_rows_filter(struct arena *a, const struct column *column,
                                        const bool *has)
{
    struct filter *f = ARENA_NEW(a, struct filter);
    *f = (struct filter){.kind = FILTER_SET, .column = column, .has = has};
    return f;
}

bool record_rows_any(const struct column *column)
{
    struct arena *scratch = arena_make(0);
    uint32_t *codes = ARENA_ARRAY(scratch, uint32_t, BLOCK_ROWS);
    bool any = false;
    for (size_t b = 0; b < column_blocks(column) && !any; b++) {
        size_t rows = column_read_block(column, b, codes);
        for (size_t i = 0; i < rows && !any; i++)
            any = codes[i] < CODE_NOT_APPLICABLE;
    }
    arena_done(scratch);
    return any;
}

/* has[source] where it has a value in the column. */
static void mark_sources(struct arena *a, const struct column *column, const struct column *sources,
                         bool *has)
{
    uint32_t *codes = ARENA_ARRAY(a, uint32_t, BLOCK_ROWS);
    uint32_t *from = ARENA_ARRAY(a, uint32_t, BLOCK_ROWS);
    for (size_t b = 0; b < column_blocks(column); b++) {
        size_t rows = column_read_block(column, b, codes);
        (void)column_read_block(sources, b, from);
        for (size_t i = 0; i < rows; i++)
            if (codes[i] < CODE_NOT_APPLICABLE && from[i] < CODE_NOT_APPLICABLE)
                has[from[i]] = true;
    }
}

const struct filter *record_sources_filter(struct arena *a,
                                           const struct record_catalogue *catalogue,
                                           const struct record_ask *ask,
                                           const struct columns *columns)
{
    const struct column *sources = columns->list[ask->source_wish];
    if (catalogue->sources_len < 2)
        return NULL;
    bool *has = ARENA_ARRAY(a, bool, column_codes(sources));
    for (size_t i = 0; i < ask->question.fields_len; i++) {
        const struct record_part *part = &ask->fields[i];
        if (part->means->source == 0) {
            mark_sources(a, columns->list[part->wish], sources, has);
            continue;
        }
        str key = record_source_key(catalogue, part->means->source);
        uint32_t code = dictionary_find(column_dictionary(sources), key);
        if (code != CODE_MISSING)
            has[code] = true;
    }
    return record_rows_filter(a, sources, has);
}

static uint64_t answers_of(const struct tally_group *group)
{
    uint64_t n = 0;
    for (size_t b = 0; b < group->bars_len; b++)
        n += group->bars[b].tally.n;
    return n;
}

static int most_first(const void *left, const void *right)
{
    const struct record_source_count *a = left, *b = right;
    if (a->n != b->n)
        return a->n > b->n ? -1 : 1;
    return str_compare(a->key, b->key);
}

struct err *record_sources_of(struct arena *a, const struct question *q,
                              const struct column *sources, struct record_source_count **counts,
                              size_t *len)
{
    struct measure_variant variant = measure_variant(a, q->measure, 0);
    struct tally_question tq = question_tally(a, q, &variant, NULL);
    struct axis axis = axis_of_column(sources);
    struct tallies t;
    tq.filter = question_rows_filter(a, q);
    tq.dimensions = &axis;
    tq.dimensions_len = 1;
    tq.person = NULL;
    TRY(tally_rows(a, &tq, &t));
    struct record_source_count *list = ARENA_ARRAY(a, struct record_source_count, t.groups_len);
    *len = 0;
    for (size_t g = 0; g < t.groups_len; g++) {
        uint64_t n = answers_of(&t.groups[g]);
        if (n && t.groups[g].key[0] < AXIS_SKIP)
            list[(*len)++] = (struct record_source_count){
                dictionary_text(column_dictionary(sources), t.groups[g].key[0]), n};
    }
    qsort(list, *len, sizeof *list, most_first);
    *counts = list;
    return NULL;
}

enum reached record_reached_of(const struct record_catalogue *catalogue,
                               const struct record_source_count *counts, size_t len)
{
    static const str words[REACHED_COUNT] = {[REACHED_UNKNOWN] = S_INIT("unknown"),
                                             [REACHED_EVERYBODY] = S_INIT("everybody"),
                                             [REACHED_RANDOM] = S_INIT("random"),
                                             [REACHED_OPEN] = S_INIT("open")};
    str word = S("unknown");
    for (size_t i = 0; i < len; i++)
        for (size_t s = 0; s < catalogue->sources_len; s++) {
            if (!str_equal(catalogue->sources[s].key, counts[i].key))
                continue;
            if (i > 0 && !str_equal(catalogue->sources[s].reach.reached, word))
                return REACHED_UNKNOWN;
            word = catalogue->sources[s].reach.reached;
        }
    for (unsigned r = 0; r < REACHED_COUNT; r++)
        if (str_equal(word, words[r]))
            return (enum reached)r;
    return REACHED_UNKNOWN;
}

struct err *record_count_answers(struct arena *a, const struct question *q, uint64_t *n)
{
    struct measure_variant variant = measure_variant(a, q->measure, 0);
    struct tally_question tq = question_tally(a, q, &variant, NULL);
    struct tallies t;
    tq.person = NULL;
    TRY(tally_rows(a, &tq, &t));
    *n = answers_of(&t.groups[0]);
    return NULL;
}

bool record_condition_mentions(const struct condition *condition,
                               const struct record_catalogue *catalogue,
                               const struct record_part *part)
{
    if (condition->kind == CONDITION_LEAF) {
        const struct record_name *means = &catalogue->means[condition->field];
        return means->column.of == part->means->column.of &&
               means->column.field == part->means->column.field;
    }
    for (size_t i = 0; i < condition->parts_len; i++)
        if (record_condition_mentions(condition->parts[i], catalogue, part))
            return true;
    return false;
}

/* A row off the scale. */
struct off_scale {
    int64_t id;
    uint32_t code;
};

static int by_id(const void *left, const void *right)
{
    const struct off_scale *a = left, *b = right;
    return (a->id > b->id) - (a->id < b->id);
}

/* The first of them by id: rows come in the order of segments. */
static size_t keep_first(struct off_scale *list, size_t len, size_t most)
{
    qsort(list, len, sizeof *list, by_id);
    return len < most ? len : most;
}

static size_t find_off_scale(struct arena *a, struct record_refused *r,
                             const struct measure_field *field, size_t most, struct off_scale *list)
{
    uint32_t *codes = ARENA_ARRAY(a, uint32_t, BLOCK_ROWS);
    size_t len = 0;
    for (size_t b = 0; b < column_blocks(field->column); b++) {
        size_t rows = column_read_block(field->column, b, codes);
        for (size_t i = 0; i < rows; i++) {
            if (codes[i] >= CODE_NOT_APPLICABLE ||
                field->scale.codes[codes[i]].meaning != SCALE_REFUSED)
                continue;
            r->len++;
            list[len++] = (struct off_scale){numbers_at(&r->ids[b], i), codes[i]};
            if (len == OFF_SCALE_ROOM)
                len = keep_first(list, len, most);
        }
    }
    return keep_first(list, len, most);
}

static bool has_refused(const struct measure_field *field)
{
    uint32_t size = column_codes(field->column);
    for (uint32_t code = 0; code < size; code++)
        if (field->scale.codes[code].meaning == SCALE_REFUSED)
            return true;
    return false;
}

void record_refused_add(struct arena *a, struct record_refused *r,
                        const struct measure_field *field, str name)
{
    if (!has_refused(field))
        return;
    struct off_scale *list = ARENA_ARRAY(a, struct off_scale, OFF_SCALE_ROOM);
    if (!r->list)
        r->list = ARENA_ARRAY(a, struct refusal, LIMIT_REFUSED_LISTED);
    size_t len = find_off_scale(a, r, field, LIMIT_REFUSED_LISTED - r->listed, list);
    for (size_t i = 0; i < len; i++) {
        str value = dictionary_text(column_dictionary(field->column), list[i].code);
        r->list[r->listed++] =
            (struct refusal){.signal = signal_public_id(a, r->installation, list[i].id),
                             .column = name,
                             .value = str_slice(value, 0, LIMIT_REFUSED_VALUE_BYTES),
                             .reason = scale_refusal(a, &field->scale, value)};
    }
}
