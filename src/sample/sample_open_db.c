/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample_open_db.h"

#include "base/date.h"
#include "listen/field_db.h"
#include "listen/source_db.h"
#include "people/person_db.h"
#include "people/unit_db.h"

STATEMENT(sample_account_last);
STATEMENT(sample_part_add);
STATEMENT(sample_source_describe);
STATEMENT(sample_touchpoint_add);
STATEMENT(sample_word_add);

struct opener {
    struct arena *a;
    struct db *db;
    struct sample_opening *o;
    int64_t sources[COMPANY_SOURCE_COUNT];
};

/* Lists a row as the sample's. */
static struct err *add_part(struct opener *op, const char *kind, int64_t id)
{
    struct query *q = db_query(op->db, SQL(sample_part_add));
    query_bind_text(q, 1, str_of_chars(kind));
    query_bind_int(q, 2, id);
    return query_run(op->a, q);
}

static struct err *open_units(struct opener *op)
{
    int64_t ids[COMPANY_UNITS];
    for (size_t i = 0; i < COMPANY_UNITS; i++) {
        const struct company_unit *u = &company_units[i];
        TRY(unit_find(op->a, op->db, u->key, &ids[i]));
        if (ids[i])
            continue;
        struct unit unit = {
            .parent = u->parent < 0 ? 0 : ids[u->parent], .key = u->key, .name = u->name};
        TRY(unit_add(op->a, op->db, &unit, &ids[i]));
        TRY(add_part(op, "unit", ids[i]));
    }
    return NULL;
}

/* Lists what the statement added, if it did. */
static struct err *run_adding(struct opener *op, struct query *q, const char *kind)
{
    TRY(query_run(op->a, q));
    return db_changes(op->db) > 0 ? add_part(op, kind, db_last_id(op->db)) : NULL;
}

static struct err *open_touchpoints(struct opener *op)
{
    for (size_t i = 0; i < COMPANY_TOUCHPOINT_COUNT; i++) {
        const struct company_touchpoint_row *t = &company_touchpoints[i];
        struct query *q = db_query(op->db, SQL(sample_touchpoint_add));
        query_bind_text(q, 1, t->key);
        query_bind_text(q, 2, t->name);
        query_bind_text(q, 3, t->channel);
        query_bind_text(q, 4, t->stage);
        TRY(run_adding(op, q, "touchpoint"));
    }
    return NULL;
}

static struct err *open_words(struct opener *op)
{
    for (size_t i = 0; i < COMPANY_WORDS; i++) {
        struct query *q = db_query(op->db, SQL(sample_word_add));
        query_bind_text(q, 1, company_words[i].kind);
        query_bind_text(q, 2, company_words[i].word);
        TRY(run_adding(op, q, "word"));
    }
    return NULL;
}

static struct err *last_account(struct opener *op, int64_t *id)
{
    bool found = false;
    struct query *q = db_query(op->db, SQL(sample_account_last));
    TRY(query_next(op->a, q, &found));
    *id = query_int(q, 0);
    query_done(q);
    return NULL;
}

static struct err *open_accounts(struct opener *op)
{
    struct person_keys keys = person_keys_of(op->o->installation);
    for (size_t i = 0; i < COMPANY_ACCOUNTS; i++) {
        int64_t last = 0, id = 0;
        TRY(last_account(op, &last));
        TRY(account_take(op->a, op->db, &keys, company_accounts[i], &id));
        if (id > last)
            TRY(add_part(op, "account", id));
    }
    return NULL;
}

static struct err *open_sources(struct opener *op)
{
    for (size_t i = 0; i < COMPANY_SOURCE_COUNT; i++) {
        const struct company_source_row *row = &company_sources[i];
        struct source known;
        TRY(source_find(op->a, op->db, row->key, &known));
        op->sources[i] = known.id;
        if (known.id && known.is_sample)
            continue;
        if (known.id)
            FAIL(op->a, WHY_CONFLICT,
                 "There is a source called %.*s already, and it is not the sample's.",
                 STR(row->key));
        TRY(source_add(op->a, op->db, &(struct source){.key = row->key, .name = row->name}, S(""),
                       op->o->options->now, &op->sources[i]));
        TRY(add_part(op, "source", op->sources[i]));
        struct query *q = db_query(op->db, SQL(sample_source_describe));
        query_bind_int(q, 1, op->sources[i]);
        query_bind_text(q, 2, row->name);
        query_bind_text(q, 3, row->reached);
        TRY(query_run(op->a, q));
    }
    return NULL;
}

static struct err *add_field(struct opener *op, const struct company_field_row *row, int64_t source,
                             int64_t *id)
{
    struct field field = {.source = source,
                          .key = row->key,
                          .label = row->label,
                          .kind = row->kind,
                          .is_context = row->source == COMPANY_CONTEXT,
                          .has_scale = row->hi > row->lo};
    field.scale =
        (struct scale_range){.lo = decimal_of_int(row->lo), .hi = decimal_of_int(row->hi)};
    field.meaning.of[ASPECT_MEASURES] = row->measures;
    field.meaning.of[ASPECT_BETTER] = field.has_scale ? S("high") : S("");
    if (row->source == COMPANY_SHARED)
        FAIL(op->a, WHY_CONFLICT,
             "The record has no field called %.*s, which every record has from the start.",
             STR(row->key));
    TRY(field_add(op->a, op->db, &field, op->o->options->now, id));
    return add_part(op, "field", *id);
}

static struct err *open_fields(struct opener *op)
{
    for (size_t i = 0; i < COMPANY_FIELD_COUNT; i++) {
        const struct company_field_row *row = &company_fields[i];
        int64_t source = row->source < 0 ? 0 : op->sources[row->source];
        TRY(field_find(op->a, op->db, source, row->key, &op->o->fields[i]));
        if (op->o->fields[i] == 0)
            TRY(add_field(op, row, source, &op->o->fields[i]));
    }
    return NULL;
}

/* The sample that this is to be: the one that was begun, or a new one. */
static struct err *open_sample(struct opener *op)
{
    struct sample *sample = &op->o->sample;
    const struct sample_options *options = op->o->options;
    TRY(sample_find(op->a, op->db, sample));
    if (sample->state == SAMPLE_BEGUN)
        return NULL;
    if (sample->state == SAMPLE_REMOVING)
        FAIL(op->a, WHY_CONFLICT,
             "A sample is being removed from this record; attune sample --remove goes on with it.");
    if (sample->state == SAMPLE_DONE)
        FAIL(op->a, WHY_CONFLICT,
             "There is a sample in this record already, of %llu signals; attune sample --remove "
             "takes it out.",
             (unsigned long long)sample->signals);
    *sample = (struct sample){.state = SAMPLE_BEGUN,
                              .signals = options->signals,
                              .seed = options->seed,
                              .end_day = options->end_day};
    return sample_begin(op->a, op->db, options);
}

struct err *sample_open(struct arena *a, struct db *db, void *what)
{
    struct opener op = {.a = a, .db = db, .o = what};
    TRY(open_sample(&op));
    TRY(open_units(&op));
    TRY(open_touchpoints(&op));
    TRY(open_words(&op));
    TRY(open_accounts(&op));
    TRY(open_sources(&op));
    return open_fields(&op);
}
