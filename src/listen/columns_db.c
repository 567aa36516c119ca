/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/columns_db.h"

#include <assert.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/limits.h"
#include "listen/answers.h"
#include "listen/columns_private.h"
#include "listen/field_db.h"
#include "people/person_db.h"

STATEMENT(column_text_list);

enum { TEXTS_BETWEEN_LOOKS = 64 * 1024 };

str columns_file_name(struct arena *a, const struct column_wish *wish)
{
    static const str names[COLUMN_OF_COUNT] = {
        [COLUMN_SOURCE] = S_INIT("source"),   [COLUMN_KIND] = S_INIT("kind"),
        [COLUMN_CHANNEL] = S_INIT("channel"), [COLUMN_LANGUAGE] = S_INIT("language"),
        [COLUMN_UNIT] = S_INIT("unit"),       [COLUMN_RELATIONSHIP] = S_INIT("relationship"),
        [COLUMN_WEIGHT] = S_INIT("weight"),   [COLUMN_TOUCHPOINT] = S_INIT("touchpoint"),
        [COLUMN_DAY] = S_INIT("day"),         [COLUMN_PERSON] = S_INIT("person"),
    };
    if (wish->of == COLUMN_FIELD)
        return str_format(a, "f%lld", (long long)wish->field->id);
    return names[wish->of];
}

/* A choice is shown by its labels, and so is any dimension; what was laid down to be no answer
 * is none. */
static struct err *read_labels(struct load *l, struct filling *f)
{
    const struct field_code *codes = NULL;
    size_t len = 0;
    if (l->is_raw || (f->wish->field->kind != FIELD_CHOICE && !f->wish->by_label))
        return NULL;
    f->missing = f->wish->field->missing;
    f->missing_len = f->wish->field->missing_len;
    TRY(field_code_list(l->a, l->db, f->wish->field->id, &codes, &len));
    if (len == 0)
        return NULL;
    f->coded = dictionary_make(l->a);
    f->labels = ARENA_ARRAY(l->a, str, len);
    for (size_t i = 0; i < len; i++) {
        dictionary_add(f->coded, codes[i].code);
        f->labels[i] = codes[i].label;
    }
    return NULL;
}

static struct err *read_names(struct load *l, struct filling *f)
{
    struct column_names names;
    if (l->is_raw)
        return NULL;
    TRY(columns_names(l->a, l->db, f->wish->of, &names));
    for (size_t i = 0; i < names.len; i++)
        if ((size_t)names.ids[i] >= f->names_len)
            f->names_len = (size_t)names.ids[i] + 1;
    f->name_of_id = ARENA_ARRAY(l->a, str, f->names_len);
    for (size_t i = 0; i < names.len; i++)
        f->name_of_id[names.ids[i]] = names.texts[i];
    return NULL;
}

uint32_t columns_code_of_id(struct load *l, struct filling *f, int64_t id)
{
    size_t at = (size_t)id, len = f->ids_len;
    if (at >= len) {
        size_t room = at * 2 + 16;
        uint32_t *grown = ARENA_ARRAY(l->a, uint32_t, room);
        for (size_t i = 0; i < room; i++)
            grown[i] = i < len ? f->code_of_id[i] : CODE_UNKNOWN;
        f->code_of_id = grown;
        f->ids_len = room;
    }
    if (f->code_of_id[at] == CODE_UNKNOWN) {
        bool named = f->name_of_id && at < f->names_len && f->name_of_id[at].ptr;
        str text = named ? f->name_of_id[at] : str_format(l->a, "%lld", (long long)id);
        f->code_of_id[at] = dictionary_add(column_dictionary(f->column), text);
    }
    return f->code_of_id[at];
}

static bool is_no_answer(const struct filling *f, str code)
{
    for (size_t i = 0; i < f->missing_len; i++)
        if (str_equal(f->missing[i], code))
            return true;
    return false;
}

static uint32_t code_of_text(struct filling *f, str text)
{
    if (is_no_answer(f, text))
        return CODE_MISSING;
    if (f->coded) {
        uint32_t code = dictionary_find(f->coded, text);
        text = code == CODE_MISSING ? text : f->labels[code];
    }
    if (!f->keeps_missing_words && answers_is_missing_word(text))
        return CODE_MISSING;
    return dictionary_add(column_dictionary(f->column), text);
}

uint32_t columns_code_of_text(struct filling *f, str text)
{
    size_t cell = short_cell(text);
    if (cell == SHORT_CELLS)
        return code_of_text(f, text);
    if (!f->short_codes[cell])
        f->short_codes[cell] = code_of_text(f, text) + 2; /* 1: missing */
    return f->short_codes[cell] - 2;
}

/* The code here of a text that segments have a code for. */
static uint32_t code_of_sealed(struct load *l, struct filling *f, str text)
{
    struct decimal id;
    if (f->wish->of == COLUMN_FIELD || f->wish->of == COLUMN_WEIGHT)
        return columns_code_of_text(f, text);
    return decimal_of_str(text, &id) ? columns_code_of_id(l, f, id.mantissa) : CODE_MISSING;
}

/* Codes are given in the order of column_text; where labels or names are the same for
 * two of them, they are other codes here. */
static struct err *read_sealed_texts(struct load *l, struct filling *f)
{
    bool found = false, same = true;
    size_t room = 0;
    uint32_t *code_here = NULL;
    struct query *q = db_query(l->db, SQL(column_text_list));
    query_bind_text(q, 1, f->name);
    for (;;) {
        TRY(query_next(l->a, q, &found));
        if (!found)
            break;
        if (f->sealed_codes == room)
            code_here =
                arena_grow_array(l->a, code_here, f->sealed_codes, &room, sizeof *code_here);
        assert(code_here);
        uint32_t code = code_of_sealed(l, f, query_text(q, 0));
        same = same && code == f->sealed_codes;
        code_here[f->sealed_codes++] = code;
        if (f->sealed_codes % TEXTS_BETWEEN_LOOKS == 0)
            TRY(columns_check_memory(l));
    }
    f->code_here = same ? NULL : code_here;
    return NULL;
}

static struct err *begin_person(struct load *l, struct filling *f)
{
    int64_t last = 0;
    TRY(person_last(l->a, l->db, &last));
    if (last >= CODES_MAX)
        FAIL(l->a, WHY_LIMIT, "There are more than %u persons.", CODES_MAX);
    f->sealed_codes = (uint32_t)last + 1;
    f->column = column_make_coded(l->a, S("person"), f->sealed_codes);
    return NULL;
}

static struct err *begin(struct load *l, struct filling *f)
{
    f->name = columns_file_name(l->a, f->wish);
    switch (f->wish->of) {
    case COLUMN_DAY:
        l->days = f;
        return NULL;
    case COLUMN_PERSON:
        return begin_person(l, f);
    case COLUMN_FIELD:
        l->of_fields[l->of_fields_len++] = f;
        f->column = column_make(l->a, f->wish->field->key);
        f->keeps_missing_words = l->is_raw && f->wish->field->kind == FIELD_CHOICE;
        TRY(read_labels(l, f));
        break;
    case COLUMN_WEIGHT:
        f->column = column_make(l->a, S("weight"));
        break;
    case COLUMN_SOURCE:
    case COLUMN_KIND:
    case COLUMN_CHANNEL:
    case COLUMN_LANGUAGE:
    case COLUMN_RELATIONSHIP:
    case COLUMN_UNIT:
    case COLUMN_TOUCHPOINT:
    case COLUMN_OF_COUNT:
        f->column = column_make(l->a, S(""));
        TRY(read_names(l, f));
        break;
    }
    return l->cursor ? read_sealed_texts(l, f) : NULL;
}

struct err *columns_check_memory(struct load *l)
{
    if (!arena_over_budget(l->a))
        return NULL;
    if (l->is_raw)
        FAIL(l->a, WHY_LIMIT,
             "The record has more different texts, or more fields, than columns can be made of in "
             "%zu GiB of memory; questions read it itself, more slowly.",
             LIMIT_SEAL_BYTES / GIB);
    FAIL(l->a, WHY_LIMIT, "This question needs more memory than one may have.");
}

static int by_field(const void *left, const void *right)
{
    const struct filling *const *a = left, *const *b = right;
    int64_t one = (*a)->wish->field->id, two = (*b)->wish->field->id;
    return (one > two) - (one < two);
}

struct err *columns_begin(struct load *l)
{
    l->fillings = ARENA_ARRAY(l->a, struct filling, l->ask->wishes_len);
    l->of_fields = ARENA_ARRAY(l->a, struct filling *, l->ask->wishes_len);
    for (size_t i = 0; i < l->ask->wishes_len; i++) {
        l->fillings[i].wish = &l->ask->wishes[i];
        TRY(begin(l, &l->fillings[i]));
    }
    qsort(l->of_fields, l->of_fields_len, sizeof(struct filling *), by_field);
    return NULL;
}

void columns_note_block(struct load *l, struct numbers ids, struct numbers at)
{
    if (l->blocks == l->block_ids_room) {
        l->block_ids = arena_grow_array(l->a, l->block_ids, l->blocks, &l->block_ids_room,
                                        sizeof *l->block_ids);
        l->block_at =
            arena_grow_array(l->a, l->block_at, l->blocks, &l->block_at_room, sizeof *l->block_at);
    }
    l->block_ids[l->blocks] = ids;
    l->block_at[l->blocks++] = at;
}

static void note_day(int32_t day, int32_t *first, int32_t *last)
{
    *first = day < *first ? day : *first;
    *last = day > *last ? day : *last;
}

/* From the first day to the last of all that is there; whole months of segments. */
static void find_days(const struct load *l, int32_t *first, int32_t *last)
{
    for (size_t i = 0; i < l->day_blocks_len; i++) {
        int32_t month = period_of_day(PERIOD_MONTH, l->day_blocks[i].month_first);
        note_day(period_start(PERIOD_MONTH, month), first, last);
        note_day(period_start(PERIOD_MONTH, month + 1) - 1, first, last);
    }
    for (size_t i = 0; i < l->tail_rows; i++)
        if (l->day[i] != DAY_NONE)
            note_day(l->day[i], first, last);
}

static uint64_t count_missing(const struct column *column)
{
    struct arena *scratch = arena_make(0);
    uint32_t *codes = ARENA_ARRAY(scratch, uint32_t, BLOCK_ROWS);
    uint64_t missing = 0;
    for (size_t b = 0; b < column_blocks(column); b++) {
        size_t rows = column_read_block(column, b, codes);
        for (size_t i = 0; i < rows; i++)
            missing += codes[i] >= CODE_NOT_APPLICABLE;
    }
    arena_done(scratch);
    return missing;
}

static void finish_days(struct load *l)
{
    int32_t first = INT32_MAX, last = INT32_MIN;
    find_days(l, &first, &last);
    l->out.first_day = first <= last ? first : 0;
    l->days->column =
        column_make_coded(l->a, S("day"), first <= last ? (uint32_t)(last - first) + 1 : 0);
    for (size_t i = 0; i < l->day_blocks_len; i++) {
        struct day_block *b = &l->day_blocks[i];
        uint32_t offset = (uint32_t)(b->month_first - first);
        if (b->kept.width)
            b->kept.offset += offset;
        else if (b->kept.filler < CODE_NOT_APPLICABLE)
            b->kept.filler += offset;
        column_add_block(l->days->column, b->kept, b->rows);
    }
    for (size_t i = 0; i < l->tail_rows; i++)
        column_add(l->days->column,
                   l->day[i] == DAY_NONE ? CODE_MISSING : (uint32_t)(l->day[i] - first));
    l->out.assumed = count_missing(l->days->column);
}

void columns_finish(struct load *l)
{
    if (l->days)
        finish_days(l);
    for (size_t first = 0; first < l->tail_rows; first += BLOCK_ROWS) {
        struct numbers ids = {.numbers = l->ids + first, .width = sizeof(int64_t)};
        struct numbers at = {.numbers = l->at + first, .width = sizeof(int64_t)};
        columns_note_block(l, ids, at);
    }
    l->out.ids = l->block_ids;
    l->out.at = l->block_at;
    l->out.list = ARENA_ARRAY(l->a, struct column *, l->ask->wishes_len);
    for (size_t i = 0; i < l->ask->wishes_len; i++) {
        struct column *column = l->fillings[i].column;
        bool look = l->knows_too_much && column_dictionary(column);
        l->out.list[i] = look ? columns_without_absent(l->a, column) : column;
    }
}

static struct err *load(struct load *l)
{
    if (l->ask->folder.len)
        TRY(columns_read_manifest(l));
    TRY(columns_begin(l));
    TRY(columns_add_segments(l));
    TRY(columns_add_tail(l));
    columns_finish(l);
    return NULL;
}

/* Whatever keeps a file from being read, the record has all that was in it; and what
 * was left out of them. */
static struct err *load_again(struct load *l, const struct columns_ask *without, struct err *e)
{
    str damaged = l->is_left_out ? S("") : e->text;
    if (!l->is_left_out && (e->why == WHY_INVALID || e->why == WHY_MISSING))
        columns_note_damage(l->ask->folder);
    *l = (struct load){.a = l->a, .db = l->db, .ask = without, .limit = INT64_MAX};
    l->out.damaged = damaged;
    return load(l);
}

struct err *columns_load(struct arena *a, struct db *db, const struct columns_ask *ask,
                         struct columns *out)
{
    struct load l = {.a = a, .db = db, .ask = ask, .limit = INT64_MAX};
    struct columns_ask without = *ask;
    without.folder = S("");
    struct err *e = load(&l);
    if (e && (l.failed_on_file || l.is_left_out))
        e = load_again(&l, &without, e);
    TRY(e);
    *out = l.out;
    return NULL;
}
