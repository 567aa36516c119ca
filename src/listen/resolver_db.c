/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/resolver_db.h"

#include <assert.h>

#include "base/limits.h"
#include "engine/dictionary.h"
#include "listen/field_db.h"
#include "listen/import_key.h"
#include "listen/source_db.h"
#include "people/unit_db.h"

STATEMENT(word_find);
STATEMENT(word_add);
STATEMENT(touchpoint_find);
STATEMENT(touchpoint_add);
STATEMENT(field_get);

enum { COMMENT_FROM_BYTES = 40, FIRST_FIELDS = 16 };

#define REMEMBERED_BYTES (4 * MIB)

/* Names of one kind and their numbers.  The name before is likely the next one. */
struct known {
    struct dictionary *names;
    int64_t *ids; /* [code] */
    size_t room;
    str last;
    int64_t last_id;
};

/* A field by what a source calls it. */
struct named_field {
    int64_t source;
    bool is_context;
    str name;
    struct resolved_field field;
};

struct resolver {
    struct arena *own; /* the connection's memory */
    struct arena *a;   /* the batch's */
    struct db *db;
    bool opens;
    str source; /* the sender's own: it may always be made */
    usec_t now;
    struct known names[NAME_COUNT];
    struct dictionary *field_names; /* source and name */
    struct named_field *fields;     /* [code of field_names] */
    uint32_t last_field;            /* its code: the next one likely stands behind it */
    struct resolved_field *by_id;   /* [id]; id 0: not looked up */
    size_t fields_room, by_id_room;
};

static struct resolver *make(struct db *db)
{
    struct arena *own = db_memory(db);
    struct resolver *r = ARENA_NEW(own, struct resolver);
    *r = (struct resolver){.own = own, .db = db, .field_names = dictionary_make(own)};
    r->fields_room = FIRST_FIELDS;
    r->fields = ARENA_ARRAY(own, struct named_field, r->fields_room);
    for (unsigned k = 0; k < NAME_COUNT; k++)
        r->names[k].names = dictionary_make(own);
    db_remember(db, r);
    return r;
}

struct resolver *resolver_for(struct arena *a, struct db *db, const struct signal_batch *batch)
{
    struct resolver *r = db_remembered(db);
    if (r && arena_used(r->own) > REMEMBERED_BYTES) {
        db_forget(db);
        r = NULL;
    }
    if (!r)
        r = make(db);
    r->a = a;
    r->source = batch->source;
    r->opens = batch->opens;
    r->now = batch->now;
    return r;
}

static const char *word_kind(enum name_kind kind)
{
    switch (kind) {
    case NAME_KIND:
        return "kind";
    case NAME_CHANNEL:
        return "channel";
    case NAME_LANGUAGE:
        return "language";
    case NAME_RELATIONSHIP:
        return "relationship";
    case NAME_SOURCE:
    case NAME_UNIT:
    case NAME_TOUCHPOINT:
    case NAME_COUNT:
        break;
    }
    return NULL;
}

/* Words are open: whoever may send signals may use a new one. */
static struct err *take_word(struct resolver *r, const char *kind, str word, int64_t *id)
{
    bool found = false;
    struct query *q = db_query(r->db, SQL(word_find));
    query_bind_text(q, 1, str_of_chars(kind));
    query_bind_text(q, 2, word);
    TRY(query_next(r->a, q, &found));
    *id = found ? query_int(q, 0) : 0;
    query_done(q);
    if (found)
        return NULL;
    q = db_query(r->db, SQL(word_add));
    query_bind_text(q, 1, str_of_chars(kind));
    query_bind_text(q, 2, word);
    TRY(query_run(r->a, q));
    *id = db_last_id(r->db);
    return NULL;
}

static struct err *take_touchpoint(struct resolver *r, str name, int64_t *id)
{
    bool found = false;
    struct query *q = db_query(r->db, SQL(touchpoint_find));
    query_bind_text(q, 1, name);
    TRY(query_next(r->a, q, &found));
    *id = found ? query_int(q, 0) : 0;
    query_done(q);
    if (found || !r->opens)
        return NULL;
    q = db_query(r->db, SQL(touchpoint_add));
    query_bind_text(q, 1, name);
    TRY(query_run(r->a, q));
    *id = db_last_id(r->db);
    return NULL;
}

static struct err *take_unit(struct resolver *r, str name, int64_t *id)
{
    TRY(unit_find(r->a, r->db, name, id));
    if (*id || !r->opens)
        return NULL;
    return unit_add(r->a, r->db, &(struct unit){.key = name, .name = name}, id);
}

static struct err *take_source(struct resolver *r, str key, int64_t *id)
{
    struct source source;
    TRY(source_find(r->a, r->db, key, &source));
    *id = source.id;
    if (*id || !(r->opens || str_equal(key, r->source)))
        return NULL;
    return source_add(r->a, r->db, &(struct source){.key = key, .name = key}, S(""), r->now, id);
}

static struct err *look_up(struct resolver *r, enum name_kind kind, str name, int64_t *id)
{
    switch (kind) {
    case NAME_SOURCE:
        return take_source(r, name, id);
    case NAME_UNIT:
        return take_unit(r, name, id);
    case NAME_TOUCHPOINT:
        return take_touchpoint(r, name, id);
    case NAME_KIND:
    case NAME_CHANNEL:
    case NAME_LANGUAGE:
    case NAME_RELATIONSHIP:
    case NAME_COUNT:
        break;
    }
    return take_word(r, word_kind(kind), name, id);
}

struct err *resolver_name(struct resolver *r, enum name_kind kind, str name, int64_t *id)
{
    struct known *known = &r->names[kind];
    if (str_equal(name, known->last)) {
        *id = known->last_id;
        return NULL;
    }
    *id = 0;
    if (name.len == 0)
        return NULL;
    uint32_t code = dictionary_find(known->names, name);
    if (code == CODE_MISSING) {
        TRY(look_up(r, kind, name, id));
        code = dictionary_add(known->names, name);
        if (code >= known->room)
            known->ids =
                arena_grow_array(r->own, known->ids, code, &known->room, sizeof *known->ids);
        known->ids[code] = *id;
    }
    known->last = dictionary_text(known->names, code);
    *id = known->last_id = known->ids[code];
    return NULL;
}

/* What a new field is, from its first answer: a sentence is a person's own words. */
static enum field_kind kind_of(const struct signal_value *value)
{
    struct decimal number;
    if (decimal_of_str(value->text, &number))
        return FIELD_SCORE;
    bool is_sentence = value->text.len > COMMENT_FROM_BYTES && str_has(value->text, ' ');
    return is_sentence && !value->is_context ? FIELD_COMMENT : FIELD_CHOICE;
}

static struct err *make_field(struct resolver *r, int64_t source, const struct signal_value *value,
                              int64_t *id)
{
    struct field field = {.source = value->is_context ? 0 : source,
                          .key = import_key_of_column(r->a, value->name, 0),
                          .label = value->name,
                          .kind = kind_of(value),
                          .is_context = value->is_context};
    TRY(field_find(r->a, r->db, field.source, field.key, id));
    if (*id == 0)
        TRY(field_add(r->a, r->db, &field, r->now, id));
    if (value->is_context || str_equal(field.key, value->name))
        return NULL;
    struct field_alias alias = {.source = source, .field = *id, .name = value->name};
    return field_alias_add(r->a, r->db, &alias);
}

/* That the source asks it is noted: by that name of its own. */
static struct err *find_shared(struct resolver *r, int64_t source, const struct signal_value *value,
                               int64_t *id)
{
    TRY(field_find(r->a, r->db, 0, value->name, id));
    if (*id == 0 || value->is_context)
        return NULL;
    struct field_alias alias = {.source = source, .field = *id, .name = value->name};
    return field_alias_add(r->a, r->db, &alias);
}

/* What the source calls so, then its own field of that key, then the shared one. */
static struct err *find_field(struct resolver *r, int64_t source, const struct signal_value *value,
                              int64_t *id)
{
    *id = 0;
    if (!value->is_context)
        TRY(field_alias_find(r->a, r->db, source, value->name, id));
    if (*id == 0 && !value->is_context)
        TRY(field_find(r->a, r->db, source, value->name, id));
    if (*id == 0)
        TRY(find_shared(r, source, value, id));
    if (*id == 0 && r->opens)
        TRY(make_field(r, source, value, id));
    return NULL;
}

static const struct scale_options *scale_of_field(struct arena *own, const struct field *field)
{
    struct scale_range *range = ARENA_NEW(own, struct scale_range);
    struct scale_options *options = ARENA_NEW(own, struct scale_options);
    *range = field->scale;
    *options = (struct scale_options){.given = range,
                                      .missing = field->missing,
                                      .missing_len = field->missing_len,
                                      .proposes = field->proposes,
                                      .decimal_comma = field->decimal_comma};
    return options;
}

/* Context and answers do not share fields. */
static struct err *describe(struct resolver *r, int64_t id, const struct signal_value *value,
                            struct resolved_field *out)
{
    bool found = false;
    struct field field;
    TRY(field_get(r->own, r->db, id, &field, &found));
    *out = (struct resolved_field){.id = 0};
    if (!found || (!value->field && field.is_context != value->is_context))
        return NULL;
    *out = (struct resolved_field){.id = id, .is_comment = field.kind == FIELD_COMMENT};
    if (field.has_scale && field.kind == FIELD_SCORE)
        out->scale = scale_of_field(r->own, &field);
    return NULL;
}

static struct err *look_up_id(struct resolver *r, const struct signal_value *value)
{
    struct resolved_field field = {.id = 0};
    TRY(describe(r, value->field, value, &field));
    if (field.id == 0)
        FAIL(r->a, WHY_FAILED, "There is no field number %lld.", (long long)value->field);
    size_t room = r->by_id_room;
    while ((size_t)field.id >= r->by_id_room)
        r->by_id = arena_grow_array(r->own, r->by_id, room, &r->by_id_room, sizeof *r->by_id);
    r->by_id[field.id] = field;
    return NULL;
}

static struct err *field_by_id(struct resolver *r, const struct signal_value *value,
                               struct resolved_field *out)
{
    if ((size_t)value->field >= r->by_id_room || r->by_id[value->field].id == 0)
        TRY(look_up_id(r, value));
    *out = r->by_id[value->field];
    return NULL;
}

static struct err *look_up_name(struct resolver *r, int64_t source,
                                const struct signal_value *value, uint32_t *code)
{
    char key[sizeof source + 1 + LIMIT_NAME_BYTES];
    assert(value->name.len > 0 && value->name.len <= LIMIT_NAME_BYTES);
    memcpy(key, &source, sizeof source);
    key[sizeof source] = value->is_context;
    memcpy(key + sizeof source + 1, value->name.ptr, value->name.len);
    str name = {key, sizeof source + 1 + value->name.len};
    *code = dictionary_find(r->field_names, name);
    if (*code != CODE_MISSING)
        return NULL;
    struct named_field named = {.source = source, .is_context = value->is_context};
    TRY(find_field(r, source, value, &named.field.id));
    if (named.field.id)
        TRY(describe(r, named.field.id, value, &named.field));
    *code = dictionary_add(r->field_names, name);
    if (*code >= r->fields_room)
        r->fields = arena_grow_array(r->own, r->fields, *code, &r->fields_room, sizeof *r->fields);
    assert(r->fields);
    str kept = dictionary_text(r->field_names, *code);
    named.name = str_slice(kept, kept.len - value->name.len, kept.len);
    r->fields[*code] = named;
    return NULL;
}

/* Signals of one source name their fields in the same order. */
static struct err *field_by_name(struct resolver *r, int64_t source,
                                 const struct signal_value *value, struct resolved_field *out)
{
    uint32_t size = dictionary_size(r->field_names), code = r->last_field + 1;
    code = code < size ? code : 0;
    assert(r->fields);
    const struct named_field *next = &r->fields[code];
    if (next->source != source || next->is_context != value->is_context ||
        !str_equal(next->name, value->name))
        TRY(look_up_name(r, source, value, &code));
    r->last_field = code;
    *out = r->fields[code].field;
    return NULL;
}

struct err *resolver_field(struct resolver *r, int64_t source, const struct signal_value *value,
                           struct resolved_field *out)
{
    return value->field ? field_by_id(r, value, out) : field_by_name(r, source, value, out);
}
