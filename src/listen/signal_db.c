/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The door: signals become rows, all of a batch in one transaction.
 */
#include <assert.h>
#include <stdlib.h>

#include "base/json_lex.h"
#include "base/limits.h"
#include "base/text.h"
#include "listen/answers.h"
#include "listen/answers_json.h"
#include "listen/card_number.h"
#include "listen/resolver_db.h"
#include "listen/signal.h"
#include "listen/signal_check.h"
#include "people/person_db.h"

STATEMENT(counter_get);
STATEMENT(counter_set);
STATEMENT(signal_add);
STATEMENT(signal_by_key);
STATEMENT(verbatim_add);
STATEMENT(verbatim_list);

struct signal_submission {
    struct arena *arena;
    struct store *store;
    struct signal_batch *batch;
    struct person_keys keys;
    struct write write;
    struct err *refused; /* before it was queued */
};

/* A value with the number of its field. */
struct placed {
    int64_t field;
    str text;
};

/* One signal on its way into its row. */
struct row {
    int64_t source, kind, person, account, relationship, touchpoint, unit, channel, language;
    struct placed *answers, *verbatims;
    size_t answers_len, verbatims_len;
    str json;
};

/* A batch on its way. */
struct entry {
    struct arena *a;
    struct db *db;
    struct signal_batch *batch;
    const struct person_keys *keys;
    struct resolver *resolver;
    struct buf json;       /* used again for every signal */
    struct placed *placed; /* likewise: answers from the front, verbatims behind them */
    size_t placed_room;
    int64_t next_id;
};

static void add_fault(struct entry *e, size_t index, str pointer, const char *code, str detail)
{
    struct signal_fault fault = {
        .index = index, .pointer = pointer, .code = code, .detail = detail};
    signal_add_fault(e->a, e->batch, &fault);
}

static void unknown(struct entry *e, size_t index, str pointer, const char *code, str name)
{
    add_fault(e, index, pointer, code,
              str_format(e->a, "%.*s is not known, and this sender may not make it known.",
                         STR(text_quote(e->a, name))));
}

/* The names of a signal; what is not known becomes a fault. */
static struct err *resolve_names(struct entry *e, size_t index, struct row *row)
{
    const struct signal *s = &e->batch->signals[index];
    const struct {
        enum name_kind kind;
        str name;
        int64_t *id;
        str pointer;
        const char *code;
    } names[] = {
        {NAME_SOURCE, s->source.len ? s->source : e->batch->source, &row->source, S("/source"),
         "unknown_source"},
        {NAME_KIND, s->kind.len ? s->kind : S("survey"), &row->kind, S("/kind"), "unknown_kind"},
        {NAME_CHANNEL, s->channel, &row->channel, S("/channel"), "unknown_channel"},
        {NAME_LANGUAGE, s->language, &row->language, S("/language"), "unknown_language"},
        {NAME_RELATIONSHIP, s->relationship, &row->relationship, S("/relationship"),
         "unknown_relationship"},
        {NAME_UNIT, s->unit, &row->unit, S("/unit"), "unknown_unit"},
        {NAME_TOUCHPOINT, s->touchpoint, &row->touchpoint, S("/touchpoint"), "unknown_touchpoint"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        TRY(resolver_name(e->resolver, names[i].kind, names[i].name, names[i].id));
        if (names[i].name.len && *names[i].id == 0)
            unknown(e, index, names[i].pointer, names[i].code, names[i].name);
    }
    return NULL;
}

static struct err *resolve_people(struct entry *e, size_t index, struct row *row)
{
    const struct signal *s = &e->batch->signals[index];
    struct person_names names = {.external_id = s->person_external_id, .email = s->person_email};
    struct err *failed = person_take(e->a, e->db, e->keys, names, e->batch->now, &row->person);
    if (failed && failed->why == WHY_CONFLICT) {
        add_fault(e, index, S("/person"), SIGNAL_TWO_PERSONS, failed->text);
        return NULL;
    }
    TRY(failed);
    if (s->account.len)
        TRY(account_take(e->a, e->db, e->keys, s->account, &row->account));
    return NULL;
}

static int by_field(const void *left, const void *right)
{
    const struct placed *a = left, *b = right;
    return (a->field > b->field) - (a->field < b->field);
}

static void check_each_once(struct entry *e, size_t index, const struct placed *list, size_t len)
{
    for (size_t i = 1; i < len; i++) {
        if (list[i - 1].field != list[i].field)
            continue;
        add_fault(e, index, S("/answers"), "repeated_field",
                  S("Two answers are to the same field."));
    }
}

/* Sorts only where it must: a file's columns ascend by themselves. */
static void order(struct entry *e, size_t index, struct placed *list, size_t len)
{
    bool ascends = true;
    for (size_t i = 1; i < len && ascends; i++)
        ascends = list[i - 1].field < list[i].field;
    if (ascends)
        return;
    qsort(list, len, sizeof *list, by_field);
    check_each_once(e, index, list, len);
}

static void make_room(struct entry *e, size_t values)
{
    if (e->placed_room >= 2 * values)
        return;
    e->placed_room = 4 * values;
    e->placed = ARENA_ARRAY(e->a, struct placed, e->placed_room);
}

static str pointer_of(struct entry *e, const struct signal_value *value)
{
    return json_lex_pointer(e->a, value->is_context ? S("/context") : S("/answers"), value->name);
}

/* A table's cells were looked at with their column (import_plan_refusal). */
static void check_scale(struct entry *e, size_t index, const struct signal_value *value,
                        const struct resolved_field *field)
{
    if (value->field || !field->scale ||
        scale_has(field->scale->given, field->scale->decimal_comma, value->text) ||
        answers_is_missing_word(value->text))
        return;
    str reason = scale_refusal_of(e->a, field->scale, value->text);
    if (reason.len)
        add_fault(
            e, index, pointer_of(e, value), "off_scale",
            str_format(e->a, "%.*s is %.*s.", STR(text_quote(e->a, value->text)), STR(reason)));
}

/* What people wrote, without the numbers of payment cards: nobody here may keep them. */
static struct placed without_cards(struct entry *e, struct placed words)
{
    size_t cards = 0;
    words.text = card_number_mask(e->a, words.text, &cards);
    return words;
}

static struct err *resolve_values(struct entry *e, size_t index, struct row *row)
{
    const struct signal *s = &e->batch->signals[index];
    make_room(e, s->values_len);
    row->answers = e->placed;
    row->verbatims = e->placed + s->values_len;
    for (size_t i = 0; i < s->values_len; i++) {
        const struct signal_value *value = &s->values[i];
        struct resolved_field field;
        TRY(resolver_field(e->resolver, row->source, value, &field));
        check_scale(e, index, value, &field);
        struct placed placed = {field.id, value->text};
        if (field.id == 0)
            unknown(e, index, pointer_of(e, value),
                    value->is_context ? "unknown_context" : "unknown_field", value->name);
        else if (field.is_comment)
            row->verbatims[row->verbatims_len++] = without_cards(e, placed);
        else
            row->answers[row->answers_len++] = placed;
    }
    order(e, index, row->answers, row->answers_len);
    order(e, index, row->verbatims, row->verbatims_len);
    return NULL;
}

static void write_json(struct entry *e, struct row *row)
{
    e->json.len = 0;
    struct answers_writer w = answers_json_begin(&e->json);
    for (size_t i = 0; i < row->answers_len; i++)
        answers_json_add(&w, row->answers[i].field, row->answers[i].text);
    answers_json_end(&w);
    row->json = buf_str(&e->json);
}

static void bind_id(struct query *q, int parameter, int64_t id)
{
    if (id)
        query_bind_int(q, parameter, id);
    else
        query_bind_none(q, parameter);
}

/* *added false: its key was known. */
static struct err *add_row(struct entry *e, const struct signal *s, const struct row *row,
                           bool *added)
{
    struct query *q = db_query(e->db, SQL(signal_add));
    query_bind_int(q, 1, e->next_id);
    query_bind_int(q, 2, row->source);
    query_bind_blob(q, 3, s->key);
    query_bind_int(q, 4, s->at);
    query_bind_int(q, 5, s->at_assumed);
    query_bind_int(q, 6, e->batch->now);
    query_bind_int(q, 7, row->kind);
    bind_id(q, 8, row->person);
    bind_id(q, 9, row->account);
    bind_id(q, 10, row->relationship);
    bind_id(q, 11, row->touchpoint);
    bind_id(q, 12, row->unit);
    bind_id(q, 13, row->channel);
    bind_id(q, 14, row->language);
    if (s->has_weight)
        query_bind_text(q, 15, decimal_to_str(e->a, s->weight));
    query_bind_text(q, 16, row->json);
    TRY(query_run(e->a, q));
    *added = db_changes(e->db) > 0;
    return NULL;
}

static struct err *add_verbatims(struct entry *e, const struct row *row)
{
    for (size_t i = 0; i < row->verbatims_len; i++) {
        struct query *q = db_query(e->db, SQL(verbatim_add));
        query_bind_int(q, 1, e->next_id);
        query_bind_int(q, 2, row->verbatims[i].field);
        query_bind_text(q, 3, row->verbatims[i].text);
        TRY(query_run(e->a, q));
    }
    return NULL;
}

/* Whether the verbatims on record are these. */
static struct err *compare_verbatims(struct entry *e, int64_t id, const struct row *row,
                                     bool *differs)
{
    bool found = false;
    struct query *q = db_query(e->db, SQL(verbatim_list));
    query_bind_int(q, 1, id);
    for (size_t i = 0; !*differs; i++) {
        TRY(query_next(e->a, q, &found));
        if (!found) {
            *differs = i != row->verbatims_len;
            return NULL;
        }
        *differs = i >= row->verbatims_len || query_int(q, 0) != row->verbatims[i].field ||
                   !str_equal(query_text(q, 1), row->verbatims[i].text);
    }
    query_done(q);
    return NULL;
}

/* Whether what is known says otherwise who, where or how much; a person or an account that
 * was taken from the record says nothing. */
static bool is_of_others(struct entry *e, const struct query *q, const struct signal *s,
                         const struct row *row)
{
    const int64_t ids[] = {row->relationship, row->touchpoint, row->unit, row->channel,
                           row->language};
    enum { WEIGHT = 4, PERSON, ACCOUNT, IDS };
    str weight = s->has_weight ? decimal_to_str(e->a, s->weight) : S("");
    bool differs = !str_equal(query_text(q, WEIGHT), weight);
    differs = differs || (!query_is_none(q, PERSON) && query_int(q, PERSON) != row->person);
    bool of_account = !query_is_none(q, ACCOUNT) && query_int(q, ACCOUNT) != row->account;
    differs = differs || (of_account && (row->account || !e->batch->leaves_out_personal));
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        differs = differs || query_int(q, IDS + (int)i) != ids[i];
    return differs;
}

static struct err *find_first(struct entry *e, const struct signal *s, const struct row *row,
                              struct signal_outcome *out)
{
    bool found = false;
    struct query *q = db_query(e->db, SQL(signal_by_key));
    query_bind_int(q, 1, row->source);
    query_bind_blob(q, 2, s->key);
    TRY(query_next(e->a, q, &found));
    assert(found);
    *out = (struct signal_outcome){.id = query_int(q, 0), .is_duplicate = true};
    bool timed = query_int(q, 2) == 0 && !s->at_assumed;
    out->differs = !str_equal(query_text(q, 3), row->json) || (timed && query_int(q, 1) != s->at) ||
                   is_of_others(e, q, s, row);
    query_done(q);
    if (e->batch->leaves_out_personal && row->verbatims_len == 0)
        return NULL;
    return compare_verbatims(e, out->id, row, &out->differs);
}

/* What repeats a signal on record is its duplicate, however much is wrong with it:
 * *is_known, and nothing is. */
static struct err *excuse(struct entry *e, size_t index, int64_t source, size_t faults,
                          bool *is_known)
{
    *is_known = false;
    if (e->batch->faults_len == faults || source == 0)
        return NULL;
    struct query *q = db_query(e->db, SQL(signal_by_key));
    query_bind_int(q, 1, source);
    query_bind_blob(q, 2, e->batch->signals[index].key);
    TRY(query_next(e->a, q, is_known));
    if (!*is_known)
        return NULL;
    e->batch->faults_len = faults;
    e->batch->outcomes[index] =
        (struct signal_outcome){.id = query_int(q, 0), .is_duplicate = true, .differs = true};
    query_done(q);
    /* That a name is unknown is remembered, and here nothing fails because of it. */
    db_forget(e->db);
    e->resolver = resolver_for(e->a, e->db, e->batch);
    return NULL;
}

static struct err *take_signal(struct entry *e, size_t index)
{
    const struct signal *s = &e->batch->signals[index];
    struct row row = {.source = 0};
    size_t faults = e->batch->faults_len;
    bool added = false, is_known = false;
    TRY(resolve_names(e, index, &row));
    TRY(resolve_values(e, index, &row));
    TRY(resolve_people(e, index, &row));
    TRY(excuse(e, index, row.source, faults, &is_known));
    if (is_known)
        return NULL;
    if (e->batch->faults_len)
        return NULL; /* nothing will be kept; look for further faults */
    write_json(e, &row);
    if (e->json.full)
        FAIL(e->a, WHY_LIMIT, "The answers of signal %zu are longer than %zu MiB.", index + 1,
             LIMIT_RECORD_BYTES / MIB);
    TRY(add_row(e, s, &row, &added));
    if (!added)
        return find_first(e, s, &row, &e->batch->outcomes[index]);
    TRY(add_verbatims(e, &row));
    e->batch->outcomes[index] = (struct signal_outcome){.id = e->next_id++};
    return NULL;
}

static struct err *read_counter(struct entry *e)
{
    bool found = false;
    struct query *q = db_query(e->db, SQL(counter_get));
    query_bind_text(q, 1, S("signal"));
    TRY(query_next(e->a, q, &found));
    assert(found);
    e->next_id = query_int(q, 0);
    query_done(q);
    return NULL;
}

static struct err *write_counter(struct entry *e)
{
    struct query *q = db_query(e->db, SQL(counter_set));
    query_bind_text(q, 1, S("signal"));
    query_bind_int(q, 2, e->next_id);
    return query_run(e->a, q);
}

/* On the writer's thread. */
static struct err *take_batch(struct arena *a, struct db *db, void *what)
{
    struct signal_submission *s = what;
    struct entry e = {.a = a,
                      .db = db,
                      .batch = s->batch,
                      .keys = &s->keys,
                      .resolver = resolver_for(a, db, s->batch),
                      .json = buf_make(a, LIMIT_RECORD_BYTES)};
    if (s->batch->before)
        TRY(s->batch->before(a, db, s->batch, s->batch->also_what));
    TRY(read_counter(&e));
    int64_t first = e.next_id;
    for (size_t i = 0; i < s->batch->len && s->batch->faults_len < LIMIT_FAULTS; i++)
        TRY(take_signal(&e, i));
    TRY(signal_faults_err(a, s->batch));
    if (e.next_id != first)
        TRY(write_counter(&e));
    return s->batch->also ? s->batch->also(a, db, s->batch, s->batch->also_what) : NULL;
}

struct signal_submission *signal_begin(struct arena *a, struct store *s, struct signal_batch *batch)
{
    struct signal_submission *submission = ARENA_NEW(a, struct signal_submission);
    *submission = (struct signal_submission){.arena = a, .store = s, .batch = batch};
    batch->outcomes = ARENA_ARRAY(a, struct signal_outcome, batch->len);
    batch->faults = NULL;
    batch->faults_len = 0;
    submission->refused = signal_check(a, batch);
    if (submission->refused)
        return submission;
    submission->keys = person_keys_of(store_key(s));
    submission->write = (struct write){.apply = take_batch, .what = submission, .arena = a};
    store_begin_write(s, &submission->write);
    return submission;
}

struct err *signal_end(struct signal_submission *submission)
{
    if (submission->refused)
        return submission->refused;
    return store_end_write(submission->store, &submission->write);
}

struct err *signal_submit(struct arena *a, struct store *s, struct signal_batch *batch)
{
    return signal_end(signal_begin(a, s, batch));
}
