/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/export_db.h"

#include "listen/answers_json.h"
#include "listen/columns_db.h"
#include "listen/field_db.h"
#include "people/person_db.h"

STATEMENT(export_scan);
STATEMENT(export_answers);
STATEMENT(export_comments);
STATEMENT(verbatim_list);

enum { ROWS_BETWEEN_CLEANINGS = 256 };

/* ---- columns ---- */

/* What is being found out about the fields of a source. */
struct finding {
    struct arena *a;
    struct db *db;
    struct export *out;
    struct field *fields;
    size_t fields_len;
    struct field_alias *aliases;
    size_t aliases_len;
    bool *is_used; /* [id of the field] */
    int64_t last;  /* id of a field */
    bool has_accounts, has_persons;
};

static struct err *damaged(struct arena *a, const struct source *source)
{
    FAIL(a, WHY_INVALID,
         "The answers of a signal of \"%.*s\" cannot be read: the record is damaged.",
         STR(source->key));
}

static struct err *note_answers(struct finding *f, str json)
{
    int64_t field = 0;
    str text;
    struct arena *own = arena_make(0);
    struct answers_scan scan = answers_scan_make(own, json);
    while (answers_scan_next(&scan, &field, &text))
        if (field <= f->last)
            f->is_used[field] = true;
    arena_done(own);
    return scan.is_damaged ? damaged(f->a, &f->out->source) : NULL;
}

static struct err *find_answers(struct finding *f)
{
    bool found = false;
    struct query *q = db_query(f->db, SQL(export_answers));
    query_bind_int(q, 1, f->out->source.id);
    for (;;) {
        TRY(query_next(f->a, q, &found));
        if (!found)
            return NULL;
        TRY(note_answers(f, query_text(q, 0)));
        f->has_accounts = f->has_accounts || query_int(q, 1);
        f->has_persons = f->has_persons || query_int(q, 2);
        f->out->has_assumed_times = f->out->has_assumed_times || query_int(q, 3);
        f->out->signals++;
    }
}

static struct err *find_comments(struct finding *f)
{
    bool found = false;
    struct query *q = db_query(f->db, SQL(export_comments));
    query_bind_int(q, 1, f->out->source.id);
    for (;;) {
        TRY(query_next(f->a, q, &found));
        if (!found)
            return NULL;
        if (query_int(q, 0) <= f->last)
            f->is_used[query_int(q, 0)] = true;
    }
}

/* Whether a field of the record is a column of this source. */
static bool is_column(const struct finding *f, const struct field *field)
{
    if (field->source)
        return field->source == f->out->source.id;
    for (size_t i = 0; i < f->aliases_len; i++)
        if (f->aliases[i].field == field->id && f->aliases[i].source == f->out->source.id)
            return true;
    return f->is_used[field->id];
}

/* Of its own fields the source's key says which is meant, where it must. */
static str name_of_column(const struct finding *f, const struct field *field)
{
    for (size_t i = 0; i < f->fields_len && field->source; i++)
        if (f->fields[i].source == 0 && str_equal(f->fields[i].key, field->key))
            return str_format(f->a, "%.*s.%.*s", STR(f->out->source.key), STR(field->key));
    return field->key;
}

static void add_aliases(const struct finding *f, struct export_field *to)
{
    str *list = ARENA_ARRAY(f->a, str, f->aliases_len);
    for (size_t i = 0; i < f->aliases_len; i++)
        if (f->aliases[i].field == to->field->id && f->aliases[i].source == f->out->source.id &&
            !str_equal(f->aliases[i].name, to->column))
            list[to->aliases_len++] = f->aliases[i].name;
    to->aliases = list;
}

static struct err *add_field(struct finding *f, const struct field *field, str *left_out)
{
    struct export *x = f->out;
    str column = name_of_column(f, field);
    if (field->kind == FIELD_COMMENT && !x->is_personal) {
        left_out[x->left_out_len++] = column;
        return NULL;
    }
    struct export_field *to = &x->fields[x->fields_len++];
    *to = (struct export_field){.field = field, .column = column};
    add_aliases(f, to);
    return field_code_list(f->a, f->db, field->id, &to->codes, &to->codes_len);
}

static struct err *add_fields(struct finding *f)
{
    struct export *x = f->out;
    str *left_out = ARENA_ARRAY(f->a, str, f->fields_len + 2);
    x->left_out = left_out;
    x->fields = ARENA_ARRAY(f->a, struct export_field, f->fields_len);
    for (size_t i = 0; i < f->fields_len; i++)
        if (is_column(f, &f->fields[i]))
            TRY(add_field(f, &f->fields[i], left_out));
    if (x->is_personal)
        return NULL;
    if (f->has_persons)
        left_out[x->left_out_len++] = export_column_names[EXPORT_EMAIL];
    if (f->has_accounts)
        left_out[x->left_out_len++] = export_column_names[EXPORT_ACCOUNT];
    return NULL;
}

struct err *export_open(struct arena *a, struct db *db, const struct source *source,
                        bool is_personal, struct export *out)
{
    *out = (struct export){.source = *source, .is_personal = is_personal};
    struct finding f = {.a = a, .db = db, .out = out};
    TRY(field_list(a, db, &f.fields, &f.fields_len));
    TRY(field_alias_list(a, db, &f.aliases, &f.aliases_len));
    f.last = f.fields_len ? f.fields[f.fields_len - 1].id : 0;
    f.is_used = ARENA_ARRAY(a, bool, (size_t)f.last + 1);
    TRY(find_answers(&f));
    TRY(find_comments(&f));
    return add_fields(&f);
}

/* ---- signals ---- */

/* Words, units and touchpoints by their numbers. */
struct naming {
    enum export_column column;
    enum column_of of;
    str *texts; /* [id] */
    int64_t last;
};

enum { NAMINGS = 6 };

struct export_reader {
    struct arena *a;
    struct arena *own; /* of the signal in hand, and of some before it */
    unsigned in_own;
    struct db *db;
    const struct export *x;
    struct person_keys keys;
    struct query *query;
    struct naming namings[NAMINGS];
    size_t *place; /* [id of the field]: its place in a row, from 1; 0: it has none */
    int64_t last;
    str *values;
};

static struct err *load_names(struct arena *a, struct db *db, struct naming *n)
{
    struct column_names names;
    TRY(columns_names(a, db, n->of, &names));
    for (size_t i = 0; i < names.len; i++)
        n->last = names.ids[i] > n->last ? names.ids[i] : n->last;
    n->texts = ARENA_ARRAY(a, str, (size_t)n->last + 1);
    for (size_t i = 0; i < names.len; i++)
        n->texts[names.ids[i]] = names.texts[i];
    return NULL;
}

static void close_reader(void *what)
{
    const struct export_reader *r = what;
    arena_done(r->own);
}

struct err *export_reader_make(struct arena *a, struct db *db, const struct export *x,
                               const struct secret_key *key, struct export_reader **out)
{
    static const struct naming namings[NAMINGS] = {
        {EXPORT_KIND, COLUMN_KIND, NULL, 0},
        {EXPORT_CHANNEL, COLUMN_CHANNEL, NULL, 0},
        {EXPORT_UNIT, COLUMN_UNIT, NULL, 0},
        {EXPORT_TOUCHPOINT, COLUMN_TOUCHPOINT, NULL, 0},
        {EXPORT_LANGUAGE, COLUMN_LANGUAGE, NULL, 0},
        {EXPORT_RELATIONSHIP, COLUMN_RELATIONSHIP, NULL, 0},
    };
    struct export_reader *r = ARENA_NEW(a, struct export_reader);
    *r = (struct export_reader){
        .a = a, .own = arena_make(0), .db = db, .x = x, .keys = person_keys_of(key)};
    arena_defer(a, close_reader, r);
    for (size_t i = 0; i < NAMINGS; i++) {
        r->namings[i] = namings[i];
        TRY(load_names(a, db, &r->namings[i]));
    }
    r->last = x->fields_len ? x->fields[x->fields_len - 1].field->id : 0;
    r->place = ARENA_ARRAY(a, size_t, (size_t)r->last + 1);
    for (size_t i = 0; i < x->fields_len; i++)
        r->place[x->fields[i].field->id] = i + 1;
    r->values = ARENA_ARRAY(a, str, x->fields_len + 1);
    r->query = db_query(db, SQL(export_scan));
    query_bind_int(r->query, 1, x->source.id);
    *out = r;
    return NULL;
}

static void put_value(struct export_reader *r, int64_t field, str text)
{
    if (field <= r->last && r->place[field])
        r->values[r->place[field] - 1] = text;
}

static struct err *take_answers(struct export_reader *r, str json)
{
    int64_t field = 0;
    str text;
    struct answers_scan scan = answers_scan_make(r->own, json);
    for (size_t i = 0; i < r->x->fields_len; i++)
        r->values[i] = S("");
    while (answers_scan_next(&scan, &field, &text))
        put_value(r, field, text);
    return scan.is_damaged ? damaged(r->a, &r->x->source) : NULL;
}

static struct err *take_comments(struct export_reader *r, int64_t signal)
{
    bool found = false;
    struct query *q = db_query(r->db, SQL(verbatim_list));
    query_bind_int(q, 1, signal);
    for (;;) {
        TRY(query_next(r->a, q, &found));
        if (!found)
            return NULL;
        put_value(r, query_int(q, 0), str_copy(r->own, query_text(q, 1)));
    }
}

/* Who has no name by which others know them is somebody all the same. */
static struct err *take_person(struct export_reader *r, int64_t person, struct exported *out)
{
    str *id = &out->texts[EXPORT_PERSON], *email = &out->texts[EXPORT_EMAIL];
    if (r->x->is_personal) {
        TRY(person_identity(r->own, r->db, &r->keys, person, "external_id", id));
        TRY(person_identity(r->own, r->db, &r->keys, person, "email", email));
    }
    if (id->len == 0 && email->len == 0)
        *id = person_pseudonym(r->own, &r->keys, person);
    return NULL;
}

enum {
    OF_KEY = 1,
    OF_AT,
    OF_AT_ASSUMED,
    OF_NAMES,
    OF_WEIGHT = 10,
    OF_PERSON,
    OF_ACCOUNT,
    OF_ANSWERS
};

static struct err *take_signal(struct export_reader *r, struct exported *out)
{
    const struct query *q = r->query;
    *out = (struct exported){.id = query_int(q, 0),
                             .at = query_int(q, OF_AT),
                             .at_assumed = query_int(q, OF_AT_ASSUMED) != 0,
                             .values = r->values};
    out->texts[EXPORT_KEY] = export_key_to_text(r->own, str_copy(r->own, query_blob(q, OF_KEY)));
    out->texts[out->at_assumed ? EXPORT_ASSUMED_AT : EXPORT_AT] = usec_to_str(r->own, out->at);
    for (int i = 0; i < NAMINGS; i++) {
        const struct naming *n = &r->namings[i];
        int64_t id = query_int(q, OF_NAMES + i); /* 0: none */
        if (id <= n->last)
            out->texts[n->column] = n->texts[id];
    }
    out->texts[EXPORT_WEIGHT] = query_text(q, OF_WEIGHT);
    if (!query_is_none(q, OF_PERSON))
        TRY(take_person(r, query_int(q, OF_PERSON), out));
    if (r->x->is_personal && !query_is_none(q, OF_ACCOUNT))
        TRY(account_name(r->own, r->db, &r->keys, query_int(q, OF_ACCOUNT),
                         &out->texts[EXPORT_ACCOUNT]));
    TRY(take_answers(r, query_text(q, OF_ANSWERS)));
    return r->x->is_personal ? take_comments(r, out->id) : NULL;
}

struct err *export_reader_next(struct export_reader *r, struct exported *out, bool *found)
{
    TRY(query_next(r->a, r->query, found));
    if (!*found)
        return NULL;
    if (++r->in_own == ROWS_BETWEEN_CLEANINGS) {
        arena_done(r->own);
        r->own = arena_make(0);
        r->in_own = 0;
    }
    struct err *e = take_signal(r, out);
    return e ? err_copy(r->a, e) : NULL;
}
